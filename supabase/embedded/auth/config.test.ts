import { describe, expect, it } from 'vitest';
import { parseConfig, parseDurationSeconds } from './config.ts';

const LEAST = {
	DATABASE_URL: 'postgres://localhost/postgres',
	API_EXTERNAL_URL: 'http://localhost:9999',
	GOTRUE_SITE_URL: 'http://localhost:3000',
	GOTRUE_JWT_SECRET: 'secret'
};

describe('the configuration', () => {
	it('takes the names of Supabase’s server and its defaults', () => {
		const config = parseConfig({
			...LEAST,
			PORT: '9999',
			GOTRUE_MAILER_AUTOCONFIRM: 'true',
			GOTRUE_URI_ALLOW_LIST: 'https://a.test, https://b.test/**',
			GOTRUE_RATE_LIMIT_OTP: '5/1m',
			GOTRUE_SMTP_MAX_FREQUENCY: ''
		});

		expect(config).toMatchObject({
			port: 9999,
			uriAllowList: ['https://a.test', 'https://b.test/**'],
			mailer: { autoconfirm: true, otpLength: 6 },
			jwt: { expirySeconds: 3600, issuer: 'http://localhost:9999' },
			smtp: { maxFrequencySeconds: 60 },
			rateLimits: { otp: { events: 5, windowSeconds: 60 } }
		});
	});

	it.each([
		['no database', { DATABASE_URL: undefined }, 'databaseUrl'],
		['no key', { GOTRUE_JWT_SECRET: undefined }, 'GOTRUE_JWT_SECRET or GOTRUE_JWT_KEYS'],
		['a port that is none', { PORT: 'http' }, 'port'],
		['a switch that is neither', { GOTRUE_DISABLE_SIGNUP: 'maybe' }, 'disableSignup']
	])('is refused with %s', (_, env, message) => {
		expect(() => parseConfig({ ...LEAST, ...env })).toThrow(message);
	});
});

describe('a duration', () => {
	it.each([
		['90s', 90],
		['1h30m', 5400],
		['500ms', 0.5],
		['0', 0],
		['5', null],
		['soon', null]
	])('%s is %s seconds', (text, seconds) => {
		expect(parseDurationSeconds(text)).toBe(seconds);
	});
});
