/*
 * Which modules of the client share a file. Many small files weigh more by gzip than one and are
 * asked for one by one; one file of everything would have each page load what only others need.
 *
 * The larger ones say that nearly all of their functions are called while a page wakes up, so that
 * the browser compiles them beside its main thread and not one by one on it, which was a third of
 * the time that waking up took (WICG: Explicit JavaScript Compile Hints; others read a comment).
 */
import type { Plugin, Rolldown } from 'vite';

type Graph = Pick<Rolldown.PluginContext, 'getModuleIds' | 'getModuleInfo'>;

const CLIENT = '/@sveltejs/kit/src/runtime/client/entry.js';
/** Where that begins which every page has. */
const SHELL = ['/src/routes/+layout.svelte', '/src/routes/+error.svelte', CLIENT];
/** What is about as small as a file of its own costs, and many pages have. */
const SMALL = ['/src/lib/time/period.ts', '/src/lib/catalogue/local-name.ts'];
/** Pages that list things of the catalogue; what they share with pages of things nearly every page has. */
const LISTS = [
	'/src/routes/(public)/+page.svelte',
	'/src/routes/(public)/search/+page.svelte',
	'/src/routes/(public)/organisations/[id=uuid]/+page.svelte'
];
/** Pages of one thing of the catalogue. */
const THINGS = ['instruments', 'datasets', 'literature', 'services', 'platforms'].map(
	(kind) => `/src/routes/(public)/${kind}/[id=uuid]/+page.svelte`
);
/** What a page has that follows a calendar. */
const LIVE = [
	'/src/lib/live/LiveNote.svelte',
	'/src/lib/live/follow-calendar.svelte.ts',
	'/src/lib/availability/SlotList.svelte'
];
/** What so many of those pages have is in the file that all of them load. */
const SHARED_BY = 3;

const COMPILE_ALL = '//# allFunctionsCalledOnLoad';
/** Below this, the line weighs more than it saves. */
const LARGE = 10_000;

/** The list of all messages names every one of them, whoever imports it. */
const ALL_MESSAGES = /\/paraglide\/messages(\/_index)?\.js$/;
const MESSAGE_USED = /\bm\.([a-z]\w*)/g;

/** The earlier group takes what both would have; what a module imports goes with it. */
const GROUPS = ['shell', 'thing', 'live'] as const;
type Group = (typeof GROUPS)[number];

export function groupChunks(): Plugin {
	let groups = new Map<string, Group>();
	return {
		name: 'group-chunks',
		buildEnd() {
			groups = assignGroups(this);
		},
		outputOptions: (options) =>
			// The server and the service worker are files of their own.
			String(options.chunkFileNames).includes('/immutable/chunks/')
				? {
						...options,
						postBanner: ({ modules }) => (isLarge(modules) ? COMPILE_ALL : ''),
						codeSplitting: {
							groups: GROUPS.map((name, position) => ({
								name,
								test: (id: string) => groups.get(id) === name,
								priority: GROUPS.length - position
							}))
						}
					}
				: options
	};
}

function assignGroups(graph: Graph): Map<string, Group> {
	const ids = [...graph.getModuleIds()];
	const messages = new Map(
		ids.flatMap((id) => {
			const name = /\/paraglide\/messages\/(\w+)\.js$/.exec(id)?.[1];
			return name === undefined ? [] : [[name, id] as const];
		})
	);
	const reach = (begins: readonly string[]) => {
		const reached = new Set<string>();
		const open = ids.filter((id) => begins.some((begin) => id.endsWith(begin)));
		for (let id = open.pop(); id !== undefined; id = open.pop()) {
			if (reached.has(id) || ALL_MESSAGES.test(id)) continue;
			reached.add(id);
			const { importedIds = [], code = '' } = graph.getModuleInfo(id) ?? {};
			const names = [...(code ?? '').matchAll(MESSAGE_USED)].map(([, name = '']) => name);
			open.push(...importedIds, ...names.flatMap((name) => messages.get(name) ?? []));
		}
		return reached;
	};

	const shell = reach(SHELL);
	const lists = reach(LISTS);
	const things = THINGS.map((page) => reach([page]));
	const live = reach(LIVE);
	return new Map(
		ids.flatMap((id): [string, Group][] => {
			// Of a library, only what is used goes with the modules that use it.
			if (id.includes('/node_modules/') && !id.endsWith(CLIENT)) return [];
			if (shell.has(id) || SMALL.some((small) => id.endsWith(small))) return [[id, 'shell']];
			if (things.filter((reached) => reached.has(id)).length >= SHARED_BY)
				return [[id, lists.has(id) ? 'shell' : 'thing']];
			return live.has(id) ? [[id, 'live']] : [];
		})
	);
}

function isLarge(modules: Rolldown.RenderedChunk['modules']): boolean {
	const lengths = Object.values(modules).map(({ renderedLength }) => renderedLength);
	return lengths.reduce((sum, length) => sum + length, 0) >= LARGE;
}
