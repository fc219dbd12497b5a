import type { JwtPayload } from '@supabase/supabase-js';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '#lib/api/page-cursor.ts';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Enums, Tables } from '#lib/database.types.ts';
import {
	equivalentSchema,
	slotSchema,
	toRefusal,
	violationSchema
} from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays, dateIn } from '#lib/time/calendar-date.ts';
import { addMinutes, formatInstant, type Period } from '#lib/time/period.ts';
import { toBookingRefusal, type BookingRefusal } from './booking-refusal.ts';

const PAGE_SIZE = 20;
/** Those who may book in the name of their organisation, as `private.can_book_for` has it. */
const BOOKING_ROLES = ['owner', 'member', 'manager', 'technician'] as const;

const NAME = 'name, language, name_en';
const PLACE = 'province, city, county, street';

/** An instrument as the booking page needs it; null when there is none. */
export async function findBookableInstrument(db: Db, id: string) {
	return read(
		db
			.from('instruments')
			.select(
				`id, ${NAME}, model, units, retired_at, ${PLACE},
				quotas:current_quotas(instrument_id, customer_kind, holder, measure, span, at_most),
				tariffs:current_tariffs(customer_kind, basis, rate_fen, minimum_fen, off_hours_bp, currency),
				platform:platforms(id, ${NAME}, time_zone, organisation_id, ${PLACE})`
			)
			.eq('id', id)
			.maybeSingle()
	);
}

/** The organisations that a person may book for. */
export async function listBookingOrganisations(db: Db, claims: JwtPayload | null) {
	if (!claims) return [];
	const memberships = await read(
		db
			.from('memberships')
			.select(`organisation:organisations(id, ${NAME})`)
			.eq('person_id', claims.sub)
			.in('role', BOOKING_ROLES)
			.order('created_at')
	);
	const organisations = memberships.map(({ organisation }) => organisation);
	return organisations.filter(
		({ id }, position) => organisations.findIndex((other) => other.id === id) === position
	);
}

/** What holds for a customer now; null rules mean that they cannot book the instrument here. */
export type Conditions = {
	customer_kind: Enums<'customer_kind'>;
	rules: Tables<'booking_rules'> | null;
	course: {
		id: string;
		name: string;
		name_en: string | null;
		qualified_until: string | null;
		is_qualified: boolean;
	} | null;
	tariff: Tables<'tariffs'> | null;
	quotas: {
		holder: 'person' | 'organisation';
		measure: 'bookings' | 'minutes';
		span: 'day' | 'week' | 'month' | 'year' | 'outstanding';
		at_most: number;
		is_of_platform: boolean;
		used: number | null;
	}[];
	suspended_until: string | null;
};

/** The rules, tariff and quotas for an organisation that the person asking books for, or for a startup. */
export async function getConditions(
	db: Db,
	instrumentId: string,
	organisationId: string | null
): Promise<Conditions> {
	const { data, error } = await db.rpc('booking_conditions', {
		instrument_id: instrumentId,
		...(organisationId !== null && { organisation_id: organisationId })
	});
	if (error) throw error;
	return data as Conditions;
}

const judgementSchema = v.object({
	allowed: v.boolean(),
	violations: v.array(violationSchema),
	alternatives: v.array(slotSchema),
	equivalents: v.array(equivalentSchema),
	approval_needed: v.nullable(v.boolean()),
	price: v.nullable(
		v.object({
			amount_fen: v.nullable(v.number()),
			currency: v.string(),
			basis: v.nullable(v.picklist(['hour', 'session']))
		})
	)
});

export type Judgement = v.InferOutput<typeof judgementSchema>;

/** What booking or moving would say, without doing it. */
export async function judgeBooking(
	db: Db,
	wish: {
		instrumentId: string;
		period: Period;
		organisationId: string | null;
		/** The booking that is to be moved. */
		bookingId?: string;
	}
): Promise<{ ok: true; judgement: Judgement } | { ok: false; refusal: BookingRefusal }> {
	const { data, error } = await db.rpc('judge_booking', {
		instrument_id: wish.instrumentId,
		starts_at: formatInstant(wish.period.start),
		ends_at: formatInstant(wish.period.end),
		...(wish.organisationId !== null && { organisation_id: wish.organisationId }),
		...(wish.bookingId !== undefined && { booking_id: wish.bookingId })
	});
	if (!error) return { ok: true, judgement: v.parse(judgementSchema, data) };

	const refusal = toBookingRefusal(toRefusal(error));
	if (!refusal) throw error;
	return { ok: false, refusal };
}

