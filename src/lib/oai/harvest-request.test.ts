import { describe, expect, it } from 'vitest';
import { FlowControl } from './flow-control.ts';
import { OaiError, readRequest, readSet } from './harvest-request.ts';
import { readToken, writeToken, type ListState } from './resumption-token.ts';

const ID = '50000000-0000-4000-8000-000000000001';

function request(query: string) {
	return readRequest(new URLSearchParams(query));
}

/** The code of the error that a request is answered with; null where it is in order. */
function errorOf(query: string): string | null {
	try {
		request(query);
		return null;
	} catch (thrown) {
		if (thrown instanceof OaiError) return thrown.code;
		throw thrown;
	}
}

const LIST: ListState = {
	prefix: 'oai_dc',
	set: 'kind:dataset',
	from: '2026-01-01T00:00:00.000Z',
	until: null,
	after: ['2026-01-02T03:04:05.678901+00:00', ID],
	cursor: 100
};

describe('a request of OAI-PMH', () => {
	it.each([
		['', 'badVerb'],
		['verb=Nothing', 'badVerb'],
		['verb=toString', 'badVerb'],
		['verb=Identify&verb=Identify', 'badVerb'],
		['verb=Identify&until=2026-01-01', 'badArgument'],
		['verb=ListSets&set=kind', 'badArgument'],
		['verb=ListSets&resumptionToken=x', 'badResumptionToken'],
		['verb=GetRecord&identifier=oai:a:1', 'badArgument'],
		['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
		['verb=GetRecord&identifier=a&identifier=b&metadataPrefix=oai_dc', 'badArgument'],
		['verb=GetRecord&identifier=oai:a:1&metadataPrefix=marc', 'cannotDisseminateFormat'],
		['verb=ListRecords', 'badArgument'],
		['verb=ListRecords&metadataPrefix=marc', 'cannotDisseminateFormat'],
		['verb=ListRecords&metadataPrefix=constructor', 'cannotDisseminateFormat'],
		['verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument'],
		['verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30', 'badArgument'],
		['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T25:00:00Z', 'badArgument'],
		['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00.5Z', 'badArgument'],
		['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01', 'badArgument'],
		[
			'verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z',
			'badArgument'
		],
		['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x', 'badArgument'],
		['verb=ListRecords&resumptionToken=x', 'badResumptionToken'],
		['verb=ListIdentifiers&metadataPrefix=oai_dc&set=colour:red', 'noRecordsMatch'],
		['verb=ListIdentifiers&metadataPrefix=oai_dc&set=kind:dataset:more', 'noRecordsMatch']
	])('%j is answered with %s', (query, code) => {
		expect(errorOf(query)).toBe(code);
	});

	it.each([
		'verb=Identify',
		'verb=ListSets',
		'verb=ListMetadataFormats',
		`verb=ListMetadataFormats&identifier=oai:a.test:dataset/${ID}`,
		`verb=GetRecord&identifier=oai:a.test:dataset/${ID}&metadataPrefix=oai_dc`,
		'verb=ListRecords&metadataPrefix=pidinst&set=city:210100',
		'verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01'
	])('%j is in order', (query) => {
		expect(errorOf(query)).toBeNull();
	});

	it.each([
		['2026-01-01', '2026-01-02T00:00:00.000Z'],
		['2026-01-01T10:00:00Z', '2026-01-01T10:00:01.000Z']
	])('includes all of its until %s', (until, end) => {
		expect(request(`verb=ListRecords&metadataPrefix=oai_dc&until=${until}`)).toMatchObject({
			list: { from: null, until: end }
		});
	});
});

describe('a resumption token', () => {
	it('says where a harvester is in its list', () => {
		const token = writeToken(LIST);

		expect(token).toMatch(/^[\w-]+$/);
		expect(request(`verb=ListRecords&resumptionToken=${token}`)).toEqual({
			verb: 'ListRecords',
			list: LIST
		});
	});

	it.each([
		['of another format', { ...LIST, prefix: 'marc' }],
		['with an instant that is none', { ...LIST, after: ['yesterday', ID] }],
		['with something more', { ...LIST, size: 100_000 }]
	])('%s is none of ours', (_, state) => {
		expect(readToken(Buffer.from(JSON.stringify(state)).toString('base64url'))).toBeNull();
	});
});

describe('a set', () => {
	it.each([
		['kind:instrument', { kind: 'instrument', platformId: null, cities: null }],
		[`provider:${ID}`, { kind: null, platformId: ID, cities: null }],
		['city:210100', { kind: null, platformId: null, cities: ['沈阳市'] }],
		['kind', { kind: null, platformId: null, cities: null }],
		['kind:table', null],
		['provider:somebody', null],
		['city:110000', null]
	])('%s is %j', (set, scope) => {
		expect(readSet(set)).toEqual(scope);
	});
});

describe('the flow of a harvester', () => {
	it('is held back for the rest of the minute once it is too fast, and for nobody else', () => {
		let now = 30_000;
		const flow = new FlowControl(2, () => now);

		expect([1, 2, 3].map(() => flow.secondsToWait('a'))).toEqual([null, null, 30]);
		expect(flow.secondsToWait('b')).toBeNull();
		now = 60_000;
		expect(flow.secondsToWait('a')).toBeNull();
	});
});
