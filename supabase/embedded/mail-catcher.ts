/*
 * Stands in for a mail server on a developer's machine: takes every message on a loopback port,
 * keeps the last ones as files, and hands them out as JSON. It never sends anything.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { readJson, writePrivateJson } from './private-file.ts';

const KEPT_MESSAGES = 200;
const LARGEST_MESSAGE_BYTES = 10 * 1024 * 1024;
const FILE_NAME = /^\d+-[0-9a-f-]{36}\.json$/;

type CaughtMail = {
	id: string;
	/** What the sender calls the message; the same when it is sent again. */
	messageId: string;
	receivedAt: string;
	from: string;
	to: string;
	subject: string;
	text: string;
	/** Every address that the message links to, in order. */
	links: string[];
	/** The invitation that the message carries. */
	calendar: string | null;
};

export type MailCatcher = {
	smtpUrl: string;
	/** Where the messages are read. The path holds a secret: mails hold sign-in links. */
	readUrl: string;
	stop: () => Promise<void>;
};

export async function startMailCatcher(folder: string): Promise<MailCatcher> {
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		// Any name and password will do, as there is nothing to protect from a sender.
		onAuth: (_auth, _session, callback) => {
			callback(null, { user: 'anyone' });
		},
		size: LARGEST_MESSAGE_BYTES,
		onData: (stream, _session, callback) => {
			simpleParser(stream)
				.then((mail) => {
					keepMail(folder, mail);
					callback();
				})
				.catch((error: unknown) => {
					callback(error instanceof Error ? error : new Error(String(error)));
				});
		}
	});
	// A client that breaks off is its own affair.
	smtp.on('error', () => undefined);
	const secret = randomBytes(16).toString('base64url');
	const http = createServer((request, response) => {
		answer(folder, secret, request, response);
	});
	await Promise.all([listen(smtp.server), listen(http)]);

	return {
		smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
		readUrl: `http://127.0.0.1:${portOf(http)}/${secret}`,
		stop: async () => {
			http.closeAllConnections();
			await Promise.all([
				new Promise<void>((resolve) => {
					smtp.close(resolve);
				}),
				new Promise<void>((resolve) => {
					http.close(() => {
						resolve();
					});
				})
			]);
		}
	};
}

function answer(
	folder: string,
	secret: string,
	request: IncomingMessage,
	response: ServerResponse
): void {
	const path = new URL(request.url ?? '/', 'http://localhost').pathname;
	const body = request.method === 'GET' && path === `/${secret}` ? listMail(folder) : undefined;
	response.writeHead(body === undefined ? 404 : 200, {
		'content-type': 'application/json; charset=utf-8',
		'cache-control': 'no-store'
	});
	response.end(JSON.stringify(body ?? { message: 'Not found' }));
}

/** The kept messages, the latest first. */
function listMail(folder: string): unknown[] {
	return mailFiles(folder)
		.reverse()
		.map((name) => readJson(join(folder, name)));
}

function keepMail(folder: string, mail: ParsedMail): void {
	const now = new Date();
	const id = randomUUID();
	const html = typeof mail.html === 'string' ? mail.html : '';
	const text = mail.text ?? '';
	const caught: CaughtMail = {
		id,
		messageId: mail.messageId ?? '',
		receivedAt: now.toISOString(),
		from: addressText(mail.from),
		to: addressText(mail.to),
		subject: mail.subject ?? '',
		text,
		links: findLinks(html, text),
		calendar: findCalendar(mail)
	};
	writePrivateJson(join(folder, `${now.getTime()}-${id}.json`), caught);
	for (const name of mailFiles(folder).slice(0, -KEPT_MESSAGES)) {
		rmSync(join(folder, name), { force: true });
	}
}

function mailFiles(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => FILE_NAME.test(name))
		.sort();
}

function findLinks(html: string, text: string): string[] {
	const fromHtml = [...html.matchAll(/href="(https?:[^"]+)"/g)].map((match) =>
		(match[1] ?? '').replaceAll('&amp;', '&')
	);
	const fromText = [...text.matchAll(/https?:\/\/[^\s<>()[\]"']+/g)].map((match) => match[0]);
	return [...new Set([...fromHtml, ...fromText])];
}

function findCalendar({ attachments }: ParsedMail): string | null {
	const file = attachments.find(({ contentType }) => contentType === 'text/calendar');
	return file?.content.toString('utf8') ?? null;
}

function addressText(address: AddressObject | AddressObject[] | undefined): string {
	return [address ?? []]
		.flat()
		.map(({ text }) => text)
		.join(', ');
}

function listen(server: Server): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
}

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}
