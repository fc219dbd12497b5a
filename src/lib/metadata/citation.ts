/*
 * Citations as people paste them. Data by GB/T 35294-2017 (creator, name, version, publisher, date,
 * identifier, address), works by GB/T 7714-2015, and everything as DataCite recommends it. What is not
 * known is left out; nothing is made up to fill a place.
 */

export type Citation = { style: string; text: string };

type Data = {
	id: string;
	title: string;
	creators: string[];
	publisher: string | null;
	doi: string | null;
	cstr: string | null;
	published_on: string | null;
	version: string | null;
	platform: { name: string };
};

type Instrument = {
	id: string;
	name: string;
	model: string | null;
	manufacturer: string | null;
	in_service_on: string | null;
	platform: { name: string; organisation: { name: string } | null };
};

type Work = {
	id: string;
	title: string;
	authors: string[];
	venue: string | null;
	published_year: number | null;
	data_type: string;
	doi: string | null;
	language: string;
	platform: { name: string };
};

const DATACITE = 'DataCite';

export function citeDataset(dataset: Data, origin: string): Citation[] {
	const { creators, title, version, doi, cstr, published_on: date } = dataset;
	const publisher = dataset.publisher ?? dataset.platform.name;
	const page = `${origin}/datasets/${dataset.id}`;
	const identifier = doi !== null ? `DOI:${doi}` : cstr !== null ? `CSTR:${cstr}` : null;
	return [
		{
			style: 'GB/T 35294',
			text: sentences(
				creators.join(', '),
				`${title}[DS/OL]`,
				version,
				[publisher, date].filter(Boolean).join(', '),
				identifier,
				page
			)
		},
		{
			style: DATACITE,
			text: sentences(
				`${creators.length > 0 ? creators.join('; ') : publisher}${inBrackets(date?.slice(0, 4))}: ${title}`,
				version,
				publisher,
				'(Dataset)',
				doi !== null ? `https://doi.org/${doi}` : page
			)
		}
	];
}

/** As a paper names what it was measured with. */
export function citeInstrument(instrument: Instrument, origin: string): Citation[] {
	const { name, model, manufacturer, platform } = instrument;
	const owner = platform.organisation?.name ?? platform.name;
	const page = `${origin}/instruments/${instrument.id}`;
	const year = instrument.in_service_on?.slice(0, 4);
	return [
		{
			style: 'PIDINST',
			text: sentences(
				owner,
				`${name}${inBrackets(model)}`,
				manufacturer,
				[platform.name, year].filter(Boolean).join(', '),
				page
			)
		},
		{
			style: DATACITE,
			text: sentences(
				`${manufacturer ?? owner}${inBrackets(year)}: ${name}`,
				model,
				owner,
				'(Instrument)',
				page
			)
		}
	];
}

/** Codes of GB/T 7714 for what a work is; other works are Z. */
const WORK_CODES: Record<string, string> = {
	Article: 'J',
	Book: 'M',
	Book_Segment: 'M',
	Conference_Item: 'C',
	Patent: 'P',
	Report: 'R',
	Standard: 'S',
	Thesis_or_Dissertation: 'D'
};
/** More are not named. */
const MAX_AUTHORS = 3;

export function citeWork(work: Work, origin: string): Citation[] {
	const { authors, title, venue, doi } = work;
	const page = `${origin}/literature/${work.id}`;
	const year = work.published_year === null ? null : String(work.published_year);
	const others = work.language === 'en' ? 'et al' : '等';
	const named = authors.slice(0, MAX_AUTHORS);
	return [
		{
			style: 'GB/T 7714',
			text: sentences(
				(authors.length > MAX_AUTHORS ? [...named, others] : named).join(', '),
				`${title}[${WORK_CODES[work.data_type] ?? 'Z'}/OL]`,
				[venue, year].filter(Boolean).join(', '),
				doi === null ? null : `DOI:${doi}`,
				page
			)
		},
		{
			style: DATACITE,
			text: sentences(
				`${authors.length > 0 ? authors.join('; ') : work.platform.name}${inBrackets(year)}: ${title}`,
				venue,
				doi !== null ? `https://doi.org/${doi}` : page
			)
		}
	];
}

/** What is known, each ended by a stop; an address is last and ends in nothing. */
function sentences(...parts: (string | null | undefined)[]): string {
	return parts.filter(Boolean).join('. ');
}

function inBrackets(text: string | null | undefined): string {
	return text == null || text === '' ? '' : ` (${text})`;
}
