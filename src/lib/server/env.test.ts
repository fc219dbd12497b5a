import { afterEach, describe, expect, it, vi } from 'vitest';

async function readEnv(variables: Record<string, string>) {
	for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
	// The module validates once, so each situation needs one of its own.
	vi.resetModules();
	const { env } = await import('./env.ts');
	return env();
}

const complete = {
	PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321/',
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_example',
	SUPABASE_REST_URL: '',
	SUPABASE_SECRET_KEY: '',
	SUPABASE_DB_URL: '',
	SMTP_URL: '',
	DEV_MAIL_URL: '',
	ORIGIN: ''
};

afterEach(() => {
	vi.unstubAllEnvs();
});

describe('env', () => {
	it('takes empty variables for absent ones and addresses without their last slash', async () => {
		const env = await readEnv(complete);

		expect(env).toEqual({
			PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321',
			PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_example'
		});
	});

	it('names what is missing or malformed, without showing a value', async () => {
		const reading = readEnv({
			...complete,
			PUBLIC_SUPABASE_URL: 'ftp://user:hunter2@host',
			PUBLIC_SUPABASE_PUBLISHABLE_KEY: ''
		});

		await expect(reading).rejects.toThrow(
			/^(?!.*hunter2).*PUBLIC_SUPABASE_URL.*PUBLIC_SUPABASE_PUBLISHABLE_KEY/
		);
	});
});
