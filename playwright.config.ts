import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './tests/support/chromium.ts';
import type { Guise } from './tests/support/journeys/guise.ts';

export default defineConfig<{ guise: Guise }>({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	globalSetup: './tests/support/start-site.ts',
	outputDir: 'test-results',
	forbidOnly: process.env['CI'] !== undefined,
	// Journeys share the demo data; each makes what it changes.
	workers: 2,
	fullyParallel: false,
	// A slow machine may lose a race with the browser once; what fails twice is broken.
	retries: process.env['CI'] === undefined ? 0 : 1,
	// Build machines have been found five times slower than usual.
	timeout: 400_000,
	expect: { timeout: 60_000 },
	use: {
		browserName: 'chromium',
		// Read by the workers, which start after the site does.
		baseURL: process.env['SITE_URL'] ?? '',
		launchOptions: chromiumLaunchOptions(),
		// It would load for later what the test is not about; those that are about it allow it.
		serviceWorkers: 'block',
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		// Recording slows every step; where a test is tried again, that time is recorded.
		trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry'
	},
	projects: [
		{
			name: 'desktop',
			testIgnore: ['**/*.phone.e2e.ts', '**/pages.e2e.ts'],
			use: {
				viewport: { width: 1280, height: 800 },
				// As people come back: cookies and storage are gone, what was loaded is not loaded again.
				reuseContext: true
			}
		},
		{
			name: 'phone',
			testMatch: '**/*.phone.e2e.ts',
			use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
		},
		{
			// Late, since what people do comes before how each page looks where time runs out.
			name: 'pages',
			testMatch: '**/pages.e2e.ts'
		},
		{
			// Last, what is so tagged once more, with the keyboard alone, in English, in the dark, on a small screen.
			name: 'otherwise',
			testIgnore: ['**/*.phone.e2e.ts', '**/pages.e2e.ts'],
			grep: /@otherwise/,
			use: {
				viewport: { width: 360, height: 740 },
				isMobile: true,
				colorScheme: 'dark',
				locale: 'en-GB',
				guise: { language: 'en', pointer: false }
			}
		}
	]
});
