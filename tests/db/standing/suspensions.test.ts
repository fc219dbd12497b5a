import { describe, expect } from 'vitest';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';

type Id = { id: string };

async function aSuspension(
	db: Db,
	platform: Id,
	customer: { organisation: Id } | { person: Id }
): Promise<Id> {
	return db.one<Id>(
		`insert into public.suspensions (platform_id, organisation_id, person_id, ends_at, reason)
		values ($1, $2, $3, now() + interval '30 days', 'Left the stage dirty twice')
		returning id`,
		[
			platform.id,
			'organisation' in customer ? customer.organisation.id : null,
			'person' in customer ? customer.person.id : null
		]
	);
}

function seenBy(db: Db, person: Id, suspension: Id) {
	return asPerson(db, person.id, () =>
		db.query('select reason from public.suspensions where id = $1', [suspension.id])
	);
}

describe('the suspension of an organisation', () => {
	it('is seen by its people and by the platform, with the reason', async ({ db }) => {
		const { ben, olga, ada, tom, platform, startup } = await aCast(db);
		const suspension = await aSuspension(db, platform, { organisation: startup });

		for (const person of [ben, olga, ada, tom]) {
			expect(await seenBy(db, person, suspension)).toEqual([
				{ reason: 'Left the stage dirty twice' }
			]);
		}
	});

	it('is not seen by another startup or another lab', async ({ db }) => {
		const { eve, platform, startup } = await aCast(db);
		const otherLab = await aCast(db);
		const suspension = await aSuspension(db, platform, { organisation: startup });

		expect(await seenBy(db, eve, suspension)).toEqual([]);
		expect(await seenBy(db, otherLab.ada, suspension)).toEqual([]);
	});
});

describe('the suspension of a person', () => {
	it('is seen by them and the platform, and not by their colleagues', async ({ db }) => {
		const { ben, olga, ada, platform } = await aCast(db);
		const suspension = await aSuspension(db, platform, { person: ben });

		expect(await seenBy(db, ben, suspension)).toHaveLength(1);
		expect(await seenBy(db, ada, suspension)).toHaveLength(1);
		expect(await seenBy(db, olga, suspension)).toEqual([]);
	});
});
