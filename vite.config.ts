import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [
		tailwindcss(),
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// The address says the language (/en/…, Chinese without a prefix), so that a link keeps it.
			strategy: ['url', 'cookie', 'baseLocale']
		}),
		sveltekit()
	]
});
