import { requireAdministrator } from '../authenticate.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { validationFailed } from '../errors.ts';
import { readPage, toPageHeaders } from '../pages.ts';

/** The members of an entry that a `query=scope:text` looks at. */
const SCOPES = new Map([
	['author', ['actor_username', 'actor_name']],
	['action', ['action']],
	['type', ['log_type']]
]);

export async function listAuditLog(context: Context): Promise<Reply> {
	await requireAdministrator(context);
	const { pool, query } = context;
	const page = readPage(query);
	const { members, text } = parseSearch(query.get('query') ?? '');
	const conditions = `cardinality($1::text[]) = 0
		or exists (select from unnest($1::text[]) as member where payload ->> member = $2)`;

	const { rows: entries } = await pool.query(
		`select id, payload, created_at, ip_address
		from auth.audit_log_entries
		where ${conditions}
		order by created_at desc, id
		limit $3 offset $4`,
		[members, text, page.size, (page.number - 1) * page.size]
	);
	const { rows: counts } = await pool.query<{ total: number }>(
		`select count(*)::integer as total from auth.audit_log_entries where ${conditions}`,
		[members, text]
	);
	return ok(entries, toPageHeaders(context, page, counts[0]?.total ?? 0));
}

function parseSearch(query: string): { members: string[]; text: string } {
	if (query === '') return { members: [], text: '' };
	const [scope = '', ...rest] = query.split(':');
	const members = SCOPES.get(scope);
	if (members === undefined || rest.length === 0) {
		throw validationFailed(`Invalid query scope: ${query}`);
	}
	return { members, text: rest.join(':') };
}
