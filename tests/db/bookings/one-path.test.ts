/**
 * One path for whoever wants time: every function that takes, moves or releases it is listed here, and
 * all that take it are judged by the same table of rules, whoever calls them.
 */
import { describe, expect } from 'vitest';
import {
	answerOffer,
	book,
	cancel,
	checkIn,
	extend,
	inDays,
	judge,
	letBegin,
	move,
	planClosure,
	reinstate
} from '../../support/booking-calls.ts';
import { aCast, aMembership, aPerson, aQuota, aRule, type Rules } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';

type Cast = Awaited<ReturnType<typeof aCast>>;
type Span = { start: string; end: string };

/** What each may do to time. Whoever adds a function that writes occupancies finds it missing here. */
const WRITERS = {
	book_instrument: 'takes',
	give_time: 'moves',
	call_off: 'releases',
	decide_booking: 'releases',
	check_in: 'takes what is left',
	check_out: 'releases',
	close_forgotten_session: 'releases',
	release_lapsed: 'releases',
	take_closure_time: 'takes what is free',
	activate_closure: 'releases',
	end_closure: 'releases'
};

it('knows every function that writes an occupancy', async ({ db }) => {
	const written = await db.query<{ name: string }>(
		`select proname as name from pg_proc
		where pronamespace in ('private'::regnamespace, 'public'::regnamespace)
			and prosrc ~ '(insert into|update|delete from) public\\.occupancies'
		order by proname`
	);

	expect(written.map(({ name }) => name)).toEqual(Object.keys(WRITERS).toSorted());
});

it('lets no API role write time itself', async ({ db }) => {
	const granted = await db.query(
		`select table_name, grantee, privilege_type
		from information_schema.role_table_grants
		where table_schema = 'public'
			and table_name in ('bookings', 'occupancies', 'usage_sessions', 'closures', 'closure_offers',
				'no_show_appeals', 'booking_rules', 'tariffs', 'booking_quotas', 'audit_entries')
			and grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC')
			and privilege_type <> 'SELECT'`
	);

	expect(granted).toEqual([]);
});

const OPEN: Span = { start: inDays(5, '10:00'), end: inDays(5, '12:00') };

/** A wish that breaks one rule, and what makes the rule. */
const RULES: [rule: string, wish: Span, rules: Partial<Rules> | 'a quota that is used up'][] = [
	['shortest', { start: OPEN.start, end: inDays(5, '10:30') }, { shortest_minutes: 60 }],
	['longest', OPEN, { longest_minutes: 60 }],
	['granularity', { start: inDays(5, '10:15'), end: inDays(5, '12:15') }, {}],
	['lead_time', OPEN, { lead_minutes: 10 * 1440 }],
	['horizon', OPEN, { horizon_days: 1 }],
	[
		'off_hours',
		{ start: inDays(5, '22:00'), end: inDays(5, '23:00') },
		{ off_hours_admitted: false }
	],
	['quota_person_bookings_day', OPEN, 'a quota that is used up']
];

async function tighten(
	db: Db,
	{ instrument, ben }: Cast,
	rules: (typeof RULES)[number][2]
): Promise<void> {
	if (rules === 'a quota that is used up') {
		await book(db, ben, { instrument, start: inDays(5, '14:00'), end: inDays(5, '15:00') });
		await aQuota(
			db,
			{ instrument },
			{ holder: 'person', measure: 'bookings', span: 'day', at_most: 1 }
		);
		return;
	}
	for (const [column, value] of Object.entries(rules)) {
		await db.query(`update public.booking_rules set ${column} = $2 where instrument_id = $1`, [
			instrument.id,
			value
		]);
	}
}

type Way = (db: Db, cast: Cast, wish: Span, tightenRules: () => Promise<void>) => Promise<unknown>;

