/** The functions of a platform's display, called the way the Data API calls them. */
import { asAnonymous, asPerson, type Db } from './database.ts';

type Id = { id: string };

type ShownInstrument = {
	id: string;
	units: number;
	open: [string, string][];
	spans: {
		kind: string;
		starts_at: string;
		ends_at: string;
		is_in_use: boolean;
		organisation: { name: string } | null;
		reason: string | null;
	}[];
	fault: { severity: string; advice: string | null } | null;
};
export type ShownDisplay = {
	at: string;
	platform: { id: string; time_zone: string };
	instruments: ShownInstrument[];
};

export function openDisplay(
	db: Db,
	person: Id,
	platform: Id,
	{ isPublic = false, showsOrganisations = false } = {}
) {
	return asPerson(db, person.id, () =>
		db.one<{ platform_id: string; is_public: boolean; shows_organisations: boolean }>(
			'select * from public.open_display($1, $2, $3)',
			[platform.id, isPublic, showsOrganisations]
		)
	);
}

export function withdrawDisplay(db: Db, person: Id, platform: Id) {
	return asPerson(db, person.id, () =>
		db.query('select public.withdraw_display($1)', [platform.id])
	);
}

export async function displayToken(db: Db, person: Id, platform: Id): Promise<string | null> {
	const { token } = await asPerson(db, person.id, () =>
		db.one<{ token: string | null }>('select public.display_token($1) as token', [platform.id])
	);
	return token;
}

/** Looks at a display as a screen does: without a session. */
export async function lookAt(
	db: Db,
	platform: Id,
	token: string | null = null
): Promise<ShownDisplay> {
	const { shown } = await asAnonymous(db, () =>
		db.one<{ shown: ShownDisplay }>('select public.platform_display($1, $2) as shown', [
			platform.id,
			token
		])
	);
	return shown;
}
