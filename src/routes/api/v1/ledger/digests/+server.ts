import { api } from '#lib/api/problem.ts';
import { streamDigests } from '#lib/ledger/export.server.ts';

/** All sealed days of the ledger with their signatures, for whoever wants to keep them. */
export const GET = api(
	({ locals }) =>
		new Response(streamDigests(locals.supabase), {
			headers: {
				'Content-Type': 'application/json',
				'Content-Disposition': 'attachment; filename="yixiang-ledger-digests.json"'
			}
		})
);
