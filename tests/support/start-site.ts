/**
 * The site for the journeys: a stack with the demo data, and the built application before it. With
 * SITE_URL set, they go to the site that runs there.
 */
import startTestStack from './start-stack.ts';
import { startApp } from './app.ts';

export default async function startSite(): Promise<(() => Promise<void>) | undefined> {
	if (process.env['SITE_URL']) return undefined;

	const stopStack = await startTestStack();
	const app = await startApp();
	process.env['SITE_URL'] = app.origin;

	return async () => {
		await app.stop();
		await stopStack?.();
	};
}
