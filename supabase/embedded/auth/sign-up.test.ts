import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	anEmail,
	aPerson,
	follow,
	PASSWORD,
	SITE_URL,
	startTestServer,
	type TestServer
} from './test-server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});

afterAll(async () => {
	await server.stop();
});

describe('signing up', () => {
	it('signs nobody in before the address is confirmed', async () => {
		const email = anEmail();

		const { data } = await server.client().signUp({ email, password: PASSWORD });
		const signIn = await server.client().signInWithPassword({ email, password: PASSWORD });

		expect(data.session).toBeNull();
		expect(data.user?.identities).toHaveLength(1);
		expect(signIn.error?.code).toBe('email_not_confirmed');
	});

	it('confirms by the code of the mail and signs in', async () => {
		const email = anEmail();
		const client = server.client();
		await client.signUp({ email, password: PASSWORD, options: { data: { full_name: '林晓' } } });

		const { data, error } = await client.verifyOtp({
			email,
			token: server.mailTo(email).code,
			type: 'email'
		});

		expect(error).toBeNull();
		expect(data.user?.email_confirmed_at).toEqual(expect.any(String));
		expect(data.user?.user_metadata).toMatchObject({ full_name: '林晓', email_verified: true });
		expect(data.session?.access_token).toEqual(expect.any(String));
	});

	it('confirms by the link of the mail and leads back with a session', async () => {
		const email = anEmail();
		await server.client().signUp({ email, password: PASSWORD });

		const target = await follow(server, server.mailTo(email).link);

		const fragment = new URLSearchParams(target.hash.slice(1));
		expect(target.origin).toBe(SITE_URL);
		expect(fragment.get('type')).toBe('signup');
		expect(fragment.get('refresh_token')).toEqual(expect.any(String));
	});

	it('answers a link that was used with the reason, and with no session', async () => {
		const email = anEmail();
		await server.client().signUp({ email, password: PASSWORD });
		const { link } = server.mailTo(email);
		await follow(server, link);

		const target = await follow(server, link);

		const fragment = new URLSearchParams(target.hash.slice(1));
		expect(fragment.get('error')).toBe('access_denied');
		expect(fragment.get('error_code')).toBe('otp_expired');
		expect(fragment.has('access_token')).toBe(false);
	});

	it('does not tell that an address is taken, and sends it no mail', async () => {
		const { email } = await aPerson(server);

		const taken = await server.client().signUp({ email, password: PASSWORD });
		const free = await server.client().signUp({ email: anEmail(), password: PASSWORD });

		expect(taken.error).toBeNull();
		expect(taken.data.user?.identities).toEqual([]);
		expect(Object.keys(taken.data.user ?? {}).sort()).toEqual(
			Object.keys(free.data.user ?? {}).sort()
		);
		expect(server.mailCount(email)).toBe(0);
	});

	it('opens one account for two who sign up with an address at once', async () => {
		const email = anEmail();

		const answers = await Promise.all(
			Array.from({ length: 6 }, () => server.client().signUp({ email, password: PASSWORD }))
		);

		const { rowCount } = await server.pool.query('select from auth.users where email = $1', [
			email
		]);
		expect(rowCount).toBe(1);
		expect(answers.map(({ error }) => error?.status ?? 200)).not.toContain(500);
	});

	it('writes Chinese followed by English, and English alone to whom has chosen it', async () => {
		const [chinese, english] = [anEmail(), anEmail()];

		await server.client().signUp({ email: chinese, password: PASSWORD });
		await server.client().signUp({
			email: english,
			password: PASSWORD,
			options: { data: { language: 'en' } }
		});

		expect(server.mailTo(chinese).subject).toBe('确认您的邮箱 · Confirm your e-mail address');
		expect(server.mailTo(english).subject).toBe('Confirm your e-mail address');
	});

	it.each([
		['a short password', { email: 'a@example.com', password: '12345' }, 'weak_password'],
		['no address', { email: 'not-an-address', password: PASSWORD }, 'validation_failed'],
		['a phone', { phone: '8613800138000', password: PASSWORD }, 'phone_provider_disabled']
	])('refuses %s', async (_, credentials, code) => {
		const { error } = await server.client().signUp(credentials);

		expect(error?.code).toBe(code);
	});

	it('asks for a while between two mails to a person', async () => {
		const email = anEmail();
		await server.client().signUp({ email, password: PASSWORD });

		const { error } = await server.client().resend({ type: 'signup', email });

		expect(error?.code).toBe('over_email_send_rate_limit');
		expect(error?.status).toBe(429);
	});

	it('leaves no account behind where the mail server does not take the mail', async () => {
		const mute = await server.startAnother({ GOTRUE_SMTP_PORT: '1' });
		const email = anEmail();

		const { error } = await mute.client().signUp({ email, password: PASSWORD });

		const { rowCount } = await server.pool.query('select from auth.users where email = $1', [
			email
		]);
		expect(error?.status).toBe(500);
		expect(rowCount).toBe(0);
	});
});

describe('a server that confirms by itself', () => {
	it('signs in at once and says that an address is taken', async () => {
		const trusting = await server.startAnother({ GOTRUE_MAILER_AUTOCONFIRM: 'true' });
		const email = anEmail();

		const first = await trusting.client().signUp({ email, password: PASSWORD });
		const second = await trusting.client().signUp({ email, password: PASSWORD });

		expect(first.data.session?.user.email).toBe(email);
		expect(second.error?.code).toBe('user_already_exists');
	});
});

describe('a server that takes no sign-ups', () => {
	it('refuses them', async () => {
		const closed = await server.startAnother({ GOTRUE_DISABLE_SIGNUP: 'true' });

		const { error } = await closed.client().signUp({ email: anEmail(), password: PASSWORD });
		const otp = await closed.client().signInWithOtp({ email: anEmail() });

		expect(error?.code).toBe('signup_disabled');
		expect(otp.error?.code).toBe('signup_disabled');
	});
});
