import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import { RESOURCE_KINDS, type ResourceKind } from '#lib/catalogue/resource-kind.ts';
import { element, textElement, writeXmlDocument, type XmlElement } from '#lib/metadata/xml.ts';
import type { Db } from '#lib/server/supabase.ts';
import { CITY_CODES } from './city-codes.ts';
import { OaiError, readRequest, type HarvestRequest } from './harvest-request.ts';
import { FORMATS, isDisseminated, type MetadataPrefix } from './metadata-formats.ts';
import { describeRecords, findChange, listChanges, type Harvested } from './records.server.ts';
import { writeToken, type ListState } from './resumption-token.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
/** No record is older than the policy that opens them. */
const EARLIEST = '2015-11-12T00:00:00Z';
const RECORDS_AT_ONCE = 100;
const HEADERS_AT_ONCE = 500;
const PLATFORMS_AT_ONCE = 1000;

export type Repository = {
	db: Db;
	origin: string;
	name: string;
	adminEmail: string;
};

/** The answer to a request of OAI-PMH as a document. */
export async function answerHarvester(
	repository: Repository,
	params: URLSearchParams
): Promise<string> {
	const { origin } = repository;
	const parts: XmlElement[] = [];
	let attributes: Record<string, string> = Object.fromEntries(params);
	try {
		parts.push(...(await answerRequest(repository, readRequest(params))));
	} catch (thrown) {
		if (!(thrown instanceof OaiError)) throw thrown;
		// What was wrongly asked is not said again.
		if (thrown.code === 'badVerb' || thrown.code === 'badArgument') attributes = {};
		parts.push(element('error', { code: thrown.code }, thrown.message));
	}
	return writeXmlDocument(
		element(
			'OAI-PMH',
			{
				xmlns: OAI,
				'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
				'xsi:schemaLocation': `${OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd`
			},
			element('responseDate', {}, toSeconds(new Date().toISOString())),
			element('request', attributes, `${origin}/oai`),
			...parts
		)
	);
}

async function answerRequest(
	repository: Repository,
	request: HarvestRequest
): Promise<XmlElement[]> {
	switch (request.verb) {
		case 'Identify':
			return [identify(repository)];
		case 'ListSets':
			return [await listSets(repository.db)];
		case 'ListMetadataFormats':
			return [await listFormats(repository, request.identifier)];
		case 'GetRecord':
			return [await getRecord(repository, request.identifier, request.prefix)];
		case 'ListIdentifiers':
		case 'ListRecords':
			return [await listRecords(repository, request.verb, request.list)];
	}
}

function identify({ origin, name, adminEmail }: Repository): XmlElement {
	return element(
		'Identify',
		{},
		element('repositoryName', {}, name),
		element('baseURL', {}, `${origin}/oai`),
		element('protocolVersion', {}, '2.0'),
		element('adminEmail', {}, adminEmail),
		element('earliestDatestamp', {}, EARLIEST),
		element('deletedRecord', {}, 'persistent'),
		element('granularity', {}, 'YYYY-MM-DDThh:mm:ssZ')
	);
}

const KIND_NAMES: Record<ResourceKind, string> = {
	instrument: '科研仪器 / Instruments',
	dataset: '科学数据 / Datasets',
	literature: '科技文献 / Literature',
	service: '技术服务 / Services'
};

async function listSets(db: Db): Promise<XmlElement> {
	const sets = [
		set('kind', '资源类别 / By kind'),
		...RESOURCE_KINDS.map((kind) => set(`kind:${kind}`, KIND_NAMES[kind])),
		set('city', '所在城市 / By city'),
		...Object.entries(CITY_CODES).map(([city, code]) => set(`city:${code}`, city)),
		set('provider', '提供平台 / By provider')
	];
	for (let from = 0; ; from += PLATFORMS_AT_ONCE) {
		const platforms = await read(
			db
				.from('platforms')
				.select('id, name')
				.order('id')
				.range(from, from + PLATFORMS_AT_ONCE - 1)
		);
		sets.push(...platforms.map(({ id, name }) => set(`provider:${id}`, name)));
		if (platforms.length < PLATFORMS_AT_ONCE) return element('ListSets', {}, ...sets);
	}
}

