import { json } from '@sveltejs/kit';
import { checkReadiness } from '#lib/server/readiness.ts';
import type { RequestHandler } from './$types';

/** 200 when the database, REST and Auth answer, else 503 with what does not. */
export const GET: RequestHandler = async () => {
	const checks = await checkReadiness();
	const isReady = Object.values(checks).every((check) => check === 'ok');
	return json({ status: isReady ? 'ok' : 'unavailable', checks }, { status: isReady ? 200 : 503 });
};
