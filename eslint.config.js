import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Only routes, hooks, server code and components know that they run in SvelteKit. */
const WITHOUT_KIT = {
	group: ['$app/*', '$env/*'],
	message: 'The worker, scripts and tests run this too; only routes, hooks and lib/server use Kit.'
};
const NO_ROUTES = { group: ['**/routes/**'], message: 'Nothing imports from a route.' };

export default defineConfig(
	globalIgnores([
		'build/',
		'.svelte-kit/',
		'.yixiang/',
		'src/lib/paraglide/',
		'src/lib/database.types.ts',
		'test-results/'
	]),
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		plugins: { 'import-x': importX },
		languageOptions: {
			globals: { ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		rules: {
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
			'no-console': 'error',
			'no-restricted-imports': ['error', { patterns: [NO_ROUTES] }],
			'@typescript-eslint/consistent-type-definitions': ['error', 'type'],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			// A variable taken out of an object by its rest is meant to be left out.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, varsIgnorePattern: '^_' }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.test.ts'],
		languageOptions: {
			globals: { ...globals.browser },
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		rules: {
			// What comes out of a component is any to TypeScript alone.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			// State that changes elsewhere looks constant.
			'@typescript-eslint/no-unnecessary-condition': 'off'
		}
	},
	{
		// svelte-check knows the types of components. Here each of them would make the compiler begin
		// anew: with types, these files take longer than everything else that is checked together.
		files: ['**/*.svelte'],
		extends: [ts.configs.disableTypeChecked],
		languageOptions: { parserOptions: { projectService: false } },
		rules: {
			'svelte/button-has-type': 'error',
			// Links are made by link(), which resolves and keeps the language.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		// What Node runs without a build has a project of its own.
		files: ['scripts/**/*.ts', 'bench/**/*.ts', 'worker/**/*.ts', 'supabase/**/*.ts'],
		languageOptions: {
			parserOptions: { projectService: false, project: ['tsconfig.node.json'] }
		}
	},
	{
		files: ['src/lib/**/*.ts'],
		ignores: [
			'src/lib/server/**',
			'src/lib/i18n/**',
			'src/lib/**/*.svelte.ts',
			'src/lib/**/*.server.ts',
			'src/lib/api/**',
			'src/lib/ui/form/**'
		],
		rules: { 'no-restricted-imports': ['error', { patterns: [NO_ROUTES, WITHOUT_KIT] }] }
	},
	{
		// Types are declared by merging with SvelteKit's own interfaces.
		files: ['src/app.d.ts'],
		rules: { '@typescript-eslint/consistent-type-definitions': 'off' }
	},
	{
		// Programs of the command line speak by printing.
		files: ['scripts/**', 'bench/**', 'supabase/embedded/**', 'tests/support/**'],
		rules: { 'no-console': 'off' }
	},
	{
		// A test says what it expects to be answered.
		files: ['tests/**'],
		rules: {
			'@typescript-eslint/no-unnecessary-type-parameters': 'off',
			// Playwright reads what a fixture needs from a pattern, and insists on one.
			'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }]
		}
	},
	{
		// The build's own configuration is plain JavaScript without a project.
		files: ['*.js', 'scripts/*.js'],
		extends: [ts.configs.disableTypeChecked]
	}
);