/** Everybody who may ask for a time, by every function that gives it, once the rules are tight. */
const WAYS: Record<string, Way> = {
	'the customer who books': async (db, { ben, instrument }, wish, tightenRules) => {
		await tightenRules();
		return book(db, ben, { instrument, ...wish });
	},
	'the lab that books for a customer': async (db, { tom, ben, instrument }, wish, tightenRules) => {
		await tightenRules();
		return book(db, tom, { instrument, ...wish, customer: ben });
	},
	'the administrator who books for a customer': async (db, cast, wish, tightenRules) => {
		const root = await aPerson(db, 'Root');
		await aMembership(db, {
			person: root,
			organisation: cast.university,
			role: 'administrator'
		});
		await tightenRules();
		return book(db, root, { instrument: cast.instrument, ...wish, customer: cast.ben });
	},
	'the customer who moves': async (db, cast, wish, tightenRules) => {
		const booking = await parked(db, cast);
		await tightenRules();
		return move(db, cast.ben, booking, wish.start, wish.end);
	},
	'the lab that moves': async (db, cast, wish, tightenRules) => {
		const booking = await parked(db, cast);
		await tightenRules();
		return move(db, cast.tom, booking, wish.start, wish.end);
	},
	'the dry run': async (db, { ben, instrument }, wish, tightenRules) => {
		await tightenRules();
		const { violations } = await judge(db, ben, { instrument, ...wish });
		throw Object.assign(new Error('judged'), { code: '', detail: JSON.stringify({ violations }) });
	}
};

/** A booking of another day. */
function parked(db: Db, { ben, instrument }: Cast): Promise<{ id: string }> {
	return book(db, ben, { instrument, start: inDays(9, '10:00'), end: inDays(9, '12:00') });
}

describe.each(RULES)('the rule %s', (rule, wish, rules) => {
	it.for(Object.entries(WAYS))('stops %s', async ([, way], { db }) => {
		const cast = await aCast(db);

		const refusal = await refusalOf(way(db, cast, wish, () => tighten(db, cast, rules)));

		expect(refusal.rules).toContain(rule);
	});
});

describe('new rules', () => {
	async function bookedBefore(db: Db) {
		const cast = await aCast(db, { rules: { valid_until: inDays(4, '00:00') } });
		const { instrument } = cast;
		await aRule(db, { instrument }, { version: 2, valid_from: inDays(4, '00:00') });
		const booking = await book(db, cast.ben, { instrument, ...OPEN });
		return { ...cast, booking };
	}

	it('refuse to undo a cancellation that they would not allow', async ({ db }) => {
		const { ben, booking, instrument } = await bookedBefore(db);
		await cancel(db, ben, booking);
		await db.query(
			'update public.booking_rules set longest_minutes = 60 where instrument_id = $1 and version = 2',
			[instrument.id]
		);

		expect((await refusalOf(reinstate(db, ben, booking))).rules).toEqual(['longest']);
	});

	it('refuse an offered slot that they would not allow', async ({ db }) => {
		const { ben, tom, booking, instrument } = await bookedBefore(db);
		await planClosure(db, tom, { instruments: [instrument], ...OPEN });
		const { slots } = await db.one<{ slots: { start: string }[] }>(
			'select slots from public.closure_offers where booking_id = $1',
			[booking.id]
		);
		await db.query(
			'update public.booking_rules set longest_minutes = 60 where instrument_id = $1',
			[instrument.id]
		);

		const refusal = await refusalOf(answerOffer(db, ben, booking, slots[0]?.start ?? ''));

		expect(refusal.rules).toEqual(['longest']);
	});

	it('refuse more time than they would allow', async ({ db }) => {
		const cast = await aCast(db, { rules: { granularity_minutes: 1, shortest_minutes: 1 } });
		const booking = await book(db, cast.ben, { instrument: cast.instrument, ...OPEN });
		await letBegin(db, booking, 10);
		await checkIn(db, cast.ben, booking);
		await db.query(
			'update public.booking_rules set longest_minutes = 125 where instrument_id = $1',
			[cast.instrument.id]
		);
		const { later } = await db.one<{ later: Date }>(
			`select ends_at + interval '10 minutes' as later from public.bookings where id = $1`,
			[booking.id]
		);

		const refusal = await refusalOf(extend(db, cast.ben, booking, later.toISOString()));

		expect(refusal.rules).toEqual(['longest']);
	});
});
