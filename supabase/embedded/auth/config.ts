import * as v from 'valibot';

/**
 * The configuration, read from the variables of Supabase's own server. A variable that this server
 * has no use for is ignored, so that an environment made for the other starts this one.
 */
export type Config = v.InferOutput<typeof configSchema>;

const boolean = v.pipe(
	v.picklist(['true', 'false', '1', '0', 't', 'f', 'TRUE', 'FALSE', 'True', 'False']),
	v.transform((text) => ['true', '1', 't'].includes(text.toLowerCase()))
);

const integer = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number), v.safeInteger());

const SECONDS_BY_UNIT: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/**
 * Seconds of a duration as Go writes it: `90s`, `1h30m`, `500ms`; null where the text is none.
 */
export function parseDurationSeconds(text: string): number | null {
	if (!/^-?(\d+(\.\d+)?(ms|s|m|h))+$|^-?0$/.test(text)) return null;

	const seconds = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
		(sum, [, amount, unit]) => sum + Number(amount) * (SECONDS_BY_UNIT[unit ?? ''] ?? 0),
		0
	);
	return text.startsWith('-') ? -seconds : seconds;
}

const durationSeconds = v.pipe(
	v.string(),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const seconds = parseDurationSeconds(dataset.value);
		if (seconds !== null && seconds >= 0) return seconds;
		addIssue({ message: 'must be a duration such as 60s or 1h30m' });
		return NEVER;
	})
);

/** Events in a window of seconds; `30` takes the window's default, `30/10m` names it. */
function rate(defaultWindowSeconds: number) {
	return v.pipe(
		v.string(),
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const [events, window] = dataset.value.split('/');
			const windowSeconds =
				window === undefined ? defaultWindowSeconds : parseDurationSeconds(window);
			if (/^\d+(\.\d+)?$/.test(events ?? '') && windowSeconds !== null && windowSeconds > 0) {
				return { events: Number(events), windowSeconds };
			}
			addIssue({ message: 'must be a number or a rate such as 30/10m' });
			return NEVER;
		})
	);
}

const commaSeparated = v.pipe(
	v.string(),
	v.transform((text) =>
		text
			.split(',')
			.map((part) => part.trim())
			.filter((part) => part !== '')
	)
);

const url = v.pipe(v.string(), v.url());

