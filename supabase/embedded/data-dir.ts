import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRoot } from './os-user.ts';

/** Where everything of one installation lies. Deleting the folder deletes the installation. */
export type DataDir = {
	path: string;
	/** Secrets of this installation, readable by its owner only. */
	keys: string;
	ports: string;
	/** What is running now: process ids and the environment handed out. */
	running: string;
	/** Digests of what has been migrated, so that an unchanged start asks nobody. */
	migrated: string;
	/** Names the folder of the cluster when that is elsewhere (see `postgres.ts`). */
	clusterPointer: string;
	cluster: string;
	logs: string;
	mail: string;
	/** What days of the ledger are sealed with; made by the worker, and never in the database. */
	ledgerKey: string;
};

export const CHECKOUT = resolve(import.meta.dirname, '..', '..');

export function resolveDataDir(path = process.env.YIXIANG_DATA_DIR ?? '.yixiang'): DataDir {
	const root = resolve(CHECKOUT, path);
	return {
		path: root,
		keys: join(root, 'keys.json'),
		ports: join(root, 'ports.json'),
		running: join(root, 'running.json'),
		migrated: join(root, 'migrated.json'),
		clusterPointer: join(root, 'cluster.json'),
		cluster: join(root, 'postgres'),
		logs: join(root, 'logs'),
		mail: join(root, 'mail'),
		ledgerKey: join(root, 'ledger-key.pem')
	};
}

export function createDataDir(dataDir: DataDir): void {
	mkdirSync(dataDir.path, { recursive: true, mode: 0o700 });
	// As root the cluster belongs to another user, who must be able to pass through. What lies in the
	// folder is each closed by itself.
	if (isRoot()) chmodSync(dataDir.path, 0o711);
	mkdirSync(dataDir.logs, { recursive: true, mode: 0o700 });
	mkdirSync(dataDir.mail, { recursive: true, mode: 0o700 });
}
