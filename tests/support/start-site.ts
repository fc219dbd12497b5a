/** The site for the journeys: a stack with the demo data, and the built application before it. */
import startTestStack from './start-stack.ts';
import { startApp } from './app.ts';

export default async function startSite(): Promise<() => Promise<void>> {
	const stopStack = await startTestStack();
	const app = await startApp();
	process.env['SITE_URL'] = app.origin;

	return async () => {
		await app.stop();
		await stopStack?.();
	};
}
