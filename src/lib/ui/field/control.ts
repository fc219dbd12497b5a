/** What `Field` hands to the control inside it. */
export type ControlAttributes = {
	id: string;
	name: string;
	required: boolean;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
};

const KINDS = {
	line: 'h-control',
	choice: 'h-control appearance-none pr-8',
	text: 'field-sizing-content min-h-24 py-2'
};

/** The look that every box one types or chooses in shares. */
export function controlStyle(kind: keyof typeof KINDS): string {
	return `w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink transition-colors placeholder:text-ink-muted hover:border-accent focus-visible:border-accent disabled:bg-sunken disabled:text-ink-muted aria-invalid:border-danger aria-invalid:outline-danger ${KINDS[kind]}`;
}
