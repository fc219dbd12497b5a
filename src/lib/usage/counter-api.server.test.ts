import { describe, expect, it } from 'vitest';
import { readHarvest, requireCustomer, THE_WORLD } from './counter-api.server.ts';
import { CounterException } from './counter-exceptions.ts';

const NOW = new Date('2026-04-10T00:00:00Z');
const WHOLE = `customer_id=${THE_WORLD}&begin_date=2026-01&end_date=2026-03`;

function codeOf(query: string): number | null {
	try {
		readHarvest(new URLSearchParams(query), NOW);
		return null;
	} catch (thrown) {
		if (thrown instanceof CounterException) return thrown.code;
		throw thrown;
	}
}

describe('a request for a report (R5.1, appendix D)', () => {
	it('is of months, of a customer, and of a platform where it is named', () => {
		expect(readHarvest(new URLSearchParams(`${WHOLE}&platform=p&requestor_id=r`), NOW)).toEqual({
			begin: '2026-01-01',
			end: '2026-03-01',
			platform: 'p',
			exceptions: []
		});
	});

	it.each([
		['no customer', 'begin_date=2026-01&end_date=2026-03', 1030],
		['no first month', `customer_id=${THE_WORLD}&end_date=2026-03`, 1030],
		['no last month', `customer_id=${THE_WORLD}&begin_date=2026-01`, 1030],
		['another customer', 'customer_id=1&begin_date=2026-01&end_date=2026-03', 2010],
		['no month', WHOLE.replace('2026-01', 'January'), 3020],
		['months the wrong way round', WHOLE.replace('2026-01', '2026-04'), 3020],
		[
			'a month that is not over',
			`customer_id=${THE_WORLD}&begin_date=2026-04&end_date=2026-05`,
			3020
		],
		['more than ten years', WHOLE.replace('2026-01', '2010-01'), 3020]
	])('with %s is refused as %s says', (_what, query, code) => {
		expect(codeOf(query)).toBe(code);
	});

	it('with what is not known here goes on, and says so', () => {
		const { exceptions } = readHarvest(
			new URLSearchParams(`${WHOLE}&yop=2024&granularity=Totals&include_component_details=True`),
			NOW
		);

		expect(exceptions).toEqual([
			'3050: Parameter Not Recognized in this Context (yop, granularity)',
			'3063: Components Not Supported (include_component_details)'
		]);
	});
});

describe('an exception', () => {
	it('is JSON with the status of its code', async () => {
		const response = new CounterException(2010, 'x').toResponse();

		expect(response.status).toBe(403);
		expect(await response.json()).toEqual({
			Code: 2010,
			Message: 'Requestor is Not Authorized to Access Usage for Institution',
			Data: 'x'
		});
	});

	it('meets a request without customer', () => {
		expect(() => {
			requireCustomer(new URLSearchParams());
		}).toThrow(CounterException);
	});
});
