/**
 * A stack of its own for the tests that need one, with the demo data, on free ports and thrown away
 * afterwards. Where the variables of a running one are set already, that one is used.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../supabase/embedded/start-stack.ts';
import { giveTime } from './give-time.ts';
import { ownerUrl } from './owner-url.ts';

export default async function startTestStack(): Promise<(() => Promise<void>) | undefined> {
	if (process.env['SUPABASE_DB_URL']) return undefined;

	const dataDir = await mkdtemp(join(tmpdir(), 'yixiang-test-'));
	const stack = await startStack({ dataDir, demo: true, ports: { gateway: 0, database: 0 } });
	const owner = ownerUrl(dataDir, stack.env.SUPABASE_DB_URL);
	await giveTime(owner);
	Object.assign(process.env, stack.env, { TEST_DATABASE_URL: owner });

	return async () => {
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	};
}
