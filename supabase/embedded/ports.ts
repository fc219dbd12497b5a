import { createServer } from 'node:net';
import { number, parse, record, string } from 'valibot';
import type { DataDir } from './data-dir.ts';
import { readJson, writePrivateJson } from './private-file.ts';

/** Ports that are taken where they are free; every other server listens wherever there is room. */
const PREFERRED_PORTS = { gateway: 54321, database: 54322, rest: 54320 } as const;

export type PortName = keyof typeof PREFERRED_PORTS;

/**
 * A free port for the server: the one it had last time, else the usual one, else any. What is
 * chosen is remembered, so that a restart keeps its addresses.
 *
 * @param wanted insists on one port: taken or not, no other is chosen.
 * @throws when the wanted port is taken
 */
export async function choosePort(
	name: PortName,
	dataDir: DataDir,
	host: string,
	wanted?: number
): Promise<number> {
	const remembered = parse(record(string(), number()), readJson(dataDir.ports) ?? {});
	const port = await findFreePort(host, name, remembered[name], wanted);
	if (remembered[name] !== port) writePrivateJson(dataDir.ports, { ...remembered, [name]: port });
	return port;
}

async function findFreePort(
	host: string,
	name: PortName,
	remembered: number | undefined,
	wanted: number | undefined
): Promise<number> {
	if (wanted !== undefined && wanted !== 0) {
		if (await isFree(wanted, host)) return wanted;
		throw new Error(`Port ${wanted} (${name}) is taken by another program.`);
	}
	if (remembered !== undefined && (await isFree(remembered, host))) return remembered;
	if (wanted !== 0 && (await isFree(PREFERRED_PORTS[name], host))) return PREFERRED_PORTS[name];
	return anyFreePort(host);
}

export async function isFree(port: number, host: string): Promise<boolean> {
	return (await tryListening(port, host)) !== undefined;
}

export async function anyFreePort(host = '127.0.0.1'): Promise<number> {
	const port = await tryListening(0, host);
	if (port === undefined) throw new Error(`No port is free on ${host}.`);
	return port;
}

function tryListening(port: number, host: string): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => {
			resolve(undefined);
		});
		server.listen({ port, host, exclusive: true }, () => {
			const address = server.address();
			server.close(() => {
				resolve(typeof address === 'object' && address !== null ? address.port : undefined);
			});
		});
	});
}
