import { describe, expect, it } from 'vitest';
import type { NoticeToMail } from './find-notice.ts';
import { writeMail } from './write-mail.ts';

const BOOKING_ID = '0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00';
const NOTICE_ID = '5f3d1c9e-0000-4000-8000-000000000001';
const PERSON_ID = '5f3d1c9e-0000-4000-8000-000000000002';

const environment = {
	ORIGIN: 'https://yixiang.test',
	MAIL_FROM: '仪享 Yixiang <no-reply@yixiang.test>'
};

const place = { province: null, city: null, county: null, street: null };
const booking = {
	id: BOOKING_ID,
	status: 'confirmed' as const,
	effective_status: 'confirmed' as NonNullable<NoticeToMail['booking']>['effective_status'],
	starts_at: new Date('2031-11-30T02:00:00Z'),
	ends_at: new Date('2031-11-30T04:00:00Z'),
	revision: 2,
	created_at: new Date('2031-11-20T01:00:00Z'),
	updated_at: new Date('2031-11-24T03:04:05Z'),
	person_id: PERSON_ID,
	instrument: { name: '透射电子显微镜', name_en: 'TEM', ...place },
	platform: {
		name: '电镜平台',
		name_en: 'Microscopy',
		directions: null,
		directions_en: null,
		...place
	}
};
const notice = {
	id: NOTICE_ID,
	kind: 'booking_confirmed',
	subject_type: 'booking',
	subject_id: BOOKING_ID,
	facts: {
		instrument: { name: '透射电子显微镜', name_en: 'TEM' },
		platform: { name: '电镜平台', name_en: 'Microscopy' },
		organisation: { name: '微光科技' },
		time_zone: 'Asia/Shanghai',
		starts_at: '2031-11-30T02:00:00Z',
		ends_at: '2031-11-30T04:00:00Z'
	},
	reader: { id: PERSON_ID, name: '林知夏', email: 'lin@startup.test', language: 'zh' },
	booking,
	invitation_token: null
} satisfies NoticeToMail;

function linesOfCalendar(mail: ReturnType<typeof writeMail>): string[] {
	const content = (mail.icalEvent as { content: string } | undefined)?.content ?? '';
	return content.replaceAll('\r\n ', '').split('\r\n');
}

describe('the mail of a notice', () => {
	it('is written to its reader in their language', () => {
		const mail = writeMail(notice, environment);

		expect(mail).toMatchObject({
			from: environment.MAIL_FROM,
			to: { name: '林知夏', address: 'lin@startup.test' },
			subject: '预约已确认：透射电子显微镜',
			text: [
				'林知夏，您好：',
				'',
				'预约已确认：透射电子显微镜',
				'2031年11月30日 周日 10:00–12:00（北京时间）',
				'电镜平台',
				'',
				`查看详情：https://yixiang.test/bookings/${BOOKING_ID}`,
				'',
				'附件是日历邀请，打开后即可更新您的日历。',
				'',
				'-- ',
				'您收到这封邮件，是因为您在仪享的账户与此有关。选择接收哪些通知：https://yixiang.test/profile#notices'
			].join('\n')
		});
	});

	it('leads into the English pages for a reader of English', () => {
		const mail = writeMail(
			{ ...notice, reader: { ...notice.reader, language: 'en' } },
			environment
		);

		expect(mail.subject).toBe('Booking confirmed: TEM');
		expect(mail.text).toContain(`https://yixiang.test/en/bookings/${BOOKING_ID}`);
	});

	it('has a name of its own, the same for every try', () => {
		const names = [writeMail(notice, environment), writeMail(notice, environment)].map(
			({ messageId }) => messageId
		);

		expect(names).toEqual([`<notice-${NOTICE_ID}@yixiang>`, `<notice-${NOTICE_ID}@yixiang>`]);
	});

	it('asks absence assistants for no answer', () => {
		expect(writeMail(notice, environment).headers).toEqual({
			'Auto-Submitted': 'auto-generated'
		});
	});
});

describe('the mail of an invitation into an organisation', () => {
	const invitation: NoticeToMail = {
		id: NOTICE_ID,
		kind: 'invitation_received',
		subject_type: 'invitation',
		subject_id: BOOKING_ID,
		facts: {
			organisation: { name: '滨海大学', name_en: 'Binhai University' },
			role: 'member',
			expires_at: '2031-12-14T02:00:00+00:00',
			language: 'en'
		},
		reader: { id: null, name: null, email: 'new@people.test', language: 'en' },
		booking: null,
		invitation_token: 'To-ken_1'
	};

	it('goes to an address that has no account, with the link that lets its reader in', () => {
		const mail = writeMail(invitation, environment);

		expect(mail.to).toBe('new@people.test');
		expect(mail.subject).toBe('Binhai University invites you to join');
		expect(mail.text).toContain('https://yixiang.test/en/invitations/To-ken_1\n');
		expect(mail.text).not.toContain(BOOKING_ID);
		expect(mail.text).not.toContain('/profile#notices');
	});
});

describe('the invitation in a mail', () => {
	it('invites the customer, with the booking’s revision as its sequence', () => {
		const mail = writeMail(notice, environment);

		expect(mail.icalEvent).toMatchObject({
			method: 'REQUEST',
			filename: `yixiang-${BOOKING_ID}.ics`
		});
		const lines = linesOfCalendar(mail);
		expect(lines).toEqual(
			expect.arrayContaining([
				'METHOD:REQUEST',
				`UID:booking-${BOOKING_ID}@yixiang`,
				'SEQUENCE:2',
				'STATUS:CONFIRMED'
			])
		);
		expect(lines.find((line) => line.startsWith('ORGANIZER'))).toContain(
			'mailto:no-reply@yixiang.test'
		);
		expect(lines.find((line) => line.startsWith('ATTENDEE'))).toContain('MAILTO:lin@startup.test');
	});

	it('is taken back when the booking is cancelled, in the mail’s header too', () => {
		const mail = writeMail(
			{
				...notice,
				kind: 'booking_cancelled',
				booking: { ...booking, effective_status: 'cancelled' }
			},
			environment
		);

		expect(mail.icalEvent).toMatchObject({ method: 'CANCEL' });
		expect(linesOfCalendar(mail)).toEqual(
			expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED'])
		);
	});

	it.each(['reminder_day', 'reminder_hour', 'no_show'])('is left out of %s', (kind) => {
		const mail = writeMail({ ...notice, kind }, environment);

		expect(mail.icalEvent).toBeUndefined();
		expect(mail.text).not.toContain('附件');
	});

	it('is for the customer’s calendar and not for the lab’s', () => {
		const mail = writeMail(
			{
				...notice,
				kind: 'lab_booking_confirmed',
				reader: { ...notice.reader, id: '5f3d1c9e-0000-4000-8000-000000000009' }
			},
			environment
		);

		expect(mail.icalEvent).toBeUndefined();
	});
});
