/** The outbox and what comes of it, as the worker sees them. */
import type { Db } from './database.ts';

type Id = { id: string };

/** Does what the worker does with the outbox, and answers what could not be told. */
export async function expandOutbox(db: Db): Promise<{ topic: string; problem: string }[]> {
	const rows = await db.query<{ topic: string; problem: string | null }>(
		'select topic, problem from private.expand_outbox(100000)'
	);
	return rows.flatMap(({ topic, problem }) => (problem === null ? [] : [{ topic, problem }]));
}

type Told = { kind: string; listed: boolean; mailed: boolean; read: boolean };

/** What a person was told, in the order of time. */
export async function toldTo(db: Db, person: Id): Promise<Told[]> {
	return db.query<Told>(
		`select
			notices.kind,
			notices.is_listed as listed,
			mails.notice_id is not null as mailed,
			notices.is_read as read
		from public.notices
		left join private.notice_mails as mails on mails.notice_id = notices.id
		where notices.person_id = $1
		order by notices.created_at, notices.kind`,
		[person.id]
	);
}

/** The kinds of what a person was told. */
export async function kindsToldTo(db: Db, person: Id): Promise<string[]> {
	return (await toldTo(db, person)).map(({ kind }) => kind);
}

export async function factsToldTo(
	db: Db,
	person: Id,
	kind: string
): Promise<Record<string, unknown>> {
	const { facts } = await db.one<{ facts: Record<string, unknown> }>(
		'select facts from public.notices where person_id = $1 and kind = $2',
		[person.id, kind]
	);
	return facts;
}
