/**
 * Has this very page open again without a network. The service worker keeps what it loads itself; a
 * page that was there before it, or that a script led to, it has to be told of. Where there is none,
 * as over plain http, the page works as any other does.
 */
export async function keepPageOffline(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const { active } = await navigator.serviceWorker.ready;
	active?.postMessage({ keep: location.href });
}
