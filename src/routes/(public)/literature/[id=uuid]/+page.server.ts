import { resolve } from '$app/paths';
import { error } from '@sveltejs/kit';
import { describeStage } from '#lib/applications/application-status.ts';
import { findOwnOpen, findTerms } from '#lib/applications/queries.server.ts';
import { literatureJsonLd } from '#lib/literature/literature-json-ld.ts';
import { findLiteratureItem } from '#lib/literature/queries.server.ts';
import { workInWords } from '#lib/literature/work-in-words.ts';
import { citeWork } from '#lib/metadata/citation.ts';
import { recordLinks } from '#lib/metadata/record-links.ts';
import * as m from '#lib/paraglide/messages.js';
import { contactInWords } from '#lib/platforms/contact-in-words.ts';
import { designationLabels } from '#lib/platforms/designation.ts';
import { placeInWords } from '#lib/platforms/place-in-words.ts';
import { findContact } from '#lib/platforms/queries.server.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import { getResourceUsage } from '#lib/usage/queries.server.ts';
import { recordUse } from '#lib/usage/record-use.server.ts';
import { usageInWords } from '#lib/usage/usage-in-words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase, claims } = event.locals;
	const { id } = event.params;
	const [literature, usage] = await Promise.all([
		findLiteratureItem(supabase, id),
		getResourceUsage(supabase, id)
	]);
	if (!literature) error(404, m.error_not_found_title());

	const isDelivered = literature.access === 'delivery';
	const [contact, open, terms] = await Promise.all([
		claims ? findContact(supabase, literature.platform.id) : null,
		claims && isDelivered
			? findOwnOpen(supabase, claims.sub, { literature_item_id: literature.id })
			: null,
		isDelivered ? findTerms(supabase, literature.platform.id) : null
	]);

	recordUse(event, { kind: 'literature', id, action: 'investigation', status: 200 });
	return {
		literature,
		words: workInWords(literature),
		description: literatureJsonLd(literature, event.url.origin),
		citations: citeWork(literature, event.url.origin),
		records: recordLinks(resolve('/api/v1/literature/[id]', { id }), [
			'datacite',
			'datacite-xml',
			'json-ld'
		]),
		// By way of this site, which counts it.
		fullText: new URL(resolve('/api/v1/literature/[id]/full-text', { id }), event.url).href,
		usage: usageInWords(usage, 'literature'),
		host: {
			designations: designationLabels(literature.platform.designations),
			place: placeInWords(literature.platform, literature.platform),
			contact: contactInWords(contact, claims ? null : signInAddress(event.url))
		},
		open:
			open && open.stage !== 'expired'
				? { id: open.id, standing: describeStage(open.stage ?? '') }
				: null,
		terms
	};
};
