import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM_BROWSERS = [
	// Nothing but what pages need: it loads them in two thirds of the time.
	'/usr/bin/chromium-headless-shell',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome'
];

/** The machine's own Chromium, else the one that Playwright has downloaded, else undefined. */
export function findChromium(): string | undefined {
	return [...SYSTEM_BROWSERS, chromium.executablePath()].find((path) => existsSync(path));
}

/** How every test and every screenshot starts the browser. */
export function chromiumLaunchOptions() {
	const executablePath = findChromium();
	return {
		...(executablePath !== undefined && { executablePath }),
		args: [
			// The sandbox refuses to run as root, which is who runs on a build machine.
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
			'--disable-gpu',
			'--disable-dev-shm-usage',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run'
		]
	};
}
