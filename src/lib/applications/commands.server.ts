import type { Tables } from '#lib/database.types.ts';
import { FILE_REFUSALS, readPieces, storeFile, type Arriving } from '#lib/files/transfer.server.ts';
import { parseYuan } from '#lib/import/fen.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';

const REFUSALS: RefusalTexts = {
	...FILE_REFUSALS,
	dataset_not_found: () => m.error_not_found_title(),
	literature_item_not_found: () => m.error_not_found_title(),
	application_not_found: () => m.application_not_found(),
	application_not_yours: () => m.service_not_allowed(),
	application_moved_on: () => m.application_moved_on(),
	application_open: () => m.application_is_open(),
	application_limit_reached: ({ detail }) => m.application_limit_reached({ limit: detail ?? '' }),
	dataset_not_on_application: () => m.application_not_needed(),
	dataset_not_on_licence: () => m.application_not_needed(),
	literature_is_open: () => m.application_work_is_open(),
	organisation_missing: () => m.application_organisation_missing(),
	organisation_ambiguous: () => m.application_organisation_ambiguous(),
	organisation_not_yours: () => m.service_not_allowed(),
	licence_not_accepted: () => m.application_licence_missing(),
	licence_changed: () => m.application_licence_changed(),
	licence_missing: () => m.text_missing(),
	intended_use_missing: () => m.application_use_missing(),
	access_end_invalid: () => m.application_date_invalid(),
	reason_needed: () => m.text_missing(),
	reason_code_unknown: () => m.application_reason_missing(),
	ready_by_over: () => m.application_ready_by_over(),
	pages_missing: () => m.text_missing(),
	delivery_missing: () => m.application_delivery_missing(),
	delivery_terms_page_fee_is_little: () => m.delivery_terms_fee_invalid(),
	delivery_limit_reached: () => m.application_delivery_limit(),
	download_limit_reached: () => m.application_downloads_used(),
	access_expired: () => m.application_access_over(),
	copy_not_yours: () => m.application_copy_not_yours(),
	message_limit_reached: ({ detail }) => m.message_limit_reached({ limit: detail ?? '' }),
	applications_purpose_code_fkey: () => m.application_purpose_missing(),
	application_deliveries_url_is_http: () => m.application_link_invalid(),
	applications_pages_are_some: () => m.application_number_invalid({ most: 2000 }),
	applications_download_limit_is_some: () => m.application_number_invalid({ most: 1000 })
};

type Application = Pick<Tables<'applications'>, 'id' | 'status'>;

export function applyForData(
	db: Db,
	datasetId: string,
	wish: {
		purpose_code: string;
		intended_use: string;
		licence: string;
		agreed: string;
		organisation_id: string;
		draft: string;
		idempotency_key: string;
	}
): Promise<Outcome<Application>> {
	return toOutcome(
		db
			.rpc('apply_for_data', {
				dataset_id: datasetId,
				purpose_code: wish.purpose_code,
				intended_use: wish.intended_use,
				is_draft: wish.draft === 'yes',
				...(wish.agreed === 'yes' && { licence: wish.licence }),
				...(wish.organisation_id !== '' && { organisation_id: wish.organisation_id })
			})
			.setHeader('Idempotency-Key', wish.idempotency_key),
		REFUSALS
	);
}

export function resumeApplication(
	db: Db,
	applicationId: string,
	wish: {
		purpose_code: string;
		intended_use: string;
		licence: string;
		agreed: string;
		draft: string;
	}
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('resume_data_application', {
			application_id: applicationId,
			purpose_code: wish.purpose_code,
			intended_use: wish.intended_use,
			is_draft: wish.draft === 'yes',
			...(wish.agreed === 'yes' && { licence: wish.licence })
		}),
		REFUSALS
	);
}

export function requestLiterature(
	db: Db,
	literatureItemId: string,
	wish: { purpose_code: string; note: string; organisation_id: string; idempotency_key: string }
): Promise<Outcome<Application>> {
	return toOutcome(
		db
			.rpc('request_literature', {
				literature_item_id: literatureItemId,
				purpose_code: wish.purpose_code,
				note: wish.note,
				...(wish.organisation_id !== '' && { organisation_id: wish.organisation_id })
			})
			.setHeader('Idempotency-Key', wish.idempotency_key),
		REFUSALS
	);
}

export function acceptLicence(
	db: Db,
	datasetId: string,
	licence: string
): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('accept_dataset_licence', { dataset_id: datasetId, licence }), REFUSALS);
}

export function withdrawApplication(
	db: Db,
	applicationId: string,
	reason: string
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('withdraw_application', {
			application_id: applicationId,
			...(reason !== '' && { reason })
		}),
		REFUSALS
	);
}

export function beginReview(db: Db, applicationId: string): Promise<Outcome<Application>> {
	return toOutcome(db.rpc('begin_data_review', { application_id: applicationId }), REFUSALS);
}

