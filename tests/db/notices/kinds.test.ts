import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { NOTICE_KINDS } from '#lib/notices/notice-kind.ts';
import { noticeHref } from '#lib/notices/notice-text.ts';
import { it } from '../../support/database.ts';

it('every kind of notice that the database knows has its words, and every word its kind', async ({
	db
}) => {
	const kinds = await db.query<{ code: string }>('select code from public.notice_kinds');

	expect(kinds.map(({ code }) => code).sort()).toEqual([...NOTICE_KINDS].sort());
});

/** The first value of each statement that writes to the outbox, whose literals are its topics. */
function topicsWrittenBy(source: string): string[] {
	const statements = source.matchAll(
		/insert into private\.outbox \(topic[^)]*\)\s*(?:values\s*\(|(?:--[^\n]*\s*)*select)([^,]*),/g
	);
	return [...statements].flatMap(([, topic = '']) =>
		[...topic.replaceAll(/\bwhen\b.*?\bthen\b/gs, '').matchAll(/'([a-z_]+)'/g)].map(
			([, name = '']) => name
		)
	);
}

it('every topic that a function writes to the outbox is known, and told to somebody', async ({
	db
}) => {
	const writers = await db.query<{ source: string }>(
		`select prosrc as source from pg_proc
		where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
			and prosrc like '%insert into private.outbox%'`
	);
	const routed = await db.query<{ topic: string }>(
		'select topic from private.notice_topics where topic in (select topic from private.notice_routes)'
	);

	const written = new Set(writers.flatMap(({ source }) => topicsWrittenBy(source)));
	const known = new Set(routed.map(({ topic }) => topic));

	expect(written.size).toBeGreaterThan(20);
	expect([...written].filter((topic) => !known.has(topic))).toEqual([]);
});

it('every type of subject that a topic has can be read', async ({ db }) => {
	const unread = await db.query(
		`select distinct subject_type from private.notice_topics
		where to_regprocedure(format('private.notice_about_%s(uuid)', subject_type)) is null`
	);

	expect(unread).toEqual([]);
});

it('a notice leads to a page, whatever it is about', async ({ db }) => {
	const types = await db.query<{ subject_type: string }>(
		'select distinct subject_type from private.notice_topics'
	);
	const facts = {
		members_of: { organisation_id: randomUUID() },
		evaluation: { id: randomUUID(), name: '评价' }
	};

	const nowhere = types.filter(
		({ subject_type }) => noticeHref({ subject_type, subject_id: randomUUID(), facts }) === null
	);

	expect(nowhere).toEqual([]);
});
