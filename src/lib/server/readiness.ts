import { env } from './env.ts';

type Check = 'ok' | 'unavailable';

const TIMEOUT_MS = 3000;

/** Whether what the app depends on answers. One row read by REST shows that the database does too. */
export async function checkReadiness(): Promise<Record<'rest_and_database' | 'auth', Check>> {
	const [rest, auth] = await Promise.all([
		answers('/rest/v1/designation_kinds?select=code&limit=1'),
		answers('/auth/v1/health')
	]);
	return { rest_and_database: rest, auth };
}

async function answers(path: string): Promise<Check> {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = env();
	try {
		const response = await fetch(PUBLIC_SUPABASE_URL + path, {
			headers: { apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY },
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
		await response.body?.cancel();
		return response.ok ? 'ok' : 'unavailable';
	} catch {
		return 'unavailable';
	}
}
