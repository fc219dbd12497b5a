/*
 * Postgres refuses to run as root, rightly. Where the stack is started as root, the servers run
 * as an unprivileged user of their own, and what that user has to reach is put where it may go.
 */

import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { dirname, join } from 'node:path';

export type OsUser = { uid: number; gid: number };

const USER_NAME = 'yixiang';
/** Where root's installations keep what their checkout may not show to others. */
export const SYSTEM_DIR = '/var/lib/yixiang';

export function isRoot(): boolean {
	return process.getuid?.() === 0;
}

/**
 * The user that the servers run as: undefined for the one who starts them, and as root a system
 * user, created when absent.
 */
export function serviceUser(): OsUser | undefined {
	if (!isRoot()) return undefined;
	const existing = findUser(USER_NAME);
	if (existing !== undefined) return existing;

	spawnSync('useradd', [
		'--system',
		'--user-group',
		'--no-create-home',
		'--shell',
		'/usr/sbin/nologin',
		USER_NAME
	]);
	const user = findUser(USER_NAME) ?? findUser('nobody');
	if (user === undefined) {
		throw new Error(
			'Postgres does not run as root, and neither could a user "yixiang" be created nor is there a "nobody". Start the stack as an ordinary user.'
		);
	}
	return user;
}

function findUser(name: string): OsUser | undefined {
	if (!existsSync('/etc/passwd')) return undefined;
	for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
		const [userName, , uid, gid] = line.split(':');
		if (userName === name) return { uid: Number(uid), gid: Number(gid) };
	}
	return undefined;
}

/** Whether the user may enter the folder, judged by the mode of every folder above it. */
export function canReach(path: string, user: OsUser | undefined): boolean {
	if (user === undefined) return true;
	for (let folder = path; ; folder = dirname(folder)) {
		if (existsSync(folder)) {
			const { uid, gid, mode } = statSync(folder);
			const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode;
			if ((bits & 0o1) === 0) return false;
		}
		if (folder === dirname(folder)) return true;
	}
}

/**
 * A folder of programs that the user may run: the one given, or, where the user cannot go there,
 * a copy made once per version.
 */
export function reachablePrograms(
	folder: string,
	name: string,
	version: string,
	user: OsUser | undefined
): string {
	if (user === undefined || canReach(folder, user)) return folder;

	const copy = join(SYSTEM_DIR, 'programs', `${name}-${version}`);
	if (existsSync(copy)) return copy;
	// Copied beside and renamed, so that an interrupted copy is never taken for a whole one.
	const unfinished = `${copy}.${process.pid}`;
	createSystemDir(dirname(copy));
	cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
	try {
		renameSync(unfinished, copy);
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		if (!existsSync(copy)) throw error;
	}
	return copy;
}

/** Makes a folder under the system folder that every user may pass through. */
export function createSystemDir(path: string): void {
	mkdirSync(path, { recursive: true });
	for (let folder = path; folder.startsWith(SYSTEM_DIR); folder = dirname(folder)) {
		chmodSync(folder, 0o711);
	}
}

/** Makes a folder that only the user may enter. */
export function createPrivateDir(path: string, user: OsUser | undefined): void {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	if (user !== undefined) chownSync(path, user.uid, user.gid);
}
