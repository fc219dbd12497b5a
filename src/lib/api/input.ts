/** Reads what a caller sent. Each function names the field and what was expected of it. */
import type { RequestEvent } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { Problem, type ApiViolation } from './problem.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** A day that the month does not have is none: `Date` would read the 30th of February as a March. */
function isInstant(text: string): boolean {
	const day = text.slice(0, 10);
	const midnight = new Date(`${day}T00:00:00Z`);
	return (
		!Number.isNaN(Date.parse(text)) &&
		!Number.isNaN(midnight.getTime()) &&
		midnight.toISOString().startsWith(day)
	);
}

/** An instant of RFC 3339, with its offset: a time without one is nobody's time. */
export const instant = v.pipe(
	v.string(() => m.api_instant_expected()),
	v.check(
		(text) => INSTANT.test(text) && isInstant(text),
		() => m.api_instant_expected()
	),
	v.transform((text) => new Date(text).toISOString())
);

/** An instant in a query, where an unescaped plus sign arrives as a space. */
export const queryInstant = v.pipe(
	v.string(),
	v.transform((text) => text.replace(' ', '+')),
	instant
);

export const id = v.pipe(
	v.string(() => m.api_uuid_expected()),
	v.uuid(() => m.api_uuid_expected())
);

const MAX_TEXT = 2000;
/**
 * What private.is_clean_text refuses: controls but tab and line ends, and bidirectional overrides. And
 * half a character, which JSON can hold and the database cannot.
 */
const UNCLEAN = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u;

export const text = v.pipe(
	v.string(() => m.api_text_expected()),
	v.maxLength(MAX_TEXT, () => m.api_text_too_long()),
	v.check(
		(value) => !UNCLEAN.test(value),
		() => m.api_text_unclean()
	)
);

/** `PT2H`, `PT90M`, `PT1H30M` or `P1D` as minutes. */
export const durationMinutes = v.pipe(
	v.string(),
	v.regex(/^P(?!$)(\d{1,2}D)?(T(?=\d)(\d{1,3}H)?(\d{1,4}M)?)?$/, () => m.api_duration_expected()),
	v.transform((value) => {
		const count = (unit: RegExp) => Number(unit.exec(value)?.[1] ?? 0);
		return count(/(\d+)D/) * 1440 + count(/(\d+)H/) * 60 + count(/(\d+)M/);
	}),
	v.minValue(1, () => m.api_duration_expected()),
	v.maxValue(44640, () => m.api_duration_expected())
);

export const flag = v.pipe(
	v.picklist(['true', 'false', '1', '0'], () => m.api_flag_expected()),
	v.transform((value) => value === 'true' || value === '1')
);

export const pageSize = v.pipe(
	v.string(),
	v.regex(/^\d{1,4}$/, () => m.api_page_size_expected()),
	v.transform(Number),
	v.minValue(1, () => m.api_page_size_expected()),
	v.maxValue(100, () => m.api_page_size_expected())
);

type ObjectSchema = v.GenericSchema<unknown, Record<string, unknown>>;

/**
 * The query of a request. An empty parameter counts as absent.
 *
 * @throws Problem 422 naming each bad parameter.
 */
export function readQuery<Schema extends ObjectSchema>(
	url: URL,
	schema: Schema
): v.InferOutput<Schema> {
	const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
	return check(schema, given);
}

/**
 * The JSON body of a request.
 *
 * @throws Problem 415, 413, 400 or 422 naming each bad field.
 */
export async function readBody<Schema extends ObjectSchema>(
	request: Request,
	schema: Schema
): Promise<v.InferOutput<Schema>> {
	// A form can be posted from another site without asking; JSON cannot.
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/json') {
		throw new Problem({ status: 415, key: 'json_expected', title: m.api_json_expected() });
	}
	const body = await parseJson(request);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new Problem({ status: 422, key: 'object_expected', title: m.api_object_expected() });
	}
	return check(schema, body);
}

async function parseJson(request: Request): Promise<unknown> {
	let body: string;
	try {
		body = await request.text();
	} catch {
		throw new Problem({ status: 413, key: 'body_too_large', title: m.api_body_too_large() });
	}
	try {
		return JSON.parse(body);
	} catch {
		throw new Problem({ status: 400, key: 'json_malformed', title: m.api_json_malformed() });
	}
}

function check<Schema extends ObjectSchema>(schema: Schema, given: unknown): v.InferOutput<Schema> {
	const result = v.safeParse(schema, given);
	if (result.success) return result.output;

	const violations: ApiViolation[] = result.issues.map((issue) => ({
		rule: 'format',
		field: v.getDotPath(issue) ?? '',
		// A field that is absent fails as an object key, in the library's own words.
		message:
			issue.expected === `"${v.getDotPath(issue) ?? ''}"` ? m.api_field_missing() : issue.message,
		limit: null,
		actual:
			typeof issue.input === 'string' || typeof issue.input === 'number'
				? shorten(issue.input)
				: null
	}));
	throw new Problem({
		status: 422,
		key: 'input_invalid',
		title: m.api_input_invalid(),
		violations
	});
}

/** For an end that does not come after its start. */
export function wrongOrder(field: string, end: string, start: string): Problem {
	return new Problem({
		status: 422,
		key: 'input_invalid',
		title: m.api_input_invalid(),
		violations: [{ rule: 'order', field, message: m.violation_order(), limit: start, actual: end }]
	});
}

function shorten(value: string | number): string | number {
	return typeof value === 'string' && value.length > 100 ? `${value.slice(0, 100)}…` : value;
}

/** The id in the address, which is nobody's when it is no uuid. */
export function readId(event: RequestEvent, param: 'id' | 'fileId' = 'id'): string | null {
	const result = v.safeParse(id, event.params[param]);
	return result.success ? result.output : null;
}

/** @throws Problem 401 for a visitor. */
export function requirePerson({ locals }: RequestEvent): JwtPayload {
	if (locals.claims) return locals.claims;
	throw new Problem({
		status: 401,
		key: 'sign_in_needed',
		title: m.api_sign_in_needed(),
		headers: { 'WWW-Authenticate': 'Bearer' }
	});
}

/** @throws Problem 422 when the key is longer than the database keeps. */
export function readIdempotencyKey({ request }: RequestEvent): string | null {
	const key = request.headers.get('idempotency-key')?.trim();
	if (key === undefined || key === '') return null;
	if (key.length > 255) {
		throw new Problem({
			status: 422,
			key: 'idempotency_key_too_long',
			title: m.api_idempotency_key_too_long()
		});
	}
	return key;
}
