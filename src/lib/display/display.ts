import * as v from 'valibot';

const namedSchema = v.object({
	name: v.string(),
	language: v.string(),
	name_en: v.nullable(v.string())
});

/** What a screen on a lab's wall shows, as `platform_display` tells it. */
export const displaySchema = v.object({
	/** The server's clock when it was told. */
	at: v.string(),
	platform: v.object({
		...namedSchema.entries,
		id: v.string(),
		time_zone: v.string(),
		host: namedSchema
	}),
	instruments: v.array(
		v.object({
			...namedSchema.entries,
			id: v.string(),
			units: v.number(),
			/** Today's opening hours. */
			open: v.array(v.tuple([v.string(), v.string()])),
			/** What takes its time today, by its start. */
			spans: v.array(
				v.object({
					unit: v.number(),
					kind: v.picklist(['booking', 'request', 'hold', 'maintenance', 'closure', 'own_use']),
					starts_at: v.string(),
					ends_at: v.string(),
					is_in_use: v.boolean(),
					organisation: v.nullable(namedSchema),
					reason: v.nullable(v.string())
				})
			),
			fault: v.nullable(
				v.object({
					severity: v.picklist(['minor', 'degraded', 'unusable']),
					advice: v.nullable(v.string())
				})
			)
		})
	)
});

export type Display = v.InferOutput<typeof displaySchema>;
export type DisplayInstrument = Display['instruments'][number];
export type DisplaySpan = DisplayInstrument['spans'][number];

export type InstrumentNow = {
	/** `out` is a closure or the lab's own work, `shut` is outside of its opening hours. */
	state: 'free' | 'in_use' | 'taken' | 'out' | 'shut';
	/** How many of its units are free. */
	freeUnits: number;
	/** Until when this holds; for `shut` when it opens. Null where nothing of today ends it. */
	until: Date | null;
	/** What takes it now. */
	current: DisplaySpan[];
	/** What comes next today. */
	next: DisplaySpan[];
};

const OUT: readonly DisplaySpan['kind'][] = ['maintenance', 'closure', 'own_use'];
const NEXT_SHOWN = 2;

/** What goes on at an instrument at an instant, by what was told of its day. */
export function instrumentAt({ units, open, spans }: DisplayInstrument, at: Date): InstrumentNow {
	const current = spans.filter(
		({ starts_at, ends_at }) => new Date(starts_at) <= at && at < new Date(ends_at)
	);
	const next = spans.filter(({ starts_at }) => new Date(starts_at) > at).slice(0, NEXT_SHOWN);
	const freeUnits = units - new Set(current.map(({ unit }) => unit)).size;
	const hours = open.find(([opens, closes]) => new Date(opens) <= at && at < new Date(closes));
	const told = { freeUnits, current, next };

	if (current.length > 0 && freeUnits === 0) {
		const until = earliest(current.map(({ ends_at }) => ends_at));
		if (current.every(({ kind }) => OUT.includes(kind))) return { ...told, state: 'out', until };
		return { ...told, state: current.some((span) => span.is_in_use) ? 'in_use' : 'taken', until };
	}
	if (!hours) {
		const opens = open.map(([start]) => start).filter((start) => new Date(start) > at);
		return { ...told, state: 'shut', until: earliest(opens) };
	}
	// Of several units the next booking takes one, and the instrument stays free.
	const ends = [hours[1], ...(units === 1 ? next.map(({ starts_at }) => starts_at) : [])];
	return { ...told, state: 'free', until: earliest(ends) };
}

function earliest(instants: string[]): Date | null {
	return instants.length === 0
		? null
		: new Date(Math.min(...instants.map((instant) => Date.parse(instant))));
}
