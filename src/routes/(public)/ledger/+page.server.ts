import { listLedgerKeys, listSealedDays } from '#lib/ledger/queries.server.ts';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 30;

export const load: PageServerLoad = async ({ locals: { supabase }, url }) => {
	const asked = url.searchParams.get('before');
	const before = asked !== null && isCalendarDate(asked) ? asked : null;
	const [days, keys] = await Promise.all([
		listSealedDays(supabase, { before, limit: PAGE_SIZE + 1 }),
		listLedgerKeys(supabase)
	]);
	const shown = days.slice(0, PAGE_SIZE);
	return {
		days: shown.map(({ day, digest, platforms }) => ({
			day,
			digest,
			platforms: platforms.length,
			records: platforms.reduce((sum, { last_seq }) => sum + last_seq, 0)
		})),
		keys,
		isFirstPage: before === null,
		nextBefore: days.length > PAGE_SIZE ? (shown.at(-1)?.day ?? null) : null
	};
};