const configSchema = v.pipe(
	v.object({
		host: v.optional(v.string(), '127.0.0.1'),
		port: v.optional(integer, '8081'),
		logLevel: v.optional(
			v.pipe(v.string(), v.toLowerCase(), v.picklist(['trace', 'debug', 'info', 'warn', 'error'])),
			'info'
		),
		databaseUrl: v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//)),
		databasePoolSize: v.optional(integer, '10'),

		apiExternalUrl: url,
		siteUrl: url,
		uriAllowList: v.optional(commaSeparated, ''),

		disableSignup: v.optional(boolean, 'false'),
		emailEnabled: v.optional(boolean, 'true'),
		magicLinkEnabled: v.optional(boolean, 'true'),

		jwt: v.object({
			secret: v.optional(v.string(), ''),
			keys: v.optional(v.string(), ''),
			keyId: v.optional(v.string(), ''),
			expirySeconds: v.optional(integer, '3600'),
			audience: v.optional(v.string(), 'authenticated'),
			role: v.optional(v.string(), 'authenticated'),
			adminRoles: v.optional(commaSeparated, 'service_role,supabase_admin'),
			issuer: v.optional(v.string())
		}),

		mailer: v.object({
			autoconfirm: v.optional(boolean, 'false'),
			secureEmailChange: v.optional(boolean, 'true'),
			otpExpirySeconds: v.optional(integer, '86400'),
			otpLength: v.optional(v.pipe(integer, v.minValue(6), v.maxValue(10)), '6'),
			urlPaths: v.object({
				confirmation: v.optional(v.string(), '/verify'),
				invite: v.optional(v.string(), '/verify'),
				recovery: v.optional(v.string(), '/verify'),
				emailChange: v.optional(v.string(), '/verify')
			}),
			subjects: v.object({
				confirmation: v.optional(v.string()),
				invite: v.optional(v.string()),
				recovery: v.optional(v.string()),
				magicLink: v.optional(v.string()),
				emailChange: v.optional(v.string()),
				reauthentication: v.optional(v.string())
			})
		}),

		smtp: v.object({
			url: v.optional(v.string()),
			host: v.optional(v.string()),
			port: v.optional(integer, '587'),
			user: v.optional(v.string()),
			password: v.optional(v.string()),
			adminEmail: v.optional(v.string(), 'noreply@localhost'),
			senderName: v.optional(v.string(), '仪享 Yixiang'),
			maxFrequencySeconds: v.optional(v.pipe(durationSeconds, v.gtValue(0)), '60s')
		}),

		password: v.object({
			minLength: v.optional(v.pipe(integer, v.minValue(6), v.maxValue(72)), '6'),
			requiredCharacters: v.optional(v.string(), '')
		}),

		security: v.object({
			refreshTokenRotation: v.optional(boolean, 'true'),
			refreshTokenReuseIntervalSeconds: v.optional(integer, '0'),
			passwordChangeNeedsReauthentication: v.optional(boolean, 'false'),
			passwordChangeNeedsCurrentPassword: v.optional(boolean, 'false'),
			sbForwardedFor: v.optional(boolean, 'false')
		}),

		sessions: v.object({
			timeboxSeconds: v.optional(durationSeconds),
			inactivitySeconds: v.optional(durationSeconds)
		}),
		flowStateExpirySeconds: v.optional(durationSeconds, '5m'),

		rateLimits: v.object({
			header: v.optional(v.string()),
			token: v.optional(rate(300)),
			otp: v.optional(rate(300)),
			verify: v.optional(rate(300)),
			emailSent: v.optional(rate(3600), '30')
		})
	}),
	v.check(
		(config) => config.jwt.secret !== '' || config.jwt.keys !== '',
		'GOTRUE_JWT_SECRET or GOTRUE_JWT_KEYS is required'
	),
	v.transform((config) => ({
		...config,
		jwt: { ...config.jwt, issuer: config.jwt.issuer ?? config.apiExternalUrl }
	}))
);

