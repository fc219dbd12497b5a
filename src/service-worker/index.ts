/*
 * Keeps the desk's page for a phone without a network, and nothing else: it is registered for
 * addresses of the desk alone. What the network answers always wins over what was kept.
 */
import { version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE_NAME = `desk-${version}`;
const PATIENCE_MS = 5000;

worker.addEventListener('install', () => {
	void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(
		caches
			.keys()
			.then((names) =>
				Promise.all(
					names
						.filter((name) => name.startsWith('desk-') && name !== CACHE_NAME)
						.map((name) => caches.delete(name))
				)
			)
			.then(() => worker.clients.claim())
	);
});

worker.addEventListener('message', (event) => {
	const { keep } = event.data as { keep?: string[] };
	if (keep) event.waitUntil(keepAll(keep));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.method !== 'GET') return;
	if (request.mode === 'navigate') event.respondWith(openPage(request));
	else if (request.url.startsWith(`${location.origin}/_app/immutable/`)) {
		event.respondWith(openPart(request));
	}
});

async function keepAll(addresses: string[]): Promise<void> {
	const cache = await caches.open(CACHE_NAME);
	await Promise.all(
		addresses.map(async (address) => {
			const isPart = address.includes('/_app/immutable/');
			if (isPart && (await cache.match(address))) return;
			await put(cache, address, await fetch(address));
		})
	);
}

/** The page as the server has it, or as it was last seen when the server is out of reach. */
async function openPage(request: Request): Promise<Response> {
	const cache = await caches.open(CACHE_NAME);
	try {
		const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
		await put(cache, request.url, response.clone());
		return response;
	} catch (error) {
		const kept = await cache.match(request.url);
		if (kept) return kept;
		throw error;
	}
}

/** What is named by its content never changes. */
async function openPart(request: Request): Promise<Response> {
	const cache = await caches.open(CACHE_NAME);
	const kept = await cache.match(request);
	if (kept) return kept;
	const response = await fetch(request);
	await put(cache, request.url, response.clone());
	return response;
}

/** Whoever is signed out finds nothing kept: an answer that leads elsewhere takes its place away. */
async function put(cache: Cache, address: string, response: Response): Promise<void> {
	if (response.ok && !response.redirected) await cache.put(address, response);
	else if (response.type === 'opaqueredirect' || response.redirected || response.status < 500) {
		await cache.delete(address);
	}
}
