/**
 * The site for the journeys: a stack with the demo data, the built application before it, and the
 * worker beside it. With SITE_URL set, they go to the site that runs there.
 */
import startTestStack from './start-stack.ts';
import { startApp } from './app.ts';
import { giveRoom } from './give-room.ts';
import { startWorker } from './worker.ts';

export default async function startSite(): Promise<(() => Promise<void>) | undefined> {
	if (process.env['SITE_URL']) return undefined;

	const stopStack = await startTestStack();
	if (stopStack) await giveRoom(process.env['TEST_DATABASE_URL'] ?? '');
	const app = await startApp();
	process.env['SITE_URL'] = app.origin;
	const worker = await startWorker({ ...process.env, ORIGIN: app.origin });

	return async () => {
		await worker.stop();
		await app.stop();
		await stopStack?.();
	};
}
