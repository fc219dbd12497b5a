/** The catalogue as harvesters read it, by the rules of OAI-PMH 2.0. */
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { anOrganisation, aPlatform } from '../support/builders.ts';
import { connect, toDb } from '../support/database.ts';
import { breachesOf, DATACITE_4_7, PIDINST_1_0 } from '../support/metadata-rules.ts';
import { allOf, readXml, textOf, type XmlNode } from '../support/read-xml.ts';

const MANY = 230;

let app: App;
let database: Client;
let platform: { id: string };

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	platform = await aPlatform(db, await anOrganisation(db, 'university', 'Harvested university'));
	await database.query(
		`insert into public.instruments (platform_id, source_key, name, updated_at)
		select $1, 'H-' || n, 'Harvested <' || n || '> & more', now() - n * interval '1 second'
		from generate_series(1, $2::integer) as n`,
		[platform.id, MANY]
	);
	await database.query(
		`insert into public.datasets (platform_id, source_key, title) values ($1, $2, '图像集')`,
		[platform.id, randomUUID()]
	);
	await database.query(
		`update public.instruments set retired_at = now() where platform_id = $1 and source_key = 'H-7'`,
		[platform.id]
	);
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

async function ask(query: Record<string, string>): Promise<XmlNode> {
	const response = await fetch(`${app.origin}/oai?${new URLSearchParams(query).toString()}`);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
	return readXml(await response.text());
}

function codeOf(answer: XmlNode): string | undefined {
	return allOf(answer, 'error')[0]?.attributes['code'];
}

/** All headers of a list, part by part as a harvester follows it. */
async function harvest(verb: string, query: Record<string, string>) {
	const parts: XmlNode[] = [];
	for (let next: Record<string, string> | null = query; next !== null;) {
		const answer: XmlNode = await ask({ verb, ...next });
		parts.push(answer);
		const token = textOf(answer, 'resumptionToken');
		next = token ? { resumptionToken: token } : null;
	}
	return { parts, headers: parts.flatMap((part) => allOf(part, 'header')) };
}

const ofPlatform = () => ({ metadataPrefix: 'oai_dc', set: `provider:${platform.id}` });

