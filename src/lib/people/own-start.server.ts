import type { JwtPayload } from '@supabase/supabase-js';
import { bookingStatusLabel } from '#lib/bookings/booking-status.ts';
import { dayPeriod } from '#lib/bookings/day-sheet.ts';
import { listStaffedPlatforms, type StaffedPlatform } from '#lib/bookings/lab-queries.server.ts';
import { hasBooked, listBookings } from '#lib/bookings/queries.server.ts';
import { localName } from '#lib/catalogue/local-name.ts';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import { stateLabel } from '#lib/evaluation/cycle-words.ts';
import { link } from '#lib/i18n/link.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Db } from '#lib/server/supabase.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import { formatDate, formatPeriod } from '#lib/time/format-time.ts';
import { formatInstant, toPeriod } from '#lib/time/period.ts';
import type { Viewer } from './viewer.ts';

/** What concerns somebody now, in words: the home page sends no script to find them. */
export type OwnStart = {
	title: string;
	all?: { href: string; label: string };
	items: { href: string; label: string; detail: string; aside?: string }[];
};

/** Nobody reads more of one kind before they have gone where all of it is. */
const SHOWN = 3;

/**
 * What each role comes for: the next bookings of customers, or how to make the first; the day and the
 * open requests of a laboratory, and the report it owes; the evaluations that are running.
 */
export async function readOwnStart(
	db: Db,
	claims: JwtPayload,
	viewer: Viewer,
	now: Date
): Promise<OwnStart[]> {
	const parts = await Promise.all([
		viewer.isStaff || viewer.requestCount !== null ? labPart(db, claims, viewer, now) : null,
		viewer.isEvaluator ? evaluationPart(db) : null,
		viewer.isCustomer ? customerPart(db, claims, viewer, now) : null
	]);
	return parts.filter((part) => part !== null && part.items.length > 0) as OwnStart[];
}

async function customerPart(
	db: Db,
	claims: JwtPayload,
	viewer: Viewer,
	now: Date
): Promise<OwnStart> {
	const scope = { personId: claims.sub };
	const { bookings } = await listBookings(db, { scope, tab: 'upcoming', cursor: null, now });
	const isFirst = bookings.length === 0 && !(await hasBooked(db, claims));
	return {
		title: isFirst ? m.first_title() : m.home_own_bookings(),
		all: { href: link('/bookings'), label: m.bookings_title() },
		items: [
			...(isFirst ? firstSteps(viewer) : []),
			...bookings.slice(0, SHOWN).map((booking) => ({
				href: link('/(app)/bookings/[id=uuid]', { id: booking.id }),
				label: localName(booking.instrument),
				detail: formatPeriod(
					toPeriod({ start: booking.starts_at, end: booking.ends_at }),
					booking.platform.time_zone
				),
				aside: bookingStatusLabel(booking.effective_status ?? booking.status)
			})),
			...viewer.organisations
				.filter(({ kind, isOwner }) => kind === 'makerspace' && isOwner)
				.map(({ id, name }) => ({
					href: link('/(app)/organisations/[id=uuid]/residents', { id }),
					label: m.residents_title(),
					detail: name
				}))
		]
	};
}

function firstSteps(viewer: Viewer): OwnStart['items'] {
	const organisation = {
		href: link('/profile'),
		label: m.first_organisation(),
		detail: m.first_organisation_text()
	};
	const find = {
		href: `${link('/search')}?${new URLSearchParams({ kind: 'instrument', bookable: 'true' }).toString()}`,
		label: m.first_find(),
		detail: m.first_find_text()
	};
	return viewer.organisations.length === 0 ? [organisation, find] : [find];
}

async function labPart(db: Db, claims: JwtPayload, viewer: Viewer, now: Date): Promise<OwnStart> {
	const platforms = viewer.isStaff ? await listStaffedPlatforms(db, claims) : [];
	const shown = platforms.slice(0, SHOWN);
	const [days, reports] = await Promise.all([
		Promise.all(shown.map((platform) => dayOf(db, platform, now))),
		reportsOwed(db, shown)
	]);
	const waiting = viewer.requestCount ?? 0;
	return {
		title: m.home_own_lab(),
		...(viewer.isStaff && { all: { href: link('/lab'), label: m.lab_title() } }),
		items: [
			...(waiting > 0
				? [
						{
							href: link('/lab/requests'),
							label: m.requests_nav(),
							detail: m.home_own_requests({ count: waiting })
						}
					]
				: []),
			...days,
			...reports
		]
	};
}

async function dayOf(db: Db, platform: StaffedPlatform, now: Date) {
	const day = dayPeriod(dateIn(now, platform.time_zone), platform.time_zone);
	const { total } = await readPage(
		db
			.from('bookings')
			.select('id', { count: 'exact', head: true })
			.eq('platform_id', platform.id)
			.in('status', ['confirmed', 'in_use', 'completed', 'no_show'])
			.lt('starts_at', formatInstant(day.end))
			.gt('ends_at', formatInstant(day.start))
	);
	return {
		href: link('/(app)/lab/platforms/[id=uuid]/day', { id: platform.id }),
		label: localName(platform),
		detail: m.home_own_today({ count: total }),
		aside: m.timeline_to_day()
	};
}

/** Evaluations in which a platform has still time to report. */
async function reportsOwed(db: Db, platforms: StaffedPlatform[]) {
	if (platforms.length === 0) return [];
	const rows = await read(
		db
			.from('evaluation_participants')
			.select(
				'platform_id, cycle:evaluation_cycles!inner(id, name, name_en, state, self_report_until)'
			)
			.in(
				'platform_id',
				platforms.map(({ id }) => id)
			)
			.eq('cycle.state', 'self_report')
			.limit(SHOWN)
	);
	return rows.map(({ platform_id: platformId, cycle }) => ({
		href: link('/(app)/evaluation/cycles/[id=uuid]/platforms/[platformId=uuid]', {
			id: cycle.id,
			platformId
		}),
		label: registeredName(cycle),
		...dueOn(cycle)
	}));
}

async function evaluationPart(db: Db): Promise<OwnStart> {
	const cycles = await read(
		db
			.from('evaluation_cycles')
			.select('id, name, name_en, state, self_report_until')
			.not('state', 'in', '(published,closed)')
			.order('created_at', { ascending: false })
			.order('id')
			.limit(SHOWN)
	);
	return {
		title: m.home_own_evaluations(),
		all: { href: link('/evaluation/cycles'), label: m.cycles_title() },
		items: cycles.map((cycle) => ({
			href: link('/(app)/evaluation/cycles/[id=uuid]', { id: cycle.id }),
			label: registeredName(cycle),
			...dueOn(cycle)
		}))
	};
}

function dueOn({
	state,
	self_report_until: until
}: {
	state: Parameters<typeof stateLabel>[0];
	self_report_until: string | null;
}) {
	return {
		detail:
			state === 'self_report' && until !== null
				? m.home_own_report_until({ day: formatDate(until) })
				: stateLabel(state)
	};
}
