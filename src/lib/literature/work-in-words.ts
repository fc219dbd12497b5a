import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';
import { dataTypeLabel } from './data-type.ts';
import type { findLiteratureItem } from './queries.server.ts';

type Work = NonNullable<Awaited<ReturnType<typeof findLiteratureItem>>>;
type Access = { label: string; tone: BadgeTone; how: string };

/** What a work's page says of it, so that the page need not carry the words for every kind of work. */
export function workInWords(work: Work) {
	const particulars: [string, string | null][] = [
		[m.literature_authors(), work.authors.join(m.catalogue_list_separator())],
		[m.literature_venue(), work.venue],
		[m.literature_year(), work.published_year === null ? null : String(work.published_year)],
		[m.literature_type(), dataTypeLabel(work.data_type)]
	];
	return {
		type: dataTypeLabel(work.data_type),
		access: accessInWords(work.access === 'open'),
		particulars: particulars.flatMap(([term, value]) => (value ? [{ term, value }] : []))
	};
}

function accessInWords(isOpen: boolean): Access {
	return isOpen
		? { label: m.literature_access_open(), tone: 'ok', how: m.literature_access_open_how() }
		: {
				label: m.literature_access_delivery(),
				tone: 'accent',
				how: m.literature_access_delivery_how()
			};
}