export type BookingTab = 'upcoming' | 'pending' | 'missed' | 'past';

const LIST_COLUMNS = `id, starts_at, ends_at, status, effective_status, price_fen, currency,
	instrument:instruments(id, ${NAME}),
	platform:platforms(id, ${NAME}, time_zone),
	organisation:organisations(id, ${NAME}),
	person:people!bookings_person_id_fkey(display_name),
	closure_offers(outcome, closure:closures(status))`;

/** Whose bookings are listed: one's own, or all of the organisations one may book for. */
export type BookingScope = { personId: string } | { organisationIds: string[] };

/** One page of bookings: those ahead by their start, those past from the latest on. */
export async function listBookings(
	db: Db,
	{
		scope,
		tab,
		cursor,
		now
	}: { scope: BookingScope; tab: BookingTab; cursor: string | null; now: Date }
) {
	const at = formatInstant(now);
	const ascending = tab !== 'past' && tab !== 'missed';
	let query = scoped(db.from('bookings').select(LIST_COLUMNS), scope)
		.order('starts_at', { ascending })
		.order('id', { ascending })
		.limit(PAGE_SIZE + 1);

	if (tab === 'upcoming') query = query.or(upcomingFilter(at));
	else if (tab === 'pending') query = query.eq('status', 'pending').gt('decide_by', at);
	else if (tab === 'missed') query = query.or(missedFilter(at));
	else query = query.or(pastFilter(at));

	const position = cursor === null ? null : decodeCursor(cursor);
	if (position) {
		const [startsAt, id] = position;
		const beyond = ascending ? 'gt' : 'lt';
		query = query.or(
			`starts_at.${beyond}.${startsAt},and(starts_at.eq.${startsAt},id.${beyond}.${id})`
		);
	}

	const rows = await read(query);
	const bookings = rows.slice(0, PAGE_SIZE);
	const last = bookings.at(-1);
	return {
		bookings,
		nextCursor: last && rows.length > PAGE_SIZE ? encodeCursor(last.starts_at, last.id) : null
	};
}

export type ListedBooking = Awaited<ReturnType<typeof listBookings>>['bookings'][number];

/**
 * What somebody has to come for today and tomorrow, by the laboratories' own days: what is kept on a
 * phone in the evening still says in the morning where to go.
 */
export async function listToday(db: Db, { sub }: JwtPayload, now: Date) {
	const bookings = await read(
		db
			.from('bookings')
			.select(
				`id, starts_at, ends_at, status, effective_status,
				instrument:instruments(id, ${NAME}, ${PLACE}),
				platform:platforms(id, ${NAME}, time_zone, ${PLACE}, contact:platform_contacts(phone))`
			)
			.eq('person_id', sub)
			.or(upcomingFilter(formatInstant(now)))
			.lt('starts_at', formatInstant(addMinutes(now, 2 * 1440)))
			.order('starts_at')
			.order('id')
			.limit(PAGE_SIZE)
	);
	return bookings.filter(({ starts_at, platform: { time_zone: zone } }) => {
		const tomorrow = addDays(dateIn(now, zone), 1);
		return dateIn(new Date(starts_at), zone) <= tomorrow;
	});
}

/** How many bookings are ahead, how many still wait for an answer, and how many were missed. */
export async function countBookings(db: Db, scope: BookingScope, now: Date) {
	const at = formatInstant(now);
	function counted() {
		return scoped(db.from('bookings').select('id', { count: 'exact', head: true }), scope);
	}
	const [upcoming, pending, missed] = await Promise.all([
		readPage(counted().or(upcomingFilter(at))),
		readPage(counted().eq('status', 'pending').gt('decide_by', at)),
		readPage(counted().or(missedFilter(at)))
	]);
	return { upcoming: upcoming.total, pending: pending.total, missed: missed.total };
}

