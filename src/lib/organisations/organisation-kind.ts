import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';

const LABELS: Record<Enums<'organisation_kind'>, () => string> = {
	university: m.organisation_kind_university,
	institute: m.organisation_kind_institute,
	company: m.organisation_kind_company,
	startup: m.organisation_kind_startup,
	makerspace: m.organisation_kind_makerspace,
	alliance: m.organisation_kind_alliance,
	agency: m.organisation_kind_agency,
	other: m.organisation_kind_other
};

export function organisationKindLabel(kind: Enums<'organisation_kind'>): string {
	return LABELS[kind]();
}
