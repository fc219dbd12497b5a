import * as m from '#lib/paraglide/messages.js';

/** What a lab takes its instruments out of use for. */
export const CLOSURE_KINDS = ['maintenance', 'closure', 'own_use'] as const;

export type ClosureKind = (typeof CLOSURE_KINDS)[number];

const LABELS: Record<ClosureKind, () => string> = {
	maintenance: m.closure_kind_maintenance,
	closure: m.closure_kind_closure,
	own_use: m.closure_kind_own_use
};

function isClosureKind(kind: string): kind is ClosureKind {
	return (CLOSURE_KINDS as readonly string[]).includes(kind);
}

/** The glossary's word for it; a kind that is none stays as it is. */
export function closureKindLabel(kind: string): string {
	return isClosureKind(kind) ? LABELS[kind]() : kind;
}
