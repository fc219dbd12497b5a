import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, aMembership, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type File = { id: string; name: string; content_type: string; pieces: number; is_shared: boolean };

const PIECE = 1_048_576;
const PDF = Buffer.from('%PDF-1.7 a sample sheet');

async function aBooking(db: Db) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	const colleague = await aPerson(db, 'Carl');
	await aMembership(db, { person: colleague, organisation: cast.startup, role: 'member' });
	return { ...cast, colleague, booking };
}

const COLUMNS = 'id, name, content_type, pieces, shared_at is not null as is_shared';

function begin(db: Db, person: Id, booking: Id, name: string, size: number) {
	return asPerson(db, person.id, () =>
		db.one<File>(`select ${COLUMNS} from public.begin_booking_file($1, $2, $3)`, [
			booking.id,
			name,
			size
		])
	);
}

function add(db: Db, person: Id, file: Id, position: number, bytes: Buffer) {
	return asPerson(db, person.id, () =>
		db.one<File>(`select ${COLUMNS} from public.add_booking_file_piece($1, $2, $3)`, [
			file.id,
			position,
			bytes.toString('base64')
		])
	);
}

async function share(db: Db, person: Id, booking: Id, name = 'sheet.pdf', bytes = PDF) {
	const file = await begin(db, person, booking, name, bytes.length);
	return add(db, person, file, 0, bytes);
}

async function piece(db: Db, person: Id, file: Id, position = 0) {
	const { content } = await asPerson(db, person.id, () =>
		db.one<{ content: string }>('select public.read_booking_file_piece($1, $2) as content', [
			file.id,
			position
		])
	);
	return Buffer.from(content, 'base64');
}

function retire(db: Db, person: Id, file: Id) {
	return asPerson(db, person.id, () =>
		db.query('select id from public.retire_booking_file($1)', [file.id])
	);
}

function abandon(db: Db, person: Id, file: Id) {
	return asPerson(db, person.id, () =>
		db.query('select public.abandon_booking_file($1)', [file.id])
	);
}

function listed(db: Db, person: Id, booking: Id) {
	return asPerson(db, person.id, () =>
		db.query('select name, side, shared_by, is_mine from public.list_booking_files($1)', [
			booking.id
		])
	);
}

function rowsSeenBy(db: Db, person: Id, file: Id) {
	return asPerson(db, person.id, () =>
		db.query('select name from public.booking_files where id = $1', [file.id])
	);
}

describe('a file on a booking', () => {
	it('is there for both sides once it has come, byte for byte', async ({ db }) => {
		const { ben, olga, ada, tom, booking } = await aBooking(db);
		const file = await share(db, ben, booking);

		for (const person of [ben, olga, ada, tom]) {
			expect(await piece(db, person, file)).toEqual(PDF);
			expect(await rowsSeenBy(db, person, file)).toEqual([{ name: 'sheet.pdf' }]);
		}
		expect(await listed(db, ada, booking)).toEqual([
			{ name: 'sheet.pdf', side: 'customer', shared_by: 'Ben', is_mine: false }
		]);
	});

	it('is not there for a colleague, another startup, another lab or a visitor', async ({ db }) => {
		const { ben, eve, colleague, booking } = await aBooking(db);
		const otherLab = await aCast(db);
		const file = await share(db, ben, booking);

		for (const person of [colleague, eve, otherLab.ada]) {
			expect(await rowsSeenBy(db, person, file)).toEqual([]);
			expect(await listed(db, person, booking)).toEqual([]);
			expect(await refusalOf(piece(db, person, file))).toMatchObject({
				code: 'PT404',
				key: 'file_not_found'
			});
		}
		const visit = asAnonymous(db, () => db.query('select name from public.booking_files'));
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});

	it('is nobody’s but its sender’s while it is on its way', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db);
		const file = await begin(db, ben, booking, 'sheet.pdf', PDF.length);

		expect(await rowsSeenBy(db, ben, file)).toHaveLength(1);
		expect(await rowsSeenBy(db, ada, file)).toEqual([]);
		expect(await refusalOf(add(db, ada, file, 0, PDF))).toMatchObject({ key: 'file_not_found' });
		expect(await refusalOf(piece(db, ben, file))).toMatchObject({ key: 'file_not_found' });
	});

	it('is audited and told to the other side when its last piece has come', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const file = await share(db, ben, booking);

		const audit = await db.query(
			'select action, subject_type from public.audit_entries where subject_id = $1',
			[file.id]
		);
		expect(audit).toEqual([{ action: 'share', subject_type: 'booking_file' }]);
		const outbox = await db.query(
			"select topic from private.outbox where subject_id = $1 and topic like '%file'",
			[booking.id]
		);
		expect(outbox).toEqual([{ topic: 'lab_booking_file' }]);
	});

	it('is written by functions alone', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const file = await share(db, ben, booking);

		const write = await refusalOf(
			asPerson(db, ben.id, () =>
				db.query("update public.booking_files set name = 'other.pdf' where id = $1", [file.id])
			)
		);
		const bytes = await refusalOf(
			asPerson(db, ben.id, () => db.query('select bytes from private.booking_file_pieces'))
		);

		expect([write.code, bytes.code]).toEqual(['42501', '42501']);
	});
});

