/** The functions of the instrument workspace, called the way the Data API calls them. */
import { asPerson, type Db } from './database.ts';

type Id = { id: string };
type Scope = { instrument: Id } | { platform: Id };

export type OpeningAnswer = {
	changed: boolean;
	outside: { id: string; person: string; organisation: { name: string } }[];
};
export type HolidayAnswer = OpeningAnswer & { instruments: number; days: number };

/** A version as the writers return it, with whichever values a test looks at. */
export type Version = {
	id: string;
	version: number;
	customer_kind: string;
	valid_from: Date;
	valid_until: Date | null;
} & Record<string, unknown>;

type RulesPreview = {
	bookings: number;
	refused: number;
	by_rule: { rule: string; bookings: number }[];
	examples: { id: string }[];
	warnings: { warning: string; instruments?: { id: string }[] }[];
};

/** Calls a function of the Data API by name, with the arguments that are given. */
export async function call<Answer>(
	db: Db,
	person: Id,
	name: string,
	given: Record<string, unknown>
): Promise<Answer> {
	const names = Object.keys(given);
	const list = names.map((argument, index) => `${argument} => $${index + 1}`).join(', ');
	const { answer } = await asPerson(db, person.id, () =>
		db.one<{ answer: Answer }>(
			`select to_jsonb(public.${name}(${list})) as answer`,
			names.map((argument) => toParameter(given[argument]))
		)
	);
	return answer;
}

/** The driver writes an array as one of Postgres's, which a list in JSON is not. */
function toParameter(value: unknown): unknown {
	const isList = Array.isArray(value) && typeof value[0] === 'string';
	return typeof value === 'object' && value !== null && !isList ? JSON.stringify(value) : value;
}

function toScope(scope: Scope): Record<string, string> {
	return 'instrument' in scope
		? { instrument_id: scope.instrument.id }
		: { platform_id: scope.platform.id };
}

export function saveRules(
	db: Db,
	person: Id,
	scope: Scope,
	rules: Record<string, unknown>,
	more: { customer_kind?: string; valid_from?: string } = {}
): Promise<Version> {
	return call(db, person, 'save_rules', {
		customer_kind: 'everyone',
		rules,
		...toScope(scope),
		...more
	});
}

export function previewRules(
	db: Db,
	person: Id,
	scope: Scope,
	rules: Record<string, unknown>,
	customerKind = 'everyone'
): Promise<RulesPreview> {
	return call(db, person, 'preview_rules', {
		customer_kind: customerKind,
		rules,
		...toScope(scope)
	});
}

/** The key that the Data API takes from the Idempotency-Key header. */
export async function sendKey(db: Db, key: string): Promise<void> {
	await db.query("select set_config('request.headers', $1, true)", [
		JSON.stringify({ 'idempotency-key': key })
	]);
}
