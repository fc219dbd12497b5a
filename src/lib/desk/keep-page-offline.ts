/**
 * Has the desk's page open again without a network: a service worker, for addresses of the desk
 * alone, keeps the page and the parts it was built from. Where there is none, as over plain http,
 * the page works as any other does.
 */
export async function keepPageOffline(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	try {
		const scope = location.pathname.replace(/[^/]+$/, '');
		// Not `serviceWorker.ready`: it asks by the address that the document was opened with, which
		// is that of the sign-in page for whoever came through it.
		const { installing, waiting, active } = await navigator.serviceWorker.register(
			'/service-worker.js',
			{ scope, type: 'module' }
		);
		const parts = performance
			.getEntriesByType('resource')
			.map(({ name }) => name)
			.filter((name) => name.startsWith(`${location.origin}/_app/`));
		(installing ?? waiting ?? active)?.postMessage({ keep: [location.href, ...parts] });
	} catch {
		// A browser that refuses storage, as in a private window: the page goes on without.
	}
}
