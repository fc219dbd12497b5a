/** Instruments and bookings for the day of use, whose times no journey could book beforehand. */
import { randomUUID } from 'node:crypto';
import { anInstrument, type Rules } from '../builders.ts';
import { connect } from '../connection.ts';
import { demoId } from '../demo-id.ts';
import { toDb, type Db } from '../to-db.ts';

export type Used = { id: string };

/** Arranges what the site's pages would take days for, as the owner of the database. */
export async function arrange<Result>(what: (db: Db) => Promise<Result>): Promise<Result> {
	const client = await connect();
	try {
		return await what(toDb(client));
	} finally {
		await client.end();
	}
}

/**
 * A new instrument of the demo platform, open around the clock, that nobody else's journey touches;
 * its name is its own too, so that a journey can be made twice.
 */
export function aDemoInstrument(
	kind: string,
	rules: Partial<Rules> = {}
): Promise<Used & { name: string }> {
	const name = `${kind} ${randomUUID().slice(0, 6)}`;
	return arrange(async (db) => {
		const platform = { id: demoId('platform/materials') };
		return { ...(await anInstrument(db, platform, { name, rules })), name };
	});
}

/**
 * A booking of a demo account's that begins so many minutes from now or at an instant, as if it had
 * been made long before: what is bookable now is decided by rules that are not the matter.
 */
export function aBookingAt(
	instrument: Used,
	{
		person = 'startup',
		minutes = 60,
		...start
	}: { person?: 'startup' | 'founder'; minutes?: number } & (
		{ inMinutes: number } | { startsAt: Date }
	)
): Promise<Used> {
	return arrange(async (db) => {
		const booking = await db.one<Used>(
			`with terms as (
				select
					rules.id as rule_id, rules.grace_minutes, rules.setup_minutes, rules.teardown_minutes,
					coalesce(
						$5, date_trunc('minute', now()) + make_interval(mins => $3)
					) as starts_at
				from public.booking_rules as rules
				where rules.instrument_id = $1
			)
			insert into public.bookings (
				instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status,
				price_fen, currency, no_show_at
			)
			select
				instruments.id, instruments.platform_id, memberships.organisation_id, $2, terms.rule_id,
				tstzrange(terms.starts_at, terms.starts_at + make_interval(mins => $4)), 'confirmed',
				20000, 'CNY', terms.starts_at + make_interval(mins => terms.grace_minutes)
			from public.instruments, terms, (
				select organisation_id from public.memberships where person_id = $2 limit 1
			) as memberships
			where instruments.id = $1
			returning id`,
			[
				instrument.id,
				demoId(`person/${person}`),
				'inMinutes' in start ? start.inMinutes : null,
				minutes,
				'startsAt' in start ? start.startsAt : null
			]
		);
		await db.query(
			`insert into public.occupancies (instrument_id, kind, during, booking_id, lapses_at)
			select instrument_id, 'booking', reserved, id, no_show_at
			from public.bookings where id = $1`,
			[booking.id]
		);
		return booking;
	});
}

/** The uses of a booking, as they are on record. */
export function usesOf(booking: Used) {
	return arrange((db) =>
		db.query<{ started_at: Date; ended_at: Date | null; flags: string[]; source: string }>(
			`select started_at, ended_at, flags, source
			from public.usage_sessions where booking_id = $1 order by started_at`,
			[booking.id]
		)
	);
}
