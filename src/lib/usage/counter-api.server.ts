/**
 * The COUNTER API of R5.1 (formerly COUNTER_SUSHI): what a harvester asks, read and refused as its
 * appendix D says. Usage is that of "The World"; which platform it is of is a filter.
 */
import type { RequestEvent } from '@sveltejs/kit';
import { logger } from '#lib/server/logger.ts';
import { CounterException, exceptionText } from './counter-exceptions.ts';
import { addMonths, currentMonth, toMonth, type Month } from './months.ts';

/** The customer that stands for everybody. */
export const THE_WORLD = '0000000000000000';

/** Ten years: more would make rows of no use to anybody. */
const MAX_MONTHS = 120;

const KNOWN = ['customer_id', 'requestor_id', 'api_key', 'begin_date', 'end_date', 'platform'];
const COMPONENTS = 'include_component_details';

export type Harvest = {
	begin: Month;
	end: Month;
	platform: string | null;
	/** What was asked for and is left out, as the report says it. */
	exceptions: string[];
};

/**
 * @param params of a request for a report.
 * @throws {@link CounterException} where they are not enough, or of no months that there can be.
 */
export function readHarvest(params: URLSearchParams, now: Date): Harvest {
	requireCustomer(params);
	const [begins, ends] = [params.get('begin_date'), params.get('end_date')];
	if (begins === null || ends === null) {
		throw new CounterException(1030, begins === null ? 'begin_date' : 'end_date');
	}
	const [begin, end] = [toMonth(begins), toMonth(ends)];
	if (
		begin === null ||
		end === null ||
		end < begin ||
		begin >= currentMonth(now) ||
		addMonths(begin, MAX_MONTHS) <= end
	) {
		throw new CounterException(3020, `begin_date=${begins}; end_date=${ends}`);
	}
	const unknown = [...new Set(params.keys())].filter(
		(name) => !KNOWN.includes(name) && name !== COMPONENTS
	);
	return {
		begin,
		end,
		platform: params.get('platform'),
		exceptions: [
			...(unknown.length > 0 ? [exceptionText(3050, unknown.join(', '))] : []),
			...(params.get(COMPONENTS)?.toLowerCase() === 'true' ? [exceptionText(3063, COMPONENTS)] : [])
		]
	};
}

/** Every request but that for the status names a customer. */
export function requireCustomer(params: URLSearchParams): void {
	const customer = params.get('customer_id');
	if (customer === null) throw new CounterException(1030, 'customer_id');
	if (customer !== THE_WORLD) throw new CounterException(2010, customer);
}

/** Wraps a handler, so that every way it can end is what a harvester can read. */
export function counterApi(
	handler: (event: RequestEvent) => Response | Promise<Response>
): (event: RequestEvent) => Promise<Response> {
	return async (event) => {
		try {
			if (event.locals.authError !== null) throw new CounterException(2020);
			return await handler(event);
		} catch (thrown) {
			if (thrown instanceof CounterException) return thrown.toResponse();
			logger.error({ err: thrown, route: event.route.id }, 'a harvester was not answered');
			return new CounterException(1000).toResponse();
		}
	};
}

/** The API takes the tokens of the rest of the site, as a bearer. */
export function requireRequestor({ locals }: RequestEvent): void {
	if (locals.claims === null) throw new CounterException(2000);
}
