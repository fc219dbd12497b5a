import { requireAdministrator, requireUser } from '../authenticate.ts';
import type { Context, Endpoint, Reply } from '../context.ts';
import { AuthError, validationFailed } from '../errors.ts';

/**
 * What is not offered, refused as Supabase's server refuses a feature that is switched off, so that
 * a client tells its user the right thing.
 */

function refuse(status: number, code: string, message: string): Endpoint {
	return () => Promise.reject(new AuthError(status, code, message));
}

function refusePerson(status: number, code: string, message: string): Endpoint {
	return async (context) => {
		await requireUser(context);
		throw new AuthError(status, code, message);
	};
}

function refuseAdministrator(status: number, code: string, message: string): Endpoint {
	return async (context) => {
		await requireAdministrator(context);
		throw new AuthError(status, code, message);
	};
}

export function refuseProvider({ query }: Context): Promise<Reply> {
	const provider = query.get('provider') ?? '';
	return Promise.reject(
		validationFailed(
			provider === ''
				? 'Unsupported provider: Provider  could not be found'
				: 'Unsupported provider: provider is not enabled'
		)
	);
}

/** Who issues the tokens of the providers that Supabase knows by name. */
const ISSUERS = new Map<unknown, string>([
	['apple', 'https://appleid.apple.com'],
	['facebook', 'https://www.facebook.com'],
	['google', 'https://accounts.google.com'],
	['kakao', 'https://kauth.kakao.com']
]);

export async function refuseIdToken(context: Context): Promise<Reply> {
	const body = await context.readJson();
	const provider =
		typeof body === 'object' && body !== null && 'provider' in body ? body.provider : undefined;
	const issuer = ISSUERS.get(provider) ?? '';
	throw new AuthError(400, 'provider_disabled', `Provider (issuer "${issuer}") is not enabled`);
}

export const refuseWeb3 = refuse(422, 'web3_provider_disabled', 'Web3 provider is disabled');
export const refuseSso = refuse(404, 'saml_provider_disabled', 'SAML 2.0 is disabled');
export const refusePasskeys = refuse(404, 'passkey_disabled', 'Passkeys are disabled');
export const refuseOAuthServer = refuse(404, 'feature_disabled', 'OAuth server is disabled');
export const refuseLinking = refusePerson(
	404,
	'manual_linking_disabled',
	'Manual linking is disabled'
);

/** The codes of `POST /factors` by the kind that is asked for. */
const FACTOR_REFUSALS = new Map<unknown, [code: string, message: string]>([
	['totp', ['mfa_totp_enroll_not_enabled', 'MFA enroll is disabled for TOTP']],
	['phone', ['mfa_phone_enroll_not_enabled', 'MFA enroll is disabled for Phone']],
	['webauthn', ['mfa_webauthn_enroll_not_enabled', 'MFA enroll is disabled for WebAuthn']]
]);

export async function refuseFactor(context: Context): Promise<Reply> {
	await requireUser(context);
	const body = await context.readJson();
	const kind =
		typeof body === 'object' && body !== null && 'factor_type' in body ? body.factor_type : '';
	const refusal = FACTOR_REFUSALS.get(kind);
	if (refusal === undefined) {
		throw validationFailed('factor_type needs to be totp, phone, or webauthn');
	}
	throw new AuthError(422, ...refusal);
}

/** Nobody has a factor, so none is ever found. */
export const refuseFactorUse = refusePerson(404, 'mfa_factor_not_found', 'Factor not found');
export const refuseAdminFactorUse = refuseAdministrator(
	404,
	'mfa_factor_not_found',
	'Factor not found'
);
export const refuseAdminSso = refuseAdministrator(
	404,
	'saml_provider_disabled',
	'SAML 2.0 is disabled'
);
export const refuseAdminOAuth = refuseAdministrator(
	404,
	'feature_disabled',
	'OAuth server is disabled'
);
export const refuseAdminPasskeys = refuseAdministrator(
	404,
	'passkey_disabled',
	'Passkeys are disabled'
);
