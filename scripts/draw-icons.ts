/*
 * `node scripts/draw-icons.ts`: draws the site's mark, static/favicon.svg, as the pictures that an
 * installed site is shown with. What a phone cuts to its own shape has the mark well within.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../tests/support/chromium.ts';

const STATIC = join(import.meta.dirname, '..', 'static');
const GROUND = '#f6f7f5';
/** How much of its picture the mark takes up: a phone cuts away all but the middle four fifths. */
const ICONS = [
	{ file: 'icon-192.png', size: 192, share: 0.8 },
	{ file: 'icon-512.png', size: 512, share: 0.8 },
	{ file: 'maskable-512.png', size: 512, share: 0.58 }
];

const mark = await readFile(join(STATIC, 'favicon.svg'), 'base64');
const browser = await chromium.launch(chromiumLaunchOptions());
try {
	for (const { file, size, share } of ICONS) {
		const page = await browser.newPage({
			viewport: { width: size, height: size },
			colorScheme: 'light'
		});
		await page.setContent(
			`<body style="margin:0;height:100vh;display:grid;place-items:center;background:${GROUND}">
				<img alt="" width="${size * share}" style="margin-top:-${size * share * 0.06}px" src="data:image/svg+xml;base64,${mark}">
			</body>`
		);
		await page.locator('img').evaluate((image: HTMLImageElement) => image.decode());
		await page.screenshot({ path: join(STATIC, 'icons', file) });
		await page.close();
	}
} finally {
	await browser.close();
}
