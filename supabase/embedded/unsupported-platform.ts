/** Said where a program of the stack is not to be had for this kind of machine. */
export class UnsupportedPlatformError extends Error {
	constructor(program: string) {
		super(
			`There is no ${program} for ${process.platform}-${process.arch} among the packages of this project. Start Supabase with "npx supabase start" (it needs Docker), and set PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY and SUPABASE_DB_URL to what "npx supabase status" names.`
		);
	}
}
