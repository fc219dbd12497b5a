import { decodeCursor, encodeCursor } from '#lib/api/page-cursor.ts';
import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const PAGE_SIZE = 20;
const COLUMNS = 'id, kind, subject_type, subject_id, facts, created_at, is_read';

/** One page of one's own notices: the unread ones first, each part from the latest on. */
export async function listNotices(db: Db, { cursor }: { cursor: string | null }) {
	let query = db
		.from('notices')
		.select(COLUMNS)
		.order('is_read')
		.order('created_at', { ascending: false })
		.order('id', { ascending: false })
		.limit(PAGE_SIZE + 1);

	const position = cursor === null ? null : readPosition(cursor);
	if (position) {
		const { isRead, createdAt, id } = position;
		const further = `created_at.lt.${createdAt},and(created_at.eq.${createdAt},id.lt.${id})`;
		query = isRead ? query.is('is_read', true).or(further) : query.or(`is_read.is.true,${further}`);
	}

	const rows = await read(query);
	const notices = rows.slice(0, PAGE_SIZE);
	const last = notices.at(-1);
	return {
		notices,
		nextCursor:
			last && rows.length > PAGE_SIZE
				? `${last.is_read ? 'r' : 'u'}${encodeCursor(last.created_at, last.id)}`
				: null
	};
}

export type ListedNotice = Awaited<ReturnType<typeof listNotices>>['notices'][number];

/** Where a page ended: in which part, and behind which row. */
function readPosition(cursor: string) {
	const position = decodeCursor(cursor.slice(1));
	if (!position) return null;
	const [createdAt, id] = position;
	return { isRead: cursor.startsWith('r'), createdAt, id };
}

/** One of one's own notices; null when there is none. */
export async function findNotice(db: Db, id: string) {
	return read(
		db.from('notices').select('id, subject_type, subject_id, facts').eq('id', id).maybeSingle()
	);
}

/** What a person can be told, in order, and how they want it. */
export async function listNoticeChoices(db: Db) {
	const kinds = await read(
		db
			.from('notice_kinds')
			.select('code, section, in_app, by_mail, chosen:notice_preferences(in_app, by_mail)')
			.order('position')
	);
	return kinds.map(({ code, section, in_app, by_mail, chosen: [chosen] }) => ({
		kind: code,
		section,
		inApp: chosen?.in_app ?? in_app,
		byMail: chosen?.by_mail ?? by_mail
	}));
}

export type NoticeChoice = Awaited<ReturnType<typeof listNoticeChoices>>[number];
