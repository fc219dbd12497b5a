import { error } from '@sveltejs/kit';
import { gradeText, gradeTone } from '#lib/evaluation/grade.ts';
import { findLastGrade, type LastGrade } from '#lib/evaluation/results.server.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import { standingOf } from '#lib/instruments/standing.ts';
import { standingInWords } from '#lib/instruments/standing-in-words.ts';
import * as m from '#lib/paraglide/messages.js';
import { designationLabels } from '#lib/platforms/designation.ts';
import { designationsInWords } from '#lib/platforms/designations-in-words.ts';
import { contactInWords } from '#lib/platforms/contact-in-words.ts';
import { placeInWords } from '#lib/platforms/place-in-words.ts';
import { countResources, findContact, findPlatform } from '#lib/platforms/queries.server.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import { describeServicePrice } from '#lib/services/service-price.ts';
import { formatDateTime } from '#lib/time/format-time.ts';
import { listCourses } from '#lib/training/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { supabase, claims } }) => {
	const [platform, counts, contact, courses, lastGrade] = await Promise.all([
		findPlatform(supabase, params.id),
		countResources(supabase, params.id),
		claims ? findContact(supabase, params.id) : null,
		listCourses(supabase, params.id, new Date()),
		findLastGrade(supabase, params.id)
	]);
	if (!platform) error(404, m.error_not_found_title());

	const { evidence, instruments, services, ...plain } = platform;
	return {
		platform: {
			...plain,
			instruments: instruments.map((instrument) => ({
				...instrument,
				badge: standingInWords(standingOf(instrument)).badge
			})),
			services: services.map((service) => ({ ...service, price: describeServicePrice(service) }))
		},
		designationLabels: designationLabels(platform.designations),
		designations: designationsInWords(evidence),
		counts,
		place: placeInWords(platform, platform),
		contact: contactInWords(contact, claims ? null : signInAddress(url)),
		courses: courses.map((course) => ({
			id: course.id,
			name: registeredName(course),
			next: describeNext(course.sessions[0], platform.time_zone)
		})),
		lastGrade: lastGrade && describeGrade(lastGrade)
	};
};

type Session = Awaited<ReturnType<typeof listCourses>>[number]['sessions'][number];

function describeNext(session: Session | undefined, timeZone: string): string {
	if (!session) return m.course_next_none();
	return m.course_next({
		time: formatDateTime(new Date(session.starts_at), timeZone),
		taken: session.seats_taken,
		seats: session.seats
	});
}

function describeGrade(last: LastGrade) {
	const { code, grade, place } = last;
	return {
		code,
		name: registeredName(last),
		tone: gradeTone(grade),
		says:
			grade === null
				? m.results_platform_ungraded()
				: m.results_platform_grade({ grade: gradeText(grade) ?? grade, place })
	};
}
