import { describe, expect } from 'vitest';
import { aCast, anInstrument } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { displayToken, lookAt, openDisplay, withdrawDisplay } from '../../support/display-calls.ts';

type Id = { id: string };

/** A booking under way, as if it had been made long before. */
function aBookingNow(db: Db, cast: { instrument: Id; platform: Id; startup: Id; ben: Id }) {
	return db.query(
		`with booked as (
			insert into public.bookings (
				instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status,
				price_fen, currency
			)
			select
				$1, $2, $3, $4, rules.id,
				tstzrange(now() - interval '1 minute', now() + interval '1 minute'), 'in_use', 0, 'CNY'
			from public.booking_rules as rules where rules.instrument_id = $1
			returning *
		)
		insert into public.occupancies (instrument_id, kind, during, booking_id)
		select
			instrument_id, 'booking',
			tstzrange(starts_at - interval '10 minutes', ends_at + interval '10 minutes'), id
		from booked`,
		[cast.instrument.id, cast.platform.id, cast.startup.id, cast.ben.id]
	);
}

describe('open_display', () => {
	it('gives a platform one address, and keeps it when what is shown changes', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		await openDisplay(db, ada, platform);
		const token = await displayToken(db, ada, platform);
		const changed = await openDisplay(db, ada, platform, { showsOrganisations: true });

		expect(token).toMatch(/^[\w-]{43}$/);
		expect(changed).toMatchObject({ is_public: false, shows_organisations: true });
		expect(await displayToken(db, ada, platform)).toBe(token);
	});

	it('is in the audit once for each change', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		await openDisplay(db, ada, platform);
		await openDisplay(db, ada, platform);
		await openDisplay(db, ada, platform, { isPublic: true });
		await withdrawDisplay(db, ada, platform);

		expect(
			await db.query(
				`select action from public.audit_entries
				where subject_type = 'platform_display' and subject_id = $1 order by id`,
				[platform.id]
			)
		).toEqual([{ action: 'open' }, { action: 'update' }, { action: 'withdraw' }]);
	});

	it('refuses the technician, a customer, a visitor, and a platform that there is not', async ({
		db
	}) => {
		const { ada, tom, ben, platform } = await aCast(db);
		const nothing = { id: '00000000-0000-4000-8000-000000000000' };

		const keys = [
			await refusalOf(openDisplay(db, tom, platform)),
			await refusalOf(openDisplay(db, ben, platform)),
			await refusalOf(openDisplay(db, ada, nothing)),
			await refusalOf(
				asAnonymous(db, () => db.query('select public.open_display($1)', [platform.id]))
			)
		].map(({ code, key }) => [code, key]);

		expect(keys).toEqual([
			['PT403', 'platform_not_yours'],
			['PT403', 'platform_not_yours'],
			['PT404', 'platform_not_found'],
			['42501', 'permission denied for function open_display']
		]);
	});
});

describe('withdraw_display', () => {
	it('ends the address for good: opened again, the display has another', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		await openDisplay(db, ada, platform);
		const first = await displayToken(db, ada, platform);

		await withdrawDisplay(db, ada, platform);
		const refusal = await refusalOf(lookAt(db, platform, first));
		await openDisplay(db, ada, platform);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'display_not_found' });
		expect(await displayToken(db, ada, platform)).not.toBe(first);
		expect(await refusalOf(lookAt(db, platform, first))).toMatchObject({ code: 'PT404' });
	});

	it('is the manager’s to do', async ({ db }) => {
		const { ada, tom, platform } = await aCast(db);
		await openDisplay(db, ada, platform);

		expect(await refusalOf(withdrawDisplay(db, tom, platform))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});
});

describe('the address of a display', () => {
	it('is shown to the platform’s staff and to nobody else', async ({ db }) => {
		const { ada, tom, ben, platform } = await aCast(db);
		await openDisplay(db, ada, platform);

		expect(await displayToken(db, tom, platform)).toBe(await displayToken(db, ada, platform));
		expect(await refusalOf(displayToken(db, ben, platform))).toMatchObject({
			key: 'platform_not_yours'
		});
	});

	it('is null while there is no display', async ({ db }) => {
		const { tom, platform } = await aCast(db);

		expect(await displayToken(db, tom, platform)).toBeNull();
	});

	it('comes with settings that the staff reads, and a customer does not', async ({ db }) => {
		const { ada, tom, ben, platform } = await aCast(db);
		await openDisplay(db, ada, platform);
		const read = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select platform_id from public.platform_displays where platform_id = $1', [
					platform.id
				])
			);

		expect(await read(tom)).toEqual([{ platform_id: platform.id }]);
		expect(await read(ben)).toEqual([]);
	});
});

