import * as m from '#lib/paraglide/messages.js';

/** The things that a notice can name. */
type Names = {
	instrument: string;
	platform: string;
	organisation: string;
	course: string;
	/** A dataset or a work. */
	resource: string;
	/** A day of the ledger. */
	day: string;
	evaluation: string;
};

type Wording = {
	/** What a person chooses to be told or not. */
	label: () => string;
	/** What has happened; also the subject of the mail. */
	title: (names: Names) => string;
	/** What it means for the reader, where that does not go without saying. */
	hint?: () => string;
	/** What there is to say of the booking's time. */
	time?: 'now' | 'now-and-before';
	/** Which of the reasons that people gave is the reason for this. */
	why?: 'note' | 'appeal' | 'answer' | 'closure';
	/** What there is to say of the evaluation: by when something is due, and which result it is. */
	evaluation?: 'report' | 'publicity' | 'result';
	/** Whether it waits for the reader's answer. */
	waits?: true;
};

/** The words of every kind in `notice_kinds`, whose codes these are. */
const WORDINGS = {
	request_sent: {
		label: m.notice_label_request_sent,
		title: m.notice_title_request_sent,
		hint: m.notice_hint_request_sent,
		time: 'now'
	},
	request_endorsed: {
		label: m.notice_label_request_endorsed,
		title: m.notice_title_request_endorsed,
		hint: m.notice_hint_request_endorsed,
		time: 'now'
	},
	booking_confirmed: {
		label: m.notice_label_booking_confirmed,
		title: m.notice_title_booking_confirmed,
		time: 'now'
	},
	booking_approved: {
		label: m.notice_label_booking_approved,
		title: m.notice_title_booking_approved,
		time: 'now',
		why: 'note'
	},
	booking_declined: {
		label: m.notice_label_booking_declined,
		title: m.notice_title_booking_declined,
		hint: m.notice_hint_booking_declined,
		time: 'now',
		why: 'note'
	},
	booking_moved: {
		label: m.notice_label_booking_moved,
		title: m.notice_title_booking_moved,
		time: 'now-and-before'
	},
	booking_extended: {
		label: m.notice_label_booking_extended,
		title: m.notice_title_booking_extended,
		time: 'now-and-before'
	},
	booking_cancelled: {
		label: m.notice_label_booking_cancelled,
		title: m.notice_title_booking_cancelled,
		time: 'now',
		why: 'note'
	},
	booking_expired: {
		label: m.notice_label_booking_expired,
		title: m.notice_title_booking_expired,
		hint: m.notice_hint_booking_expired,
		time: 'now'
	},
	booking_displaced: {
		label: m.notice_label_booking_displaced,
		title: m.notice_title_booking_displaced,
		hint: m.notice_hint_booking_displaced,
		time: 'now',
		why: 'closure'
	},
	booking_shortened: {
		label: m.notice_label_booking_shortened,
		title: m.notice_title_booking_shortened,
		hint: m.notice_hint_booking_shortened,
		time: 'now-and-before'
	},
	booking_message: {
		label: m.notice_label_booking_message,
		title: m.notice_title_booking_message,
		time: 'now'
	},
	booking_file: {
		label: m.notice_label_booking_file,
		title: m.notice_title_booking_file,
		time: 'now'
	},
	reminder_day: {
		label: m.notice_label_reminder_day,
		title: m.notice_title_reminder_day,
		time: 'now'
	},
	reminder_hour: {
		label: m.notice_label_reminder_hour,
		title: m.notice_title_reminder_hour,
		time: 'now'
	},
	no_show: {
		label: m.notice_label_no_show,
		title: m.notice_title_no_show,
		hint: m.notice_hint_no_show,
		time: 'now'
	},
	no_show_waived: {
		label: m.notice_label_no_show_waived,
		title: m.notice_title_no_show_waived,
		time: 'now',
		why: 'answer'
	},
	no_show_upheld: {
		label: m.notice_label_no_show_upheld,
		title: m.notice_title_no_show_upheld,
		time: 'now',
		why: 'answer'
	},
	service_recorded: {
		label: m.notice_label_service_recorded,
		title: m.notice_title_service_recorded,
		hint: m.notice_hint_service_recorded,
		time: 'now'
	},
	service_record_corrected: {
		label: m.notice_label_service_record_corrected,
		title: m.notice_title_service_record_corrected,
		hint: m.notice_hint_service_recorded,
		time: 'now',
		why: 'note'
	},
	qualification_granted: {
		label: m.notice_label_qualification_granted,
		title: m.notice_title_qualification_granted
	},
	qualification_expiring: {
		label: m.notice_label_qualification_expiring,
		title: m.notice_title_qualification_expiring,
		hint: m.notice_hint_qualification_expiring
	},
	qualification_revoked: {
		label: m.notice_label_qualification_revoked,
		title: m.notice_title_qualification_revoked,
		why: 'note'
	},
	course_enrolled: {
		label: m.notice_label_course_enrolled,
		title: m.notice_title_course_enrolled,
		hint: m.notice_hint_course_enrolled,
		time: 'now'
	},
	course_session_cancelled: {
		label: m.notice_label_course_session_cancelled,
		title: m.notice_title_course_session_cancelled,
		hint: m.notice_hint_course_session_cancelled,
		time: 'now',
		why: 'note'
	},
	fault_settled: {
		label: m.notice_label_fault_settled,
		title: m.notice_title_fault_settled,
		why: 'note'
	},
	customer_suspended: {
		label: m.notice_label_customer_suspended,
		title: m.notice_title_customer_suspended,
		hint: m.notice_hint_customer_suspended,
		time: 'now',
		why: 'note'
	},
	suspension_lifted: {
		label: m.notice_label_suspension_lifted,
		title: m.notice_title_suspension_lifted,
		why: 'note'
	},
	invitation_received: {
		label: m.notice_label_invitation_received,
		title: m.notice_title_invitation_received,
		hint: m.notice_hint_invitation_received
	},
	invitation_accepted: {
		label: m.notice_label_invitation_accepted,
		title: m.notice_title_invitation_accepted
	},
	role_changed: {
		label: m.notice_label_role_changed,
		title: m.notice_title_role_changed
	},
	approval_needed: {
		label: m.notice_label_approval_needed,
		title: m.notice_title_approval_needed,
		time: 'now',
		waits: true
	},
	lab_booking_requested: {
		label: m.notice_label_lab_booking_requested,
		title: m.notice_title_lab_booking_requested,
		time: 'now',
		waits: true
	},
	lab_booking_confirmed: {
		label: m.notice_label_lab_booking_confirmed,
		title: m.notice_title_lab_booking_confirmed,
		time: 'now'
	},
	lab_booking_moved: {
		label: m.notice_label_lab_booking_moved,
		title: m.notice_title_lab_booking_moved,
		time: 'now-and-before'
	},
	lab_booking_cancelled: {
		label: m.notice_label_lab_booking_cancelled,
		title: m.notice_title_lab_booking_cancelled,
		time: 'now',
		why: 'note'
	},
	lab_booking_expired: {
		label: m.notice_label_lab_booking_expired,
		title: m.notice_title_lab_booking_expired,
		time: 'now'
	},
	lab_booking_message: {
		label: m.notice_label_lab_booking_message,
		title: m.notice_title_lab_booking_message,
		time: 'now'
	},
	lab_booking_file: {
		label: m.notice_label_lab_booking_file,
		title: m.notice_title_lab_booking_file,
		time: 'now'
	},
	lab_no_show: {
		label: m.notice_label_lab_no_show,
		title: m.notice_title_lab_no_show,
		time: 'now'
	},
	lab_no_show_appealed: {
		label: m.notice_label_lab_no_show_appealed,
		title: m.notice_title_lab_no_show_appealed,
		time: 'now',
		why: 'appeal'
	},
	lab_fault_reported: {
		label: m.notice_label_lab_fault_reported,
		title: m.notice_title_lab_fault_reported,
		why: 'note'
	},
	lab_service_record_disputed: {
		label: m.notice_label_lab_service_record_disputed,
		title: m.notice_title_lab_service_record_disputed,
		time: 'now',
		why: 'note'
	},
	application_more_info: {
		label: m.notice_label_application_more_info,
		title: m.notice_title_application_more_info,
		hint: m.notice_hint_application_more_info,
		why: 'note'
	},
	application_approved: {
		label: m.notice_label_application_approved,
		title: m.notice_title_application_approved,
		why: 'note'
	},
	application_rejected: {
		label: m.notice_label_application_rejected,
		title: m.notice_title_application_rejected,
		why: 'note'
	},
	application_accepted: {
		label: m.notice_label_application_accepted,
		title: m.notice_title_application_accepted
	},
	application_unfilled: {
		label: m.notice_label_application_unfilled,
		title: m.notice_title_application_unfilled,
		why: 'note'
	},
	application_delivered: {
		label: m.notice_label_application_delivered,
		title: m.notice_title_application_delivered,
		hint: m.notice_hint_application_delivered
	},
	application_report_due: {
		label: m.notice_label_application_report_due,
		title: m.notice_title_application_report_due,
		hint: m.notice_hint_application_report_due
	},
	application_message: {
		label: m.notice_label_application_message,
		title: m.notice_title_application_message
	},
	lab_application_submitted: {
		label: m.notice_label_lab_application_submitted,
		title: m.notice_title_lab_application_submitted,
		waits: true
	},
	lab_application_due: {
		label: m.notice_label_lab_application_due,
		title: m.notice_title_lab_application_due,
		waits: true
	},
	lab_application_message: {
		label: m.notice_label_lab_application_message,
		title: m.notice_title_lab_application_message
	},
	lab_application_ended: {
		label: m.notice_label_lab_application_ended,
		title: m.notice_title_lab_application_ended,
		why: 'note'
	},
	lab_evaluation_reporting: {
		label: m.notice_label_lab_evaluation_reporting,
		title: m.notice_title_lab_evaluation_reporting,
		hint: m.notice_hint_lab_evaluation_reporting,
		evaluation: 'report'
	},
	lab_evaluation_decided: {
		label: m.notice_label_lab_evaluation_decided,
		title: m.notice_title_lab_evaluation_decided,
		why: 'note'
	},
	lab_evaluation_publicity: {
		label: m.notice_label_lab_evaluation_publicity,
		title: m.notice_title_lab_evaluation_publicity,
		hint: m.notice_hint_lab_evaluation_publicity,
		evaluation: 'publicity'
	},
	lab_evaluation_published: {
		label: m.notice_label_lab_evaluation_published,
		title: m.notice_title_lab_evaluation_published,
		evaluation: 'result'
	},
	lab_evaluation_restated: {
		label: m.notice_label_lab_evaluation_restated,
		title: m.notice_title_lab_evaluation_restated,
		hint: m.notice_hint_lab_evaluation_restated,
		evaluation: 'result'
	},
	evaluation_expert_invited: {
		label: m.notice_label_evaluation_expert_invited,
		title: m.notice_title_evaluation_expert_invited,
		hint: m.notice_hint_evaluation_expert_invited
	},
	evaluation_disputed: {
		label: m.notice_label_evaluation_disputed,
		title: m.notice_title_evaluation_disputed,
		why: 'note'
	},
	ledger_sealed: {
		label: m.notice_label_ledger_sealed,
		title: m.notice_title_ledger_sealed,
		hint: m.notice_hint_ledger_sealed
	}
} satisfies Record<string, Wording>;

type NoticeKind = keyof typeof WORDINGS;

/** Every kind that has words, which is every kind. */
export const NOTICE_KINDS = Object.keys(WORDINGS) as NoticeKind[];

/** The words of a kind; null for one that a newer version of the site has written. */
export function wordingOf(kind: string): Wording | null {
	return isNoticeKind(kind) ? WORDINGS[kind] : null;
}

function isNoticeKind(kind: string): kind is NoticeKind {
	return Object.hasOwn(WORDINGS, kind);
}