function set(spec: string, name: string): XmlElement {
	return element('set', {}, element('setSpec', {}, spec), element('setName', {}, name));
}

async function listFormats(repository: Repository, identifier: string | null): Promise<XmlElement> {
	const record = identifier === null ? null : await find(repository, identifier);
	const prefixes = (Object.keys(FORMATS) as MetadataPrefix[]).filter(
		(prefix) => record === null || isDisseminated(record.kind, prefix)
	);
	return element(
		'ListMetadataFormats',
		{},
		...prefixes.map((prefix) =>
			element(
				'metadataFormat',
				{},
				element('metadataPrefix', {}, prefix),
				element('schema', {}, FORMATS[prefix].schema),
				element('metadataNamespace', {}, FORMATS[prefix].namespace)
			)
		)
	);
}

async function getRecord(
	repository: Repository,
	identifier: string,
	prefix: MetadataPrefix
): Promise<XmlElement> {
	const record = await find(repository, identifier);
	if (!isDisseminated(record.kind, prefix)) {
		throw new OaiError('cannotDisseminateFormat', `This record is not there as ${prefix}.`);
	}
	const described = await describeRecords(repository.db, [record], prefix, repository.origin);
	return element('GetRecord', {}, toRecord(repository, record, described));
}

async function listRecords(
	repository: Repository,
	verb: 'ListIdentifiers' | 'ListRecords',
	list: ListState
): Promise<XmlElement> {
	const size = verb === 'ListRecords' ? RECORDS_AT_ONCE : HEADERS_AT_ONCE;
	// One more tells whether there are others.
	const found = await listChanges(repository.db, list, size + 1);
	const records = found.slice(0, size);
	const last = records.at(-1);
	if (last === undefined) throw new OaiError('noRecordsMatch', 'There are no such records.');

	const described =
		verb === 'ListRecords'
			? await describeRecords(repository.db, records, list.prefix, repository.origin)
			: null;
	const written = records.map((record) =>
		described === null ? toHeader(repository, record) : toRecord(repository, record, described)
	);
	const hasMore = found.length > size;
	const next = hasMore
		? writeToken({
				...list,
				after: [last.changed_at, last.id],
				cursor: list.cursor + records.length
			})
		: '';
	const isPart = hasMore || list.cursor > 0;
	return element(
		verb,
		{},
		...written,
		// The last part of a list ends in an empty token; a list of one part has none.
		isPart && element('resumptionToken', { cursor: String(list.cursor) }, next)
	);
}

function toRecord(
	repository: Repository,
	record: Harvested,
	described: Map<string, XmlElement>
): XmlElement {
	const metadata = described.get(record.id);
	return element(
		'record',
		{},
		toHeader(repository, record),
		metadata && element('metadata', {}, metadata)
	);
}

function toHeader({ origin }: Repository, record: Harvested): XmlElement {
	const { kind, id, city, platform_id, is_retired, changed_at } = record;
	return element(
		'header',
		{ status: is_retired ? 'deleted' : null },
		element('identifier', {}, `${prefixOf(origin)}${kind}/${id}`),
		element('datestamp', {}, toSeconds(changed_at)),
		element('setSpec', {}, `kind:${kind}`),
		element('setSpec', {}, `provider:${platform_id}`),
		textElement('setSpec', city !== null && CITY_CODES[city] ? `city:${CITY_CODES[city]}` : null)
	);
}

const uuid = v.pipe(v.string(), v.uuid());

async function find({ db, origin }: Repository, identifier: string): Promise<Harvested> {
	const prefix = prefixOf(origin);
	const [name, id] = identifier.startsWith(prefix)
		? identifier.slice(prefix.length).split('/')
		: [];
	const kind = RESOURCE_KINDS.find((known) => known === name);
	const record = kind && v.is(uuid, id) ? await findChange(db, kind, id) : null;
	if (!record) throw new OaiError('idDoesNotExist', `There is no record ${identifier}.`);
	return record;
}

/** What identifiers of this repository begin with. */
function prefixOf(origin: string): string {
	return `oai:${new URL(origin).hostname}:`;
}

function toSeconds(instant: string): string {
	return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
