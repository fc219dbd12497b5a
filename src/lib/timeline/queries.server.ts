import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import { Constants } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { CalendarDate } from '#lib/time/calendar-date.ts';
import { formatInstant, toPeriod, type Period } from '#lib/time/period.ts';
import type { Timeline } from './timeline.ts';
import type { Utilisation } from './utilisation.ts';

/*
 * What a platform's people look at. Each page asks a fixed number of questions, however many
 * instruments the platform has.
 */

const NAME = 'name, language, name_en';

/** A platform by its id; null when there is none. Who may look at its bookings is asked with those. */
export async function findPlatform(db: Db, id: string) {
	return read(
		db
			.from('platforms')
			.select(`id, ${NAME}, time_zone`)
			.eq('id', id)
			.is('retired_at', null)
			.maybeSingle()
	);
}

const named = { name: v.string(), language: v.string(), name_en: v.nullable(v.string()) };
const period = v.pipe(
	v.tuple([v.string(), v.string()]),
	v.transform(([start, end]) => toPeriod({ start, end }))
);
const optionalText = v.optional(v.nullable(v.string()));

const timelineSchema = v.pipe(
	v.object({
		at: v.string(),
		timezone: v.string(),
		is_staff: v.boolean(),
		customers: v.array(v.object({ organisation: v.object(named), person: v.string() })),
		instruments: v.array(
			v.object({
				...named,
				id: v.string(),
				model: v.nullable(v.string()),
				units: v.number(),
				class_code: v.nullable(v.string()),
				class_name: v.nullable(v.string()),
				class_name_en: v.nullable(v.string()),
				open: v.array(period),
				bookings: v.array(
					v.object({
						id: v.string(),
						unit: v.number(),
						starts_at: v.string(),
						ends_at: v.string(),
						status: v.picklist(Constants.public.Enums.booking_status),
						customer: v.number(),
						decide_by: optionalText,
						used_from: optionalText,
						used_until: optionalText,
						is_overrun: v.optional(v.boolean())
					})
				),
				others: v.array(
					v.object({
						id: v.string(),
						unit: v.nullable(v.number()),
						starts_at: v.string(),
						ends_at: v.string(),
						kind: v.picklist(Constants.public.Enums.occupancy_kind),
						reason: v.nullable(v.string()),
						is_planned: v.boolean()
					})
				)
			})
		)
	}),
	v.transform(({ at, timezone, is_staff, ...rest }) => ({
		...rest,
		at: new Date(at),
		timeZone: timezone,
		isStaff: is_staff
	}))
);

/**
 * All instruments of a platform within at most 31 days, in one question.
 *
 * @throws a page's 403 for whoever neither runs the platform nor answers its requests.
 */
export async function getTimeline(db: Db, platformId: string, within: Period): Promise<Timeline> {
	const answer = await db.rpc('platform_timeline', {
		platform_id: platformId,
		starts_at: formatInstant(within.start),
		ends_at: formatInstant(within.end)
	});
	return v.parse(timelineSchema, orForbidden(answer));
}

const utilisationSchema = v.pipe(
	v.object({
		timezone: v.string(),
		instrument_count: v.number(),
		hours: v.array(
			v.object({
				weekday: v.number(),
				hour: v.number(),
				open_minutes: v.number(),
				reserved_minutes: v.number(),
				used_minutes: v.number()
			})
		)
	}),
	v.transform(({ timezone, instrument_count, hours }) => ({
		timeZone: timezone,
		instrumentCount: instrument_count,
		hours
	}))
);

/** How much of the open time was reserved and used, by hour of the week, over at most 92 days. */
export async function getUtilisation(
	db: Db,
	subject: { platformId: string; instrumentId: string | null },
	{ from, to }: { from: CalendarDate; to: CalendarDate }
): Promise<Utilisation> {
	const answer = await db.rpc('utilisation_by_hour', {
		platform_id: subject.platformId,
		starts_on: from,
		ends_on: to,
		...(subject.instrumentId !== null && { instrument_id: subject.instrumentId })
	});
	return v.parse(utilisationSchema, orForbidden(answer));
}

type Answer<T> = Awaited<ReturnType<Db['rpc']>> & { data: T };

function orForbidden<T>({ data, error: failure }: Answer<T>): T {
	if (!failure) return data;
	const { status } = toRefusal(failure);
	if (status === 403) error(403, m.lab_forbidden());
	if (status === 404) error(404, m.error_not_found_title());
	throw failure;
}
