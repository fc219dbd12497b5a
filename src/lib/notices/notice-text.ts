import { registeredName } from '#lib/i18n/registered-name.ts';
import { roleLabel } from '#lib/memberships/membership-role.ts';
import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import {
	formatDate,
	formatDateTime,
	formatDeadline,
	formatPeriod,
	formatZone
} from '#lib/time/format-time.ts';
import type { Period } from '#lib/time/period.ts';
import { readNoticeFacts, type NoticeFacts } from './notice-facts.ts';
import { wordingOf } from './notice-kind.ts';

/** A notice as the database keeps it. */
export type KeptNotice = {
	kind: string;
	subject_type: string;
	subject_id: string;
	facts: unknown;
};

/** A notice in words. */
export type NoticeText = {
	/** What has happened, with the thing it happened to. */
	title: string;
	/** When, where, why and what to do, one thing a line. */
	lines: string[];
};

/** Words a notice in the language of the request, by the facts of when it was written. */
export function wordNotice({ kind, facts: kept }: KeptNotice): NoticeText {
	const wording = wordingOf(kind);
	if (!wording) return { title: m.notice_title_unknown(), lines: [] };

	const facts = readNoticeFacts(kept);
	return {
		title: wording.title({
			instrument: nameOf(facts.instrument),
			platform: nameOf(facts.platform),
			organisation: nameOf(facts.organisation),
			course: nameOf(facts.course),
			resource: nameOf(facts.resource),
			day: facts.ledger_day ? formatDate(facts.ledger_day.day) : '',
			evaluation: nameOf(facts.evaluation)
		}),
		lines: [
			wording.time && timeNow(facts),
			wording.time === 'now-and-before' && timeBefore(facts),
			facts.expires_at &&
				m.notice_valid_until({ date: formatDateTime(facts.expires_at, facts.time_zone) }),
			facts.platform && registeredName(facts.platform),
			facts.role && m.notices_role({ role: roleLabel(facts.role) }),
			facts.place,
			...(facts.ledger_day
				? [
						m.ledger_mail_digest({ value: facts.ledger_day.digest }),
						m.ledger_mail_signature({ value: facts.ledger_day.signature }),
						m.ledger_mail_key({ value: facts.ledger_day.public_key })
					]
				: []),
			...(wording.evaluation ? ofEvaluation(facts)[wording.evaluation] : []),
			...(wording.why ? why(facts)[wording.why] : []),
			wording.waits &&
				facts.decide_by &&
				m.notices_answer_by({ time: formatDateTime(facts.decide_by, facts.time_zone) }),
			wording.waits &&
				facts.answer_by &&
				m.notices_application_by({ time: formatDeadline(facts.answer_by, facts.time_zone) }),
			wording.hint?.()
		].filter((line) => typeof line === 'string')
	};
}

/** Where the subject of a notice is shown, in the language of the request; null when nowhere. */
export function noticeHref({
	subject_type,
	subject_id,
	facts
}: Omit<KeptNotice, 'kind'>): string | null {
	switch (subject_type) {
		case 'booking':
			return localizeHref(`/bookings/${subject_id}`);
		case 'application':
			return localizeHref(`/applications/${subject_id}`);
		case 'service_record':
			return localizeHref(`/records/${subject_id}`);
		case 'ledger_day':
			return localizeHref('/ledger');
		case 'evaluation_participant':
		case 'evaluation_dispute':
		case 'evaluation_expert':
			return evaluationHref(readNoticeFacts(facts));
		case 'fault':
			return localizeHref(`/faults/${subject_id}`);
		case 'qualification':
		case 'course_enrolment':
			return localizeHref('/profile/training');
		case 'membership':
		case 'suspension':
			return localizeHref('/profile');
		case 'invitation':
			return localizeHref(`/invitations/${subject_id}`);
		case 'accepted_invitation':
			return membersHref(readNoticeFacts(facts));
		default:
			return null;
	}
}

/** The list that shows who has come in. Without a role, it was a resident. */
function membersHref({ members_of, role }: NoticeFacts): string | null {
	if (!members_of) return null;
	const { organisation_id, platform_id } = members_of;
	if (platform_id !== undefined) return localizeHref(`/lab/platforms/${platform_id}/members`);
	const list = role === undefined ? 'residents' : 'members';
	return localizeHref(`/organisations/${organisation_id}/${list}`);
}

/** The sheet of the platform it is about, or the evaluation. */
function evaluationHref({ evaluation, platform }: NoticeFacts): string | null {
	if (!evaluation) return null;
	const cycle = `/evaluation/cycles/${evaluation.id}`;
	return localizeHref(platform?.id === undefined ? cycle : `${cycle}/platforms/${platform.id}`);
}

/** What an evaluation's notices say beside what has happened, by what they are about. */
function ofEvaluation({ evaluation, time_zone }: NoticeFacts) {
	const { self_report_until, publicity_until, digest } = evaluation ?? {};
	const result = digest && m.notices_result_digest({ value: digest });
	return {
		report: [self_report_until && m.notices_report_until({ day: formatDate(self_report_until) })],
		publicity: [
			publicity_until &&
				m.notices_publicity_until({ time: formatDeadline(publicity_until, time_zone) }),
			result
		],
		result: [result]
	};
}

/** The reasons that people gave, by what for. */
function why({ note, appeal, closure, time_zone }: NoticeFacts) {
	return {
		note: [inWords(note)],
		appeal: [inWords(appeal?.reason)],
		answer: [inWords(appeal?.answer)],
		closure: [
			closure &&
				m.notices_closure({
					period: writePeriod({ start: closure.starts_at, end: closure.ends_at }, time_zone)
				}),
			inWords(closure?.reason)
		]
	};
}

function inWords(reason: string | undefined): string | undefined {
	return reason === undefined ? undefined : m.notices_note({ note: reason });
}

function timeNow({ starts_at, ends_at, time_zone }: NoticeFacts): string | null {
	return starts_at && ends_at ? writePeriod({ start: starts_at, end: ends_at }, time_zone) : null;
}

function timeBefore({ previous, time_zone }: NoticeFacts): string | null {
	if (!previous) return null;
	const period = { start: previous.starts_at, end: previous.ends_at };
	return m.notices_time_was({ period: writePeriod(period, time_zone) });
}

function writePeriod(period: Period, timeZone: string): string {
	return m.notices_period({
		period: formatPeriod(period, timeZone),
		zone: formatZone(timeZone, period.start)
	});
}

function nameOf(thing: NoticeFacts['instrument']): string {
	return thing ? registeredName(thing) : '';
}