describe('platform_display', () => {
	it('is seen with its token and not without, nor with that of another platform', async ({
		db
	}) => {
		const { ada, platform } = await aCast(db);
		const other = await aCast(db);
		await openDisplay(db, ada, platform);
		await openDisplay(db, other.ada, other.platform);

		const shown = await lookAt(db, platform, await displayToken(db, ada, platform));
		const strange = await displayToken(db, other.ada, other.platform);

		expect(shown.platform.id).toBe(platform.id);
		for (const token of [null, '', strange]) {
			expect(await refusalOf(lookAt(db, platform, token))).toMatchObject({
				code: 'PT404',
				key: 'display_not_found'
			});
		}
	});

	it('is seen by everybody where the lab has made it public', async ({ db }) => {
		const { ada, platform, instrument } = await aCast(db);
		await openDisplay(db, ada, platform, { isPublic: true });

		const shown = await lookAt(db, platform);

		expect(shown.instruments.map(({ id }) => id)).toEqual([instrument.id]);
	});

	it('shows the customer’s own time as taken, and names nobody', async ({ db }) => {
		const cast = await aCast(db);
		await aBookingNow(db, cast);
		await openDisplay(db, cast.ada, cast.platform, { isPublic: true });

		const shown = await lookAt(db, cast.platform);
		const [span] = shown.instruments[0]?.spans ?? [];

		expect(span).toMatchObject({ kind: 'booking', is_in_use: true, organisation: null });
		expect(Date.parse(span?.ends_at ?? '') - Date.parse(span?.starts_at ?? '')).toBe(120_000);
		expect(JSON.stringify(shown)).not.toMatch(/Ben|Ein Start/);
	});

	it('names organisations where the lab wants it, and never people', async ({ db }) => {
		const cast = await aCast(db);
		await aBookingNow(db, cast);
		await openDisplay(db, cast.ada, cast.platform, { isPublic: true, showsOrganisations: true });

		const shown = await lookAt(db, cast.platform);

		expect(shown.instruments[0]?.spans).toMatchObject([{ organisation: { name: 'Ein Start' } }]);
		expect(JSON.stringify(shown)).not.toContain('Ben');
	});

	it('tells the worst open fault, what the lab says of it, and closures with their reason', async ({
		db
	}) => {
		const { ada, platform, instrument } = await aCast(db);
		await db.query(
			`insert into public.faults (platform_id, instrument_id, severity, description, advice)
			values ($1, $2, 'minor', 'Es klappert, sagt Ben', null),
				($1, $2, 'degraded', 'Das Vakuum hält nicht, sagt Ben', 'Nur bei Raumdruck')`,
			[platform.id, instrument.id]
		);
		await db.query(
			`with closed as (
				insert into public.closures (
					platform_id, instrument_id, kind, during, reason, status, activated_at
				)
				values (
					$1, $2, 'maintenance',
					tstzrange(now() - interval '1 minute', now() + interval '1 minute'), 'Neue Lampe', 'active', now()
				)
				returning *
			)
			insert into public.occupancies (instrument_id, kind, during, closure_id)
			select instrument_id, kind, during, id from closed`,
			[platform.id, instrument.id]
		);
		await openDisplay(db, ada, platform, { isPublic: true });

		const shown = await lookAt(db, platform);

		expect(shown.instruments).toMatchObject([
			{
				fault: { severity: 'degraded', advice: 'Nur bei Raumdruck' },
				spans: [{ kind: 'maintenance', reason: 'Neue Lampe' }]
			}
		]);
		expect(JSON.stringify(shown)).not.toContain('sagt Ben');
	});

	it('leaves out what cannot be booked, and what lapsed by itself', async ({ db }) => {
		const { ada, platform, instrument } = await aCast(db);
		await anInstrument(db, platform, { rules: null, name: 'Ohne Regeln' });
		await db.query(
			`insert into public.occupancies (instrument_id, kind, during, lapses_at)
			values ($1, 'hold', tstzrange(now(), now() + interval '1 minute'), now())`,
			[instrument.id]
		);
		await openDisplay(db, ada, platform, { isPublic: true });

		const shown = await lookAt(db, platform);

		expect(shown.instruments).toMatchObject([{ id: instrument.id, spans: [] }]);
	});
});
