import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import { AuthError, validationFailed } from './errors.ts';

export type Pkce = { challenge: string; method: 's256' | 'plain' };

/**
 * The PKCE challenge of a request; null for the implicit flow.
 *
 * @throws {AuthError} where one half is missing or either is malformed.
 */
export function parsePkce(body: {
	code_challenge: string;
	code_challenge_method: string;
}): Pkce | null {
	const { code_challenge: challenge } = body;
	const method = body.code_challenge_method.toLowerCase();
	if (challenge === '' && method === '') return null;

	if (challenge === '' || method === '') {
		throw validationFailed('PKCE flow requires code_challenge_method and code_challenge');
	}
	if (method !== 's256' && method !== 'plain') {
		throw validationFailed(`unsupported code_challenge method "${method}"`);
	}
	if (challenge.length < 43 || challenge.length > 128) {
		throw validationFailed('code challenge has to be between 43 and 128 characters');
	}
	if (!/^[a-zA-Z._~0-9-]+$/.test(challenge)) {
		throw validationFailed(
			'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes'
		);
	}
	return { challenge, method };
}

/** How a sign-in by mail began; the access token's `amr` names it when the flow is done. */
export type FlowMethod = 'email/signup' | 'magiclink' | 'recovery' | 'email_change' | 'invite';

export async function createFlowState(
	db: Database,
	userId: string,
	flowMethod: FlowMethod,
	{ challenge, method }: Pkce
): Promise<void> {
	await db.query(
		`insert into auth.flow_state (
			id, user_id, auth_code, code_challenge, code_challenge_method,
			provider_type, authentication_method, created_at, updated_at
		)
		values ($1, $2, $3, $4, $5, 'email', $6, now(), now())`,
		[randomUUID(), userId, randomUUID(), challenge, method, flowMethod]
	);
}

/**
 * The code that the visitor of a link is sent back with, good for the flow that the person began
 * last in this way; null where none is under way.
 */
export async function issueAuthCode(
	db: Database,
	userId: string,
	flowMethods: FlowMethod[]
): Promise<string | null> {
	const { rows } = await db.query<{ auth_code: string }>(
		`update auth.flow_state
		set auth_code_issued_at = now(), updated_at = now()
		where id = (
			select id
			from auth.flow_state
			where user_id = $1 and authentication_method = any($2) and code_challenge is not null
			order by created_at desc
			limit 1
		)
		returning auth_code`,
		[userId, flowMethods]
	);
	return rows[0]?.auth_code ?? null;
}

type FlowState = {
	user_id: string | null;
	authentication_method: string;
	code_challenge: string;
	code_challenge_method: Pkce['method'];
	auth_code_issued_at: Date | null;
};

/**
 * Ends the flow of a code for whoever has its verifier.
 *
 * @throws {AuthError} where the code is unknown or too old, or the verifier is another flow's.
 */
export async function spendAuthCode(
	db: Database,
	config: Config,
	authCode: string,
	verifier: string
): Promise<{ userId: string; method: string }> {
	const { rows } = await db.query<FlowState>(
		`select user_id, authentication_method, code_challenge, code_challenge_method,
			auth_code_issued_at
		from auth.flow_state
		where auth_code = $1
		for update`,
		[authCode]
	);
	const flow = rows[0];
	// A code that no link has issued yet is not one, however its text came to be known.
	if (flow?.user_id == null || flow.auth_code_issued_at === null) {
		throw new AuthError(
			404,
			'flow_state_not_found',
			'invalid flow state, no valid flow state found'
		);
	}
	const age = Date.now() - flow.auth_code_issued_at.getTime();
	if (age > config.flowStateExpirySeconds * 1000) {
		throw new AuthError(422, 'flow_state_expired', 'invalid flow state, flow state has expired');
	}
	if (!isVerifierOf(flow.code_challenge, flow.code_challenge_method, verifier)) {
		throw new AuthError(
			400,
			'bad_code_verifier',
			'code challenge does not match previously saved code verifier'
		);
	}
	await db.query('delete from auth.flow_state where auth_code = $1', [authCode]);
	return { userId: flow.user_id, method: flow.authentication_method };
}

function isVerifierOf(challenge: string, method: Pkce['method'], verifier: string): boolean {
	const derived =
		method === 's256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
	const [expected, actual] = [Buffer.from(challenge), Buffer.from(derived)];
	return expected.length === actual.length && timingSafeEqual(expected, actual);
}
