/** The API described by itself, as OpenAPI 3.1. Kept by hand; a test compares it with the routes. */

import { COLUMNS as USAGE_COLUMNS } from '#lib/figures/report.ts';
import { INSTRUMENT_FIELDS } from '#lib/nrii/instrument-fields.ts';
import { RECORD_FIELDS } from '#lib/nrii/record-fields.ts';

type Schema = Record<string, unknown>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const nullable = (schema: Schema): Schema => ({ oneOf: [schema, { type: 'null' }] });
const string: Schema = { type: 'string' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const instant: Schema = { type: 'string', format: 'date-time' };
const integer: Schema = { type: 'integer' };
const boolean: Schema = { type: 'boolean' };
const date: Schema = { type: 'string', format: 'date' };
const time: Schema = {
	type: 'string',
	description: 'Wall time of the lab, HH:MM:SS; 24:00:00 too.'
};
const list = (items: Schema): Schema => ({ type: 'array', items });

function object(properties: Record<string, Schema>, required = Object.keys(properties)): Schema {
	return { type: 'object', properties, required };
}

function query(name: string, schema: Schema, description: string) {
	return { name, in: 'query', required: false, schema, description };
}

const pathId = { name: 'id', in: 'path', required: true, schema: uuid };
const idempotencyKey = {
	name: 'Idempotency-Key',
	in: 'header',
	required: false,
	schema: { type: 'string', maxLength: 255 },
	description: 'The same key with the same request gives the same answer, however often it is sent.'
};

function json(schema: Schema, description: string) {
	return { description, content: { 'application/json': { schema } } };
}

const problem = (description: string) => ({
	description,
	content: { 'application/problem+json': { schema: ref('Problem') } }
});

const PROBLEMS = {
	'400': problem('The body is not JSON.'),
	'401': problem('No token, or one that is not valid.'),
	'403': problem('Not allowed for the person asking.'),
	'404': problem('There is no such thing, or it is none of the caller’s business.'),
	'409': problem('The time is taken, or the booking can no longer be changed.'),
	'413': problem('The body is larger than anything here has use for.'),
	'411': problem('The length of the body is not given.'),
	'415': problem('The body is not declared as what is taken here.'),
	'422': problem('A field is malformed, or rules of use are violated; all of them are listed.'),
	'429': problem('Asked too often; Retry-After says when to come again.'),
	'503': problem(
		'The database took too long, or is not there; Retry-After says when to come again.'
	)
};

/** What an operation is refused with; whatever it asks of the database may take too long. */
function problems(...statuses: (keyof typeof PROBLEMS)[]) {
	return Object.fromEntries(
		[...statuses, '503' as const].map((status) => [status, PROBLEMS[status]])
	);
}

/** In what one record is wanted; the Accept header says it too. */
function recordFormat(...formats: string[]) {
	return query('format', { type: 'string', enum: formats }, 'Before what the Accept header says.');
}

const SEARCH_PARAMETERS = [
	query('q', { type: 'string', maxLength: 200 }, 'Words, two Chinese characters, a model number.'),
	query('category', string, 'Six digits of an instrument class, or its name.'),
	query('city', string, 'Where it stands.'),
	query('platform', string, 'Id of a platform, or code of a kind of designation.'),
	query('bookable', { type: 'boolean' }, 'Only what outsiders can book here.'),
	query('cursor', string, 'next_cursor of the page before.'),
	query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'Page size.')
];

/** What needs nobody to sign in. */
const PUBLIC: never[] = [];

/** What only a session may. */
const SIGNED_IN = [{ bearer: [] }];

/** What an access token needs, so that it may; a session may whatever its person may. */
function needs(scope: 'read' | 'book' | 'check_in' | 'manage') {
	return [{ bearer: [scope] }];
}

/* The COUNTER API of R5.1, whose answers are described by its own specification. */
const CUSTOMER = {
	...query('customer_id', { type: 'string' }, 'Always 0000000000000000, The World.'),
	required: true
};
const EXCEPTION = {
	description: 'An exception of appendix D of COUNTER R5.1.',
	content: {
		'application/json': {
			schema: {
				type: 'object',
				required: ['Code', 'Message'],
				properties: {
					Code: { type: 'integer' },
					Message: { type: 'string' },
					Data: { type: 'string' }
				}
			}
		}
	}
} as const;

function harvested(description: string) {
	return {
		description,
		content: { 'application/json': { schema: { type: 'string', format: 'binary' } } }
	};
}

const PURPOSE_CODE = {
	type: ['string', 'null'],
	description: 'What it counts as; without a code it does not count as shared.'
} as const;
const BOOKING_STATUS = {
	type: 'string',
	enum: [
		'pending',
		'confirmed',
		'in_use',
		'completed',
		'cancelled',
		'declined',
		'expired',
		'no_show'
	]
};

const EVALUATION_STATE = {
	type: 'string',
	enum: [
		'open',
		'collecting',
		'self_report',
		'verification',
		'expert_scoring',
		'preliminary',
		'publicity',
		'published',
		'rectification',
		're_evaluation',
		'closed'
	]
};

const FEED_KIND = {
	type: 'string',
	enum: ['person', 'organisation', 'instrument', 'platform']
};

const page = (items: Schema): Schema =>
	object({ items: list(items), next_cursor: nullable(string) });

const PRICE = {
	type: 'object',
	properties: {
		amount_fen: { type: ['integer', 'null'], description: 'Null is by arrangement.' },
		currency: string
	},
	required: ['amount_fen', 'currency']
} as const satisfies Schema;

