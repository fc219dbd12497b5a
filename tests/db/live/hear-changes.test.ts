import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from 'pg';
import { aCast } from '../../support/builders.ts';
import { book, cancel, inDays } from '../../support/booking-calls.ts';
import { connect, toDb } from '../../support/database.ts';

let writer: Client;
let reader: Client;

beforeAll(async () => {
	[writer, reader] = await Promise.all([connect(), connect()]);
	await reader.query('set role live_listener');
});

afterAll(async () => {
	await Promise.all([writer.end(), reader.end()]);
});

async function inTransaction(client: Client, act: () => Promise<unknown>): Promise<void> {
	await client.query('begin');
	await act();
	await client.query('commit');
}

async function hear(seen: string | null) {
	const { rows } = await reader.query<{ now_seen: string; changes: { instrument: string }[] }>(
		'select now_seen, changes from private.hear_calendar_changes($1)',
		[seen]
	);
	if (!rows[0]) throw new Error('No answer.');
	return rows[0];
}

describe('who asks whose calendars have changed', () => {
	it('hears of nothing the first time, and then of each change once, when it is committed', async () => {
		const db = toDb(writer);
		const { ben, instrument, platform } = await aCast(db);
		const first = await hear(null);
		expect(first.changes).toEqual([]);

		await writer.query('begin');
		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:00')
		});
		const during = await hear(first.now_seen);
		await cancel(db, ben, booking);
		await writer.query('commit');

		const after = await hear(during.now_seen);
		const wanted = { instrument: instrument.id, platform: platform.id };
		expect(during.changes).not.toContainEqual(wanted);
		expect(after.changes.filter((change) => change.instrument === instrument.id)).toEqual([wanted]);
		expect((await hear(after.now_seen)).changes).not.toContainEqual(wanted);
	});

	it('misses none that began before others and ended after them', async () => {
		const db = toDb(writer);
		const other = await connect();
		const { ben, instrument } = await aCast(db);
		const late = await aCast(toDb(other));
		const before = await hear(null);

		await other.query('begin');
		await book(toDb(other), late.ben, {
			instrument: late.instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:00')
		});
		await inTransaction(writer, () =>
			book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') })
		);
		const between = await hear(before.now_seen);
		await other.query('commit');
		await other.end();
		const after = await hear(between.now_seen);

		const ids = (answer: { changes: { instrument: string }[] }) =>
			answer.changes.map((change) => change.instrument);
		expect(ids(between)).toContain(instrument.id);
		expect(ids(between)).not.toContain(late.instrument.id);
		expect(ids(after)).toContain(late.instrument.id);
		expect(ids(after)).not.toContain(instrument.id);
	});

	it('finds in the table only what changed in the last minutes', async () => {
		const db = toDb(writer);
		const { ben, instrument } = await aCast(db);
		await inTransaction(writer, () =>
			book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') })
		);
		const kept = () =>
			db.query('select instrument_id from private.calendar_changes where instrument_id = $1', [
				instrument.id
			]);

		await db.query('select private.forget_calendar_changes()');
		expect(await kept()).toHaveLength(1);
		await db.query(
			"update private.calendar_changes set changed_at = changed_at - interval '11 minutes' where instrument_id = $1",
			[instrument.id]
		);
		await db.query('select private.forget_calendar_changes()');

		expect(await kept()).toEqual([]);
	});
});
