import { read } from '#lib/catalogue/read.server.ts';
import type { ResourceKind } from '#lib/catalogue/resource-kind.ts';
import { toPidinst, toPidinstXml } from '#lib/instruments/pidinst.ts';
import { toDataciteXml } from '#lib/metadata/datacite-xml.ts';
import { datasetToDatacite, instrumentToDatacite, workToDatacite } from '#lib/metadata/datacite.ts';
import {
	DATASET_COLUMNS,
	INSTRUMENT_COLUMNS,
	LITERATURE_COLUMNS,
	SERVICE_COLUMNS
} from '#lib/metadata/described.ts';
import {
	datasetTerms,
	instrumentTerms,
	serviceTerms,
	toDublinCoreXml,
	workTerms
} from '#lib/metadata/dublin-core.ts';
import type { XmlElement } from '#lib/metadata/xml.ts';
import type { Db } from '#lib/server/supabase.ts';
import { readSet, type SetScope } from './harvest-request.ts';
import { FORMATS, type MetadataPrefix } from './metadata-formats.ts';
import type { ListState } from './resumption-token.ts';

/** A record as lists have it: what it is and when it was changed, to the microsecond. */
export type Harvested = {
	kind: ResourceKind;
	id: string;
	changed_at: string;
	is_retired: boolean;
	platform_id: string;
	city: string | null;
};

/** The next so many records of a list. */
export async function listChanges(db: Db, list: ListState, size: number): Promise<Harvested[]> {
	const scope: SetScope = (list.set === null ? null : readSet(list.set)) ?? {
		kind: null,
		platformId: null,
		cities: null
	};
	const kinds = FORMATS[list.prefix].kinds.filter(
		(kind) => scope.kind === null || kind === scope.kind
	);
	if (kinds.length === 0) return [];
	return read(
		db.rpc('harvest_catalogue', {
			kinds,
			size,
			...(list.from !== null && { changed_from: list.from }),
			...(list.until !== null && { changed_until: list.until }),
			...(scope.platformId !== null && { of_platform: scope.platformId }),
			...(scope.cities !== null && { cities: scope.cities }),
			...(list.after !== null && { after_at: list.after[0], after_id: list.after[1] })
		})
	);
}

const TABLES = {
	instrument: 'instruments',
	dataset: 'datasets',
	literature: 'literature_items',
	service: 'services'
} as const satisfies Record<ResourceKind, string>;

/** One record by its kind and id; null where there is none. */
export async function findChange(
	db: Db,
	kind: ResourceKind,
	id: string
): Promise<Harvested | null> {
	const found = await read(
		db
			.from(TABLES[kind])
			.select('id, updated_at, retired_at, platform:platforms(id, city)')
			.eq('id', id)
			.maybeSingle()
	);
	return (
		found && {
			kind,
			id: found.id,
			changed_at: found.updated_at,
			is_retired: found.retired_at !== null,
			platform_id: found.platform.id,
			city: found.platform.city
		}
	);
}

/** The descriptions of some records in a format, by their ids. */
export async function describeRecords(
	db: Db,
	records: readonly Harvested[],
	prefix: MetadataPrefix,
	origin: string
): Promise<Map<string, XmlElement>> {
	const idsOf = (kind: ResourceKind) =>
		records.filter((record) => record.kind === kind && !record.is_retired).map(({ id }) => id);
	const [instruments, datasets, works, services] = await Promise.all([
		ifAny(idsOf('instrument'), (ids) =>
			read(db.from('instruments').select(INSTRUMENT_COLUMNS).in('id', ids))
		),
		ifAny(idsOf('dataset'), (ids) =>
			read(db.from('datasets').select(DATASET_COLUMNS).in('id', ids))
		),
		ifAny(idsOf('literature'), (ids) =>
			read(db.from('literature_items').select(LITERATURE_COLUMNS).in('id', ids))
		),
		ifAny(idsOf('service'), (ids) =>
			read(db.from('services').select(SERVICE_COLUMNS).in('id', ids))
		)
	]);
	const now = new Date();
	const isDublinCore = prefix === 'oai_dc';
	return new Map([
		...instruments.map((instrument): [string, XmlElement] => [
			instrument.id,
			prefix === 'pidinst'
				? withoutNamespace(toPidinstXml(toPidinst(instrument, origin)))
				: isDublinCore
					? toDublinCoreXml(instrumentTerms(instrument, origin))
					: toDataciteXml(instrumentToDatacite(instrument, origin))
		]),
		...datasets.map((dataset): [string, XmlElement] => [
			dataset.id,
			isDublinCore
				? toDublinCoreXml(datasetTerms(dataset, origin))
				: toDataciteXml(datasetToDatacite(dataset, origin, now))
		]),
		...works.map((work): [string, XmlElement] => [
			work.id,
			isDublinCore
				? toDublinCoreXml(workTerms(work, origin))
				: toDataciteXml(workToDatacite(work, origin))
		]),
		...services.map((service): [string, XmlElement] => [
			service.id,
			toDublinCoreXml(serviceTerms(service, origin))
		])
	]);
}

async function ifAny<Row>(ids: string[], ask: (ids: string[]) => Promise<Row[]>): Promise<Row[]> {
	return ids.length === 0 ? [] : ask(ids);
}

/** Elements of no namespace say so within those of another. */
function withoutNamespace(root: XmlElement): XmlElement {
	return {
		...root,
		attributes: {
			xmlns: '',
			'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
			'xsi:noNamespaceSchemaLocation': FORMATS.pidinst.schema,
			...root.attributes
		}
	};
}