const DESCRIBED_HOST = object({
	id: uuid,
	name: string,
	name_en: nullable(string),
	city: nullable(string),
	organisation: nullable(
		object({
			name: string,
			name_en: nullable(string),
			website: nullable(string),
			unified_social_credit_code: nullable(string)
		})
	)
});
const DESCRIBED_INSTRUMENTS = list(
	object({ id: uuid, name: string, retired_at: nullable(instant) })
);
/** What every record of the catalogue has. */
const DESCRIBED = {
	id: uuid,
	language: string,
	retired_at: nullable(instant),
	created_at: instant,
	updated_at: instant,
	url: { type: 'string', format: 'uri' },
	platform: DESCRIBED_HOST
} satisfies Record<string, Schema>;
/** The fields of a list for the national register; which have to be there is said row by row. */
function describeFields(fields: readonly { name: string; en: string }[]) {
	return Object.fromEntries(
		fields.map(({ name, en }) => [name, { type: ['string', 'number', 'null'], description: en }])
	);
}

const SCHEMAS: Record<string, Schema> = {
	Dataset: object({
		...DESCRIBED,
		title: string,
		title_en: nullable(string),
		abstract: nullable(string),
		keywords: list(string),
		subject_codes: list(string),
		creators: list(string),
		publisher: nullable(string),
		doi: nullable(string),
		cstr: nullable(string),
		published_on: nullable(date),
		version: nullable(string),
		size_bytes: nullable(integer),
		formats: list(string),
		spatial: nullable(string),
		temporal: nullable(string),
		source: nullable(string),
		method: nullable(string),
		access_level: {
			type: 'string',
			enum: ['open', 'registered', 'application', 'restricted']
		},
		licence: nullable(string),
		use_statement: nullable(string),
		citation_text: nullable(string),
		landing_page: nullable(string),
		embargo_until: nullable(date),
		instruments: DESCRIBED_INSTRUMENTS
	}),
	LiteratureItem: object({
		...DESCRIBED,
		title: string,
		title_en: nullable(string),
		authors: list(string),
		venue: nullable(string),
		published_year: nullable(integer),
		data_type: { ...string, description: 'Data_Type of COUNTER R5.1.' },
		doi: nullable(string),
		abstract: nullable(string),
		keywords: list(string),
		access: { type: 'string', enum: ['open', 'delivery'] },
		full_text_url: nullable(string),
		instruments: DESCRIBED_INSTRUMENTS
	}),
	Problem: object(
		{
			type: string,
			title: string,
			status: { type: 'integer' },
			instance: string,
			violations: list(ref('Violation')),
			alternatives: list(ref('Span')),
			equivalents: list(ref('Equivalent')),
			detail: { ...string, description: 'What it is about: an instant or a status.' },
			id: { ...string, description: 'Of an unexpected error; the log has it too.' }
		},
		['type', 'title', 'status']
	),
	Violation: object(
		{
			rule: string,
			message: string,
			limit: { type: ['string', 'number', 'null'] },
			actual: { type: ['string', 'number', 'null'] },
			lifted_by: { type: ['string', 'null'], enum: ['lab', null], description: 'Who may lift it.' },
			field: string
		},
		['rule', 'message', 'limit', 'actual']
	),
	Span: object({ start: instant, end: instant }),
	Equivalent: object({
		instrument: object({
			id: uuid,
			name: string,
			name_en: nullable(string),
			platform_name: string
		}),
		start: instant,
		end: instant
	}),
	BusySpan: object({
		start: instant,
		end: instant,
		kind: {
			type: 'string',
			enum: ['booking', 'request', 'hold', 'maintenance', 'closure', 'own_use']
		},
		unit: { type: 'integer' }
	}),
	Price: PRICE,
	Party: object({ id: uuid, name: string, name_en: nullable(string) }, ['id', 'name']),
	SearchHit: object({
		id: uuid,
		kind: { type: 'string', enum: ['instrument', 'dataset', 'literature', 'service'] },
		name: string,
		name_en: nullable(string),
		language: string,
		summary: nullable(string),
		platform: ref('Party'),
		organisation: ref('Party'),
		city: nullable(string),
		class_code: nullable(string),
		category: nullable(string),
		access_level: nullable(string),
		is_bookable: boolean,
		price_fen: nullable(integer),
		currency: nullable(string),
		price_unit: nullable(string),
		picture: nullable(string)
	}),
	Facet: object(
		{
			value: { type: ['string', 'boolean', 'null'] },
			count: integer,
			name: nullable(string),
			name_en: nullable(string)
		},
		['value', 'count']
	),
	SearchPage: object({
		items: list(ref('SearchHit')),
		next_cursor: nullable(string),
		total: { type: ['integer', 'null'], description: 'Of all hits; on the first page only.' },
		facets: {
			...nullable(
				object({
					kind: list(ref('Facet')),
					class: list(ref('Facet')),
					city: list(ref('Facet')),
					bookable: list(ref('Facet')),
					category: list(ref('Facet')),
					platform_kind: list(ref('Facet'))
				})
			),
			description: 'What the hits could be narrowed by; on the first page only.'
		}
	}),
	Instrument: object({
		id: uuid,
		url: { ...string, format: 'uri' },
		source_key: { ...nullable(string), description: 'Its number in the register it came from.' },
		name: string,
		language: string,
		name_en: nullable(string),
		model: nullable(string),
		manufacturer: nullable(string),
		origin_country: nullable(string),
		class: nullable(object({ name: string, name_en: nullable(string) })),
		class_scheme: nullable(string),
		class_level: nullable(integer),
		class_code: nullable(string),
		registered_category: nullable(string),
		asset_kind: nullable(string),
		in_service_on: nullable(date),
		subject_codes: list(string),
		technical: nullable(string),
		functions: nullable(string),
		service_content: nullable(string),
		achievement: nullable(string),
		sharing_rules: nullable(string),
		fee_note: nullable(string),
		external_use: { type: 'string', enum: ['yes', 'ask', 'no', 'unknown'] },
		fee_band: { type: 'string', enum: ['paid', 'free', 'unknown'] },
		units: integer,
		province: nullable(string),
		city: nullable(string),
		county: nullable(string),
		street: nullable(string),
		landing_page: nullable(string),
		picture: nullable(string),
		serial_number: nullable(string),
		retired_at: nullable(instant),
		updated_at: instant,
		platform: object({
			id: uuid,
			name: string,
			name_en: nullable(string),
			website: nullable(string),
			time_zone: string,
			organisation: object({
				id: uuid,
				name: string,
				name_en: nullable(string),
				website: nullable(string),
				unified_social_credit_code: nullable(string)
			})
		}),
		rules: { ...nullable(ref('Rules')), description: 'What a startup is judged by now.' },
		tariffs: list(ref('Tariff')),
		opening_hours: list(object({ weekday: integer, opens: time, closes: time })),
		literature: list(object({ doi: nullable(string), title: string }))
	}),
	Rules: object({
		granularity_minutes: integer,
		shortest_minutes: integer,
		longest_minutes: integer,
		lead_minutes: integer,
		horizon_days: integer,
		setup_minutes: integer,
		teardown_minutes: integer,
		gap_minutes: integer,
		off_hours_admitted: boolean,
		admits_outsiders: boolean,
		course_id: nullable(uuid),
		purpose_required: boolean,
		approval: { type: 'string', enum: ['none', 'lab', 'owner_then_lab'] },
		approval_needed: boolean,
		approval_hours: integer,
		cancel_until_minutes: integer,
		late_cancel_bp: integer,
		grace_minutes: integer,
		no_show_bp: integer,
		valid_from: instant,
		valid_until: nullable(instant)
	}),
	Tariff: object({
		customer_kind: {
			type: 'string',
			enum: ['everyone', 'internal', 'startup', 'makerspace', 'academic', 'company']
		},
		basis: { type: 'string', enum: ['hour', 'session'] },
		rate_fen: { ...nullable(integer), description: 'Null is by arrangement.' },
		minimum_fen: integer,
		off_hours_bp: integer,
		currency: string
	}),
	Availability: object({
		timezone: { ...string, description: 'IANA zone of the lab.' },
		open: list(ref('Span')),
		busy: list(ref('BusySpan')),
		free: list(ref('Span')),
		barred: {
			...list(object({ start: instant, end: instant, rule: string })),
			description: 'Open time that the caller may not book, with the rule that says so.'
		}
	}),
	UsageReport: object({
		format: string,
		definition: string,
		zone: string,
		platform: nullable(uuid),
		city: nullable(string),
		designation: nullable(string),
		from: date,
		to: date,
		group_by: string,
		rated_by: string,
		as_of: nullable(date),
		ledger_digest: nullable(string),
		platforms: integer,
		is_complete: boolean,
		rows: list(ref('UsageFigures')),
		total: ref('UsageFigures')
	}),
	UsageFigures: object({
		...Object.fromEntries(
			USAGE_COLUMNS.map(({ name, en }) => [
				name,
				{
					type: [/^(key|name|name_en)$/.test(name) ? 'string' : 'number', 'null'],
					description: en
				}
			])
		),
		suppressed: boolean
	}),
	NriiList: object({
		format: string,
		insCode: nullable(string),
		instruType: integer,
		list: string,
		platform: nullable(uuid),
		organisation: nullable(uuid),
		from: date,
		to: date,
		min_worth: nullable(integer),
		as_of: nullable(date),
		ledger_digest: nullable(string),
		zone: string,
		wording: string,
		names_applicants: nullable(boolean),
		rows: string,
		instruList: list({ oneOf: [ref('NriiInstrument'), ref('NriiServiceRecord')] }),
		pending: list(
			object({
				label: string,
				issues: list(
					object({
						field: string,
						problem: string,
						limit: nullable(integer),
						actual: nullable(integer)
					})
				)
			})
		)
	}),
	NriiInstrument: object(describeFields(INSTRUMENT_FIELDS)),
	NriiServiceRecord: object(describeFields(RECORD_FIELDS)),
	EvaluationVersion: object({
		version: integer,
		stage: { type: 'string', enum: ['publicity', 'published', 'restated'] },
		digest: { ...string, description: 'SHA-256 of the canonical document, as hexadecimal.' },
		reason: { ...nullable(string), description: 'Why it was restated.' },
		created_at: instant
	}),
	Evaluation: object({
		code: string,
		name: string,
		name_en: string,
		url: { ...string, format: 'uri' },
		state: EVALUATION_STATE,
		policy_class: { type: ['string', 'null'], enum: ['A', 'B', null] },
		city: nullable(string),
		window_from: date,
		window_until: date,
		self_report_until: nullable(date),
		publicity_until: nullable(instant),
		rectify_until: nullable(date),
		rule_set: object({ code: string, version: integer }),
		versions: list(ref('EvaluationVersion'))
	}),
	EvaluationList: object({ format: string, items: list(ref('Evaluation')) }),
	EvaluationResult: object({ digest: string, document: ref('EvaluationDocument') }),
	EvaluationDocument: object({
		format: string,
		cycle: object({
			id: uuid,
			code: string,
			name: string,
			name_en: string,
			window_from: date,
			window_until: date,
			time_zone: string,
			policy_class: nullable(string),
			city: nullable(string),
			designation_kind: nullable(string)
		}),
		rule_set: object({
			code: string,
			version: integer,
			name: string,
			name_en: string,
			legal_basis: list(string),
			scope_min_worth_fen: integer,
			organisation_cap_bp: integer,
			grade_bands: list(object({ grade: string, at_least: string })),
			indicators: list(
				object({
					code: string,
					name: string,
					name_en: string,
					weight: nullable(string),
					source: string,
					formula: nullable(string)
				})
			)
		}),
		stage: { type: 'string', enum: ['publicity', 'published', 'restated'] },
		version: integer,
		reason: nullable(string),
		as_of: instant,
		input_hash: nullable(string),
		platforms: list(ref('EvaluatedPlatform'))
	}),
	EvaluatedPlatform: object({
		id: uuid,
		name: string,
		name_en: nullable(string),
		organisation: string,
		organisation_en: nullable(string),
		city: nullable(string),
		designation: string,
		level: string,
		document_no: nullable(string),
		points: nullable(string),
		reachable: { ...nullable(string), description: 'Points of what could be computed.' },
		total: { ...nullable(string), description: 'Points of a hundred reachable ones.' },
		place: nullable(integer),
		grade: {
			type: ['string', 'null'],
			enum: ['excellent', 'good', 'qualified', 'poor', null]
		},
		grade_by_points: nullable(string),
		vetoes: list({ type: 'string', enum: ['falsified', 'refusals'] }),
		ungraded: {
			type: ['string', 'null'],
			enum: ['weights_unknown', 'no_bands', 'too_little_known', null],
			description: 'Why there is no grade.'
		},
		head_seq: integer,
		head_hash: string,
		input_hash: nullable(string),
		scores: {
			type: 'object',
			additionalProperties: ref('EvaluationScore'),
			description: 'By the code of the indicator. Null is what is not known, which is no zero.'
		}
	}),
	EvaluationScore: object({
		value: nullable(string),
		taken_value: nullable(string),
		sample: integer,
		score: nullable(string),
		points: nullable(string)
	}),
	Feed: object({
		id: uuid,
		kind: FEED_KIND,
		subject: nullable(ref('Party')),
		url: { ...string, format: 'uri', description: 'A secret: whoever has it may read the feed.' },
		permitted: {
			type: 'boolean',
			description: 'False once the owner may not see what it is of; it is empty then.'
		},
		created_at: instant,
		renewed_at: nullable(instant),
		last_read_at: nullable(instant)
	}),
	FoundSlot: object({
		instrument: ref('Party'),
		platform: ref('Party'),
		city: nullable(string),
		timezone: string,
		start: instant,
		end: instant,
		approval_needed: { type: 'boolean' },
		price: nullable(ref('Price'))
	}),
	SlotPage: page(ref('FoundSlot')),
	BookingRequest: object(
		{
			instrument_id: uuid,
			start: instant,
			end: instant,
			purpose: nullable({ type: 'string', maxLength: 2000 }),
			purpose_code: PURPOSE_CODE,
			organisation_id: nullable(uuid)
		},
		['instrument_id', 'start', 'end']
	),
	BookingMove: object({ start: instant, end: instant }, []),
	UseReport: object(
		{
			happened_at: nullable({
				...instant,
				description:
					'When it happened, for a report that comes in late. It is believed within the time that it can have been, and flagged reported_late when it comes more than two minutes after.'
			})
		},
		[]
	),
	BookingExtension: object({ end: instant }),
	Usage: object({
		start: { ...instant, description: 'As reported.' },
		end: nullable(instant),
		source: { type: 'string', enum: ['person', 'technician', 'agent', 'import'] },
		flags: list({ type: 'string', enum: ['late', 'reported_late', 'overrun', 'forgotten'] }),
		check_in_recorded_at: { ...instant, description: 'When the report came in.' },
		check_out_recorded_at: nullable(instant)
	}),
	BookingCancellation: object({ reason: nullable({ type: 'string', maxLength: 2000 }) }, []),
	Booking: object(
		{
			id: uuid,
			instrument_id: uuid,
			platform_id: uuid,
			organisation_id: uuid,
			start: instant,
			end: instant,
			status: BOOKING_STATUS,
			purpose: nullable(string),
			purpose_code: PURPOSE_CODE,
			price: nullable(ref('Price')),
			due: nullable(ref('Price')),
			check_in_by: nullable({
				...instant,
				description: 'Without check-in by then it is a no-show.'
			}),
			waits_for: { type: ['string', 'null'], enum: ['owner', 'lab', null] },
			decide_by: nullable(instant),
			usage: list(ref('Usage')),
			revision: { type: 'integer' },
			decision_note: nullable(string),
			cancelled_at: nullable(instant),
			cancelled_late: { type: 'boolean' },
			cancel_reason: nullable(string),
			created_at: instant,
			updated_at: instant
		},
		// What is due and what was used are told where a booking is read, not by each writer.
		[
			'id',
			'instrument_id',
			'platform_id',
			'organisation_id',
			'start',
			'end',
			'status',
			'purpose',
			'purpose_code',
			'price',
			'check_in_by',
			'waits_for',
			'decide_by',
			'revision',
			'decision_note',
			'cancelled_at',
			'cancelled_late',
			'cancel_reason',
			'created_at',
			'updated_at'
		]
	),
	BookingPage: page(ref('Booking')),
	BookingFile: object({
		id: uuid,
		name: string,
		content_type: string,
		size_bytes: { type: 'integer', minimum: 1, maximum: 26214400 },
		side: { type: 'string', enum: ['customer', 'lab'], description: 'Who shared it.' },
		shared_at: instant
	}),
	BookingFilePage: page(ref('BookingFile')),
	Judgement: object({
		allowed: { type: 'boolean' },
		violations: list(ref('Violation')),
		alternatives: list(ref('Span')),
		equivalents: {
			...list(ref('Equivalent')),
			description: 'Instruments of the same class that are free at the wished time.'
		},
		timezone: nullable(string),
		approval_needed: { type: ['boolean', 'null'] },
		price: nullable({
			...PRICE,
			properties: {
				...PRICE.properties,
				basis: { type: ['string', 'null'], enum: ['hour', 'session', null] }
			}
		})
	})
};

