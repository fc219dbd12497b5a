import * as v from 'valibot';

/*
 * A result of an evaluation as it was made public (docs/evaluation.md). Fractions are texts, for what
 * a digest is of must not be rounded by who reads it; what is not known is null.
 */

const RESULT_FORMAT = 'yixiang-evaluation/1';

const text = v.string();
const textOrNull = v.nullable(text);
const whole = v.pipe(v.number(), v.integer());
const figure = v.pipe(text, v.regex(/^-?\d+(\.\d{1,4})?$/));
const figureOrNull = v.nullable(figure);
const digest = v.pipe(text, v.regex(/^[\da-f]{64}$/));

const scoreSchema = v.object({
	value: figureOrNull,
	taken_value: figureOrNull,
	sample: whole,
	score: figureOrNull,
	points: figureOrNull
});

const platformSchema = v.object({
	id: text,
	name: text,
	name_en: textOrNull,
	organisation: text,
	organisation_en: textOrNull,
	city: textOrNull,
	designation: text,
	level: text,
	document_no: textOrNull,
	points: figureOrNull,
	reachable: figureOrNull,
	total: figureOrNull,
	place: v.nullable(whole),
	grade: textOrNull,
	grade_by_points: textOrNull,
	vetoes: v.array(text),
	ungraded: textOrNull,
	head_seq: whole,
	head_hash: text,
	input_hash: textOrNull,
	scores: v.record(text, scoreSchema)
});

const documentSchema = v.object({
	format: v.literal(RESULT_FORMAT),
	cycle: v.object({
		id: text,
		code: text,
		name: text,
		name_en: text,
		window_from: text,
		window_until: text,
		time_zone: text,
		policy_class: textOrNull,
		city: textOrNull,
		designation_kind: textOrNull
	}),
	rule_set: v.object({
		code: text,
		version: whole,
		name: text,
		name_en: text,
		legal_basis: v.array(text),
		scope_min_worth_fen: v.nullable(whole),
		organisation_cap_bp: whole,
		grade_bands: v.array(
			v.object({ grade: text, at_least: v.pipe(text, v.regex(/^\d+(\.\d+)?$/)) })
		),
		indicators: v.array(
			v.object({
				code: text,
				name: text,
				name_en: text,
				weight: figureOrNull,
				source: text,
				formula: textOrNull
			})
		)
	}),
	stage: v.picklist(['publicity', 'published', 'restated']),
	version: whole,
	reason: textOrNull,
	as_of: text,
	input_hash: textOrNull,
	platforms: v.array(platformSchema)
});

export type ResultDocument = v.InferOutput<typeof documentSchema>;
export type ResultPlatform = ResultDocument['platforms'][number];

/** A document as the database keeps it. */
export function readDocument(content: string): ResultDocument {
	return v.parse(documentSchema, JSON.parse(content));
}

const fileSchema = v.object({ digest, document: documentSchema });

export const LIST_FORMAT = 'yixiang-evaluations/1';

const listSchema = v.object({
	format: v.literal(LIST_FORMAT),
	items: v.array(v.object({ code: text, versions: v.array(v.object({ version: whole, digest })) }))
});

/** A downloaded result; `written` is its document as it stands in the file, of which the digest is. */
export type ResultFile = { digest: string; document: ResultDocument; written: unknown };

/** A downloaded result, or null for what is none. */
export function toResultFile(given: unknown): ResultFile | null {
	const read = v.safeParse(fileSchema, given);
	if (!read.success) return null;
	return { ...read.output, written: (given as { document: unknown }).document };
}

/** A digest that was saved: of which version of which evaluation. */
export type SavedResult = { code: string; version: number; digest: string };

/** Saved digests, from the list of evaluations or from an earlier download; null for what is neither. */
export function toSavedResults(given: unknown): SavedResult[] | null {
	const list = v.safeParse(listSchema, given);
	if (list.success) {
		return list.output.items.flatMap(({ code, versions }) =>
			versions.map(({ version, digest: saved }) => ({ code, version, digest: saved }))
		);
	}
	const file = toResultFile(given);
	return (
		file && [
			{ code: file.document.cycle.code, version: file.document.version, digest: file.digest }
		]
	);
}
