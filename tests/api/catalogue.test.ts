import { readdirSync } from 'node:fs';
import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';
import { startApp, type App } from '../support/app.ts';

let app: App;

beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
});

type Hit = { id: string; kind: string; name: string; is_bookable: boolean };

async function get<Body>(path: string, headers: Record<string, string> = {}) {
	const response = await fetch(`${app.origin}${path}`, { headers });
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		body: (await response.json()) as Body
	};
}

describe('the site', () => {
	it('says that it is up and that all it depends on answers', async () => {
		expect(await get('/healthz')).toMatchObject({ status: 200 });
		expect(await get('/readyz')).toMatchObject({
			status: 200,
			body: { checks: { rest_and_database: 'ok', auth: 'ok' } }
		});
	});
});

describe('pages', () => {
	it('travel compressed, except one that nobody may keep, since that may hold a secret', async () => {
		const headers = { 'accept-encoding': 'br' };
		const home = await fetch(`${app.origin}/`, { headers });
		const mail = await fetch(`${app.origin}/dev/mail`, { headers });

		expect(home.headers.get('content-encoding')).toBe('br');
		expect(home.headers.get('vary')).toContain('Accept-Encoding');
		expect(mail.headers.get('cache-control')).toContain('no-store');
		expect(mail.headers.get('content-encoding')).toBeNull();
	});

	it('are for search engines, but for the endless addresses of a search', async () => {
		const robots = await (await fetch(`${app.origin}/robots.txt`)).text();
		const search = await (await fetch(`${app.origin}/search`)).text();
		const filtered = await (await fetch(`${app.origin}/search?kind=dataset`)).text();

		expect(robots.split('\n')).toContain('Disallow: /search?');
		expect(search).toContain('<meta name="description" content="按名称、型号');
		expect(search).not.toContain('noindex');
		expect(filtered).toContain('<meta name="robots" content="noindex, follow"');
	});
});

describe('the demo accounts', () => {
	it.each([
		'startup@demo.test',
		'founder@demo.test',
		'lab@demo.test',
		'technician@demo.test',
		'makerspace@demo.test',
		'evaluator@demo.test',
		'admin@demo.test'
	])('sign in: %s', async (email) => {
		const client = createClient(
			process.env['PUBLIC_SUPABASE_URL'] ?? '',
			process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '',
			{ auth: { persistSession: false, autoRefreshToken: false } }
		);

		const { data, error } = await client.auth.signInWithPassword({
			email,
			password: 'yixiang-demo'
		});

		expect(error).toBeNull();
		expect(data.user?.email).toBe(email);
	});
});

describe('GET /api/v1/search', () => {
	it('finds instruments by two Chinese characters', async () => {
		const { status, body } = await get<{ items: Hit[]; next_cursor: string | null }>(
			`/api/v1/search?q=${encodeURIComponent('电镜')}`
		);

		expect(status).toBe(200);
		expect(body.items.map(({ kind }) => kind)).toContain('instrument');
	});

	it.each(['instrument', 'dataset', 'literature', 'service'])('finds only %ss', async (kind) => {
		const { body } = await get<{ items: Hit[] }>(`/api/v1/search?kind=${kind}`);

		expect(new Set(body.items.map((hit) => hit.kind))).toEqual(new Set([kind]));
	});

	it('pages without gap or repeat', async () => {
		const ids: string[] = [];
		let cursor: string | null = null;
		do {
			const query = new URLSearchParams({ limit: '25', ...(cursor !== null && { cursor }) });
			const page: { body: { items: Hit[]; next_cursor: string | null } } = await get(
				`/api/v1/search?${query.toString()}`
			);
			ids.push(...page.body.items.map((hit) => hit.kind + hit.id));
			cursor = page.body.next_cursor;
		} while (cursor !== null);

		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThanOrEqual(92);
	});

	it.each(['?kind=people', '?cursor=nonsense', `?q=${'x'.repeat(300)}`, '?limit=-1'])(
		'refuses %s',
		async (query) => {
			const { status, type } = await get(`/api/v1/search${query}`);

			expect([status, type]).toEqual([422, 'application/problem+json']);
		}
	);

	it.each(["'; drop table instruments; --", '<script>', '%', '\\', '&|!():*', '\u202E'])(
		'takes %s as words to look for',
		async (query) => {
			const { status } = await get(`/api/v1/search?q=${encodeURIComponent(query)}`);

			expect(status).toBe(200);
		}
	);
});

