/*
 * What a lab takes along: a file for each table, with its columns in the order of the file. Columns
 * are named one by one, so that a new one is not given away by being there. They are read as the
 * person under row-level security; what somebody may not see is not in their export.
 *
 * The catalogue stands under the columns by which the importer reads it, so that it loads again, here
 * or at another site, without a change (`src/lib/import/`). The importer takes a column `id` for the
 * register's own number, so the identity of a row is called `record_id` everywhere.
 */

import { toTenThousandYuan, toYuan } from './amounts.ts';

/** The platform that is exported. */
export type ExportedPlatform = {
	id: string;
	name: string;
	language: string;
	name_en: string | null;
	time_zone: string;
	organisation_id: string;
};

export type Part = {
	/** The name of its file, without `.csv`. */
	name: string;
	table: string;
	/** Columns as the Data API selects them, `name:column` where the file calls it otherwise. */
	columns: readonly string[];
	/** The column that holds the platform's id; it narrows the embedded rows where it is theirs. */
	ownedBy?: string;
	/** What else makes a row the platform's; one of these has to hold. */
	anyOf?: (platform: ExportedPlatform) => string;
	/** Tables beside its own: those that say whose a row is, and those that columns are taken from. */
	embeds?: string;
	/** Columns of the file that the embedded tables give. */
	embedded?: readonly string[];
	/** What rows are read by, page after page; they don't change. */
	keys?: readonly string[];
	/** How a value is written where it is not as it is kept. */
	formats?: Record<string, (value: number) => string>;
};

function columns(text: string): readonly string[] {
	return text.trim().split(/\s+/);
}

/** Of every table of the catalogue: what tells the importer that it is our own, and what it skips. */
const OWN = 'id identifier:source_key language';
const WRITTEN = 'retired_at created_at updated_at';
const VERSION = 'id instrument_id platform_id customer_kind version valid_from valid_until';

const OF_INSTRUMENT = {
	embeds: 'instruments!instrument_id!inner()',
	ownedBy: 'instruments.platform_id'
};

/** Rules, tariffs and quotas are those of an instrument, or of the whole platform. */
const SCOPED = {
	embeds: 'instruments!instrument_id()',
	ownedBy: 'instruments.platform_id',
	anyOf: ({ id }: ExportedPlatform) => `platform_id.eq.${id},instruments.not.is.null`
};