export function askForMore(
	db: Db,
	applicationId: string,
	reason: string
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('ask_about_data_application', { application_id: applicationId, reason }),
		REFUSALS
	);
}

export function approveApplication(
	db: Db,
	applicationId: string,
	grant: { licence: string; access_until: string; download_limit: string; reason: string }
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('approve_data_application', {
			application_id: applicationId,
			...grant,
			download_limit: Number(grant.download_limit)
		}),
		REFUSALS
	);
}

/** The lab says no: refuses data, or leaves a request for literature unfilled. */
export function refuseApplication(
	db: Db,
	{ id, kind }: { id: string; kind: string },
	reason: { reason_code: string; reason: string }
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc(kind === 'dataset' ? 'reject_data_application' : 'leave_literature_unfilled', {
			application_id: id,
			...reason
		}),
		REFUSALS
	);
}

export function acceptRequest(
	db: Db,
	applicationId: string,
	{ pages, readyBy }: { pages: number; readyBy: Date }
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('accept_literature_request', {
			application_id: applicationId,
			pages,
			ready_by: formatInstant(readyBy)
		}),
		REFUSALS
	);
}

export function sourceLiterature(db: Db, applicationId: string): Promise<Outcome<Application>> {
	return toOutcome(db.rpc('source_literature', { application_id: applicationId }), REFUSALS);
}

export function fulfilRequest(
	db: Db,
	applicationId: string,
	pages: number
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('fulfil_literature_request', { application_id: applicationId, pages }),
		REFUSALS
	);
}

export function giveLink(
	db: Db,
	applicationId: string,
	{ url, idempotency_key: key }: { url: string; idempotency_key: string }
): Promise<Outcome<unknown>> {
	return toOutcome(
		db.rpc('give_link', { application_id: applicationId, url }).setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** Puts a file there for who applies; the same key with the same file goes on where it was. */
export function giveFile(db: Db, applicationId: string, file: Arriving, key: string) {
	return storeFile(
		{
			begin: ({ name, size }) =>
				toOutcome(
					db
						.rpc('begin_application_file', {
							application_id: applicationId,
							name,
							size_bytes: size
						})
						.setHeader('Idempotency-Key', key),
					REFUSALS
				),
			add: (id, position, content) =>
				toOutcome(
					db.rpc('add_application_file_piece', {
						delivery_id: id,
						piece_position: position,
						content
					}),
					REFUSALS
				),
			breakOff: async (id) => {
				await db.rpc('retire_delivery', { delivery_id: id });
			}
		},
		file
	);
}

export function retireDelivery(db: Db, deliveryId: string): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('retire_delivery', { delivery_id: deliveryId }), REFUSALS);
}

/** Fetches what was given, which counts. */
export function openDelivery(
	db: Db,
	{
		delivery_id: deliveryId,
		licence,
		agreed
	}: { delivery_id: string; licence: string; agreed: string }
) {
	return toOutcome(
		db.rpc('open_delivery', {
			delivery_id: deliveryId,
			...(agreed === 'yes' && { licence })
		}),
		REFUSALS
	);
}

/** The bytes of a file that the person has opened within the hour; null where there is none. */
export async function openedFile(db: Db, downloadId: string) {
	const outcome = await toOutcome(db.rpc('opened_file', { download_id: downloadId }), REFUSALS);
	if (!outcome.ok || outcome.data.size_bytes === null) return null;

	const { name, content_type: contentType, size_bytes: size } = outcome.data;
	return {
		name,
		contentType: contentType ?? 'application/octet-stream',
		size,
		bytes: readPieces(
			(position) =>
				db.rpc('read_application_file_piece', {
					download_id: downloadId,
					piece_position: position
				}),
			size
		)
	};
}

export function reportUse(
	db: Db,
	applicationId: string,
	report: string
): Promise<Outcome<Application>> {
	return toOutcome(db.rpc('report_data_use', { application_id: applicationId, report }), REFUSALS);
}

export function confirmCopy(
	db: Db,
	applicationId: string,
	{ rating, comment }: { rating: string; comment: string }
): Promise<Outcome<Application>> {
	return toOutcome(
		db.rpc('confirm_literature', {
			application_id: applicationId,
			...(rating !== '' && { rating: Number(rating), comment })
		}),
		REFUSALS
	);
}

export function postApplicationMessage(
	db: Db,
	applicationId: string,
	{ body, idempotency_key: key }: { body: string; idempotency_key: string }
): Promise<Outcome<unknown>> {
	return toOutcome(
		db
			.rpc('post_application_message', { application_id: applicationId, body })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

export function setTerms(
	db: Db,
	platformId: string,
	terms: { page_fee: string; delivery_days: string; review_days: string }
): Promise<Outcome<unknown>> {
	return toOutcome(
		db.rpc('set_delivery_terms', {
			platform_id: platformId,
			page_fee_fen: parseYuan(terms.page_fee) ?? 0,
			delivery_days: Number(terms.delivery_days),
			review_days: Number(terms.review_days)
		}),
		REFUSALS
	);
}