describe('GET /api/v1/instruments', () => {
	it('filters by class, by its code or its name', async () => {
		const [byCode, byName] = await Promise.all([
			get<{ items: Hit[] }>('/api/v1/instruments?category=010000'),
			get<{ items: Hit[] }>(`/api/v1/instruments?category=${encodeURIComponent('分析仪器')}`)
		]);

		expect(byCode.body.items.length).toBeGreaterThan(0);
		expect(byName.body.items).toEqual(byCode.body.items);
		const unknown = await get('/api/v1/instruments?category=toasters');
		expect(unknown.status).toBe(422);
	});

	it('gives one as JSON, as JSON-LD and as a PIDINST record', async () => {
		const list = await get<{ items: Hit[] }>('/api/v1/instruments?bookable=true&limit=1');
		const path = `/api/v1/instruments/${list.body.items[0]?.id}`;

		const [json, linked, pidinst] = await Promise.all([
			get<{ id: string; platform: object }>(path),
			get<{ '@context': string }>(path, { accept: 'application/ld+json' }),
			get<{ schemaVersion: string; owners: object[] }>(path, {
				accept: 'application/vnd.pidinst+json'
			})
		]);

		expect(json.body.platform).toBeDefined();
		expect(linked).toMatchObject({
			type: 'application/ld+json',
			body: { '@context': 'https://schema.org' }
		});
		expect(pidinst.body).toMatchObject({ schemaVersion: '1.0', owners: [{}] });
	});

	it.each(['00000000-0000-4000-8000-000000000000', 'nonsense'])('does not know %s', async (id) => {
		const answers = await Promise.all([
			get(`/api/v1/instruments/${id}`),
			get(`/api/v1/instruments/${id}/availability`)
		]);

		expect(answers.map(({ status }) => status)).toEqual([404, 404]);
	});
});

describe('GET /api/v1/slots', () => {
	it('gives the earliest free slots, earliest first', async () => {
		const { status, body } = await get<{ items: { start: string; end: string }[] }>(
			'/api/v1/slots?duration=PT2H'
		);

		expect(status).toBe(200);
		expect(body.items.length).toBeGreaterThan(0);
		const starts = body.items.map(({ start }) => start);
		expect(starts).toEqual(starts.toSorted());
		for (const { start, end } of body.items) {
			expect(Date.parse(end) - Date.parse(start)).toBe(7_200_000);
		}
	});

	it.each([
		'?duration=2h',
		'?duration=P',
		'?from=tomorrow',
		'?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z'
	])('refuses %s', async (query) => {
		const { status } = await get(`/api/v1/slots${query}`);

		expect(status).toBe(422);
	});
});

describe('an address that the API does not have', () => {
	it('is answered as the API answers', async () => {
		const answer = await get('/api/v1/instruments/x/y/z');

		expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
	});

	it('says which methods it takes when it is asked with another', async () => {
		const response = await fetch(`${app.origin}/api/v1/bookings`, { method: 'DELETE' });

		expect(response.status).toBe(405);
		expect(response.headers.get('content-type')).toBe('application/problem+json');
		expect(response.headers.get('allow')).toBe('GET, POST, HEAD');
	});
});

describe('openapi.json', () => {
	it('describes every route of the API and no other', async () => {
		const routes = ['api/v1', 'r51'].flatMap((folder) =>
			readdirSync(`src/routes/${folder}`, { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('+server.ts'))
				.map(
					(file) =>
						`/${folder}/${file.replace(/\/\+server\.ts$/, '').replace(/\[([a-zA-Z]+)\]/g, '{$1}')}`
				)
				.filter((route) => !route.includes('...') && !route.endsWith('openapi.json'))
		);

		const served = await get<{ paths: object }>('/api/v1/openapi.json');

		expect(Object.keys(openApiDocument('http://localhost').paths).toSorted()).toEqual(
			routes.toSorted()
		);
		expect(Object.keys(served.body.paths)).toHaveLength(routes.length);
	});
});
