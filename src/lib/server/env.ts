import * as v from 'valibot';

const httpUrl = v.pipe(
	v.string(),
	v.url(),
	v.regex(/^https?:\/\//, 'must start with http:// or https://'),
	v.transform((address) => address.replace(/\/+$/, ''))
);
const nonEmpty = v.pipe(v.string(), v.minLength(1));

const schema = v.object({
	PUBLIC_SUPABASE_URL: httpUrl,
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: nonEmpty,
	/** PostgREST's own address, where the app reaches it without the gateway; see `data-api.ts`. */
	SUPABASE_REST_URL: v.optional(httpUrl),
	/** For the worker and operator commands; the app uses it only to name the visitor's address. */
	SUPABASE_SECRET_KEY: v.optional(nonEmpty),
	/** For the worker and LISTEN. */
	SUPABASE_DB_URL: v.optional(nonEmpty),
	SMTP_URL: v.optional(nonEmpty),
	/** Where mail that was not sent can be read during development. */
	DEV_MAIL_URL: v.optional(httpUrl),
	/** The address the site is known by; without it, that of the request. */
	ORIGIN: v.optional(httpUrl)
});

export type Env = v.InferOutput<typeof schema>;

let validated: Env | undefined;

/**
 * The environment, validated once. Read when first asked for rather than on import, because the
 * build imports this module on machines that have no such environment.
 *
 * @throws when a variable is missing or malformed; the message names each and never shows values.
 */
export function env(): Env {
	return (validated ??= parse(process.env));
}

function parse(variables: Record<string, string | undefined>): Env {
	// An empty variable means the same as none: that is how a dotenv file leaves one out.
	const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
	const result = v.safeParse(schema, given);
	if (result.success) return result.output;

	const faults = result.issues.map(
		(issue) => `${v.getDotPath(issue) ?? 'environment'} (${issue.expected ?? issue.message})`
	);
	throw new Error(`Environment variables missing or malformed: ${faults.join(', ')}`);
}
