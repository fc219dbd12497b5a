/*
 * What descriptions for machines are made of, as the catalogue has it. The columns are read by the API
 * and by the harvester's door alike, so that both say the same of a record.
 */

const HOST = `platform:platforms(
	id, name, name_en, city,
	organisation:organisations(name, name_en, website, unified_social_credit_code)
)` as const;

export const DATASET_COLUMNS = `id, title, language, title_en, abstract, keywords, subject_codes,
	creators, publisher, doi, cstr, published_on, version, size_bytes, formats, spatial, temporal, source,
	method, access_level, licence, use_statement, citation_text, landing_page, embargo_until, retired_at,
	created_at, updated_at, ${HOST}, instruments(id, name, retired_at)` as const;

export const INSTRUMENT_COLUMNS = `id, source_key, name, language, name_en, model, manufacturer,
	class_code, registered_category, in_service_on, subject_codes, technical, functions, serial_number,
	retired_at, created_at, updated_at, class:instrument_classes(name, name_en), ${HOST},
	literature:literature_items(id, doi, title), datasets(id, doi, title)` as const;

export const LITERATURE_COLUMNS = `id, title, language, title_en, authors, venue, published_year,
	data_type, doi, abstract, keywords, access, full_text_url, retired_at, created_at, updated_at, ${HOST},
	instruments(id, name, retired_at)` as const;

export const SERVICE_COLUMNS =
	`id, name, language, name_en, description, group_name, method_standard,
	retired_at, created_at, updated_at, ${HOST}` as const;

type Organisation = {
	name: string;
	name_en: string | null;
	website: string | null;
	unified_social_credit_code: string | null;
};

type DescribedHost = {
	id: string;
	name: string;
	name_en: string | null;
	city: string | null;
	/** Null where the host is an organisation that strangers do not see. */
	organisation: Organisation | null;
};

type Kept = {
	id: string;
	language: string;
	retired_at: string | null;
	created_at: string;
	updated_at: string;
	platform: DescribedHost;
};

export type DescribedDataset = Kept & {
	title: string;
	title_en: string | null;
	abstract: string | null;
	keywords: string[];
	subject_codes: string[];
	creators: string[];
	publisher: string | null;
	doi: string | null;
	cstr: string | null;
	published_on: string | null;
	version: string | null;
	size_bytes: number | null;
	formats: string[];
	spatial: string | null;
	temporal: string | null;
	source: string | null;
	method: string | null;
	access_level: string;
	licence: string | null;
	use_statement: string | null;
	citation_text: string | null;
	landing_page: string | null;
	embargo_until: string | null;
	instruments: { id: string; name: string; retired_at: string | null }[];
};

export type DescribedInstrument = Kept & {
	source_key: string;
	name: string;
	name_en: string | null;
	model: string | null;
	manufacturer: string | null;
	class_code: string | null;
	registered_category: string | null;
	in_service_on: string | null;
	subject_codes: string[];
	technical: string | null;
	functions: string | null;
	serial_number: string | null;
	class: { name: string; name_en: string | null } | null;
	literature: { id: string; doi: string | null; title: string }[];
	datasets: { id: string; doi: string | null; title: string }[];
};

export type DescribedWork = Kept & {
	title: string;
	title_en: string | null;
	authors: string[];
	venue: string | null;
	published_year: number | null;
	data_type: string;
	doi: string | null;
	abstract: string | null;
	keywords: string[];
	access: string;
	full_text_url: string | null;
	instruments: { id: string; name: string; retired_at: string | null }[];
};

export type DescribedService = Kept & {
	name: string;
	name_en: string | null;
	description: string | null;
	group_name: string | null;
	method_standard: string | null;
};
