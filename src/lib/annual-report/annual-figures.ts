import * as v from 'valibot';
import { sharingRate, utilisationRate } from '#lib/ledger/rates.ts';

/* The figures of an annual report, as the database gives them and an issued one keeps them. */

const number = v.number();
const amounts = {
	records: number,
	organisations: number,
	shared_organisations: number,
	used_minutes: number,
	shared_minutes: number,
	startup_minutes: number,
	samples: number,
	requests: number,
	items: number,
	services: number,
	list_price_fen: number,
	charged_fen: number
};

export const annualFiguresSchema = v.object({
	definition: v.string(),
	from: v.string(),
	to: v.string(),
	zone: v.string(),
	as_of: v.nullable(v.string()),
	ledger_digest: v.nullable(v.string()),
	platforms: number,
	total: v.object({ ...amounts, instruments: number, rated_minutes: number }),
	classes: v.array(v.object({ key: v.string(), ...amounts })),
	/** Of the report of the whole province. */
	cities: v.array(v.object({ key: v.string(), ...amounts })),
	/** Data and literature used on the site, by the rules of COUNTER. */
	online: v.object({ investigations: number, requests: number }),
	requests: v.object({ asked: number, answered: number, median_minutes: v.nullable(number) }),
	applications: v.object({ asked: number, delivered: number })
});

export type AnnualFigures = v.InferOutput<typeof annualFiguresSchema>;

const hours = (minutes: number) => Math.round(minutes / 6) / 10;

/** What is read off the figures; the words for it are the reader's. */
export function readFigures(figures: AnnualFigures) {
	const { total, requests } = figures;
	return {
		used: hours(total.used_minutes),
		shared: hours(total.shared_minutes),
		startup: hours(total.startup_minutes),
		utilisation: utilisationRate(total.used_minutes, total.rated_minutes),
		sharing: sharingRate(total.shared_minutes, total.used_minutes),
		reductionFen: Math.max(0, total.list_price_fen - total.charged_fen),
		medianHours:
			requests.median_minutes === null ? null : Math.round(requests.median_minutes / 6) / 10,
		classes: figures.classes.map(readGroup),
		cities: figures.cities.map(readGroup)
	};
}

function readGroup({
	key,
	organisations,
	records,
	used_minutes
}: AnnualFigures['classes'][number]) {
	return { key, organisations, records, used: hours(used_minutes) };
}
