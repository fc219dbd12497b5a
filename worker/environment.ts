import * as v from 'valibot';

const nonEmpty = v.pipe(v.string(), v.minLength(1));

const schema = v.object({
	/** A direct or session-mode connection: the queue needs LISTEN and long transactions. */
	SUPABASE_DB_URL: nonEmpty,
	SMTP_URL: v.optional(nonEmpty),
	/** The address that links in mails begin with. */
	ORIGIN: v.optional(v.pipe(v.string(), v.url()), 'http://localhost:3000'),
	/** The private key that days of the ledger are sealed with, as PEM; or the file that holds it. */
	LEDGER_SIGNING_KEY: v.optional(nonEmpty),
	LEDGER_KEY_FILE: v.optional(nonEmpty),
	MAIL_FROM: v.optional(nonEmpty, '仪享 Yixiang <no-reply@yixiang.invalid>')
});

export type Environment = v.InferOutput<typeof schema>;

/** @throws when a variable is missing or malformed; the message names it and shows no value. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
	const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
	const result = v.safeParse(schema, given);
	if (result.success) return result.output;
	const names = result.issues.map((issue) => v.getDotPath(issue)).join(', ');
	throw new Error(`Environment variables missing or malformed: ${names}`);
}