/** Whether a person has ever asked for a booking, whatever became of it. */
export async function hasBooked(db: Db, claims: JwtPayload): Promise<boolean> {
	const bookings = await read(
		db.from('bookings').select('id').eq('person_id', claims.sub).limit(1)
	);
	return bookings.length > 0;
}

/** A booking with all that its page shows; null for those it is none of the business of. */
export async function findBooking(db: Db, id: string) {
	return read(
		db
			.from('bookings')
			.select(
				`*, effective_status, my_side, due_fen,
				rule:booking_rules(cancel_until_minutes, late_cancel_bp, late_cancel_counts, grace_minutes, no_show_bp),
				appeal:no_show_appeals(appealed_at, reason, outcome, decided_at, decision_note),
				closure_offers(slots, outcome, closure:closures(kind, during, reason, status)),
				instrument:instruments(id, ${NAME}, model, overrun_since, ${PLACE}),
				platform:platforms(id, ${NAME}, time_zone, organisation_id, ${PLACE}, directions, directions_en,
					contact:platform_contacts(name, phone, email)),
				organisation:organisations(id, ${NAME}),
				person:people!bookings_person_id_fkey(display_name, phone),
				usage_sessions(id, started_at, ended_at, source, flags)`
			)
			.eq('id', id)
			.order('started_at', { referencedTable: 'usage_sessions' })
			.maybeSingle()
	);
}

const ACTIONS = [
	'book',
	'move',
	'cancel',
	'approve',
	'decline',
	'reinstate',
	'extend',
	'shorten',
	'check_in',
	'check_out',
	'appeal',
	'waive',
	'uphold',
	'state_purpose'
] as const;
const historySchema = v.array(
	v.object({
		at: v.string(),
		action: v.picklist(ACTIONS),
		/** Null when the person's account is gone. */
		actor: v.nullable(v.string()),
		/** Of a booking; what is said about a no-show has none. */
		starts_at: v.nullable(v.string()),
		ends_at: v.nullable(v.string()),
		note: v.nullable(v.string())
	})
);

export type HistoryEntry = v.InferOutput<typeof historySchema>[number];

/** What happened to a booking, in order. */
export async function listHistory(db: Db, bookingId: string): Promise<HistoryEntry[]> {
	return v.parse(historySchema, await read(db.rpc('booking_history', { booking_id: bookingId })));
}

/** The roles of the person asking, to show only what they may do. The database decides it again. */
export async function listRoles(db: Db, { sub }: JwtPayload) {
	return read(
		db.from('memberships').select('role, organisation_id, platform_id').eq('person_id', sub)
	);
}

/** Ended, or closed before its time: whatever is neither ahead nor waiting. */
function pastFilter(at: string): string {
	return [
		'status.in.(completed,cancelled,declined,expired,no_show)',
		`and(status.eq.confirmed,ends_at.lte.${at})`,
		`and(status.eq.pending,decide_by.lte.${at})`,
		`and(status.eq.confirmed,no_show_at.lte.${at})`
	].join(',');
}

/** Confirmed and not missed, or under way, however long its time is over. */
function upcomingFilter(at: string): string {
	return [
		'status.eq.in_use',
		`and(status.eq.confirmed,no_show_at.gt.${at})`,
		`and(status.eq.confirmed,no_show_at.is.null,ends_at.gt.${at})`
	].join(',');
}

/** No-shows, by the clock or on record, and late cancellations. */
function missedFilter(at: string): string {
	return [
		'status.eq.no_show',
		`and(status.eq.confirmed,no_show_at.lte.${at})`,
		'cancelled_late.is.true'
	].join(',');
}

function scoped<
	Query extends {
		eq(column: 'person_id', value: string): Query;
		in(column: 'organisation_id', values: string[]): Query;
	}
>(query: Query, scope: BookingScope): Query {
	return 'personId' in scope
		? query.eq('person_id', scope.personId)
		: query.in('organisation_id', scope.organisationIds);
}
