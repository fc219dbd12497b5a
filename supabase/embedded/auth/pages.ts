import type { Context } from './context.ts';
import { validationFailed } from './errors.ts';

export type Page = { number: number; size: number };

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

/** @throws {AuthError} where `page` or `per_page` is not a positive number. */
export function readPage(query: URLSearchParams): Page {
	return {
		number: readPositive(query, 'page', 1),
		size: Math.min(readPositive(query, 'per_page', DEFAULT_SIZE), MAX_SIZE)
	};
}

function readPositive(query: URLSearchParams, name: string, fallback: number): number {
	const value = query.get(name) ?? '';
	if (value === '') return fallback;
	if (!/^[1-9]\d{0,8}$/.test(value)) {
		throw validationFailed(`Bad Pagination Parameters: ${name} is not a positive number`);
	}
	return Number(value);
}

/** The headers by which clients page on. */
export function toPageHeaders(
	{ path, query }: Pick<Context, 'path' | 'query'>,
	page: Page,
	total: number
): Record<string, string> {
	const last = Math.ceil(total / page.size);
	function linkTo(number: number, relation: string): string {
		const parameters = new URLSearchParams(query);
		parameters.set('page', String(number));
		return `<${path}?${parameters.toString()}>; rel="${relation}"`;
	}

	const next = page.number < last ? [linkTo(page.number + 1, 'next')] : [];
	return {
		link: [...next, linkTo(last, 'last')].join(', '),
		'x-total-count': String(total)
	};
}