describe('a file of several pieces', () => {
	const content = Buffer.alloc(2 * PIECE + 5, 'a');

	it('is whole with its last piece, and is read piece by piece', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db);
		const file = await begin(db, ben, booking, 'scan.txt', content.length);

		expect(await add(db, ben, file, 0, content.subarray(0, PIECE))).toMatchObject({
			pieces: 1,
			is_shared: false
		});
		expect(await add(db, ben, file, 1, content.subarray(PIECE, 2 * PIECE))).toMatchObject({
			pieces: 2,
			is_shared: false
		});
		expect(await add(db, ben, file, 2, content.subarray(2 * PIECE))).toMatchObject({
			pieces: 3,
			is_shared: true
		});

		expect(await piece(db, ada, file, 2)).toEqual(Buffer.alloc(5, 'a'));
		expect(await refusalOf(piece(db, ada, file, 3))).toMatchObject({ key: 'file_not_found' });
	});

	it('takes a piece that was sent twice once', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const file = await begin(db, ben, booking, 'scan.txt', content.length);
		await add(db, ben, file, 0, content.subarray(0, PIECE));

		expect(await add(db, ben, file, 0, content.subarray(0, PIECE))).toMatchObject({ pieces: 1 });
		expect(await refusalOf(add(db, ben, file, 0, Buffer.alloc(PIECE, 'b')))).toMatchObject({
			code: 'PT409',
			key: 'file_piece_differs'
		});
	});

	it('takes no piece before its turn, nor one of another length', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const file = await begin(db, ben, booking, 'scan.txt', content.length);

		expect(
			await refusalOf(add(db, ben, file, 1, content.subarray(PIECE, 2 * PIECE)))
		).toMatchObject({ code: 'PT409', key: 'file_piece_out_of_order' });
		for (const wrong of [Buffer.alloc(PIECE - 1), Buffer.alloc(PIECE + 1), Buffer.alloc(0)]) {
			expect(await refusalOf(add(db, ben, file, 0, wrong))).toMatchObject({
				code: 'PT422',
				key: 'file_piece_malformed'
			});
		}
		expect(await refusalOf(add(db, ben, file, -1, content.subarray(0, PIECE)))).toMatchObject({
			key: 'file_piece_malformed'
		});
	});
});

describe('begin_booking_file', () => {
	it('tells a stranger and a colleague that there is no such booking', async ({ db }) => {
		const { eve, colleague, booking } = await aBooking(db);

		for (const person of [eve, colleague]) {
			expect(await refusalOf(begin(db, person, booking, 'sheet.pdf', 10))).toMatchObject({
				code: 'PT404',
				key: 'booking_not_found'
			});
		}
	});

	it('takes 25 MiB and not one byte more, and no empty file', async ({ db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await begin(db, ben, booking, 'scan.tif', 25 * PIECE)).toMatchObject({ pieces: 0 });
		expect(await refusalOf(begin(db, ben, booking, 'scan.tif', 25 * PIECE + 1))).toMatchObject({
			code: 'PT422',
			key: 'file_too_large'
		});
		expect(await refusalOf(begin(db, ben, booking, 'scan.tif', 0))).toMatchObject({
			key: 'file_empty'
		});
	});

	it('takes a hundred mebibytes on a booking', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		for (let count = 0; count < 4; count += 1) {
			await begin(db, ben, booking, 'scan.tif', 25 * PIECE);
		}

		expect(await refusalOf(begin(db, ben, booking, 'note.txt', 1))).toMatchObject({
			code: 'PT422',
			key: 'file_space_exhausted'
		});
	});

	it('takes twenty files on a booking, and one more when one was taken back', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const first = await share(db, ben, booking);
		for (let count = 1; count < 20; count += 1) await share(db, ben, booking);

		expect(await refusalOf(begin(db, ben, booking, 'sheet.pdf', 10))).toMatchObject({
			code: 'PT422',
			key: 'file_limit_reached'
		});
		await retire(db, ben, first);
		expect(await share(db, ben, booking)).toMatchObject({ is_shared: true });
	});

	it('gives the space of what was broken off an hour ago to others', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		for (let count = 0; count < 4; count += 1) {
			await begin(db, ben, booking, 'scan.tif', 25 * PIECE);
		}
		await db.query(
			"update public.booking_files set created_at = now() - interval '61 minutes' where booking_id = $1",
			[booking.id]
		);

		expect(await share(db, ben, booking)).toMatchObject({ is_shared: true });
	});

	it.for([
		['a page', 'report.html'],
		['a drawing that runs scripts', 'report.svg'],
		['a program', 'setup.exe'],
		['a name without an ending', 'README']
	] as const)('refuses %s', async ([, name], { db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await refusalOf(begin(db, ben, booking, name, 10))).toMatchObject({
			code: 'PT422',
			key: 'file_kind_refused'
		});
	});

	it('answers the same call with the same key once', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		await db.query(`select set_config('request.headers', '{"idempotency-key": "once"}', true)`);

		const first = await begin(db, ben, booking, 'sheet.pdf', PDF.length);
		const second = await begin(db, ben, booking, 'sheet.pdf', PDF.length);

		expect(second.id).toBe(first.id);
	});
});

