import type { SendMailOptions } from 'nodemailer';
import { bookingToCalendar } from '#lib/bookings/booking-calendar.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import { noticeHref, wordNotice } from '#lib/notices/notice-text.ts';
import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { Environment } from './environment.ts';
import type { NoticeToMail } from './find-notice.ts';
import { inLanguage } from './language.ts';

/**
 * Kinds that tell a customer's calendar something. A reminder does not: the calendar reminds by
 * itself, and an event that comes again looks like a change.
 */
const WITH_CALENDAR: readonly string[] = [
	'request_sent',
	'booking_confirmed',
	'booking_approved',
	'booking_declined',
	'booking_moved',
	'booking_extended',
	'booking_shortened',
	'booking_cancelled',
	'booking_expired'
];

/** The mail of a notice, in the language of its reader. */
export function writeMail(
	notice: NoticeToMail,
	{ ORIGIN, MAIL_FROM }: Pick<Environment, 'ORIGIN' | 'MAIL_FROM'>
): SendMailOptions {
	return inLanguage(notice.reader.language, () => {
		const { title, lines } = wordNotice(notice);
		const { name, email } = notice.reader;
		const { invitation_token } = notice;
		const href =
			invitation_token === null
				? noticeHref(notice)
				: localizeHref(`/invitations/${invitation_token}`);
		const invitation = writeInvitation(notice, { ORIGIN, MAIL_FROM });

		return {
			from: MAIL_FROM,
			to: name === null ? (email ?? '') : { name, address: email ?? '' },
			subject: title,
			text: [
				...(name === null ? [] : [m.mail_greeting({ name }), '']),
				title,
				...lines,
				...(href === null ? [] : ['', m.mail_details({ href: new URL(href, ORIGIN).href })]),
				...(invitation ? ['', m.mail_calendar()] : []),
				'',
				'-- ',
				name === null
					? m.mail_why_address()
					: m.mail_why({ href: new URL(localizeHref('/profile#notices'), ORIGIN).href })
			].join('\n'),
			// The same for every try, so that a mail sent twice after a crash shows as one.
			messageId: `<notice-${notice.id}@yixiang>`,
			headers: {
				// No answer by an absence assistant, please (RFC 3834).
				'Auto-Submitted': 'auto-generated'
			},
			...(invitation && { icalEvent: invitation })
		};
	});
}

/**
 * The booking as it is now, for the calendar of whom it belongs to: a later change brings a later
 * mail, and until then no calendar is told of a state that is gone.
 */
function writeInvitation(
	{ kind, reader, booking }: NoticeToMail,
	{ ORIGIN, MAIL_FROM }: Pick<Environment, 'ORIGIN' | 'MAIL_FROM'>
): SendMailOptions['icalEvent'] {
	if (!booking || booking.person_id !== reader.id || !WITH_CALENDAR.includes(kind)) {
		return undefined;
	}
	const { instrument, platform } = booking;
	const content = bookingToCalendar(
		{
			...booking,
			starts_at: booking.starts_at.toISOString(),
			ends_at: booking.ends_at.toISOString(),
			created_at: booking.created_at.toISOString(),
			updated_at: booking.updated_at.toISOString()
		},
		{
			origin: ORIGIN,
			instrument,
			platform,
			invitation: {
				// Whoever sends the mail: calendars take a change from the organiser alone.
				organiser: {
					name: m.mail_organiser({ platform: registeredName(platform) }),
					email: addressOf(MAIL_FROM)
				},
				attendee: { name: reader.name ?? '', email: reader.email ?? '' }
			}
		}
	);
	return {
		filename: `yixiang-${booking.id}.ics`,
		// The mail's own header must say the same as the file.
		method: /^METHOD:(\w+)/m.exec(content)?.[1] ?? 'REQUEST',
		content
	};
}

/** The bare address in `仪享 Yixiang <no-reply@yixiang.invalid>`. */
function addressOf(sender: string): string {
	return /<([^>]+)>\s*$/.exec(sender)?.[1] ?? sender;
}
