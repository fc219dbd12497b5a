import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';

const MAX_ROWS = 200;
/** How many customers `platform_customers` answers at once, beside one that says there are more. */
const PAGE_SIZE = 20;

const peopleSchema = v.array(
	v.object({
		id: v.string(),
		name: v.string(),
		bookings: v.number(),
		minutes: v.number(),
		no_shows: v.number(),
		late_cancels: v.number(),
		suspended_until: v.nullable(v.string()),
		/** From how many instruments their misses keep them, each by its own rules; the longest first. */
		kept_from: v.array(
			v.object({ until: v.string(), instruments: v.number(), are_all: v.boolean() })
		),
		/** The last of what counts against them. */
		missed: v.array(v.object({ id: v.string(), starts_at: v.string() }))
	})
);

/** The customers of a platform since an instant and how they have behaved, the latest first. */
export async function listCustomers(
	db: Db,
	platformId: string,
	{ since, words, skip }: { since: Date; words: string; skip: number }
) {
	const rows = await read(
		db.rpc('platform_customers', {
			platform_id: platformId,
			since: formatInstant(since),
			words,
			skip
		})
	);
	return {
		customers: rows.slice(0, PAGE_SIZE).map((row) => ({
			...row,
			people: v.parse(peopleSchema, row.people)
		})),
		hasMore: rows.length > PAGE_SIZE
	};
}

export type Customer = Awaited<ReturnType<typeof listCustomers>>['customers'][number];

const SUSPENSION = `id, organisation_id, person_id, starts_at, ends_at, reason, lifted_at, lift_reason,
	organisation:organisations(id, name, language, name_en),
	person:people!suspensions_person_id_fkey(id, display_name)`;

/** Whom a platform has suspended: those suspended now first, then the others from the latest. */
export async function listSuspensions(db: Db, platformId: string) {
	return read(
		db
			.from('suspensions')
			.select(SUSPENSION)
			.eq('platform_id', platformId)
			.order('lifted_at', { ascending: false, nullsFirst: true })
			.order('ends_at', { ascending: false })
			.limit(MAX_ROWS)
	);
}

export type Suspension = Awaited<ReturnType<typeof listSuspensions>>[number];

/** What keeps a person from booking now: their own suspensions, and those of their organisations. */
export async function listOwnSuspensions(
	db: Db,
	{ personId, organisationIds }: { personId: string; organisationIds: string[] },
	now: Date
) {
	return read(
		db
			.from('suspensions')
			.select(`${SUSPENSION}, platform:platforms(id, name, language, name_en, time_zone)`)
			.is('lifted_at', null)
			.gt('ends_at', formatInstant(now))
			// The people of a platform see its customers' suspensions too; those are not theirs.
			.or(
				[
					`person_id.eq.${personId}`,
					...(organisationIds.length > 0
						? [`organisation_id.in.(${organisationIds.join(',')})`]
						: [])
				].join(',')
			)
			.order('ends_at')
			.limit(MAX_ROWS)
	);
}

export type OwnSuspension = Awaited<ReturnType<typeof listOwnSuspensions>>[number];
