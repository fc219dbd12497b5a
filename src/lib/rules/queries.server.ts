import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_VERSIONS = 500;
const VERSION = 'id, platform_id, instrument_id, customer_kind, version, valid_from, valid_until';

/** All versions of rules, tariffs and quotas of some scopes, the latest first, and the courses to choose from. */
export async function getRuleBook(db: Db, platformId: string, instrumentId: string | null) {
	const scopes = instrumentId === null ? [platformId] : [platformId, instrumentId];
	const [rules, tariffs, quotas, courses] = await Promise.all([
		read(
			db
				.from('booking_rules')
				.select('*, course:courses(name, name_en)')
				.in('scope_id', scopes)
				.order('valid_from', { ascending: false })
				.order('version', { ascending: false })
				.limit(MAX_VERSIONS)
		),
		read(
			db
				.from('tariffs')
				.select(`${VERSION}, basis, rate_fen, minimum_fen, off_hours_bp, currency`)
				.in('scope_id', scopes)
				.order('valid_from', { ascending: false })
				.order('version', { ascending: false })
				.limit(MAX_VERSIONS)
		),
		read(
			db
				.from('booking_quotas')
				.select(`${VERSION}, holder, measure, span, at_most`)
				.in('scope_id', scopes)
				.order('valid_from', { ascending: false })
				.order('version', { ascending: false })
				.limit(MAX_VERSIONS)
		),
		read(
			db
				.from('courses')
				.select('id, name, name_en')
				.eq('platform_id', platformId)
				.is('retired_at', null)
				.order('name')
		)
	]);
	return { rules, tariffs, quotas, courses };
}

export type RuleBook = Awaited<ReturnType<typeof getRuleBook>>;
