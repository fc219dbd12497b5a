import { toTitle } from '#lib/catalogue/title.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatInstant } from '#lib/time/period.ts';
import { titleOf } from './dictionary.ts';
import { PARTS, type ExportedPlatform } from './parts.ts';

/** What stands in front of an archive, for whoever opens it later, in the language of who made it. */
export function writeReadme(platform: ExportedPlatform, asOf: Date): string {
	const paragraphs = [
		m.export_readme_title({ platform: toTitle(platform).main.text }),
		m.export_readme_as_of({ instant: formatInstant(asOf), zone: platform.time_zone }),
		m.export_readme_rows(),
		m.export_readme_cells(),
		m.export_readme_import(),
		m.export_readme_manifest(),
		PARTS.map((part) => `${part.name}.csv  ${titleOf(part)[getLocale()]}`).join('\r\n')
	];
	return `\uFEFF${paragraphs.join('\r\n\r\n')}\r\n`;
}