/** @throws with one line for each variable that is missing or wrong. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
	// An empty variable is one that is not set, as in the files that compose passes on.
	function read(...names: string[]): string | undefined {
		return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
	}
	function gotrue(name: string): string | undefined {
		return read(`GOTRUE_${name}`);
	}

	const result = v.safeParse(configSchema, {
		host: read('GOTRUE_API_HOST', 'API_HOST'),
		port: read('PORT', 'GOTRUE_API_PORT', 'API_PORT'),
		logLevel: read('GOTRUE_LOG_LEVEL', 'LOG_LEVEL'),
		databaseUrl: read('GOTRUE_DB_DATABASE_URL', 'DATABASE_URL'),
		databasePoolSize: read('GOTRUE_DB_MAX_POOL_SIZE', 'DB_MAX_POOL_SIZE'),
		apiExternalUrl: read('API_EXTERNAL_URL', 'GOTRUE_API_EXTERNAL_URL'),
		siteUrl: gotrue('SITE_URL'),
		uriAllowList: gotrue('URI_ALLOW_LIST'),
		disableSignup: gotrue('DISABLE_SIGNUP'),
		emailEnabled: gotrue('EXTERNAL_EMAIL_ENABLED'),
		magicLinkEnabled: gotrue('EXTERNAL_EMAIL_MAGIC_LINK_ENABLED'),
		jwt: {
			secret: gotrue('JWT_SECRET'),
			keys: gotrue('JWT_KEYS'),
			keyId: gotrue('JWT_KEY_ID'),
			expirySeconds: gotrue('JWT_EXP'),
			audience: gotrue('JWT_AUD'),
			role: gotrue('JWT_DEFAULT_GROUP_NAME'),
			adminRoles: gotrue('JWT_ADMIN_ROLES'),
			issuer: gotrue('JWT_ISSUER')
		},
		mailer: {
			autoconfirm: gotrue('MAILER_AUTOCONFIRM'),
			secureEmailChange: gotrue('MAILER_SECURE_EMAIL_CHANGE_ENABLED'),
			otpExpirySeconds: gotrue('MAILER_OTP_EXP'),
			otpLength: gotrue('MAILER_OTP_LENGTH'),
			urlPaths: {
				confirmation: gotrue('MAILER_URLPATHS_CONFIRMATION'),
				invite: gotrue('MAILER_URLPATHS_INVITE'),
				recovery: gotrue('MAILER_URLPATHS_RECOVERY'),
				emailChange: gotrue('MAILER_URLPATHS_EMAIL_CHANGE')
			},
			subjects: {
				confirmation: gotrue('MAILER_SUBJECTS_CONFIRMATION'),
				invite: gotrue('MAILER_SUBJECTS_INVITE'),
				recovery: gotrue('MAILER_SUBJECTS_RECOVERY'),
				magicLink: gotrue('MAILER_SUBJECTS_MAGIC_LINK'),
				emailChange: gotrue('MAILER_SUBJECTS_EMAIL_CHANGE'),
				reauthentication: gotrue('MAILER_SUBJECTS_REAUTHENTICATION')
			}
		},
		smtp: {
			url: read('SMTP_URL'),
			host: gotrue('SMTP_HOST'),
			port: gotrue('SMTP_PORT'),
			user: gotrue('SMTP_USER'),
			password: gotrue('SMTP_PASS'),
			adminEmail: gotrue('SMTP_ADMIN_EMAIL'),
			senderName: gotrue('SMTP_SENDER_NAME'),
			maxFrequencySeconds: gotrue('SMTP_MAX_FREQUENCY')
		},
		password: {
			minLength: gotrue('PASSWORD_MIN_LENGTH'),
			requiredCharacters: gotrue('PASSWORD_REQUIRED_CHARACTERS')
		},
		security: {
			refreshTokenRotation: gotrue('SECURITY_REFRESH_TOKEN_ROTATION_ENABLED'),
			refreshTokenReuseIntervalSeconds: gotrue('SECURITY_REFRESH_TOKEN_REUSE_INTERVAL'),
			passwordChangeNeedsReauthentication: gotrue(
				'SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION'
			),
			passwordChangeNeedsCurrentPassword: gotrue(
				'SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD'
			),
			sbForwardedFor: gotrue('SECURITY_SB_FORWARDED_FOR_ENABLED')
		},
		sessions: {
			timeboxSeconds: gotrue('SESSIONS_TIMEBOX'),
			inactivitySeconds: gotrue('SESSIONS_INACTIVITY_TIMEOUT')
		},
		flowStateExpirySeconds: gotrue('EXTERNAL_FLOW_STATE_EXPIRY_DURATION'),
		rateLimits: {
			header: gotrue('RATE_LIMIT_HEADER'),
			token: gotrue('RATE_LIMIT_TOKEN_REFRESH'),
			otp: gotrue('RATE_LIMIT_OTP'),
			verify: gotrue('RATE_LIMIT_VERIFY'),
			emailSent: gotrue('RATE_LIMIT_EMAIL_SENT')
		}
	});
	if (result.success) return result.output;

	const lines = result.issues.map((issue) => {
		const path = issue.path?.map((item) => String(item.key)).join('.') ?? 'environment';
		return `${path}: ${issue.message}`;
	});
	throw new Error(`The configuration is not valid.\n${lines.join('\n')}`);
}
