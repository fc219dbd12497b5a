import { describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';

describe('what the log says of an error', () => {
	it('is its message, code and stack, without the connection that was lost or the row it quotes', () => {
		const error = Object.assign(new Error('Connection terminated unexpectedly'), {
			code: '57P01',
			detail: 'Key (email)=(ada@example.org) already exists.',
			client: { password: 'a secret' }
		});

		const said = JSON.stringify(describeError(error));

		expect(JSON.parse(said)).toEqual({
			name: 'Error',
			message: 'Connection terminated unexpectedly',
			code: '57P01',
			stack: error.stack
		});
	});

	it('names what caused it, and each of several failures', () => {
		const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

		expect(describeError(new Error('no answer', { cause: refused }))).toMatchObject({
			cause: { code: 'ECONNREFUSED' }
		});
		expect(describeError(new AggregateError([refused]))).toMatchObject({
			errors: [{ code: 'ECONNREFUSED' }]
		});
	});

	it('is its text where something else was thrown', () => {
		expect(describeError('no reason')).toEqual({ message: 'no reason' });
	});
});
