import { ok, type Context, type Reply } from '../context.ts';

const OTHER_PROVIDERS = [
	'anonymous_users',
	'apple',
	'azure',
	'bitbucket',
	'discord',
	'facebook',
	'figma',
	'fly',
	'github',
	'gitlab',
	'google',
	'kakao',
	'keycloak',
	'linkedin',
	'linkedin_oidc',
	'notion',
	'phone',
	'slack',
	'slack_oidc',
	'snapchat',
	'spotify',
	'twitch',
	'twitter',
	'workos',
	'zoom'
];

export async function showHealth({ pool }: Context): Promise<Reply> {
	await pool.query('select 1');
	return ok({
		version: 'yixiang',
		name: 'Yixiang Auth',
		description: 'Sign-in by the Supabase Auth protocol'
	});
}

export function showSettings({ config }: Context): Promise<Reply> {
	return Promise.resolve(
		ok({
			external: {
				...Object.fromEntries(OTHER_PROVIDERS.map((provider) => [provider, false])),
				email: config.emailEnabled
			},
			disable_signup: config.disableSignup,
			mailer_autoconfirm: config.mailer.autoconfirm,
			phone_autoconfirm: false,
			sms_provider: '',
			saml_enabled: false,
			saml_private_key_next_configured: false,
			passkeys_enabled: false
		})
	);
}

export function showPublicKeys({ keys }: Context): Promise<Reply> {
	return Promise.resolve(ok({ keys: keys.publicJwks }, { 'cache-control': 'public, max-age=600' }));
}
