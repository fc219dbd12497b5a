import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { contactInWords } from '#lib/platforms/contact-in-words.ts';
import { designationLabels } from '#lib/platforms/designation.ts';
import { placeInWords } from '#lib/platforms/place-in-words.ts';
import { findContact } from '#lib/platforms/queries.server.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import { findService } from '#lib/services/queries.server.ts';
import { serviceJsonLd } from '#lib/services/service-json-ld.ts';
import { describeServicePrice } from '#lib/services/service-price.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { supabase, claims } }) => {
	const service = await findService(supabase, params.id);
	if (!service) error(404, m.error_not_found_title());

	const contact = claims ? await findContact(supabase, service.platform.id) : null;
	return {
		service,
		price: describeServicePrice(service),
		description: serviceJsonLd(service, url.origin),
		host: {
			designations: designationLabels(service.platform.designations),
			place: placeInWords(service.platform, service.platform),
			contact: contactInWords(contact, claims ? null : signInAddress(url))
		}
	};
};
