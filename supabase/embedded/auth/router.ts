import type { Endpoint } from './context.ts';
import { AuthError } from './errors.ts';

/** `method /path/{name}`; a final `/*` takes whatever follows, and `*` any method. */
export type Routes = Record<`${string} /${string}`, Endpoint>;

type Route = { method: string; segments: string[]; endpoint: Endpoint };

type Match = { endpoint: Endpoint; params: Record<string, string> };

export class Router {
	readonly #routes: Route[];

	constructor(routes: Routes) {
		this.#routes = Object.entries(routes).map(([key, endpoint]) => {
			const [method = '', path = ''] = key.split(' ');
			return { method, segments: splitPath(path), endpoint };
		});
	}

	/** @throws {AuthError} where nothing is at `path`, or not with this method. */
	match(method: string, path: string): Match {
		const parts = splitPath(path);
		const atPath = this.#routes.flatMap((route) => {
			const params = matchSegments(route.segments, parts);
			return params === null ? [] : [{ ...route, params }];
		});
		const found = atPath.find((route) => route.method === '*' || route.method === method);
		if (found !== undefined) return found;

		if (atPath.length > 0) throw new AuthError(405, 'unknown', 'Method not allowed');
		throw new AuthError(404, 'unknown', 'Not found');
	}
}

function splitPath(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

function matchSegments(segments: string[], parts: string[]): Record<string, string> | null {
	const takesRest = segments.at(-1) === '*';
	const fixed = takesRest ? segments.slice(0, -1) : segments;
	if (takesRest ? parts.length < fixed.length : parts.length !== fixed.length) return null;

	const params: Record<string, string> = {};
	for (const [index, segment] of fixed.entries()) {
		const part = parts[index] ?? '';
		if (segment.startsWith('{')) params[segment.slice(1, -1)] = part;
		else if (segment !== part) return null;
	}
	return params;
}
