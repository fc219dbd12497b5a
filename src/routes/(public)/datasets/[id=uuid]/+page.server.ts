import { resolve } from '$app/paths';
import { error } from '@sveltejs/kit';
import { licenceSchema } from '#lib/applications/application-schema.ts';
import { describeStage } from '#lib/applications/application-status.ts';
import { acceptLicence } from '#lib/applications/commands.server.ts';
import { findOwnOpen, hasAccepted } from '#lib/applications/queries.server.ts';
import { listSubjects } from '#lib/catalogue/queries.server.ts';
import { datasetJsonLd } from '#lib/datasets/dataset-json-ld.ts';
import { datasetInWords } from '#lib/datasets/dataset-in-words.ts';
import { findDataset } from '#lib/datasets/queries.server.ts';
import { citeDataset } from '#lib/metadata/citation.ts';
import { recordLinks } from '#lib/metadata/record-links.ts';
import * as m from '#lib/paraglide/messages.js';
import { contactInWords } from '#lib/platforms/contact-in-words.ts';
import { designationLabels } from '#lib/platforms/designation.ts';
import { placeInWords } from '#lib/platforms/place-in-words.ts';
import { findContact } from '#lib/platforms/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import { getResourceUsage } from '#lib/usage/queries.server.ts';
import { recordUse } from '#lib/usage/record-use.server.ts';
import { usageInWords } from '#lib/usage/usage-in-words.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase, claims } = event.locals;
	const { id } = event.params;
	const [dataset, subjects, usage] = await Promise.all([
		findDataset(supabase, id),
		listSubjects(supabase),
		getResourceUsage(supabase, id)
	]);
	if (!dataset) error(404, m.error_not_found_title());

	const [contact, hasLicence, open] = claims
		? await Promise.all([
				findContact(supabase, dataset.platform.id),
				dataset.access_level === 'registered' && hasAccepted(supabase, claims.sub, dataset),
				dataset.access_level === 'application'
					? findOwnOpen(supabase, claims.sub, { dataset_id: dataset.id })
					: null
			])
		: [null, false, null];

	const subjectNames = subjects
		.filter(({ code }) => dataset.subject_codes.includes(code))
		.map(({ name }) => name);
	recordUse(event, { kind: 'dataset', id, action: 'investigation', status: 200 });
	return {
		dataset,
		words: datasetInWords(dataset, { hasAccepted: hasLicence }, subjectNames, new Date()),
		description: datasetJsonLd(dataset, event.url.origin, m.site_name()),
		// As its makers want it cited, where they have said so, before the forms of the standards.
		citations: [
			...(dataset.citation_text
				? [{ style: m.metadata_registered(), text: dataset.citation_text }]
				: []),
			...citeDataset(dataset, event.url.origin)
		],
		records: recordLinks(resolve('/api/v1/datasets/[id]', { id }), [
			'datacite',
			'datacite-xml',
			'json-ld'
		]),
		// By way of this site, which counts it.
		download: new URL(resolve('/api/v1/datasets/[id]/download', { id }), event.url).href,
		usage: usageInWords(usage, 'dataset'),
		host: {
			designations: designationLabels(dataset.platform.designations),
			place: placeInWords(dataset.platform, dataset.platform),
			contact: contactInWords(contact, claims ? null : signInAddress(event.url))
		},
		way: {
			hasAccepted: hasLicence,
			open: open && { id: open.id, standing: describeStage(open.stage ?? '') }
		}
	};
};

export const actions: Actions = {
	accept: act(
		'accept',
		licenceSchema,
		(event: RequestEvent, { licence }) => {
			requireClaims(event);
			return acceptLicence(event.locals.supabase, event.params.id, licence);
		},
		() => m.application_licence_done()
	)
};
