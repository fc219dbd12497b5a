import { expect } from 'vitest';
import { NOTICE_KINDS } from '#lib/notices/notice-kind.ts';
import { it } from '../../support/database.ts';

it('every kind of notice that the database knows has its words, and every word its kind', async ({
	db
}) => {
	const kinds = await db.query<{ code: string }>('select code from public.notice_kinds');

	expect(kinds.map(({ code }) => code).sort()).toEqual([...NOTICE_KINDS].sort());
});