/** Who is at the instrument reports so: a person, the lab, or the instrument's own agent. */
function useOperation(operationId: string, summary: string, outcome: string) {
	return {
		operationId,
		summary,
		security: needs('check_in'),
		parameters: [idempotencyKey],
		requestBody: {
			required: false,
			content: { 'application/json': { schema: ref('UseReport') } }
		},
		responses: {
			'200': json(ref('Booking'), outcome),
			...problems('400', '401', '403', '404', '409', '413', '415', '422')
		}
	};
}

const PATHS = {
	'/api/v1/search': {
		get: {
			operationId: 'searchCatalogue',
			summary: 'Instruments, datasets, literature and services in one search',
			security: PUBLIC,
			parameters: [
				query(
					'kind',
					{ type: 'string', enum: ['instrument', 'dataset', 'literature', 'service'] },
					'Only this kind.'
				),
				...SEARCH_PARAMETERS
			],
			responses: { '200': json(ref('SearchPage'), 'A page of hits.'), ...problems('422') }
		}
	},
	'/api/v1/instruments': {
		get: {
			operationId: 'listInstruments',
			summary: 'Instruments',
			security: PUBLIC,
			parameters: SEARCH_PARAMETERS,
			responses: { '200': json(ref('SearchPage'), 'A page of instruments.'), ...problems('422') }
		}
	},
	'/api/v1/instruments/{id}': {
		parameters: [pathId],
		get: {
			operationId: 'getInstrument',
			summary: 'One instrument, as JSON, JSON-LD, PIDINST or DataCite',
			security: PUBLIC,
			parameters: [
				recordFormat('json', 'json-ld', 'pidinst', 'pidinst-xml', 'datacite', 'datacite-xml')
			],
			responses: {
				'200': {
					description: 'The instrument.',
					content: {
						'application/json': { schema: ref('Instrument') },
						'application/ld+json': { schema: { type: 'object' } },
						'application/vnd.pidinst+json': { schema: { type: 'object' } },
						'application/vnd.pidinst+xml': { schema: string },
						'application/vnd.datacite.datacite+json': { schema: { type: 'object' } },
						'application/vnd.datacite.datacite+xml': { schema: string }
					}
				},
				...problems('404', '422')
			}
		}
	},
	'/api/v1/instruments/{id}/availability': {
		parameters: [pathId],
		get: {
			operationId: 'getAvailability',
			summary: 'When an instrument is open, taken and free',
			security: PUBLIC,
			parameters: [
				query('from', instant, 'Now, if left out.'),
				query('to', instant, 'Seven days after from, if left out; at most 92.')
			],
			responses: { '200': json(ref('Availability'), 'The calendar.'), ...problems('404', '422') }
		}
	},
	'/api/v1/datasets/{id}': {
		parameters: [pathId],
		get: {
			operationId: 'getDataset',
			summary: 'One dataset, as JSON, JSON-LD or DataCite',
			security: PUBLIC,
			parameters: [recordFormat('json', 'json-ld', 'datacite', 'datacite-xml')],
			responses: {
				'200': {
					description: 'The dataset.',
					content: {
						'application/json': { schema: ref('Dataset') },
						'application/ld+json': { schema: { type: 'object' } },
						'application/vnd.datacite.datacite+json': { schema: { type: 'object' } },
						'application/vnd.datacite.datacite+xml': { schema: string }
					}
				},
				...problems('404', '422')
			}
		}
	},
	'/api/v1/literature/{id}': {
		parameters: [pathId],
		get: {
			operationId: 'getLiteratureItem',
			summary: 'One work, as JSON, JSON-LD or DataCite',
			security: PUBLIC,
			parameters: [recordFormat('json', 'json-ld', 'datacite', 'datacite-xml')],
			responses: {
				'200': {
					description: 'The work.',
					content: {
						'application/json': { schema: ref('LiteratureItem') },
						'application/ld+json': { schema: { type: 'object' } },
						'application/vnd.datacite.datacite+json': { schema: { type: 'object' } },
						'application/vnd.datacite.datacite+xml': { schema: string }
					}
				},
				...problems('404', '422')
			}
		}
	},
	'/api/v1/slots': {
		get: {
			operationId: 'findSlots',
			summary: 'The earliest free slots across instruments',
			security: PUBLIC,
			parameters: [
				query('q', { type: 'string', maxLength: 200 }, 'Which instruments.'),
				query('category', string, 'Six digits of an instrument class, or its name.'),
				query('city', string, 'Where they stand.'),
				query('from', instant, 'Now, if left out.'),
				query('to', instant, 'Fourteen days after from, if left out.'),
				query('duration', { type: 'string', default: 'PT2H' }, 'ISO 8601.'),
				query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'How many.')
			],
			responses: { '200': json(ref('SlotPage'), 'Slots, earliest first.'), ...problems('422') }
		}
	},
	'/api/v1/bookings': {
		post: {
			operationId: 'createBooking',
			summary: 'Book an instrument, or ask what booking it would say',
			security: needs('book'),
			parameters: [
				idempotencyKey,
				query('dry_run', { type: 'boolean' }, 'Judge only; answers 200 with the judgement.')
			],
			requestBody: {
				required: true,
				content: { 'application/json': { schema: ref('BookingRequest') } }
			},
			responses: {
				'200': json(ref('Judgement'), 'The judgement of a dry run.'),
				'201': json(ref('Booking'), 'Booked, or requested where the lab approves.'),
				...problems('400', '401', '403', '404', '409', '413', '415', '422')
			}
		},
		get: {
			operationId: 'listBookings',
			summary: 'The bookings that the caller may see, latest start first',
			security: needs('read'),
			parameters: [
				query('instrument_id', uuid, 'Of one instrument.'),
				query('status', BOOKING_STATUS, 'In one status.'),
				query('from', instant, 'Ending after.'),
				query('to', instant, 'Starting before.'),
				query('cursor', string, 'next_cursor of the page before.'),
				query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'Page size.')
			],
			responses: {
				'200': json(ref('BookingPage'), 'A page of bookings.'),
				...problems('401', '422')
			}
		}
	},
	'/api/v1/bookings/{id}': {
		parameters: [pathId],
		get: {
			operationId: 'getBooking',
			summary: 'One booking',
			security: needs('read'),
			responses: { '200': json(ref('Booking'), 'The booking.'), ...problems('401', '404') }
		},
		patch: {
			operationId: 'moveBooking',
			summary: 'Move a booking that has not begun',
			security: needs('book'),
			requestBody: {
				required: true,
				content: { 'application/json': { schema: ref('BookingMove') } }
			},
			responses: {
				'200': json(ref('Booking'), 'Moved.'),
				...problems('400', '401', '403', '404', '409', '413', '415', '422')
			}
		}
	},
	'/api/v1/bookings/{id}/cancel': {
		parameters: [pathId],
		post: {
			operationId: 'cancelBooking',
			summary: 'Cancel a booking that has not begun; twice changes nothing',
			security: needs('book'),
			parameters: [idempotencyKey],
			requestBody: {
				required: false,
				content: { 'application/json': { schema: ref('BookingCancellation') } }
			},
			responses: {
				'200': json(ref('Booking'), 'Cancelled.'),
				...problems('400', '401', '403', '404', '409', '413', '415', '422')
			}
		}
	},
	'/api/v1/bookings/{id}/check-in': {
		parameters: [pathId],
		post: useOperation(
			'checkIn',
			'Check in, from a quarter of an hour before the start until the end; twice is once',
			'In use.'
		)
	},
	'/api/v1/bookings/{id}/check-out': {
		parameters: [pathId],
		post: useOperation(
			'checkOut',
			'Check out, which frees the rest of the time; twice is once',
			'Completed.'
		)
	},
	'/api/v1/bookings/{id}/extend': {
		parameters: [pathId],
		post: {
			operationId: 'extendBooking',
			summary: 'Give a booking that has begun more time, where it is free',
			security: needs('book'),
			parameters: [idempotencyKey],
			requestBody: {
				required: true,
				content: { 'application/json': { schema: ref('BookingExtension') } }
			},
			responses: {
				'200': json(ref('Booking'), 'Extended.'),
				...problems('400', '401', '403', '404', '409', '413', '415', '422')
			}
		}
	},
	'/api/v1/bookings/{id}/calendar.ics': {
		parameters: [pathId],
		get: {
			operationId: 'getBookingCalendar',
			summary: 'One booking as a calendar event (RFC 5545)',
			security: needs('read'),
			responses: {
				'200': { description: 'The event.', content: { 'text/calendar': { schema: string } } },
				...problems('401', '404')
			}
		}
	},
	'/api/v1/bookings/{id}/files': {
		parameters: [pathId],
		get: {
			operationId: 'listBookingFiles',
			summary: 'The files that the two sides of a booking gave one another',
			security: needs('read'),
			responses: {
				'200': json(ref('BookingFilePage'), 'All of them; none for strangers.'),
				...problems('401', '404')
			}
		},
		post: {
			operationId: 'shareBookingFile',
			summary: 'Share a file on a booking: at most 25 MiB, 20 files, 100 MiB in all',
			security: needs('book'),
			parameters: [
				idempotencyKey,
				{
					name: 'name',
					in: 'query',
					required: true,
					schema: { type: 'string', maxLength: 500 },
					description: 'The name, whose ending says what kind of file it is.'
				}
			],
			requestBody: {
				required: true,
				content: {
					'application/octet-stream': { schema: { type: 'string', format: 'binary' } }
				}
			},
			responses: {
				'201': json(ref('BookingFile'), 'Both sides have it.'),
				...problems('401', '404', '409', '411', '413', '415', '422')
			}
		}
	},
	'/api/v1/bookings/{id}/files/{fileId}': {
		parameters: [pathId, { name: 'fileId', in: 'path', required: true, schema: uuid }],
		get: {
			operationId: 'downloadBookingFile',
			summary: 'The bytes of a file, as an attachment',
			security: needs('read'),
			responses: {
				'200': {
					description: 'The file, of the type that it was shared as.',
					content: { '*/*': { schema: { type: 'string', format: 'binary' } } }
				},
				...problems('401', '404')
			}
		},
		delete: {
			operationId: 'retireBookingFile',
			summary: 'Take back a file that the caller has shared',
			security: needs('book'),
			responses: { '204': { description: 'Gone.' }, ...problems('401', '403', '404') }
		}
	},
	'/api/v1/datasets/{id}/download': {
		parameters: [pathId],
		get: {
			operationId: 'downloadDataset',
			summary: 'Counts a request for the data, and leads to where they are',
			security: PUBLIC,
			responses: {
				'302': { description: 'Location is where the data are published.' },
				...problems('401', '403', '404')
			}
		}
	},
	'/api/v1/literature/{id}/full-text': {
		parameters: [pathId],
		get: {
			operationId: 'readFullText',
			summary: 'Counts a request for the full text, and leads to where it is',
			security: PUBLIC,
			responses: {
				'302': { description: 'Location is where the text is.' },
				...problems('403', '404')
			}
		}
	},
	'/api/v1/reports/counter/{report}': {
		parameters: [
			{
				name: 'report',
				in: 'path',
				required: true,
				schema: { type: 'string', enum: ['pr', 'pr_p1', 'ir', 'ir_a1', 'dsr'] }
			}
		],
		get: {
			operationId: 'counterReport',
			summary:
				'Use of literature or datasets, counted by COUNTER R5.1 rules: of a platform for its people, of all for evaluators',
			security: needs('read'),
			parameters: [
				{
					...query('begin_date', string, 'The first month, as 2026-03 or 2026-03-01.'),
					required: true
				},
				{ ...query('end_date', string, 'The last month.'), required: true },
				query('platform', uuid, 'Only of this platform.'),
				query('format', { type: 'string', enum: ['tsv', 'json'] }, 'The layout; tsv without it.')
			],
			responses: {
				'200': {
					description: 'The report. Months without figures are named in its exceptions.',
					content: { '*/*': { schema: { type: 'string', format: 'binary' } } }
				},
				...problems('401', '403', '404', '422')
			}
		}
	},
	'/r51/status': {
		get: {
			operationId: 'counterStatus',
			summary: 'COUNTER API of R5.1 (formerly SUSHI): whether reports can be harvested',
			security: PUBLIC,
			responses: { '200': harvested('The service, in a list of one.'), '503': EXCEPTION }
		}
	},
	'/r51/members': {
		get: {
			operationId: 'counterMembers',
			summary: 'COUNTER API: whose usage can be harvested',
			security: needs('read'),
			parameters: [CUSTOMER],
			responses: {
				'200': harvested('The customers, which are one: The World.'),
				'400': EXCEPTION,
				'401': EXCEPTION,
				'403': EXCEPTION
			}
		}
	},
	'/r51/reports': {
		get: {
			operationId: 'counterReports',
			summary: 'COUNTER API: the reports that can be harvested, and of which months',
			security: needs('read'),
			parameters: [CUSTOMER],
			responses: {
				'200': harvested('The reports.'),
				'400': EXCEPTION,
				'401': EXCEPTION,
				'403': EXCEPTION
			}
		}
	},
	'/r51/reports/{report}': {
		parameters: [
			{
				name: 'report',
				in: 'path',
				required: true,
				schema: { type: 'string', enum: ['pr', 'pr_p1', 'ir', 'ir_a1', 'dsr'] }
			}
		],
		get: {
			operationId: 'harvestCounterReport',
			summary: 'COUNTER API: a report as JSON, of a platform for its people, of all for evaluators',
			description:
				'What cannot be answered is an exception with a code of appendix D of R5.1; what is left out is named among the exceptions in the header of the report.',
			security: needs('read'),
			parameters: [
				CUSTOMER,
				{ ...query('begin_date', string, 'The first month, as 2026-03.'), required: true },
				{ ...query('end_date', string, 'The last month.'), required: true },
				query('platform', uuid, 'Only of this platform; needed by all but evaluators.')
			],
			responses: {
				'200': harvested('The report.'),
				'400': EXCEPTION,
				'401': EXCEPTION,
				'403': EXCEPTION,
				'404': { description: 'There is no such report.' },
				'503': EXCEPTION
			}
		}
	},
	'/api/v1/ledger/digests': {
		get: {
			operationId: 'downloadLedgerDigests',
			summary:
				'All sealed days of the ledger, signed: to be kept, so that exports can be verified later',
			security: [],
			responses: {
				'200': {
					description: 'The file for npm run verify -- FILE --digests.',
					content: { 'application/json': { schema: { type: 'string', format: 'binary' } } }
				}
			}
		}
	},
	'/api/v1/ledger/platforms/{id}': {
		parameters: [pathId],
		get: {
			operationId: 'exportLedger',
			summary:
				'The whole ledger of a platform until a sealed day, the same bytes whenever it is asked for',
			security: needs('read'),
			parameters: [
				{ name: 'format', in: 'query', schema: { type: 'string', enum: ['json', 'csv', 'xlsx'] } },
				{ name: 'until', in: 'query', schema: { type: 'string', format: 'date' } }
			],
			responses: {
				'200': {
					description: 'The file; json and csv are for npm run verify.',
					content: { '*/*': { schema: { type: 'string', format: 'binary' } } }
				},
				...problems('401', '404', '409', '422')
			}
		}
	},
	'/api/v1/reports/usage': {
		get: {
			operationId: 'reportUsage',
			summary:
				'Usage of a window of days in groups: reserved, used and charged apart, rates with their denominators',
			description:
				'Of sealed days the same bytes whenever it is asked for, unless something was corrected; with as_of even then. Groups of fewer than three organisations are suppressed for all but evaluators and the people of the platforms.',
			security: needs('read'),
			parameters: [
				{ ...query('from', date, 'The first day, in Asia/Shanghai.'), required: true },
				{ ...query('to', date, 'The last day, included.'), required: true },
				query(
					'group_by',
					{
						type: 'string',
						enum: ['platform', 'instrument', 'month', 'class', 'organisation', 'city', 'purpose'],
						default: 'platform'
					},
					'What a row is of; organisation is for evaluators and the people of the platforms.'
				),
				query(
					'format',
					{ type: 'string', enum: ['json', 'csv', 'xlsx'], default: 'json' },
					'Of the file.'
				),
				query('platform', uuid, 'One platform.'),
				query('city', string, 'The platforms of a city.'),
				query('designation', string, 'The platforms of a designation kind.'),
				query(
					'rated_by',
					{ type: 'string', default: 'yearbook' },
					'The definition of rated hours.'
				),
				query('as_of', date, 'A sealed day; the report is as the ledger stood at its end.'),
				query(
					'bom',
					{ type: 'boolean', default: true },
					'Whether CSV begins with a byte order mark.'
				)
			],
			responses: {
				'200': {
					description:
						'The report, with its window, definition, zone, day of the ledger and digest.',
					content: {
						'application/json': { schema: ref('UsageReport') },
						'text/csv': { schema: string },
						'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
							schema: { type: 'string', format: 'binary' }
						}
					}
				},
				...problems('401', '403', '409', '422')
			}
		}
	},
	'/api/v1/reports/nrii/{list}': {
		parameters: [
			{
				name: 'list',
				in: 'path',
				required: true,
				schema: { type: 'string', enum: ['instruments', 'service-records'] }
			}
		],
		get: {
			operationId: 'nriiList',
			summary:
				'Instruments (type 4) or service records (type 6) as a file for the national register, of one platform or of a host organisation',
			description:
				'Rows that lack something are left out and listed with what they lack. Applicants are named to those who manage all of the platforms, and to nobody else; each file that is taken is kept in the audit. Of sealed days and the same entries it is the same bytes whenever it is asked for.',
			security: needs('manage'),
			parameters: [
				query('platform', uuid, 'Of one platform.'),
				query('organisation', uuid, 'Of all platforms of a host organisation, instead of one.'),
				query(
					'from',
					date,
					'The first day, in Asia/Shanghai; the last closed year without it. For instruments its year is that of the machine hours.'
				),
				query('to', date, 'The last day, included.'),
				query(
					'format',
					{ type: 'string', enum: ['json', 'csv', 'xlsx'], default: 'json' },
					'Of the file.'
				),
				query(
					'min_worth',
					{ type: 'integer', minimum: 0 },
					'Only instruments of this original value or more, in yuan.'
				),
				query(
					'wording',
					{ type: 'string', enum: ['labels', 'codes'], default: 'labels' },
					'How serviceType and serviceDirection are written.'
				),
				query(
					'pending',
					{ type: 'boolean', default: false },
					'Whether rows that lack something are among the others.'
				),
				query('as_of', date, 'A sealed day; the ledger is read as it stood at its end.'),
				query(
					'bom',
					{ type: 'boolean', default: true },
					'Whether CSV begins with a byte order mark.'
				)
			],
			responses: {
				'200': {
					description:
						'The list in the envelope of the register, with its window, day of the ledger and digest.',
					content: {
						'application/json': { schema: ref('NriiList') },
						'text/csv': { schema: string },
						'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
							schema: { type: 'string', format: 'binary' }
						}
					}
				},
				...problems('401', '403', '404', '409', '422')
			}
		}
	},
	'/api/v1/evaluations': {
		get: {
			operationId: 'listEvaluations',
			summary:
				'Evaluations of platforms that have opened, with the digests of all that was made public: to be kept, so that results can be verified later',
			security: PUBLIC,
			responses: {
				'200': json(ref('EvaluationList'), 'All of them, the latest window first.'),
				...problems()
			}
		}
	},
	'/api/v1/evaluations/{code}': {
		parameters: [{ name: 'code', in: 'path', required: true, schema: string }],
		get: {
			operationId: 'downloadEvaluationResult',
			summary: 'A public result of an evaluation, the same bytes whenever it is asked for',
			description:
				'The digest is of the document in canonical JSON: members sorted, no spaces. The JSON is the file for npm run verify; tables are for reading.',
			security: PUBLIC,
			parameters: [
				query('version', { type: 'integer', minimum: 1 }, 'The last, if left out.'),
				query(
					'format',
					{ type: 'string', enum: ['json', 'csv', 'xlsx'], default: 'json' },
					'Of the file.'
				)
			],
			responses: {
				'200': {
					description: 'The result, with its digest, window, rules and ledger heads.',
					content: {
						'application/json': { schema: ref('EvaluationResult') },
						'text/csv': { schema: string },
						'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
							schema: { type: 'string', format: 'binary' }
						}
					}
				},
				'304': { description: 'Unchanged, by If-None-Match.' },
				...problems('404', '422')
			}
		}
	},
	'/api/v1/feeds': {
		get: {
			operationId: 'listFeeds',
			summary: 'One’s own calendar feeds with their secret addresses',
			security: needs('read'),
			responses: {
				'200': json(page(ref('Feed')), 'The feed of one’s own bookings is there from the start.'),
				...problems('401')
			}
		},
		post: {
			operationId: 'createFeed',
			summary: 'A feed of an organisation, an instrument or a platform',
			security: SIGNED_IN,
			parameters: [idempotencyKey],
			requestBody: {
				required: true,
				content: {
					'application/json': {
						schema: object(
							{
								kind: FEED_KIND,
								subject_id: {
									...nullable(uuid),
									description: 'What it is of; none for one’s own bookings.'
								}
							},
							['kind']
						)
					}
				}
			},
			responses: {
				'201': json(ref('Feed'), 'The feed; the one there is when it had been made before.'),
				...problems('400', '401', '403', '404', '413', '415', '422')
			}
		}
	},
	'/api/v1/feeds/{id}/renew': {
		parameters: [pathId],
		post: {
			operationId: 'renewFeed',
			summary: 'Exchanges a feed’s address for another',
			security: SIGNED_IN,
			responses: { '200': json(ref('Feed'), 'With its new address.'), ...problems('401', '404') }
		}
	},
	'/api/v1/feeds/{id}/revoke': {
		parameters: [pathId],
		post: {
			operationId: 'revokeFeed',
			summary: 'Gives up a feed with its address',
			security: SIGNED_IN,
			responses: { '204': { description: 'Given up.' }, ...problems('401', '404') }
		}
	},
	'/api/v1/feeds/{token}.ics': {
		parameters: [{ name: 'token', in: 'path', required: true, schema: string }],
		get: {
			operationId: 'readFeed',
			summary: 'The calendar behind a secret address (RFC 5545), for programs without a session',
			security: PUBLIC,
			responses: {
				'200': {
					description: 'A year back and everything ahead, in UTC, by the owner’s present rights.',
					content: { 'text/calendar': { schema: string } }
				},
				'304': { description: 'Unchanged, by If-None-Match or If-Modified-Since.' },
				...problems('404', '429')
			}
		}
	},
	'/api/v1/live': {
		parameters: [
			query('instrument', uuid, 'The instrument whose calendar is followed.'),
			query('platform', uuid, 'Or the platform, with all its instruments.'),
			query('since', instant, 'When it was read: what has changed since is told at once.')
		],
		get: {
			operationId: 'followCalendar',
			summary: 'The changes of a calendar while they happen',
			description:
				'Server-Sent Events: `live` while changes are heard, `away` while they are not, and `changed` with the ids of instrument and platform and nothing else. What has changed is read anew by whoever may.',
			responses: {
				'200': {
					description: 'The stream; it ends when the server stops.',
					content: { 'text/event-stream': { schema: string } }
				},
				...problems('422', '429')
			}
		}
	}
};

/** The document, naming the server it was fetched from. */
export function openApiDocument(origin: string) {
	return {
		openapi: '3.1.0',
		info: {
			title: '仪享 Yixiang',
			version: '1.0.0',
			description:
				'Instruments, research data and literature that laboratories open to startups and makerspaces. Instants are RFC 3339 with an offset; money is in fen; errors are RFC 9457 problems, in Chinese or English by Accept-Language.',
			license: { name: 'MIT', identifier: 'MIT' }
		},
		servers: [{ url: origin }],
		paths: PATHS,
		components: {
			schemas: SCHEMAS,
			securitySchemes: {
				bearer: {
					type: 'http',
					scheme: 'bearer',
					description:
						'A Supabase access token, or a token made on the page /profile/tokens (yx_…). The latter reads what its person reads, and writes where it has the scope that the operation names. The token of an instrument’s agent reads the bookings of its instrument and reports their use.'
				}
			}
		}
	};
}
