import * as v from 'valibot';
import { toRefusals } from '#lib/import/entry.ts';
import { parseYuan } from '#lib/import/fen.ts';
import { line, oneOf, paragraphs, read, requiredLine } from '#lib/import/fields.ts';
import type { Refusal } from '#lib/import/refusal.ts';
import { readWallTime } from '#lib/time/wall-time.ts';

/** A row of a use log as the database takes it. */
export type LoggedUse = {
	instrument: string;
	/** Credit code or name. */
	organisation: string;
	starts_at: string;
	ends_at: string;
	state?: string;
	purpose_code?: string;
	charged_fen?: number;
	content?: string;
	evidence: string[];
};

type Context = {
	/** The zone of the lab, in which the log was written. */
	timeZone: string;
	/** Codes of what a use counts as, by code and by both names. */
	purposes: { code: string; name: string; name_en: string }[];
	fileName: string;
};

const STATES = {
	正常: 'rendered',
	正常使用: 'rendered',
	使用: 'rendered',
	used: 'rendered',
	rendered: 'rendered',
	爽约: 'missed',
	未到: 'missed',
	missed: 'missed',
	维护: 'maintenance',
	维修: 'maintenance',
	maintenance: 'maintenance',
	校准: 'calibration',
	calibration: 'calibration',
	取消: 'cancelled',
	cancelled: 'cancelled',
	作废: 'voided',
	voided: 'voided'
} as const;

const LONGEST_HOURS = 10_000;

/** Reads a row, or says what is wrong with its fields. */
export function readLoggedUse(
	cells: Record<string, string>,
	{ timeZone, purposes, fileName }: Context
): { use: LoggedUse } | { refusals: Refusal[] } {
	const codes = Object.fromEntries(
		purposes.flatMap(({ code, name, name_en }) =>
			[code, name, name_en].map((word) => [word, code] as const)
		)
	);
	const schema = v.object({
		instrument: requiredLine(200),
		organisation: requiredLine(200),
		starts_at: v.pipe(
			read((text) => readTime(text, timeZone), 'not_a_time'),
			v.check((at) => at !== null, 'required')
		),
		ends_at: v.optional(
			read((text) => readTime(text, timeZone), 'not_a_time'),
			''
		),
		hours: v.optional(read(readHours, 'not_a_duration'), ''),
		state: v.optional(oneOf(STATES), ''),
		purpose: v.optional(oneOf(codes), ''),
		charged_yuan: v.optional(read(parseYuan, 'not_an_amount'), ''),
		content: v.optional(paragraphs(2000), ''),
		evidence: v.optional(line(200), '')
	});
	const result = v.safeParse(schema, cells);
	if (!result.success) return { refusals: toRefusals(result.issues) };

	const { instrument, organisation, starts_at, ends_at, hours, ...rest } = result.output;
	const start = starts_at ?? new Date(Number.NaN);
	const end = ends_at ?? (hours === null ? null : new Date(start.getTime() + hours * 3_600_000));
	if (end === null) return { refusals: [{ field: 'ends_at', reason: 'required' }] };
	if (end <= start) return { refusals: [{ field: 'ends_at', reason: 'ends_before_start' }] };
	return {
		use: {
			instrument,
			organisation,
			starts_at: start.toISOString(),
			ends_at: end.toISOString(),
			...(rest.state !== null && { state: rest.state }),
			...(rest.purpose !== null && { purpose_code: rest.purpose }),
			...(rest.charged_yuan !== null && { charged_fen: rest.charged_yuan }),
			...(rest.content !== null && { content: rest.content }),
			evidence: [rest.evidence, fileName].filter((item) => item !== null)
		}
	};
}

/** A time on the lab's wall, to the minute; of two the first, and none that the clocks left out. */
function readTime(text: string, timeZone: string): Date | undefined {
	const [, year = '', month = '', day = '', hour = '', minute = ''] =
		/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T](\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? [];
	const two = (part: string) => part.padStart(2, '0');
	const reading = readWallTime(
		`${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`,
		timeZone
	);
	if (reading?.kind === 'unique') return reading.instant;
	return reading?.kind === 'repeated' ? reading.first : undefined;
}

function readHours(text: string): number | undefined {
	const hours = /^\d{1,5}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
	return hours > 0 && hours <= LONGEST_HOURS ? hours : undefined;
}