export const PARTS: readonly Part[] = [
	{
		name: 'platform',
		table: 'platforms',
		columns: columns(`id organisation_id name language name_en summary summary_en sharing_rules
			province city county street directions directions_en website time_zone night_starts
			night_ends retired_at created_at`),
		ownedBy: 'id'
	},
	{
		name: 'contacts',
		table: 'platform_contacts',
		columns: columns('platform_id name phone email'),
		ownedBy: 'platform_id',
		keys: ['platform_id']
	},
	{
		name: 'designations',
		table: 'platform_designations',
		columns: columns('id kind_code level document_no granted_on revoked_on'),
		ownedBy: 'platform_id'
	},
	{
		name: 'members',
		table: 'memberships',
		columns: columns('id person_id organisation_id platform_id role created_at'),
		// Those of the platform, and those who run every platform of its host.
		anyOf: ({ id, organisation_id: host }) =>
			`platform_id.eq.${id},and(platform_id.is.null,organisation_id.eq.${host},role.in.(manager,technician))`
	},
	{
		name: 'invitations',
		table: 'invitations',
		columns: columns(`id role email invited_by created_at sent_at times_sent expires_at accepted_at
			accepted_by withdrawn_at withdrawn_by`),
		ownedBy: 'platform_id'
	},
	{
		name: 'approval-delegations',
		table: 'approval_delegations',
		columns: columns('id delegate_id granted_by starts_at ends_at revoked_at created_at'),
		ownedBy: 'platform_id'
	},
	{
		name: 'instruments',
		table: 'instruments',
		columns: columns(`${OWN} name name_en model manufacturer origin_country serial_number class_code
			class_level category:registered_category asset_kind acquired_by under_customs
			worth:worth_fen in_service_on funds subjects:subject_codes technical functions
			service_content achievement sharing_rules external_use fee_band fee_note units province
			city county street landing_page ${WRITTEN}`),
		ownedBy: 'platform_id',
		formats: { worth: toTenThousandYuan }
	},
	{
		name: 'agents',
		table: 'access_tokens',
		columns: columns(`id instrument_id name scopes person_id created_at expires_at last_used_at
			revoked_at revoked_by`),
		...OF_INSTRUMENT
	},
	{
		name: 'opening-hours',
		table: 'opening_hours',
		columns: columns('id instrument_id weekday opens closes'),
		...OF_INSTRUMENT
	},
	{
		name: 'opening-exceptions',
		table: 'opening_exceptions',
		columns: columns('id instrument_id on_date opens closes reason holiday_year'),
		...OF_INSTRUMENT
	},
	{
		name: 'rules',
		table: 'booking_rules',
		columns: columns(`${VERSION} granularity_minutes shortest_minutes longest_minutes lead_minutes
			horizon_days setup_minutes teardown_minutes gap_minutes off_hours_admitted admits_outsiders
			course_id purpose_required approval approval_needed approval_hours cancel_until_minutes
			late_cancel_bp late_cancel_counts grace_minutes no_show_bp no_show_limit
			no_show_window_days suspension_days created_at`),
		...SCOPED
	},
	{
		name: 'tariffs',
		table: 'tariffs',
		columns: columns(`${VERSION} basis rate_fen minimum_fen off_hours_bp currency created_at`),
		...SCOPED
	},
	{
		name: 'quotas',
		table: 'booking_quotas',
		columns: columns(`${VERSION} holder measure span at_most created_at`),
		...SCOPED
	},
	{
		name: 'datasets',
		table: 'datasets',
		columns: columns(`${OWN} title title_en description:abstract keywords subject:subject_codes
			creators publisher doi cstr published_on version size_bytes formats spatial temporal source
			method update_frequency access_level license:licence use_statement citation_text
			landing_page embargo_until ${WRITTEN}`),
		ownedBy: 'platform_id'
	},
	{
		name: 'dataset-instruments',
		table: 'dataset_instruments',
		columns: columns('dataset_id dataset title instrument_id instrument'),
		embedded: columns('dataset title instrument'),
		embeds: `...datasets!dataset_id!inner(dataset:source_key,title),
			...instruments!instrument_id(instrument:source_key)`,
		ownedBy: 'datasets.platform_id',
		keys: ['dataset_id', 'instrument_id']
	},
	{
		name: 'literature',
		table: 'literature_items',
		columns: columns(`${OWN} title title_en authors venue year:published_year kind:data_type doi
			abstract keywords access full_text_url ${WRITTEN}`),
		ownedBy: 'platform_id'
	},
	{
		// Loads again as well: a row for each instrument that a work was done with.
		name: 'literature-instruments',
		table: 'literature_instruments',
		columns: columns(`record_id:literature_item_id identifier language title instrument_id
			related_instrument`),
		embedded: columns('identifier language title related_instrument'),
		embeds: `...literature_items!literature_item_id!inner(identifier:source_key,language,title),
			...instruments!instrument_id(related_instrument:source_key)`,
		ownedBy: 'literature_items.platform_id',
		keys: ['literature_item_id', 'instrument_id']
	},
	{
		name: 'services',
		table: 'services',
		columns: columns(`${OWN} service:name name_en instrument:instrument_name instrument_id
			unit_price_cny:unit_price_fen currency unit method_standard group:group_name description
			turnaround_days ${WRITTEN}`),
		ownedBy: 'platform_id',
		formats: { unit_price_cny: toYuan }
	},
	{
		name: 'bookings',
		table: 'bookings',
		columns:
			columns(`id instrument_id organisation_id person_id booked_by starts_at ends_at status effective_status
			purpose purpose_code price_fen due_fen currency rule_id tariff_id revision approval_stage decide_by
			decided_at decided_by decision_note lifted lift_reason cancelled_at cancelled_by
			cancel_reason cancelled_late no_show_at displaced_by created_at updated_at`),
		ownedBy: 'platform_id'
	},
	{
		name: 'occupancies',
		table: 'occupancies',
		columns: columns(`id instrument_id unit kind during booking_id closure_id active lapses_at
			created_at`),
		...OF_INSTRUMENT
	},
	{
		name: 'usage',
		table: 'usage_sessions',
		columns:
			columns(`id instrument_id unit booking_id started_at started_by ended_at ended_by source
			flags created_at closed_at`),
		...OF_INSTRUMENT
	},
	{
		name: 'appeals',
		table: 'no_show_appeals',
		columns: columns(`booking_id appealed_at appealed_by reason outcome decided_at decided_by
			decision_note`),
		embeds: 'bookings!booking_id!inner()',
		ownedBy: 'bookings.platform_id',
		keys: ['booking_id']
	},
	{
		name: 'closures',
		table: 'closures',
		columns: columns(`id series_id instrument_id kind during reason status activated_at ended_at
			created_at`),
		ownedBy: 'platform_id'
	},
	{
		name: 'closure-offers',
		table: 'closure_offers',
		columns: columns('closure_id booking_id slots outcome answered_at created_at'),
		embeds: 'bookings!booking_id!inner()',
		ownedBy: 'bookings.platform_id',
		keys: ['closure_id', 'booking_id']
	},
	{
		name: 'courses',
		table: 'courses',
		columns: columns('id name name_en description valid_months retired_at created_at'),
		ownedBy: 'platform_id'
	},
	{
		name: 'course-sessions',
		table: 'course_sessions',
		columns: columns(`id course_id starts_at ends_at place seats seats_taken cancelled_at
			cancel_reason created_at`),
		embeds: 'courses!course_id!inner()',
		ownedBy: 'courses.platform_id'
	},
	{
		name: 'enrolments',
		table: 'course_enrolments',
		columns: columns('id session_id person_id qualification_id withdrawn_at created_at'),
		embeds: 'course_sessions!session_id!inner(courses!course_id!inner())',
		ownedBy: 'course_sessions.courses.platform_id'
	},
	{
		name: 'qualifications',
		table: 'qualifications',
		columns: columns(`id course_id person_id granted_at granted_by grant_reason expires_at
			revoked_at revoked_by revoke_reason`),
		embeds: 'courses!course_id!inner()',
		ownedBy: 'courses.platform_id'
	},
	{
		name: 'faults',
		table: 'faults',
		columns: columns(`id instrument_id booking_id closure_id severity description advice reported_by
			created_at settled_at settled_by settlement`),
		ownedBy: 'platform_id'
	},
	{
		name: 'fault-comments',
		table: 'fault_comments',
		columns: columns('id fault_id person_id body created_at'),
		embeds: 'faults!fault_id!inner()',
		ownedBy: 'faults.platform_id'
	},
	{
		name: 'suspensions',
		table: 'suspensions',
		columns: columns(`id organisation_id person_id starts_at ends_at reason suspended_by lifted_at
			lifted_by lift_reason created_at`),
		ownedBy: 'platform_id'
	},
	{
		name: 'messages',
		table: 'booking_messages',
		columns: columns('id booking_id side person_id body created_at'),
		ownedBy: 'platform_id'
	},
	{
		name: 'files',
		table: 'booking_files',
		columns: columns(`id booking_id side person_id name content_type size_bytes created_at shared_at
			retired_at`),
		ownedBy: 'platform_id'
	},
	{
		name: 'delivery-terms',
		table: 'delivery_terms',
		columns: columns('platform_id page_fee_fen delivery_days review_days'),
		ownedBy: 'platform_id',
		keys: ['platform_id']
	},
	{
		name: 'applications',
		table: 'applications',
		columns:
			columns(`id number kind organisation_id dataset_id literature_item_id status purpose_code
			submitted_at decide_by decided_at reason_code access_until download_limit downloads
			page_fee_fen pages fee_fen ready_by delivered_at rating ended_at service_record_id created_at`),
		ownedBy: 'platform_id'
	},
	{
		name: 'application-details',
		table: 'application_details',
		columns: columns(`application_id person_id intended_use accepted_licence accepted_version
			accepted_at licence report`),
		ownedBy: 'platform_id',
		keys: ['application_id']
	},
	{
		name: 'application-steps',
		table: 'application_steps',
		columns: columns('id application_id side before after reason_code reason at'),
		ownedBy: 'platform_id'
	},
	{
		name: 'application-messages',
		table: 'application_messages',
		columns: columns('id application_id side person_id body created_at'),
		ownedBy: 'platform_id'
	},
	{
		name: 'application-deliveries',
		table: 'application_deliveries',
		columns: columns(
			'id application_id name content_type size_bytes created_at shared_at retired_at'
		),
		ownedBy: 'platform_id'
	},
	{
		name: 'application-downloads',
		table: 'application_downloads',
		columns: columns('id application_id delivery_id person_id at'),
		ownedBy: 'platform_id'
	}
];