describe('a harvester', () => {
	it('learns who keeps the records and how', async () => {
		const answer = await ask({ verb: 'Identify' });

		expect(answer.children.map(({ name }) => name)).toEqual([
			'responseDate',
			'request',
			'Identify'
		]);
		expect(allOf(answer, 'Identify')[0]?.children.map(({ name }) => name)).toEqual([
			'repositoryName',
			'baseURL',
			'protocolVersion',
			'adminEmail',
			'earliestDatestamp',
			'deletedRecord',
			'granularity'
		]);
		expect(textOf(answer, 'baseURL')).toBe(`${app.origin}/oai`);
		expect(textOf(answer, 'deletedRecord')).toBe('persistent');
		expect(textOf(answer, 'responseDate')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	});

	it.each([undefined, 'https://harvester.test'])('may ask by a form, from %s', async (origin) => {
		const response = await fetch(`${app.origin}/oai`, {
			method: 'POST',
			body: new URLSearchParams({ verb: 'ListSets' }),
			...(origin && { headers: { origin } })
		});

		expect(response.status).toBe(200);
		const setsOf = (answer: XmlNode) => allOf(answer, 'setSpec').map(({ text }) => text);
		expect(setsOf(readXml(await response.text()))).toEqual(setsOf(await ask({ verb: 'ListSets' })));
	});

	it('asks nothing else by a form from elsewhere', async () => {
		const response = await fetch(`${app.origin}/theme`, {
			method: 'POST',
			body: new URLSearchParams({ theme: 'dark' }),
			headers: { origin: 'https://harvester.test' }
		});

		expect(response.status).toBe(403);
	});

	it('is given every record of a set once, in parts', async () => {
		const { parts, headers } = await harvest('ListRecords', ofPlatform());

		const identifiers = headers.map((header) => textOf(header, 'identifier'));
		expect(identifiers).toHaveLength(MANY + 1);
		expect(new Set(identifiers).size).toBe(MANY + 1);
		expect(parts.map((part) => allOf(part, 'resumptionToken')[0]?.attributes['cursor'])).toEqual([
			'0',
			'100',
			'200'
		]);
		// The last token of a list is empty.
		expect(parts.slice(-1).map((part) => textOf(part, 'resumptionToken'))).toEqual(['']);
	});

	it('is given the same identifiers as records', async () => {
		const [ids, records] = await Promise.all([
			harvest('ListIdentifiers', ofPlatform()),
			harvest('ListRecords', ofPlatform())
		]);

		const toIds = (headers: XmlNode[]) => headers.map((header) => textOf(header, 'identifier'));
		expect(toIds(ids.headers)).toEqual(toIds(records.headers));
		expect(ids.parts).toHaveLength(1);
		expect(ids.parts.flatMap((part) => allOf(part, 'resumptionToken'))).toEqual([]);
	});

	it('is told of what was retired, without what it said', async () => {
		const { parts } = await harvest('ListRecords', ofPlatform());

		const deleted = parts
			.flatMap((part) => allOf(part, 'record'))
			.filter((record) => allOf(record, 'header')[0]?.attributes['status'] === 'deleted');
		expect(deleted).toHaveLength(1);
		expect(deleted[0]?.children.map(({ name }) => name)).toEqual(['header']);
	});

	it.each([
		['pidinst', 'instrument', 'instrument', PIDINST_1_0],
		['oai_datacite', 'dataset', 'resource', DATACITE_4_7]
	] as const)('reads records as %s that keep their schema', async (prefix, kind, root, rules) => {
		const answer = await ask({ verb: 'ListRecords', metadataPrefix: prefix, set: `kind:${kind}` });

		const records = allOf(answer, 'metadata').flatMap(({ children }) => children);
		expect(records.length).toBeGreaterThan(3);
		expect(records.map(({ name }) => name)).toEqual(records.map(() => root));
		expect(records.flatMap((record) => breachesOf(withoutEnvelope(record), rules))).toEqual([]);
	});

	it('selects by when records were changed', async () => {
		const { headers } = await harvest('ListIdentifiers', ofPlatform());
		const stamps = headers.map((header) => textOf(header, 'datestamp') ?? '');
		const middle = stamps[100] ?? '';

		const [before, after] = await Promise.all([
			harvest('ListIdentifiers', { ...ofPlatform(), until: middle }),
			harvest('ListIdentifiers', { ...ofPlatform(), from: middle })
		]);
		const both = stamps.filter((stamp) => stamp === middle).length;
		expect(stamps).toEqual(stamps.toSorted());
		expect(before.headers.length + after.headers.length).toBe(stamps.length + both);
	});

	it('finds the sets that headers name', async () => {
		const [sets, list] = await Promise.all([
			ask({ verb: 'ListSets' }),
			ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc' })
		]);

		const listed = new Set(allOf(sets, 'setSpec').map(({ text }) => text));
		const named = new Set(allOf(list, 'setSpec').map(({ text }) => text));
		expect([...named].filter((name) => !listed.has(name))).toEqual([]);
	});

	it('gets one record in each format that it is listed in', async () => {
		const list = await ask({ verb: 'ListIdentifiers', ...ofPlatform() });
		const identifier = textOf(list, 'identifier') ?? '';

		const formats = await ask({ verb: 'ListMetadataFormats', identifier });
		const prefixes = allOf(formats, 'metadataPrefix').map(({ text }) => text);
		const records = await Promise.all(
			prefixes.map((metadataPrefix) => ask({ verb: 'GetRecord', identifier, metadataPrefix }))
		);
		expect(prefixes.length).toBeGreaterThan(1);
		expect(records.map((record) => textOf(record, 'identifier'))).toEqual(
			prefixes.map(() => identifier)
		);
	});

	it.each([
		[
			'idDoesNotExist',
			{ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: 'oai:x:dataset/1' }
		],
		['idDoesNotExist', { verb: 'ListMetadataFormats', identifier: 'nothing' }],
		['noRecordsMatch', { verb: 'ListRecords', metadataPrefix: 'oai_dc', from: '2999-01-01' }],
		['noRecordsMatch', { verb: 'ListRecords', metadataPrefix: 'pidinst', set: 'kind:dataset' }],
		['badResumptionToken', { verb: 'ListRecords', resumptionToken: 'nonsense' }],
		['cannotDisseminateFormat', { verb: 'ListRecords', metadataPrefix: 'marc21' }]
	])('is answered %s, with what it asked', async (code, query) => {
		const answer = await ask(query);

		expect(codeOf(answer)).toBe(code);
		expect(allOf(answer, 'request')[0]?.attributes).toEqual(query);
	});

	it.each([{ verb: 'Nothing' }, { verb: 'Identify', set: 'kind' }])(
		'that asks %j is not told again what it asked',
		async (query) => {
			expect(allOf(await ask(query), 'request')[0]?.attributes).toEqual({});
		}
	);
});

/** The namespaces that a record declares within another document are no part of its schema. */
function withoutEnvelope(record: XmlNode): XmlNode {
	if (record.name !== 'instrument') return record;
	const {
		xmlns,
		'xmlns:xsi': _,
		'xsi:noNamespaceSchemaLocation': __,
		...attributes
	} = record.attributes;
	expect(xmlns).toBe('');
	return { ...record, attributes };
}
