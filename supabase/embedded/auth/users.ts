import { createHash, randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import type { Database } from './database.ts';

/** Supabase's server once kept several projects in one database; the one project is this. */
const INSTANCE_ID = '00000000-0000-0000-0000-000000000000';

export type Metadata = Record<string, unknown>;

type Identity = {
	identity_id: string;
	id: string;
	user_id: string;
	identity_data: Metadata;
	provider: string;
	last_sign_in_at: string | null;
	created_at: string | null;
	updated_at: string | null;
	email: string | null;
};

/** A row of auth.users with its identities; texts that may be null read as empty. */
export type User = {
	id: string;
	aud: string;
	role: string;
	email: string;
	phone: string;
	encrypted_password: string;
	email_confirmed_at: Date | null;
	phone_confirmed_at: Date | null;
	confirmed_at: Date | null;
	invited_at: Date | null;
	confirmation_sent_at: Date | null;
	recovery_sent_at: Date | null;
	email_change: string;
	email_change_sent_at: Date | null;
	email_change_confirm_status: number;
	reauthentication_sent_at: Date | null;
	last_sign_in_at: Date | null;
	app_metadata: Metadata;
	user_metadata: Metadata;
	created_at: Date | null;
	updated_at: Date | null;
	banned_until: Date | null;
	deleted_at: Date | null;
	is_sso_user: boolean;
	is_anonymous: boolean;
	identities: Identity[];
};

const SELECT_USERS = `
	select
		users.id,
		coalesce(users.aud, '') as aud,
		coalesce(users.role, '') as role,
		coalesce(users.email, '') as email,
		coalesce(users.phone, '') as phone,
		coalesce(users.encrypted_password, '') as encrypted_password,
		users.email_confirmed_at,
		users.phone_confirmed_at,
		users.confirmed_at,
		users.invited_at,
		users.confirmation_sent_at,
		users.recovery_sent_at,
		coalesce(users.email_change, '') as email_change,
		users.email_change_sent_at,
		coalesce(users.email_change_confirm_status, 0) as email_change_confirm_status,
		users.reauthentication_sent_at,
		users.last_sign_in_at,
		coalesce(users.raw_app_meta_data, '{}') as app_metadata,
		coalesce(users.raw_user_meta_data, '{}') as user_metadata,
		users.created_at,
		users.updated_at,
		users.banned_until,
		users.deleted_at,
		users.is_sso_user,
		users.is_anonymous,
		coalesce(
			(
				select jsonb_agg(
					jsonb_build_object(
						'identity_id', identities.id,
						'id', identities.provider_id,
						'user_id', identities.user_id,
						'identity_data', identities.identity_data,
						'provider', identities.provider,
						'last_sign_in_at', identities.last_sign_in_at,
						'created_at', identities.created_at,
						'updated_at', identities.updated_at,
						'email', identities.email
					)
					order by identities.created_at, identities.id
				)
				from auth.identities
				where identities.user_id = users.id
			),
			'[]'
		) as identities
	from auth.users`;

export async function findUserById(db: Database, id: string): Promise<User | null> {
	const { rows } = await db.query<User>(`${SELECT_USERS} where users.id = $1`, [id]);
	return rows[0] ?? null;
}

/** @throws where the user has just been deleted by somebody else. */
export async function getUserById(db: Database, id: string): Promise<User> {
	const user = await findUserById(db, id);
	if (user === null) throw new Error(`User ${id} is gone.`);
	return user;
}

/** The account that signs in with `email`. */
export async function findUserByEmail(
	db: Database,
	config: Config,
	email: string
): Promise<User | null> {
	const { rows } = await db.query<User>(
		`${SELECT_USERS}
		where users.instance_id = $1
			and lower(users.email) = $2
			and users.aud = $3
			and users.is_sso_user = false`,
		[INSTANCE_ID, email.toLowerCase(), config.jwt.audience]
	);
	return rows[0] ?? null;
}

/** The account, locked until the transaction ends, for whoever decides by its state. */
export async function lockUser(db: Database, id: string): Promise<User> {
	await db.query('select from auth.users where users.id = $1 for update', [id]);
	return getUserById(db, id);
}

export async function listUsers(
	db: Database,
	config: Config,
	{ filter, ascending, limit, offset }: UserListing
): Promise<{ users: User[]; total: number }> {
	const conditions = `users.instance_id = $1 and users.aud = $2
		and ($3 = '' or users.email ilike $4 or users.raw_user_meta_data ->> 'full_name' ilike $4)`;
	const pattern = `%${filter.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
	const parameters = [INSTANCE_ID, config.jwt.audience, filter, pattern];
	const direction = ascending ? 'asc' : 'desc';

	const { rows: users } = await db.query<User>(
		`${SELECT_USERS}
		where ${conditions}
		order by users.created_at ${direction}, users.id ${direction}
		limit $5 offset $6`,
		[...parameters, limit, offset]
	);
	const { rows: counts } = await db.query<{ total: number }>(
		`select count(*)::integer as total from auth.users where ${conditions}`,
		parameters
	);
	return { users, total: counts[0]?.total ?? 0 };
}

type UserListing = { filter: string; ascending: boolean; limit: number; offset: number };

export type NewUser = {
	id?: string;
	email: string;
	passwordHash: string;
	userMetadata: Metadata;
	/** What the e-mail identity keeps besides the address. */
	identityData?: Metadata;
	appMetadata?: Metadata;
	role?: string;
	aud?: string;
};

/** Inserts an unconfirmed account with its e-mail identity. */
export async function createUser(db: Database, config: Config, user: NewUser): Promise<User> {
	const id = user.id ?? randomUUID();
	await db.query(
		`insert into auth.users (
			instance_id, id, aud, role, email, encrypted_password,
			confirmation_token, recovery_token, email_change, email_change_token_new,
			raw_app_meta_data, raw_user_meta_data, created_at, updated_at
		)
		values ($1, $2, $3, $4, $5, $6, '', '', '', '', $7, $8, now(), now())`,
		[
			INSTANCE_ID,
			id,
			user.aud ?? config.jwt.audience,
			user.role ?? config.jwt.role,
			user.email,
			user.passwordHash,
			{ provider: 'email', providers: ['email'], ...user.appMetadata },
			user.userMetadata
		]
	);
	await saveEmailIdentity(db, id, {
		...user.identityData,
		...emailClaims(id, user.email)
	});
	return getUserById(db, id);
}

/** What an identity says of its person before the address is confirmed. */
export function emailClaims(id: string, email: string): Metadata {
	return { sub: id, email, email_verified: false, phone_verified: false };
}

/** Adds to the e-mail identity of an account, which is made if it has none. */
export async function saveEmailIdentity(
	db: Database,
	userId: string,
	identityData: Metadata
): Promise<void> {
	const kept: Metadata = { ...identityData, sub: userId };
	await db.query(
		`insert into auth.identities (
			provider_id, user_id, provider, identity_data, last_sign_in_at, created_at, updated_at
		)
		values ($1, $2, 'email', $3, now(), now(), now())
		on conflict (provider_id, provider) do update
		set identity_data = identities.identity_data || excluded.identity_data, updated_at = now()`,
		[userId, userId, kept]
	);
}

type UserChanges = Partial<{
	role: string;
	email: string;
	encrypted_password: string | null;
	email_confirmed_at: Date | null;
	invited_at: Date;
	last_sign_in_at: Date;
	email_change: string;
	email_change_confirm_status: number;
	banned_until: Date | null;
	raw_app_meta_data: Metadata;
	raw_user_meta_data: Metadata;
}>;

/** Changes the columns that `changes` names. Its keys are ours, never a client's. */
export async function updateUser(db: Database, id: string, changes: UserChanges): Promise<User> {
	const assignments = Object.keys(changes).map(
		(column, index) => `${column} = $${String(index + 2)}`
	);
	await db.query(
		`update auth.users set ${['updated_at = now()', ...assignments].join(', ')} where id = $1`,
		[id, ...Object.values(changes)]
	);
	return getUserById(db, id);
}

/** `changes` over `metadata`; a null takes a member away, as Supabase has it. */
export function mergeMetadata(metadata: Metadata, changes: Metadata): Metadata {
	return Object.fromEntries(
		Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== null)
	);
}

/** Marks the address as the person's own. */
export async function confirmEmail(db: Database, user: User): Promise<User> {
	await saveEmailIdentity(db, user.id, { email: user.email, email_verified: true });
	return updateUser(db, user.id, {
		email_confirmed_at: user.email_confirmed_at ?? new Date(),
		raw_user_meta_data: { ...user.user_metadata, email_verified: true }
	});
}

/** Empties an account of what tells who it was, and keeps its row for what refers to it. */
export async function softDeleteUser(db: Database, user: User): Promise<void> {
	await db.query(
		`update auth.users
		set email = $2, phone = $3, email_change = '', phone_change = '',
			encrypted_password = null, raw_user_meta_data = '{}', raw_app_meta_data = '{}',
			deleted_at = now(), updated_at = now()
		where id = $1`,
		[
			user.id,
			obscure(user.id, user.email),
			user.phone === '' ? null : obscure(user.id, user.phone).slice(0, 15)
		]
	);
	for (const identity of user.identities) {
		await db.query(
			`update auth.identities
			set provider_id = $2, identity_data = '{}', updated_at = now()
			where id = $1`,
			[identity.identity_id, obscure(user.id, identity.provider + identity.id)]
		);
	}
}

function obscure(id: string, text: string): string {
	return createHash('sha256')
		.update(id + text)
		.digest('base64url');
}

export function isBanned(user: User): boolean {
	return user.banned_until !== null && user.banned_until > new Date();
}

/** A user as the protocol shows it: times that are not set are left out. */
export function describeUser(user: User): Record<string, unknown> {
	return {
		id: user.id,
		aud: user.aud,
		role: user.role,
		email: user.email,
		...withoutEmpty({
			email_confirmed_at: user.email_confirmed_at,
			invited_at: user.invited_at
		}),
		phone: user.phone,
		...withoutEmpty({
			phone_confirmed_at: user.phone_confirmed_at,
			confirmation_sent_at: user.confirmation_sent_at,
			confirmed_at: user.confirmed_at,
			recovery_sent_at: user.recovery_sent_at,
			new_email: user.email_change,
			email_change_sent_at: user.email_change_sent_at,
			reauthentication_sent_at: user.reauthentication_sent_at,
			last_sign_in_at: user.last_sign_in_at
		}),
		app_metadata: user.app_metadata,
		user_metadata: user.user_metadata,
		identities: user.identities.map((identity) => withoutEmpty(identity)),
		created_at: user.created_at,
		updated_at: user.updated_at,
		...withoutEmpty({ banned_until: user.banned_until, deleted_at: user.deleted_at }),
		is_anonymous: user.is_anonymous
	};
}

function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== null && value !== '')
	);
}
