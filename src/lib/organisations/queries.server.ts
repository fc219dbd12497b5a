import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_PLATFORMS = 100;

/** An organisation that the person asking may see; null for any other. */
export async function findOrganisation(db: Db, id: string) {
	return read(
		db
			.from('organisations')
			.select(
				`id, kind, name, language, name_en, unified_social_credit_code, established_on, province, city,
				address, website, verified_at,
				platforms(id, name, language, name_en, city,
					designations:platform_designations(level, revoked_on,
						kind:designation_kinds(code, name, name_en)),
					instruments(count)),
				makerspace_registrations(level, document_no, registered_on, revoked_on),
				admitted_to:alliance_admissions!alliance_admissions_makerspace_id_fkey(admitted_on, left_on,
					alliance:organisations!alliance_admissions_alliance_id_fkey(id, name, language, name_en)),
				members:alliance_admissions!alliance_admissions_alliance_id_fkey(admitted_on, left_on,
					makerspace:organisations!alliance_admissions_makerspace_id_fkey(id, name, language, name_en))`
			)
			.eq('id', id)
			.is('platforms.retired_at', null)
			.is('platforms.instruments.retired_at', null)
			.order('name', { referencedTable: 'platforms' })
			.limit(MAX_PLATFORMS, { referencedTable: 'platforms' })
			.order('registered_on', { referencedTable: 'makerspace_registrations' })
			.order('admitted_on', { referencedTable: 'admitted_to' })
			.order('admitted_on', { referencedTable: 'members' })
			.maybeSingle()
	);
}
