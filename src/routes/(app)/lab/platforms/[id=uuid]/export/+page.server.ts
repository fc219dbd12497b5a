import { titleOf } from '#lib/export/dictionary.ts';
import { readProgress } from '#lib/export/progress.server.ts';
import { countParts } from '#lib/export/read-part.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), event.params.id);
	const [{ parts, files }, progress] = await Promise.all([
		countParts(supabase, platform),
		readProgress(supabase, platform.id)
	]);
	return {
		progress,
		platform,
		parts: parts.map(({ part, rows }) => ({
			name: part.name,
			title: titleOf(part)[getLocale()],
			rows
		})),
		files
	};
};
