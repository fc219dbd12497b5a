/**
 * Keeps a page's calendar as it is in the database. The server says when something has changed, and
 * the page then reads again what it shows, as its person, and nothing else: forms keep what is typed,
 * the focus and the selection. Where the server does not say, because the connection failed or it
 * cannot listen itself, the page looks by itself every quarter of a minute.
 *
 * Only a page that is being looked at does any of this. One that comes back into view tells the
 * server when it was last read, and hears whether that is still how things are.
 */
import { afterNavigate, invalidate, preloadCode } from '$app/navigation';
import { navigating } from '$app/state';
import { onDestroy, untrack } from 'svelte';
import { calendarKey, liveAddress, liveQuery, type LiveSubject } from './live-subject.ts';

const POLL_MS = 15_000;
/** Some changes come with the time of day and are no change to any row: a missed check-in, for one. */
const CLOCK_MS = 60_000;
/** Pages that hear of the same change do not all ask in the same moment. */
const SPREAD_MS = 200;
/** How long to wait for a server that is coming back. */
const AGAIN_MS = 2000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
/**
 * How long an answer to what the page has sent is waited for. Reading again in the middle would take
 * from SvelteKit what it means to read after the answer, and with it the line that says what was done.
 */
const ANSWER_MS = 5000;
/** How long a page says that something has changed. */
const SAID_MS = 10_000;

type Followed = {
	/** What is followed. */
	subject: () => LiveSubject;
	/** When the server read what the page shows. */
	readAt: () => Date;
	/** What the page shows of it: whether this differs after reading again is told to the reader. */
	shown: () => unknown;
};

/** How a page stands to its calendar, for what it says about that. */
export class FollowedCalendar {
	/** `off` until the page has woken up, and where there is no JavaScript. */
	state = $state<'off' | 'live' | 'polling'>('off');
	/** Whether something that the page shows has changed just now. */
	hasChanged = $state(false);
	/** Settles when SvelteKit has begun to lead to the page that was asked for last. */
	asked: Promise<unknown> = Promise.resolve();
	/**
	 * Reads again what the page shows as soon as that can be: where an `invalidate` would turn a page
	 * without a network into an error page.
	 */
	readAgain: () => void = () => undefined;

	/**
	 * Says that a page is being asked for: until the server has named its route, `navigating` is unset,
	 * and reading again would lose the click. To be called before `goto`; links are noticed without it.
	 */
	expectPage(address: string): void {
		const target = URL.parse(address, location.href);
		if (target?.origin !== location.origin) return;
		this.asked = preloadCode(target.pathname).catch(() => undefined);
	}
}

