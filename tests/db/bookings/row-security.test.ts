import { describe, expect } from 'vitest';
import { book, cancel, inDays } from '../../support/booking-calls.ts';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import {
	asAnonymous,
	asPerson,
	asService,
	it,
	refusalOf,
	type Db
} from '../../support/database.ts';

async function aBooking(db: Db) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	return { ...cast, booking };
}

async function anAdministrator(db: Db) {
	const administrator = await aPerson(db, 'Root');
	const agency = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person: administrator, organisation: agency, role: 'administrator' });
	return administrator;
}

describe('a booking', () => {
	it('is seen by its organisation, its lab and an administrator', async ({ db }) => {
		const { ben, olga, ada, tom, booking } = await aBooking(db);
		const administrator = await anAdministrator(db);

		for (const person of [ben, olga, ada, tom, administrator]) {
			const seen = await asPerson(db, person.id, () =>
				db.query('select id from public.bookings where id = $1', [booking.id])
			);
			expect(seen).toEqual([{ id: booking.id }]);
		}
	});

	it('is not seen by another startup, by another lab, or by a visitor', async ({ db }) => {
		const { eve, booking } = await aBooking(db);
		const otherLab = await aCast(db);

		for (const person of [eve, otherLab.ada]) {
			const seen = await asPerson(db, person.id, () =>
				db.query('select id from public.bookings where id = $1', [booking.id])
			);
			expect(seen).toEqual([]);
		}
		const visit = asAnonymous(db, () => db.query('select id from public.bookings'));
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});

	it('tells its history to its parties only', async ({ db }) => {
		const { ben, ada, eve, booking } = await aBooking(db);
		await cancel(db, ben, booking, 'No sample');

		function history(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select action, actor, note from public.booking_history($1)', [booking.id])
			);
		}

		expect(await history(ada)).toEqual([
			{ action: 'book', actor: 'Ben', note: null },
			{ action: 'cancel', actor: 'Ben', note: 'No sample' }
		]);
		expect(await history(eve)).toEqual([]);
	});
});

describe('an occupancy', () => {
	it('is seen by the lab and by nobody else', async ({ db }) => {
		const { ada, ben, eve, booking } = await aBooking(db);

		function seenBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select kind from public.occupancies where booking_id = $1', [booking.id])
			);
		}

		expect(await seenBy(ada)).toEqual([{ kind: 'booking' }]);
		expect(await seenBy(ben)).toEqual([]);
		expect(await seenBy(eve)).toEqual([]);
	});
});

describe('a person', () => {
	it('is seen by themselves, by colleagues, and by the lab that serves them', async ({ db }) => {
		const { ben, olga, ada, eve } = await aBooking(db);

		function seesBen(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select display_name from public.people where id = $1', [ben.id])
			);
		}

		expect(await seesBen(ben)).toEqual([{ display_name: 'Ben' }]);
		expect(await seesBen(olga)).toEqual([{ display_name: 'Ben' }]);
		expect(await seesBen(ada)).toEqual([{ display_name: 'Ben' }]);
		expect(await seesBen(eve)).toEqual([]);
	});

	it('changes their own name and no other’s', async ({ db }) => {
		const { ben, eve } = await aCast(db);

		function rename(actor: { id: string }) {
			return asPerson(db, actor.id, () =>
				db.query("update public.people set display_name = 'Benno' where id = $1 returning id", [
					ben.id
				])
			);
		}

		expect(await rename(eve)).toEqual([]);
		expect(await rename(ben)).toEqual([{ id: ben.id }]);
	});

	it('cannot become somebody else', async ({ db }) => {
		const { ben } = await aCast(db);

		const change = asPerson(db, ben.id, () =>
			db.query('update public.people set id = gen_random_uuid() where id = $1', [ben.id])
		);

		expect(await refusalOf(change)).toMatchObject({ code: '42501' });
	});
});

