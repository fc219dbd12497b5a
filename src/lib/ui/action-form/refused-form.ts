/** A form of a page that was refused: which, why, and what was typed, to be corrected. */
export type RefusedForm = { form: string; message: string; sent: Record<string, unknown> };

/** What was typed into a field of a form that was refused; otherwise what is known. */
export function typedIn(refused: RefusedForm | undefined, form: string, field: string, known = '') {
	const typed = refused?.form === form ? refused.sent[field] : undefined;
	return typeof typed === 'string' ? typed : known;
}

/** The refusal of a `ReasonForm`; where several stand in a list, that of the row with this value. */
export function refusedReason(
	refused: RefusedForm | undefined,
	form: string,
	row?: { field: string; value: string }
) {
	if (refused?.form !== form || (row && refused.sent[row.field] !== row.value)) return null;
	return { message: refused.message, reason: typedIn(refused, form, 'reason') };
}
