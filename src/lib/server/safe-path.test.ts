import { describe, expect, it } from 'vitest';
import { toSafePath } from './safe-path.ts';

describe('toSafePath', () => {
	it.each(['/', '/bookings', '/en/search?q=电镜&kind=instrument#results'])(
		'lets %j through',
		(path) => {
			const safe = toSafePath(path);

			expect(decodeURI(safe ?? '')).toBe(path);
		}
	);

	it.each([
		'',
		'bookings',
		'https://elsewhere.test/',
		'//elsewhere.test/',
		'/\\elsewhere.test/',
		'/\t/elsewhere.test/',
		'/\n/elsewhere.test/',
		'/.//elsewhere.test/',
		'/..//elsewhere.test/',
		'javascript:alert(1)',
		'//@elsewhere.test'
	])('refuses %j', (path) => {
		const safe = toSafePath(path);

		expect(safe).toBeNull();
	});

	it('takes nothing for nothing', () => {
		expect([toSafePath(null), toSafePath(undefined)]).toEqual([null, null]);
	});
});
