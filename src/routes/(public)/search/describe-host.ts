import { toTitle, type Named } from '#lib/catalogue/title.ts';

type Hosted = {
	language: string;
	platform: Omit<Named, 'language'>;
	organisation: Omit<Named, 'language'>;
	city: string | null;
};

/**
 * Who keeps a resource and where, on one line. Registers often call a platform after its
 * organisation, which is then not said twice.
 */
export function describeHost({ language, platform, organisation, city }: Hosted): string {
	const [of, at] = [platform, organisation].map(
		(named) => toTitle({ ...named, language }).main.text
	);
	return [of, at !== undefined && of?.includes(at) ? null : at, city].filter(Boolean).join(' · ');
}
