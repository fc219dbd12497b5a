/*
 * What of the site is there without a network: the parts of pages that were seen, a page that says
 * that there is none, today's bookings of whoever is signed in, and the pages to check in on at their
 * instruments. The network's answer always wins over what was kept.
 *
 * Pages of a person are kept for that person alone. Each answer of the server says whom it was
 * written for; as soon as that is somebody else, or nobody, everything kept goes. What was kept
 * itself says nothing about that, nor does a network that is gone, nor an answer that comes after one
 * that was asked for later.
 */
import { version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Parts and the page without a network: the same for everybody. */
const SITE_CACHE = `site-${version}`;
/** Pages of the person who is signed in, and who that is. */
const OWN_CACHE = `own-${version}`;
const OWNER_KEY = `${location.origin}/owner`;
const NOBODY = 'none';

const OFFLINE_PAGES = ['/offline', '/en/offline'];
const TODAY = /^(\/en)?\/bookings\/today$/;
const DESK = /^(\/en)?\/desk\/[0-9a-f-]{36}$/;
/** Links to desks in the page of today's bookings, whose own pages are kept with it. */
const DESK_LINKS = /href="((?:\/en)?\/desk\/[0-9a-f-]{36})"/g;
const PART_LINKS = /\/_app\/immutable\/[\w./-]+\.(?:js|css)/g;
const ROUTE_SUFFIX = '/__route.js';
const DATA_SUFFIX = '/__data.json';

/** How long a page that is kept waits for a network that hardly answers. */
const PATIENCE_MS = 5000;
/** How old today's bookings may become while somebody moves about the site. */
const FRESH_MS = 5 * 60_000;

let keptAt = 0;
let admitting: Promise<unknown> = Promise.resolve();
/** How often the server was asked, and which of these times told last whom answers are written for. */
let asked = 0;
let toldBy = 0;

worker.addEventListener('install', (event) => {
	event.waitUntil(Promise.all(OFFLINE_PAGES.map(keepForAll)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(
		dropOlder()
			.then(() => worker.clients.claim())
			.catch(() => undefined)
	);
});

worker.addEventListener('message', (event) => {
	const { keep } = event.data as { keep?: string };
	if (keep !== undefined) event.waitUntil(keepOwn(new URL(keep).pathname));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (origin !== location.origin) return;

	if (request.method !== 'GET') {
		// Whatever is sent may change today's bookings; signing out ends them at once.
		keptAt = 0;
		if (pathname.endsWith('/auth/sign-out')) {
			toldBy = ++asked;
			event.waitUntil(forget());
		}
	} else if (request.mode === 'navigate') event.respondWith(openPage(event));
	else if (pathname.startsWith('/_app/immutable/')) event.respondWith(openPart(request));
	else if (pathname.endsWith(ROUTE_SUFFIX)) event.respondWith(openRoute(request));
	else if (pathname.endsWith(DATA_SUFFIX)) event.respondWith(openData(event));
});

/** The page as the server has it, or as it was last seen when the server is out of reach. */
async function openPage(event: FetchEvent): Promise<Response> {
	const { request } = event;
	const { pathname } = new URL(request.url);
	const kept = isKeepable(pathname) ? await findOwn(pathname) : undefined;
	const turn = ++asked;
	try {
		const response = await fetch(
			request,
			kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : undefined
		);
		event.waitUntil(
			learn(turn, response.headers, pathname, isKeepable(pathname) ? response.clone() : null)
		);
		return response;
	} catch (error) {
		const page = kept ?? (await findOfflinePage(pathname));
		if (page) return page;
		throw error;
	}
}

/** What a page reads while it is open; who it was written for is news all the same. */
async function openData(event: FetchEvent): Promise<Response> {
	const turn = ++asked;
	const response = await fetch(event.request);
	event.waitUntil(learn(turn, response.headers, new URL(event.request.url).pathname, null));
	return response;
}

/** What is named by its content never changes. */
async function openPart(request: Request): Promise<Response> {
	const cache = await caches.open(SITE_CACHE);
	const kept = await cache.match(request);
	if (kept) return kept;
	const response = await fetch(request);
	if (response.ok) await cache.put(request.url, response.clone());
	return response;
}

/**
 * To which page an address belongs. Without a network, an address that is not kept belongs to none,
 * and the browser then opens it as a document, which shows the page for that.
 */
async function openRoute(request: Request): Promise<Response> {
	// A browser would not ask again for a module that it could not load once.
	const response = await fetch(request).catch(() => null);
	if (response?.ok) return response;
	const kept = await (await caches.open(OWN_CACHE)).match(request.url);
	return kept ?? new Response('export {};', { headers: { 'content-type': 'text/javascript' } });
}

/** Takes note of whom an answer was written for, and keeps what is theirs: the page, and today's bookings. */
async function learn(
	turn: number,
	headers: Headers,
	pathname: string,
	page: Response | null
): Promise<void> {
	if (!(await admit(turn, headers.get('x-person')))) return;

	if (page) await keepOwnPage(pathname, page);
	const prefix = pathname.startsWith('/en/') || pathname === '/en' ? '/en' : '';
	if (!TODAY.test(pathname) && Date.now() - keptAt > FRESH_MS) {
		await keepOwn(`${prefix}/bookings/today`);
	}
}

/**
 * Whoever comes after somebody else finds nothing kept. One at a time, lest one undoes the other.
 *
 * @param turn which time of asking was answered
 * @param person whom the answer was written for; null where it does not say
 * @returns whether what is theirs may be kept
 */
function admit(turn: number, person: string | null): Promise<boolean> {
	const admitted = admitting.then(() => admitNow(turn, person));
	admitting = admitted;
	return admitted;
}

async function admitNow(turn: number, person: string | null): Promise<boolean> {
	if (person === null) return false;
	const isOwner = person === (await findOwner());
	if (turn < toldBy) return isOwner;
	toldBy = turn;
	if (isOwner) return true;
	await forget();
	if (person === NOBODY) return false;
	await (await caches.open(OWN_CACHE)).put(OWNER_KEY, new Response(person));
	return true;
}

async function forget(): Promise<void> {
	keptAt = 0;
	await caches.delete(OWN_CACHE);
}

/** Asks for a page of the person and keeps it; silent where there is no network. */
async function keepOwn(pathname: string): Promise<void> {
	if (!isKeepable(pathname)) return;
	if (TODAY.test(pathname)) keptAt = Date.now();
	const turn = ++asked;
	try {
		const response = await fetch(pathname, { redirect: 'manual' });
		if (await admit(turn, response.headers.get('x-person'))) await keepOwnPage(pathname, response);
	} catch {
		keptAt = 0;
	}
}

async function keepOwnPage(pathname: string, response: Response): Promise<void> {
	const cache = await caches.open(OWN_CACHE);
	if (!response.ok) {
		await cache.delete(pathname);
		return;
	}
	const html = await response.clone().text();
	await Promise.all([
		cache.put(pathname, response),
		keepParts(html, response.headers),
		fetch(pathname + ROUTE_SUFFIX).then((route) => cache.put(pathname + ROUTE_SUFFIX, route))
	]);
	if (!TODAY.test(pathname)) return;

	keptAt = Date.now();
	const desks = new Set([...html.matchAll(DESK_LINKS)].map(([, desk = '']) => desk));
	await Promise.all([...desks].map(keepOwn));
}

/** Keeps a page that is the same for everybody, as somebody who is not signed in gets it. */
async function keepForAll(pathname: string): Promise<void> {
	const response = await fetch(pathname, { credentials: 'omit' });
	if (!response.ok) throw new Error(`${pathname} was answered with ${response.status}.`);
	const html = await response.clone().text();
	await keepParts(html, response.headers);
	await (await caches.open(SITE_CACHE)).put(pathname, response);
}

/** Keeps what a page is built from: what it names, and what its head asks to be loaded beforehand. */
async function keepParts(html: string, headers: Headers): Promise<void> {
	const cache = await caches.open(SITE_CACHE);
	const parts = new Set(`${html} ${headers.get('link') ?? ''}`.match(PART_LINKS) ?? []);
	await Promise.all(
		[...parts].map(async (part) => {
			if (!(await cache.match(part))) await cache.add(part);
		})
	);
}

async function findOwner(): Promise<string | undefined> {
	return (await (await caches.open(OWN_CACHE)).match(OWNER_KEY))?.text();
}

/** What is kept of a page; an answer to somebody else that came late is not shown. */
async function findOwn(pathname: string): Promise<Response | undefined> {
	const page = await (await caches.open(OWN_CACHE)).match(pathname);
	if (!page || page.headers.get('x-person') !== (await findOwner())) return undefined;
	return page;
}

async function findOfflinePage(pathname: string): Promise<Response | undefined> {
	const isEnglish = pathname === '/en' || pathname.startsWith('/en/');
	return (await caches.open(SITE_CACHE)).match(isEnglish ? '/en/offline' : '/offline');
}

/** Pages of an older build ask for parts that the server no longer has. */
async function dropOlder(): Promise<void> {
	const names = await caches.keys();
	await Promise.all(
		names
			.filter((name) => name !== SITE_CACHE && name !== OWN_CACHE)
			.map((name) => caches.delete(name))
	);
}

function isKeepable(pathname: string): boolean {
	return TODAY.test(pathname) || DESK.test(pathname);
}
