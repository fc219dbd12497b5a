import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataDir, resolveDataDir, type DataDir } from './data-dir.ts';
import { anyFreePort, choosePort, isFree } from './ports.ts';

const HOST = '127.0.0.1';

let dataDir: DataDir;
let others: Server[];

beforeEach(() => {
	dataDir = resolveDataDir(mkdtempSync(join(tmpdir(), 'yixiang-ports-')));
	createDataDir(dataDir);
	others = [];
});

afterEach(() => {
	for (const server of others) server.close();
	rmSync(dataDir.path, { recursive: true });
});

/** A port that another program has. */
async function aTakenPort(): Promise<number> {
	const server = createServer();
	others.push(server);
	await new Promise<void>((resolve) => {
		server.listen(0, HOST, resolve);
	});
	return (server.address() as AddressInfo).port;
}

describe('choosePort', () => {
	it('keeps the port of the last start', async () => {
		const first = await choosePort('gateway', dataDir, HOST, 0);

		const second = await choosePort('gateway', dataDir, HOST);

		expect(second).toBe(first);
	});

	it('takes another when its last port is taken meanwhile', async () => {
		const first = await choosePort('database', dataDir, HOST, 0);
		const server = createServer();
		others.push(server);
		await new Promise<void>((resolve) => {
			server.listen(first, HOST, resolve);
		});

		const second = await choosePort('database', dataDir, HOST);

		expect(second).not.toBe(first);
		expect(await isFree(second, HOST)).toBe(true);
	});

	it('takes the port insisted on', async () => {
		const wanted = await anyFreePort();

		expect(await choosePort('gateway', dataDir, HOST, wanted)).toBe(wanted);
	});

	it('refuses when the port insisted on is taken', async () => {
		const taken = await aTakenPort();

		await expect(choosePort('gateway', dataDir, HOST, taken)).rejects.toThrow(
			`Port ${taken} (gateway) is taken by another program.`
		);
	});

	it('remembers each server by itself', async () => {
		const gateway = await choosePort('gateway', dataDir, HOST, 0);
		const database = await choosePort('database', dataDir, HOST, 0);

		expect(await choosePort('gateway', dataDir, HOST)).toBe(gateway);
		expect(await choosePort('database', dataDir, HOST)).toBe(database);
	});
});