/** Follows a calendar for as long as the component that calls this is on the page. */
export function followCalendar({ subject, readAt, shown }: Followed): FollowedCalendar {
	const calendar = new FollowedCalendar();
	const query = $derived(liveQuery(subject()));

	let source: EventSource | undefined;
	let attempts = 0;
	let retry: ReturnType<typeof setTimeout> | undefined;
	/** The next time the page reads again, if one is set. */
	let next: ReturnType<typeof setTimeout> | undefined;
	let said: ReturnType<typeof setTimeout> | undefined;
	let isReading = false;
	/** Whether something has changed that the page has not read. */
	let isStale = false;
	/** Whether what the page reads from may have gone away with the connection. */
	let mayBeDown = false;
	/** Until when nothing is read, since an answer is to come that reads everything. */
	let heldUntil = 0;
	/** Whether the page has been left: nothing is read for it any more. */
	let isOver = false;

	function open(followed: string): void {
		close();
		source = new EventSource(liveAddress(followed, readAt()));
		source.addEventListener('live', () => {
			attempts = 0;
			calendar.state = 'live';
		});
		source.addEventListener('away', () => {
			mayBeDown = true;
			calendar.state = 'polling';
		});
		source.addEventListener('changed', () => {
			readSoon(Math.random() * SPREAD_MS);
		});
		source.addEventListener('error', () => {
			// Not left to the browser, which would ask from the same instant again and gives up on a refusal.
			close();
			mayBeDown = true;
			calendar.state = 'polling';
			retry = setTimeout(
				() => open(followed),
				Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS)
			);
			attempts += 1;
		});
	}

	function close(): void {
		clearTimeout(retry);
		clearTimeout(next);
		next = undefined;
		source?.close();
		source = undefined;
	}

	/** One time that is set stays: changes that follow each other closely would put it off for ever. */
	function readSoon(wait: number): void {
		isStale = true;
		next ??= setTimeout(() => {
			next = undefined;
			void readAgain();
		}, wait);
	}

	/** One reading at a time; what changes meanwhile is read after it. */
	async function readAgain(): Promise<void> {
		isStale = true;
		if (isReading) return;
		isReading = true;
		try {
			while (isStale && !isOver) {
				// A page whose data cannot be read becomes an error page, and what was typed is lost.
				const isInDoubt = mayBeDown || calendar.state === 'polling' || !navigator.onLine;
				if (isInDoubt && !(await canRead())) {
					mayBeDown = true;
					readSoon(AGAIN_MS);
					return;
				}
				// Reading again would end a navigation that is under way, which reads everything anyway.
				await navigationsEnded();
				if (Date.now() < heldUntil) {
					readSoon(heldUntil - Date.now());
					return;
				}
				if (isOver) return;
				mayBeDown = false;
				isStale = false;
				const before = JSON.stringify(shown());
				if (!(await read(calendarKey(subject())))) {
					// The network went while it was being read.
					mayBeDown = true;
					readSoon(AGAIN_MS);
					return;
				}
				if (JSON.stringify(shown()) !== before) sayChanged();
			}
		} finally {
			isReading = false;
		}
	}

	async function navigationsEnded(): Promise<void> {
		let asked: Promise<unknown>;
		do {
			({ asked } = calendar);
			await asked;
			await navigating.complete?.catch(() => undefined);
		} while (asked !== calendar.asked);
	}

	function sayChanged(): void {
		calendar.hasChanged = true;
		clearTimeout(said);
		said = setTimeout(() => (calendar.hasChanged = false), SAID_MS);
	}

	function lookByItself(): void {
		if (document.visibilityState !== 'visible') return;
		const age = Date.now() - lastReadAt;
		if (isStale || calendar.state === 'polling' || age >= CLOCK_MS) void readAgain();
	}

	// By this computer's clock, which may differ from the server's.
	let lastReadAt = Date.now();
	$effect(() => {
		readAt();
		lastReadAt = Date.now();
	});

	// The connection is outside of what Svelte knows; it is made anew when another calendar is followed,
	// and only then: the subject is a new object each time the page is read.
	$effect(() => {
		const followed = query;
		function followWhileVisible() {
			if (document.visibilityState === 'visible') open(followed);
			else close();
		}
		untrack(followWhileVisible);
		document.addEventListener('visibilitychange', followWhileVisible);
		document.addEventListener('submit', holdForForm);
		document.addEventListener('click', expectPageOfLink, true);
		window.addEventListener('popstate', expectPageOfHistory);
		const look = setInterval(lookByItself, POLL_MS);
		return () => {
			document.removeEventListener('visibilitychange', followWhileVisible);
			document.removeEventListener('submit', holdForForm);
			document.removeEventListener('click', expectPageOfLink, true);
			window.removeEventListener('popstate', expectPageOfHistory);
			clearInterval(look);
			clearTimeout(said);
			close();
		};
	});

	function holdForForm(event: SubmitEvent): void {
		const form = event.target;
		if (!(form instanceof HTMLFormElement)) return;
		if (form.method === 'post') heldUntil = Date.now() + ANSWER_MS;
		else calendar.expectPage(form.action);
	}
	function expectPageOfLink(event: MouseEvent): void {
		const link = event.target instanceof Element ? event.target.closest('a') : null;
		if (link?.href) calendar.expectPage(link.href);
	}
	function expectPageOfHistory(): void {
		calendar.expectPage(location.href);
	}
	afterNavigate(() => {
		heldUntil = 0;
	});

	calendar.readAgain = () => {
		mayBeDown = true;
		void readAgain();
	};

	onDestroy(() => (isOver = true));

	return calendar;
}

/**
 * Reads a page's data again; answers whether that could be done. Where the network goes meanwhile,
 * SvelteKit would put an error page in the place of this one. For SvelteKit that reading does not end,
 * and the next one takes its place.
 */
function read(key: string): Promise<boolean> {
	const usual = fetch;
	const ofThisPage = `${location.origin}${location.pathname}/__data.json`;
	let isOver = false;
	return new Promise((resolve) => {
		function end(isRead: boolean) {
			isOver = true;
			window.fetch = usual;
			resolve(isRead);
		}
		window.fetch = (input, init) =>
			usual(input, init).catch((error: unknown) => {
				if (isOver || typeof input !== 'string' || !input.startsWith(ofThisPage)) throw error;
				end(false);
				return new Promise<never>(() => undefined);
			});
		invalidate(key).then(
			() => end(true),
			() => end(false)
		);
	});
}

/** Whether the server and all that it reads from answer. */
async function canRead(): Promise<boolean> {
	try {
		return (await fetch('/readyz')).ok;
	} catch {
		return false;
	}
}
