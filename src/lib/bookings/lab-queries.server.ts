import { error } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant, type Period } from '#lib/time/period.ts';
import { listRoles } from './queries.server.ts';
import { parseRange } from './range-text.ts';

/*
 * What the people of a platform see. Each page asks a fixed number of questions, however many
 * instruments the platform has.
 */

const NAME = 'name, language, name_en';

/** Within one answer of the Data API, whose rows a hosted project limits to a thousand. */
const MAX_ROWS = 1000;
const MAX_REQUESTS = 50;

/** The platforms that a person runs; for an administrator, those on which anything can be booked. */
export async function listStaffedPlatforms(db: Db, claims: JwtPayload) {
	const roles = await listRoles(db, claims);
	const isAdministrator = roles.some(({ role }) => role === 'administrator');
	const staffed = roles.filter(({ role }) => role === 'manager' || role === 'technician');
	if (!isAdministrator && staffed.length === 0) return [];

	let query = db
		.from('platforms')
		.select(`id, ${NAME}, time_zone, organisation_id`)
		.is('retired_at', null)
		.order('name')
		.limit(MAX_ROWS);
	if (isAdministrator) {
		const bookable = await read(
			db.from('instruments').select('platform_id').is('has_rules', true).limit(MAX_ROWS)
		);
		query = query.in('id', [...new Set(bookable.map(({ platform_id }) => platform_id))]);
	} else {
		const ids = staffed.flatMap(({ platform_id }) => platform_id ?? []);
		const hosts = staffed.flatMap((role) => (role.platform_id ? [] : role.organisation_id));
		query = query.or(`id.in.(${ids.join(',')}),organisation_id.in.(${hosts.join(',')})`);
	}
	return read(query);
}

export type StaffedPlatform = Awaited<ReturnType<typeof listStaffedPlatforms>>[number];

/**
 * A platform, for those who work on it.
 *
 * @throws 404 for everybody else, as where there is none.
 */
export async function requireStaffedPlatform(
	db: Db,
	claims: JwtPayload,
	id: string
): Promise<StaffedPlatform> {
	const platform = (await listStaffedPlatforms(db, claims)).find((staffed) => staffed.id === id);
	if (!platform) error(404, m.error_not_found_title());
	return platform;
}

/** Requests that wait for an answer, the next to begin first, and how many there are in all. */
export async function listRequests(db: Db, platformId: string, now: Date) {
	const { rows, total } = await readPage(
		db
			.from('bookings')
			.select(
				`id, starts_at, ends_at, purpose, price_fen, currency, created_at,
				instrument:instruments(id, ${NAME}),
				organisation:organisations(id, ${NAME}),
				person:people!bookings_person_id_fkey(display_name, phone)`,
				{ count: 'exact' }
			)
			.eq('platform_id', platformId)
			.eq('status', 'pending')
			.gt('decide_by', formatInstant(now))
			.eq('approval_stage', 'lab')
			.order('starts_at')
			.order('id')
			.limit(MAX_REQUESTS)
	);
	return { requests: rows, total };
}

export type LabRequest = Awaited<ReturnType<typeof listRequests>>['requests'][number];

/** The instruments of a platform that can be booked. */
export async function listBookableInstruments(db: Db, platformId: string) {
	return read(
		db
			.from('instruments')
			.select(`id, ${NAME}, model, units`)
			.eq('platform_id', platformId)
			.is('retired_at', null)
			.is('has_rules', true)
			.order('name')
			.order('id')
			.limit(MAX_ROWS)
	);
}

/** An instrument of one of the platforms; null when it is none of theirs. */
export async function findStaffedInstrument(db: Db, id: string, platforms: StaffedPlatform[]) {
	const instrument = await read(
		db
			.from('instruments')
			.select(`id, ${NAME}, model, units, platform_id`)
			.eq('id', id)
			.maybeSingle()
	);
	const platform = platforms.find(({ id }) => id === instrument?.platform_id);
	return instrument && platform ? { instrument, platform } : null;
}

type Subject = { platformId: string } | { instrumentId: string };

/** What takes time within a period: bookings with whose they are, and everything else. */
export async function listSchedule(db: Db, subject: Subject, within: Period) {
	const [start, end] = [formatInstant(within.start), formatInstant(within.end)];
	let bookings = db
		.from('bookings')
		.select(
			`id, instrument_id, starts_at, ends_at, status, effective_status,
			instrument:instruments(id, ${NAME}),
			organisation:organisations(id, ${NAME}),
			person:people!bookings_person_id_fkey(display_name)`
		)
		.not('status', 'in', '(cancelled,declined,expired)')
		.lt('starts_at', end)
		.gt('ends_at', start)
		.order('starts_at')
		.order('id')
		.limit(MAX_ROWS);
	let others = db
		.from('occupancies')
		.select(
			`id, instrument_id, kind, during, instrument:instruments!inner(id, ${NAME}, platform_id),
			closure:closures(id, reason)`
		)
		.is('booking_id', null)
		.eq('active', true)
		.overlaps('during', `[${start},${end})`)
		.limit(MAX_ROWS);
	// A closure that is only planned holds no time yet, but lets nobody in.
	let planned = db
		.from('closures')
		.select(`id, instrument_id, kind, during, reason, instrument:instruments(id, ${NAME})`)
		.eq('status', 'planned')
		.overlaps('during', `[${start},${end})`)
		.limit(MAX_ROWS);
	if ('platformId' in subject) {
		planned = planned.eq('platform_id', subject.platformId);
		bookings = bookings.eq('platform_id', subject.platformId);
		others = others.eq('instrument.platform_id', subject.platformId);
	} else {
		planned = planned.eq('instrument_id', subject.instrumentId);
		bookings = bookings.eq('instrument_id', subject.instrumentId);
		others = others.eq('instrument_id', subject.instrumentId);
	}

	const [booked, taken, plans] = await Promise.all([read(bookings), read(others), read(planned)]);
	return {
		isCut: booked.length === MAX_ROWS,
		// A request whose time came without an answer holds nothing any more.
		bookings: booked.filter((booking) => booking.effective_status !== 'expired'),
		others: [
			...taken.map(({ during, ...use }) => ({ ...use, ...parseRange(String(during)) })),
			...plans.map(({ during, reason, ...use }) => ({
				...use,
				closure: { id: use.id, reason },
				...parseRange(String(during))
			}))
		]
	};
}

/** Who is in, who is due within the hour, and who has not come: what a technician looks at. */
export async function listPresent(db: Db, subject: Subject, now: Date) {
	const soon = formatInstant(new Date(now.getTime() + 60 * 60_000));
	const at = formatInstant(now);
	let query = db
		.from('bookings')
		.select(
			`id, starts_at, ends_at, status, effective_status, no_show_at,
			instrument:instruments(id, ${NAME}),
			organisation:organisations(id, ${NAME}),
			person:people!bookings_person_id_fkey(display_name),
			usage_sessions(started_at, ended_at)`
		)
		.or(`status.eq.in_use,and(status.eq.confirmed,starts_at.lte.${soon},ends_at.gt.${at})`)
		.order('starts_at')
		.order('id')
		.limit(MAX_REQUESTS);
	query =
		'platformId' in subject
			? query.eq('platform_id', subject.platformId)
			: query.eq('instrument_id', subject.instrumentId);
	return read(query);
}

export type PresentBooking = Awaited<ReturnType<typeof listPresent>>[number];
