import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { groupChunks } from './scripts/group-chunks.ts';
import { leanClient } from './scripts/lean-client.ts';
import { shortMessages } from './scripts/short-messages.ts';
import { chromiumLaunchOptions } from './tests/support/chromium.ts';

export default defineConfig({
	plugins: [
		tailwindcss(),
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// The address says the language (/en/…, Chinese without a prefix), so that a link keeps it.
			strategy: ['url', 'baseLocale']
		}),
		sveltekit(),
		shortMessages(),
		leanClient(),
		groupChunks()
	],
	build: {
		modulePreload: {
			// Lists of what each page will need were 6 kB of every page, and whoever is about to follow a link
			// loads what is behind it anyway.
			resolveDependencies: () => []
		}
	},
	test: {
		expect: { requireAssertions: true },
		// No limit judges how fast anything is: build machines have been five times slower than usual.
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['src/**/*.test.ts', 'worker/**/*.test.ts', 'scripts/**/*.test.ts'],
					exclude: ['src/**/*.svelte.test.ts'],
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				// The server's build of Svelte would be picked without this.
				resolve: { conditions: ['browser'] },
				test: {
					name: 'browser',
					include: ['src/**/*.svelte.test.ts'],
					testTimeout: 60_000,
					expect: { requireAssertions: true, poll: { timeout: 15_000 } },
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({ launchOptions: chromiumLaunchOptions() }),
						instances: [{ browser: 'chromium' }]
					}
				}
			},
			{
				test: {
					name: 'stack',
					environment: 'node',
					include: ['supabase/embedded/**/*.test.ts'],
					globalSetup: ['tests/support/start-stack.ts'],
					setupFiles: ['tests/support/skip-late.ts'],
					// Each file starts servers of its own.
					maxWorkers: 1,
					testTimeout: 300_000,
					hookTimeout: 400_000
				}
			},
			{
				test: {
					name: 'db',
					environment: 'node',
					include: ['tests/db/**/*.test.ts', 'tests/api/**/*.test.ts'],
					globalSetup: ['tests/support/build-site.ts', 'tests/support/start-stack.ts'],
					setupFiles: ['tests/support/skip-late.ts'],
					// A test and its connection wait for one another, so that two leave cores idle.
					maxWorkers: 3,
					testTimeout: 300_000,
					hookTimeout: 400_000
				}
			}
		]
	}
});
