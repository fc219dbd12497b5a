import type {
	PostgrestError,
	PostgrestResponse,
	PostgrestSingleResponse
} from '@supabase/supabase-js';
import { error } from '@sveltejs/kit';

type Failure = Pick<PostgrestError, 'message' | 'code'>;

/**
 * The rows of a query. A page without its rows is no page, so a failure ends the request: 503 when
 * the database did not answer at all, which passes by itself, and an error for the log otherwise.
 */
export async function read<T>(query: PromiseLike<PostgrestSingleResponse<T>>): Promise<T> {
	const answer = await query;
	if (answer.error !== null) fail(answer.error);
	return answer.data;
}

/** The rows of a query by range with `count: 'exact'`. A page beyond the last is an empty one. */
export async function readPage<T>(
	query: PromiseLike<PostgrestResponse<T>>
): Promise<{ rows: T[]; total: number }> {
	const { data, error: failure, count } = await query;
	if (failure !== null && failure.code !== 'PGRST103') fail(failure);
	return { rows: data ?? [], total: count ?? 0 };
}

function fail(failure: Failure): never {
	// supabase-js gives an answer that never came no code of Postgres or PostgREST.
	if (!failure.code) error(503, failure.message);
	throw new Error('the catalogue could not be read', { cause: failure });
}