/** Columns with the id of somebody or something that has a name, which is written beside it. */
const NAMED: ReadonlySet<string> = new Set(
	columns(`instrument_id organisation_id course_id person_id booked_by decided_by cancelled_by
		started_by ended_by appealed_by invited_by accepted_by withdrawn_by delegate_id granted_by
		revoked_by reported_by settled_by suspended_by lifted_by`)
);

/** Columns of the file that a column of the table becomes. */
export type Written = { reads: string } & (
	| { kind: 'value'; name: string }
	| { kind: 'name'; name: string }
	| { kind: 'bound'; name: string; end: 'start' | 'end' }
);

/** The columns of a part's file, each with what it is read from. */
export function writtenColumns(part: Part): Written[] {
	return part.columns.flatMap((column): Written[] => {
		const reads = nameInRow(column);
		if (reads === 'during') {
			return [
				{ kind: 'bound', name: 'starts_at', reads, end: 'start' },
				{ kind: 'bound', name: 'ends_at', reads, end: 'end' }
			];
		}
		const value: Written = { kind: 'value', name: reads, reads };
		if (!NAMED.has(reads)) return [value];
		return [value, { kind: 'name', name: `${reads.replace(/_id$/, '')}_name`, reads }];
	});
}

/** What a column is called in the rows of the Data API, and in the file. */
export function nameInRow(column: string): string {
	return column === 'id' ? 'record_id' : column.replace(/:.*$/, '');
}

/** What of a part the Data API is asked for. */
export function selectionOf({ columns, embeds, embedded = [] }: Part): string {
	const own = columns.filter((column) => !embedded.includes(column));
	const selected = own.map((column) => (column === 'id' ? 'record_id:id' : column));
	if (embeds !== undefined) selected.push(embeds.replace(/\s+/g, ''));
	return selected.join(',');
}

export function findPart(name: string): Part | undefined {
	return PARTS.find((part) => part.name === name);
}