describe('the first bytes of a file', () => {
	it.for([
		['a PDF', 'sheet.pdf', PDF],
		['a PNG', 'Bild.PNG', Buffer.from('89504e470d0a1a0a00', 'hex')],
		['a spreadsheet', '样品清单.xlsx', Buffer.from('504b030400', 'hex')],
		['a table in GB 18030', '结果.csv', Buffer.from('d1f9c6b72c310d0a', 'hex')],
		['bytes of an instrument', 'curve.dat', Buffer.from('0001020304', 'hex')]
	] as const)('may be those of %s', async ([, name, bytes], { db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await share(db, ben, booking, name, bytes)).toMatchObject({ is_shared: true });
	});

	it.for([
		['a page that calls itself a PDF', 'sheet.pdf', Buffer.from('<html><script>')],
		['a Windows program that calls itself data', 'curve.dat', Buffer.from('MZ\0\0program')],
		['a Linux program that calls itself data', 'curve.raw', Buffer.from('7f454c4602', 'hex')],
		['a script that calls itself text', 'notes.txt', Buffer.from('#!/bin/sh\nrm -r ~')],
		['bytes that call themselves text', 'notes.txt', Buffer.from('text\0and more')]
	] as const)('may not be those of %s', async ([, name, bytes], { db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await refusalOf(share(db, ben, booking, name, bytes))).toMatchObject({
			code: 'PT422',
			key: 'file_is_not_its_kind'
		});
	});
});

describe('the name of a file', () => {
	it.for([
		['C:\\Users\\ben\\样品 清单.PDF', '样品 清单.pdf'],
		['../../etc/passwd.txt', 'passwd.txt'],
		['report\u202Efdp.txt', 'reportfdp.txt'],
		['line\r\nSet-Cookie: a.csv', 'lineSet-Cookie_ a.csv'],
		['a<b>:"|?*.csv', 'a_b______.csv'],
		['...csv', 'file.csv'],
		[`${'x'.repeat(300)}.tif`, `${'x'.repeat(100)}.tif`],
		['Mu\u0308ller.txt', 'M\u00FCller.txt']
	] as const)('%j becomes %j', async ([given, kept], { db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await begin(db, ben, booking, given, 10)).toMatchObject({ name: kept });
	});
});

describe('a file that its sender takes back', () => {
	it('is gone with its bytes, and stays on record', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db);
		const file = await share(db, ben, booking);

		await retire(db, ben, file);

		expect(await listed(db, ada, booking)).toEqual([]);
		expect(await refusalOf(piece(db, ben, file))).toMatchObject({ key: 'file_not_found' });
		expect(
			await db.query('select position from private.booking_file_pieces where file_id = $1', [
				file.id
			])
		).toEqual([]);
		expect(await rowsSeenBy(db, ada, file)).toEqual([{ name: 'sheet.pdf' }]);
		const audit = await db.query(
			'select action from public.audit_entries where subject_id = $1 order by id',
			[file.id]
		);
		expect(audit).toEqual([{ action: 'share' }, { action: 'retire' }]);
	});

	it('is not taken back by the other side, nor by strangers', async ({ db }) => {
		const { ben, olga, ada, eve, booking } = await aBooking(db);
		const file = await share(db, ben, booking);

		for (const person of [ada, olga]) {
			expect(await refusalOf(retire(db, person, file))).toMatchObject({
				code: 'PT403',
				key: 'file_not_yours'
			});
		}
		expect(await refusalOf(retire(db, eve, file))).toMatchObject({
			code: 'PT404',
			key: 'file_not_found'
		});
	});
});

describe('an upload that is broken off', () => {
	it('leaves no trace', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const file = await begin(db, ben, booking, 'sheet.pdf', PDF.length);

		await abandon(db, ben, file);

		expect(await rowsSeenBy(db, ben, file)).toEqual([]);
	});

	it('is its sender’s to break off, and no file that is whole', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db);
		const begun = await begin(db, ben, booking, 'sheet.pdf', PDF.length);
		const whole = await share(db, ben, booking);

		await abandon(db, ada, begun);
		await abandon(db, ben, whole);

		expect(await rowsSeenBy(db, ben, begun)).toHaveLength(1);
		expect(await piece(db, ada, whole)).toEqual(PDF);
	});
});

describe('the kinds of files', () => {
	it('are told to people who have signed in and not to visitors', async ({ db }) => {
		const { eve } = await aCast(db);

		const seen = await asPerson(db, eve.id, () =>
			db.query("select content_type from public.file_kinds where extension = 'pdf'")
		);
		const visit = asAnonymous(db, () => db.query('select extension from public.file_kinds'));

		expect(seen).toEqual([{ content_type: 'application/pdf' }]);
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});
});
