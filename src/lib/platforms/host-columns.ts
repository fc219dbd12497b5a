/** What every page of the catalogue shows of the platform behind a resource. */
export const HOST_COLUMNS = `id, name, language, name_en, province, city, county, street,
	directions, directions_en, time_zone, website, sharing_rules,
	organisation:organisations(id, name, language, name_en),
	designations:platform_designations(level, revoked_on, kind:designation_kinds(code, name, name_en))`;

/** A platform as `HOST_COLUMNS` reads it. */
export type Host = {
	id: string;
	name: string;
	language: string;
	name_en: string | null;
	province: string | null;
	city: string | null;
	county: string | null;
	street: string | null;
	directions: string | null;
	directions_en: string | null;
	time_zone: string;
	website: string | null;
	sharing_rules: string | null;
	/** Null where the host is an organisation that strangers do not see. */
	organisation: { id: string; name: string; language: string; name_en: string | null } | null;
	designations: {
		level: string;
		revoked_on: string | null;
		kind: { code: string; name: string; name_en: string };
	}[];
};
