import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import { Constants } from '#lib/database.types.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant, toPeriod, type Period } from '#lib/time/period.ts';
import type { Availability } from './availability.ts';

const span = { start: v.string(), end: v.string() };
const period = v.pipe(v.object(span), v.transform(toPeriod));

const availabilitySchema = v.object({
	timezone: v.string(),
	open: v.array(period),
	busy: v.array(
		v.pipe(
			v.object({
				...span,
				kind: v.picklist(Constants.public.Enums.occupancy_kind),
				unit: v.number()
			}),
			v.transform(({ kind, unit, ...ends }) => ({ ...toPeriod(ends), kind, unit }))
		)
	),
	free: v.array(period),
	barred: v.array(
		v.pipe(
			v.object({ ...span, rule: v.string() }),
			v.transform(({ rule, ...ends }) => ({ ...toPeriod(ends), rule }))
		)
	)
});

/**
 * An instrument's calendar within a period of at most 92 days, for an organisation that the person
 * asking books for or, without one, for a startup. The instrument has to exist.
 */
export async function getAvailability(
	db: Db,
	instrumentId: string,
	within: Period,
	organisationId: string | null = null
): Promise<Availability> {
	const calendar = await read(
		db.rpc('instrument_availability', {
			instrument_id: instrumentId,
			starts_at: formatInstant(within.start),
			ends_at: formatInstant(within.end),
			...(organisationId !== null && { organisation_id: organisationId })
		})
	);
	return v.parse(availabilitySchema, calendar);
}
