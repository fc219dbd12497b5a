import { afterEach, describe, expect, it, vi } from 'vitest';

const KEY = 'sb_publishable_example';

async function read(variables: Record<string, string>) {
	vi.stubEnv('PUBLIC_SUPABASE_URL', 'http://127.0.0.1:54321');
	vi.stubEnv('PUBLIC_SUPABASE_PUBLISHABLE_KEY', KEY);
	vi.stubEnv('SUPABASE_REST_URL', '');
	for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
	// The environment is validated once, so each situation needs modules of its own.
	vi.resetModules();
	return (await import('./data-api.ts')).straightToDataApi;
}

afterEach(() => {
	vi.unstubAllEnvs();
});

describe('a call of the Data API', () => {
	it('goes straight to PostgREST as the person, without the key', async () => {
		const straightToDataApi = await read({ SUPABASE_REST_URL: 'http://127.0.0.1:54320' });
		const headers = new Headers({ apikey: KEY, authorization: 'Bearer token', accept: 'a/b' });

		const address = straightToDataApi('http://127.0.0.1:54321/rest/v1/rpc/f?a=1', headers);

		expect(address).toBe('http://127.0.0.1:54320/rpc/f?a=1');
		expect(Object.fromEntries(headers)).toEqual({ authorization: 'Bearer token', accept: 'a/b' });
	});

	it('is nobody’s where the key stands in the place of a token', async () => {
		const straightToDataApi = await read({ SUPABASE_REST_URL: 'http://127.0.0.1:54320' });
		const headers = new Headers({ apikey: KEY, authorization: `Bearer ${KEY}` });

		straightToDataApi('http://127.0.0.1:54321/rest/v1/instruments', headers);

		expect(Object.fromEntries(headers)).toEqual({});
	});

	it('goes through the gateway where no shorter way is known', async () => {
		const straightToDataApi = await read({});
		const headers = new Headers({ apikey: KEY });
		const address = 'http://127.0.0.1:54321/rest/v1/instruments';

		expect(straightToDataApi(address, headers)).toBe(address);
		expect(headers.get('apikey')).toBe(KEY);
	});

	it('is told from one of Auth, which has no other way', async () => {
		const straightToDataApi = await read({ SUPABASE_REST_URL: 'http://127.0.0.1:54320' });
		const headers = new Headers({ apikey: KEY });
		const address = 'http://127.0.0.1:54321/auth/v1/token';

		expect(straightToDataApi(address, headers)).toBe(address);
		expect(headers.get('apikey')).toBe(KEY);
	});
});