describe('an organisation', () => {
	it('is public when it hosts or is a makerspace', async ({ db }) => {
		const { university } = await aCast(db);

		const seen = await asAnonymous(db, () =>
			db.query('select name from public.organisations where id = $1', [university.id])
		);

		expect(seen).toEqual([{ name: 'Universität' }]);
	});

	it('is public when it is a company that hosts a platform', async ({ db }) => {
		const host = await anOrganisation(db, 'company', 'Werk');
		const other = await anOrganisation(db, 'company', 'Ein anderes Werk');
		await aPlatform(db, host);

		const seen = await asAnonymous(db, () =>
			db.query('select name from public.organisations where id = any($1)', [[host.id, other.id]])
		);

		expect(seen).toEqual([{ name: 'Werk' }]);
	});

	it('is not public when it is a startup, but the lab knows whom it serves', async ({ db }) => {
		const { startup, ada, ben, eve } = await aBooking(db);

		function seenBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select name from public.organisations where id = $1', [startup.id])
			);
		}

		const visit = await asAnonymous(db, () =>
			db.query('select name from public.organisations where id = $1', [startup.id])
		);
		expect(visit).toEqual([]);
		expect(await seenBy(ada)).toEqual([{ name: 'Ein Start' }]);
		expect(await seenBy(ben)).toEqual([{ name: 'Ein Start' }]);
		expect(await seenBy(eve)).toEqual([]);
	});
});

describe('a membership', () => {
	it('is seen by colleagues and not by strangers', async ({ db }) => {
		const { ben, eve, startup } = await aCast(db);

		function countBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.one<{ count: number }>(
					'select count(*)::int as count from public.memberships where organisation_id = $1',
					[startup.id]
				)
			);
		}

		expect(await countBy(ben)).toEqual({ count: 2 });
		expect(await countBy(eve)).toEqual({ count: 0 });
	});
});

describe('a residency', () => {
	it('is seen by both sides and by no others', async ({ db }) => {
		const { ben, eve, startup } = await aCast(db);
		const makerspace = await anOrganisation(db, 'makerspace', 'Werkstatt');
		await db.query(
			"insert into public.residencies (makerspace_id, organisation_id, started_on) values ($1, $2, '2026-01-01')",
			[makerspace.id, startup.id]
		);

		function seenBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select started_on from public.residencies where organisation_id = $1', [
					startup.id
				])
			);
		}

		expect(await seenBy(ben)).toHaveLength(1);
		expect(await seenBy(eve)).toHaveLength(0);
	});
});

describe('a usage session', () => {
	it('is seen by both parties of its booking and by no others', async ({ db }) => {
		const { ben, ada, eve, instrument, booking } = await aBooking(db);
		await db.query(
			`insert into public.usage_sessions (instrument_id, booking_id, started_at, ended_at, source)
			values ($1, $2, now() - interval '2 hours', now(), 'technician')`,
			[instrument.id, booking.id]
		);

		function seenBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select source from public.usage_sessions where booking_id = $1', [booking.id])
			);
		}

		expect(await seenBy(ben)).toEqual([{ source: 'technician' }]);
		expect(await seenBy(ada)).toEqual([{ source: 'technician' }]);
		expect(await seenBy(eve)).toEqual([]);
	});
});

describe('the audit', () => {
	it('is read by administrators only', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const administrator = await anAdministrator(db);

		function readBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select action from public.audit_entries where subject_id = $1', [booking.id])
			);
		}

		expect(await readBy(administrator)).toEqual([{ action: 'book' }]);
		expect(await readBy(ben)).toEqual([]);
	});

	it('cannot be changed, not even by its owner', async ({ db }) => {
		await aBooking(db);

		await db.query('savepoint one');
		const edit = await refusalOf(db.query("update public.audit_entries set action = 'none'"));
		await db.query('rollback to savepoint one');
		const removal = await refusalOf(db.query('delete from public.audit_entries'));

		expect([edit.code, removal.code]).toEqual(['PT403', 'PT403']);
	});
});

describe('a platform’s contact', () => {
	it('is shown to people who have signed in and not to visitors', async ({ db }) => {
		const { eve, platform } = await aCast(db);
		await db.query(
			"insert into public.platform_contacts (platform_id, phone) values ($1, '024-1')",
			[platform.id]
		);

		const seen = await asPerson(db, eve.id, () =>
			db.query('select phone from public.platform_contacts where platform_id = $1', [platform.id])
		);
		const visit = asAnonymous(db, () => db.query('select phone from public.platform_contacts'));

		expect(seen).toEqual([{ phone: '024-1' }]);
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});
});

