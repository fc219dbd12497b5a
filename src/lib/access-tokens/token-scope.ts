import * as m from '#lib/paraglide/messages.js';

/** What a token may be used for beyond reading, as `private.token_functions` has it. */
export const TOKEN_SCOPES = ['book', 'check_in', 'manage', 'administer'] as const;

export type TokenScope = (typeof TOKEN_SCOPES)[number];

const LABELS: Record<string, () => string> = {
	read: m.token_scope_read,
	book: m.token_scope_book,
	check_in: m.token_scope_check_in,
	manage: m.token_scope_manage,
	administer: m.token_scope_administer
};

const MEANINGS: Record<TokenScope, () => string> = {
	book: m.token_scope_book_meaning,
	check_in: m.token_scope_check_in_meaning,
	manage: m.token_scope_manage_meaning,
	administer: m.token_scope_administer_meaning
};

/** A scope in words; one that this version does not know by its own name. */
export function scopeLabel(scope: string): string {
	return LABELS[scope]?.() ?? scope;
}

export function scopeMeaning(scope: TokenScope): string {
	return MEANINGS[scope]();
}

/** The scopes that are of use to a person by their roles, as `private.is_scope_offered` has it. */
export function scopesFor(roles: readonly string[]): TokenScope[] {
	const isAdministrator = roles.includes('administrator');
	const isStaff = isAdministrator || roles.includes('manager') || roles.includes('technician');
	return TOKEN_SCOPES.filter((scope) =>
		scope === 'administer' ? isAdministrator : scope === 'manage' ? isStaff : true
	);
}
