/**
 * What the form of preferences sends: each kind that it showed, and the boxes that are ticked. A box
 * that is not ticked is not sent, so the kinds say what was there to be ticked.
 */
export function readNoticePreferences(form: FormData) {
	const inApp = new Set(form.getAll('in_app'));
	const byMail = new Set(form.getAll('by_mail'));
	return form
		.getAll('kind')
		.filter((kind) => typeof kind === 'string')
		.map((kind) => ({ kind, in_app: inApp.has(kind), by_mail: byMail.has(kind) }));
}

/** Who has to do with the kinds of a section. */
const SECTION_ROLES: Record<string, readonly string[] | null> = {
	booking: null,
	use: null,
	training: null,
	membership: null,
	organisation: ['owner'],
	lab: ['manager', 'technician'],
	evaluation: ['evaluator']
};

/** Whether a person with these roles is ever told of the kinds of a section. */
export function concernsRoles(section: string, roles: readonly string[]): boolean {
	const concerned = SECTION_ROLES[section] ?? null;
	return concerned === null || concerned.some((role) => roles.includes(role));
}
