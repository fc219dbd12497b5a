import * as v from 'valibot';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import { CITY_CODES } from './city-codes.ts';
import { FORMATS, type MetadataPrefix } from './metadata-formats.ts';
import { readToken, type ListState } from './resumption-token.ts';
import { RESOURCE_KINDS, type ResourceKind } from '#lib/catalogue/resource-kind.ts';

/*
 * Requests of OAI-PMH 2.0, judged by its rules before anything is read (reference 5.5). What is wrong
 * with one is said in the protocol's own words, and never by an HTTP status.
 */

export type OaiErrorCode =
	| 'badArgument'
	| 'badResumptionToken'
	| 'badVerb'
	| 'cannotDisseminateFormat'
	| 'idDoesNotExist'
	| 'noRecordsMatch'
	| 'noMetadataFormats'
	| 'noSetHierarchy';

export class OaiError extends Error {
	readonly code: OaiErrorCode;

	constructor(code: OaiErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}

type Verb = keyof typeof ARGUMENTS;

/** Which arguments a verb has; of one that is exclusive there may be no others. */
const ARGUMENTS = {
	Identify: { required: [], optional: [] },
	ListMetadataFormats: { required: [], optional: ['identifier'] },
	ListSets: { required: [], optional: ['resumptionToken'] },
	GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [] },
	ListIdentifiers: {
		required: ['metadataPrefix'],
		optional: ['from', 'until', 'set', 'resumptionToken']
	},
	ListRecords: {
		required: ['metadataPrefix'],
		optional: ['from', 'until', 'set', 'resumptionToken']
	}
} as const satisfies Record<string, { required: readonly string[]; optional: readonly string[] }>;

export type HarvestRequest =
	| { verb: 'Identify' }
	| { verb: 'ListSets' }
	| { verb: 'ListMetadataFormats'; identifier: string | null }
	| { verb: 'GetRecord'; identifier: string; prefix: MetadataPrefix }
	| { verb: 'ListIdentifiers' | 'ListRecords'; list: ListState };

/** @throws {OaiError} what the protocol has against it. */
export function readRequest(params: URLSearchParams): HarvestRequest {
	const verb = readVerb(params);
	const given = readArguments(verb, params);
	switch (verb) {
		case 'Identify':
			return { verb };
		case 'ListSets':
			// All sets are given at once, so that there is no token of ours.
			if (given['resumptionToken'] !== undefined) throw badToken();
			return { verb };
		case 'ListMetadataFormats':
			return { verb, identifier: given['identifier'] ?? null };
		case 'GetRecord':
			return {
				verb,
				identifier: given['identifier'] ?? '',
				prefix: readPrefix(given['metadataPrefix'])
			};
		case 'ListIdentifiers':
		case 'ListRecords':
			return { verb, list: readList(given) };
	}
}

function readVerb(params: URLSearchParams): Verb {
	const verbs = params.getAll('verb');
	const verb = verbs[0];
	if (verbs.length !== 1 || verb === undefined) {
		throw new OaiError('badVerb', 'The verb is missing, or there more than once.');
	}
	if (!isVerb(verb)) throw new OaiError('badVerb', `There is no verb ${verb}.`);
	return verb;
}

function isVerb(verb: string): verb is Verb {
	return Object.hasOwn(ARGUMENTS, verb);
}

function readArguments(verb: Verb, params: URLSearchParams): Record<string, string> {
	const required: readonly string[] = ARGUMENTS[verb].required;
	const optional: readonly string[] = ARGUMENTS[verb].optional;
	const names = [...params.keys()].filter((name) => name !== 'verb');
	const wrong = names.filter((name) => !required.includes(name) && !optional.includes(name));
	if (wrong.length > 0) throw badArgument(`${verb} has no argument ${wrong.join(', ')}.`);
	if (new Set(names).size < names.length) throw badArgument('An argument is there more than once.');

	if (names.includes('resumptionToken')) {
		if (names.length > 1) throw badArgument('resumptionToken goes with no other argument.');
	} else {
		const missing = required.filter((name) => !names.includes(name));
		if (missing.length > 0) throw badArgument(`${verb} needs ${missing.join(', ')}.`);
	}
	return Object.fromEntries(names.map((name) => [name, params.get(name) ?? '']));
}

function readList(given: Record<string, string>): ListState {
	const token = given['resumptionToken'];
	if (token !== undefined) {
		const state = readToken(token);
		if (!state) throw badToken();
		return state;
	}
	const prefix = readPrefix(given['metadataPrefix']);
	const [from, until] = [given['from'], given['until']];
	if (from !== undefined && until !== undefined && from.length !== until.length) {
		throw badArgument('from and until have another granularity.');
	}
	const [first, last] = [readDatestamp(from, 'from'), readDatestamp(until, 'until')];
	if (first && last && first.getTime() > last.getTime()) {
		throw badArgument('from is after until.');
	}
	const set = given['set'] ?? null;
	if (set !== null && readSet(set) === null)
		throw new OaiError('noRecordsMatch', 'There is no such set.');
	return {
		prefix,
		set,
		from: first?.toISOString() ?? null,
		// Until is included, to the second or for all of the day.
		until: last && until ? endOf(last, until).toISOString() : null,
		after: null,
		cursor: 0
	};
}

function readPrefix(prefix: string | undefined): MetadataPrefix {
	if (prefix === undefined || !Object.hasOwn(FORMATS, prefix)) {
		throw new OaiError('cannotDisseminateFormat', `There is no format ${prefix ?? ''}.`);
	}
	return prefix as MetadataPrefix;
}

const SECONDS = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function readDatestamp(text: string | undefined, name: string): Date | null {
	if (text === undefined) return null;
	const isDay = isCalendarDate(text);
	if (!isDay && !(SECONDS.test(text) && isCalendarDate(text.slice(0, 10)))) {
		throw badArgument(`${name} is no date as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.`);
	}
	return new Date(isDay ? `${text}T00:00:00Z` : text);
}

function endOf(last: Date, text: string): Date {
	return new Date(last.getTime() + (text.length === 10 ? 86_400_000 : 1000));
}

/** What a set is of. */
export type SetScope = {
	kind: ResourceKind | null;
	platformId: string | null;
	cities: string[] | null;
};

const uuid = v.pipe(v.string(), v.uuid());

/** Null where there is no such set. */
export function readSet(set: string): SetScope | null {
	const everything: SetScope = { kind: null, platformId: null, cities: null };
	const [root, of, ...more] = set.split(':');
	if (more.length > 0) return null;
	switch (root) {
		case 'kind': {
			if (of === undefined) return everything;
			const kind = RESOURCE_KINDS.find((known) => known === of);
			return kind ? { ...everything, kind } : null;
		}
		case 'provider':
			if (of === undefined) return everything;
			return v.is(uuid, of) ? { ...everything, platformId: of } : null;
		case 'city': {
			const cities = Object.keys(CITY_CODES).filter(
				(name) => of === undefined || CITY_CODES[name] === of
			);
			return cities.length > 0 ? { ...everything, cities } : null;
		}
		default:
			return null;
	}
}

function badArgument(message: string): OaiError {
	return new OaiError('badArgument', message);
}

function badToken(): OaiError {
	return new OaiError('badResumptionToken', 'The token is none of ours.');
}
