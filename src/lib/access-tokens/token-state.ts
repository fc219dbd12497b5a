/** Where a token stands at an instant. */
export function tokenState(
	token: { expires_at: string | null; revoked_at: string | null },
	now: Date
): 'live' | 'expired' | 'revoked' {
	if (token.revoked_at !== null) return 'revoked';
	return token.expires_at !== null && new Date(token.expires_at) <= now ? 'expired' : 'live';
}
