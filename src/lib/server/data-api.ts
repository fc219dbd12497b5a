import { env } from './env.ts';

const DATA_API = '/rest/v1/';

/**
 * Where a call that the server makes for a visitor goes. Where PostgREST can be reached without the
 * gateway, a call of the Data API goes straight to it, and leaves behind in `headers` what is for the
 * gateway: the publishable key, which is this server's own. Who asks PostgREST judges by itself, from
 * the person's token. That saves a copy of each request and each answer
 * (docs/decisions/0030-the-server-goes-straight-to-the-data-api.md).
 */
export function straightToDataApi(address: string, headers: Headers): string {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, SUPABASE_REST_URL } = env();
	const prefix = PUBLIC_SUPABASE_URL + DATA_API;
	if (SUPABASE_REST_URL === undefined || !address.startsWith(prefix)) return address;

	headers.delete('apikey');
	// In the place of a token the key stands for nobody, whom PostgREST knows by there being none.
	if (headers.get('authorization') === `Bearer ${PUBLIC_SUPABASE_PUBLISHABLE_KEY}`) {
		headers.delete('authorization');
	}
	return `${SUPABASE_REST_URL}/${address.slice(prefix.length)}`;
}
