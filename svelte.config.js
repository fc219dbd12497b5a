import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: {
		// One way to write a component: runes, in our code and not in that of libraries.
		runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true)
	},
	kit: {
		adapter: adapter({ precompress: true }),
		// Which route an address belongs to is asked of the server, so that no page carries the list of all.
		router: { resolution: 'server' },
		// Links begin with a slash on the server, too: the language prefix goes before an absolute path.
		paths: { relative: false },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				// Svelte's transitions and style directives write style attributes.
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:'],
				'connect-src': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
				'base-uri': ['none'],
				'object-src': ['none']
			}
		},
		// Bodies are checked against the Origin header; the server file knows the origin.
		csrf: { trustedOrigins: [] },
		typescript: {
			config: (config) => ({
				...config,
				compilerOptions: {
					...config.compilerOptions,
					// package.json says the same; svelte-check's native mode finds components only by paths.
					paths: { ...config.compilerOptions.paths, '#lib/*': ['../src/lib/*'] }
				},
				include: [...config.include, '../tests/**/*.ts', '../*.ts']
			})
		}
	}
};