describe('register_organisation', () => {
	it('makes a startup with the person as its owner, unverified', async ({ db }) => {
		const person = await aPerson(db, 'Neu');

		const made = await asPerson(db, person.id, () =>
			db.one<{ id: string; verified_at: string | null }>(
				"select id, verified_at from public.register_organisation('新创公司', 'startup')"
			)
		);

		expect(made.verified_at).toBeNull();
		const roles = await db.query('select role from public.memberships where organisation_id = $1', [
			made.id
		]);
		expect(roles).toEqual([{ role: 'owner' }]);
	});

	it('does not make a university, nor a sixth organisation', async ({ db }) => {
		const person = await aPerson(db, 'Neu');
		function register(kind: string) {
			return asPerson(db, person.id, () =>
				db.query("select public.register_organisation('新创', $1)", [kind])
			);
		}

		expect(await refusalOf(register('university'))).toMatchObject({
			key: 'organisation_kind_not_open'
		});
		for (let count = 0; count < 5; count += 1) await register('startup');
		expect(await refusalOf(register('startup'))).toMatchObject({
			key: 'organisation_limit_reached'
		});
	});
});

/** Every table that the Data API could reach, and who may write it: nobody, but for one's own name. */
describe('a plain client of the Data API', () => {
	const READABLE_BY_VISITORS = [
		'alliance_admissions',
		'application_reasons',
		'booking_quotas',
		'booking_rules',
		'catalogue_entries',
		'closures',
		'counting_parameters',
		'course_sessions',
		'courses',
		'dataset_instruments',
		'datasets',
		'delivery_terms',
		'designation_kinds',
		'evaluation_cycles',
		'evaluation_indicators',
		'evaluation_results',
		'evaluation_rule_sets',
		'evaluation_steps',
		'evaluation_transitions',
		'figure_definitions',
		'holiday_calendars',
		'holidays',
		'instrument_classes',
		'instruments',
		'ledger_days',
		'ledger_digests',
		'ledger_keys',
		'literature_instruments',
		'literature_items',
		'makerspace_registrations',
		'opening_exceptions',
		'opening_hours',
		'organisations',
		'platform_designations',
		'platforms',
		'purpose_codes',
		'search_synonyms',
		'services',
		'subjects',
		'tariffs',
		'usage_months'
	];

	async function tables(db: Db): Promise<string[]> {
		const rows = await db.query<{ relname: string }>(
			`select relname from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
			order by relname`
		);
		return rows.map(({ relname }) => relname);
	}

	it('reads the public catalogue as a visitor and nothing else', async ({ db }) => {
		const readable = [];
		for (const table of await tables(db)) {
			await db.query('savepoint one');
			const refused = await asAnonymous(db, () =>
				db.query(`select from public.${table} limit 1`)
			).then(
				() => false,
				() => true
			);
			await db.query('rollback to savepoint one');
			if (!refused) readable.push(table);
		}

		expect(readable).toEqual(READABLE_BY_VISITORS);
	});

	it.for(['insert', 'update', 'delete', 'truncate'] as const)(
		'may not %s anything, as visitor, person or with the secret key',
		async (privilege, { db }) => {
			const granted = await db.query(
				`select relname, rolname
				from pg_class cross join pg_roles
				where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
					and rolname in ('anon', 'authenticated', 'service_role')
					and has_table_privilege(rolname, pg_class.oid, $1)`,
				[privilege]
			);

			expect(granted).toEqual([]);
		}
	);

	it('reads bookings with the secret key and writes none', async ({ db }) => {
		const { booking } = await aBooking(db);

		const seen = await asService(db, () =>
			db.query('select id from public.bookings where id = $1', [booking.id])
		);
		const write = asService(db, () => db.query('update public.bookings set purpose = null'));

		expect(seen).toEqual([{ id: booking.id }]);
		expect(await refusalOf(write)).toMatchObject({ code: '42501' });
	});
});
