import { localName } from '#lib/catalogue/local-name.ts';
import * as m from '#lib/paraglide/messages.js';
import { levelLabel, type Designation } from './designation.ts';

type Evidence = Designation & {
	id: string;
	document_no: string | null;
	granted_on: string | null;
};

export type DesignationInWords = {
	id: string;
	kind: string;
	level: string;
	document: string;
	validity: string;
	isRevoked: boolean;
};

/** What a platform was designated as, by which document, from when until when. */
export function designationsInWords(designations: Evidence[]): DesignationInWords[] {
	return designations.map((designation) => ({
		id: designation.id,
		kind: localName(designation.kind),
		level: levelLabel(designation.level),
		document: designation.document_no ?? '—',
		validity: describeValidity(designation),
		isRevoked: designation.revoked_on !== null
	}));
}

/** `2014-06-01 起`, `2011-06-01 – 2020-01-01`, or just that it holds. */
function describeValidity({ granted_on: from, revoked_on: to }: Evidence): string {
	if (from !== null && to !== null) return `${from} – ${to}`;
	if (from !== null) return m.platform_designation_since({ from });
	return to === null
		? m.platform_designation_valid()
		: m.platform_designation_revoked({ date: to });
}
