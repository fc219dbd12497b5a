import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { NOTICE_KINDS } from './notice-kind.ts';
import { noticeHref, wordNotice } from './notice-text.ts';

const subject = {
	subject_type: 'booking',
	subject_id: '0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00'
};
const facts = {
	instrument: { name: '透射电子显微镜', name_en: 'Transmission electron microscope' },
	platform: { name: '电镜平台' },
	organisation: { name: '微光科技', name_en: 'Weiguang' },
	time_zone: 'Asia/Shanghai',
	starts_at: '2031-11-30T02:00:00+00:00',
	ends_at: '2031-11-30T04:00:00+00:00',
	previous: { starts_at: '2031-11-29T02:00:00+00:00', ends_at: '2031-11-29T04:00:00+00:00' },
	decide_by: '2031-11-28T10:00:00+00:00',
	note: '磁性样品不能进样',
	appeal: { reason: '门禁打不开', answer: '门禁记录属实' },
	closure: {
		starts_at: '2031-11-30T00:00:00+00:00',
		ends_at: '2031-11-30T12:00:00+00:00',
		reason: '更换灯丝'
	}
};

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('wordNotice', () => {
	it('says what happened, when, where, why, and what that means', () => {
		expect(wordNotice({ ...subject, kind: 'booking_declined', facts })).toEqual({
			title: '申请未通过：透射电子显微镜',
			lines: [
				'2031年11月30日 周日 10:00–12:00（北京时间）',
				'电镜平台',
				'说明：磁性样品不能进样',
				'时段已让出，您可以另约时间。'
			]
		});
	});

	it('says what the time was before, of a move', () => {
		expect(wordNotice({ ...subject, kind: 'lab_booking_moved', facts })).toEqual({
			title: '预约时间变更：透射电子显微镜（微光科技）',
			lines: [
				'2031年11月30日 周日 10:00–12:00（北京时间）',
				'原为 2031年11月29日 周六 10:00–12:00（北京时间）',
				'电镜平台'
			]
		});
	});

	it('says of an evaluation what is due, and nothing that is over or yet to come', () => {
		const evaluation = {
			name: '2031年度评价',
			id: subject.subject_id,
			self_report_until: '2031-12-20',
			publicity_until: '2032-01-10T08:00:00+00:00',
			digest: 'abc'
		};
		const linesOf = (kind: string) =>
			wordNotice({
				subject_type: 'evaluation_participant',
				subject_id: subject.subject_id,
				kind,
				facts: { evaluation, time_zone: 'Asia/Shanghai' }
			}).lines.filter((line) => /填报截止|公示至|abc/.test(line));

		expect(linesOf('lab_evaluation_reporting')).toEqual(['填报截止：2031年12月20日 周六']);
		expect(linesOf('lab_evaluation_publicity')).toHaveLength(2);
		expect(linesOf('lab_evaluation_published')).toHaveLength(1);
	});

	it('leaves out a reason given for something else', () => {
		const { lines } = wordNotice({ ...subject, kind: 'booking_confirmed', facts });

		expect(lines).not.toContain('说明：磁性样品不能进样');
	});

	it('speaks the language of its reader, with names as far as they are known in it', () => {
		overwriteGetLocale(() => 'en');

		expect(wordNotice({ ...subject, kind: 'lab_booking_requested', facts })).toEqual({
			title: 'Awaiting approval: Weiguang requests Transmission electron microscope',
			lines: [
				'Sun 30 Nov 2031 10:00–12:00 (Beijing time)',
				'电镜平台',
				'Please answer before Fri 28 Nov 2031 18:00; after that the request expires.'
			]
		});
	});

	it('says what a closure is for and when, of a booking in its way', () => {
		const { lines } = wordNotice({ ...subject, kind: 'booking_displaced', facts });

		expect(lines.slice(2)).toEqual([
			'停用时间：2031年11月30日 周日 08:00–20:00（北京时间）',
			'说明：更换灯丝',
			'请到预约页面查看替代时段并答复；未答复的预约将被取消。'
		]);
	});

	it.each([
		['lab_no_show_appealed', '说明：门禁打不开'],
		['no_show_waived', '说明：门禁记录属实']
	])('gives %s the reason that belongs to it', (kind, reason) => {
		expect(wordNotice({ ...subject, kind, facts }).lines).toContain(reason);
	});

	it('names the course and its end, of a qualification', () => {
		const notice = {
			subject_type: 'qualification',
			subject_id: subject.subject_id,
			kind: 'qualification_expiring',
			facts: {
				course: { name: '透射电镜操作' },
				platform: { name: '电镜平台' },
				time_zone: 'Asia/Shanghai',
				expires_at: '2031-12-31T16:00:00+00:00'
			}
		};

		expect(wordNotice(notice)).toEqual({
			title: '使用资格即将到期：透射电镜操作',
			lines: [
				'有效期至 2032年1月1日 周四 00:00',
				'电镜平台',
				'到期后不能再预约需要这项资格的仪器，请联系平台安排培训。'
			]
		});
	});

	it('says as what somebody is invited, and until when', () => {
		const notice = {
			subject_type: 'invitation',
			subject_id: subject.subject_id,
			kind: 'invitation_received',
			facts: {
				organisation: { name: '滨海大学' },
				platform: { name: '电镜平台' },
				role: 'technician',
				expires_at: '2031-12-31T16:00:00+00:00'
			}
		};

		expect(wordNotice(notice)).toEqual({
			title: '滨海大学邀请您加入',
			lines: [
				'有效期至 2032年1月1日 周四 00:00',
				'电镜平台',
				'角色：技术员',
				'请打开链接查看邀请，并决定是否接受。'
			]
		});
	});

	it('says by which day a lab should answer an application', () => {
		const { lines } = wordNotice({
			...subject,
			kind: 'lab_application_submitted',
			facts: { ...facts, resource: { name: '孔隙图像' }, answer_by: '2031-12-04T16:00:00+00:00' }
		});

		expect(lines).toContain('答复时限：2031年12月4日 周四');
	});

	it('does not stumble over a kind that a newer version of the site has written', () => {
		expect(wordNotice({ ...subject, kind: 'moon_risen', facts: { moon: 'full' } })).toEqual({
			title: '有一条新通知',
			lines: []
		});
	});

	it.each(NOTICE_KINDS)('has a title for %s that names what it is about', (kind) => {
		for (const locale of ['zh', 'en'] as const) {
			overwriteGetLocale(() => locale);
			const named = { name: 'TEM-101' };
			const things = {
				instrument: named,
				course: named,
				platform: named,
				organisation: named,
				resource: named
			};

			const ledger_day = { day: '2031-11-30', digest: '', signature: '', public_key: '' };

			const evaluation = { id: '', name: '评价 TEM-101' };

			const { title } = wordNotice({
				...subject,
				kind,
				facts: { ...facts, ...things, ledger_day, evaluation }
			});

			expect(title).toMatch(/TEM-101|2031/);
		}
	});
});

describe('noticeHref', () => {
	it('leads to the subject in the language of the page', () => {
		expect(noticeHref({ ...subject, facts })).toBe(`/bookings/${subject.subject_id}`);
		overwriteGetLocale(() => 'en');
		expect(noticeHref({ ...subject, facts })).toBe(`/en/bookings/${subject.subject_id}`);
	});

	it.each([
		[
			'the platform',
			{ role: 'technician', members_of: { organisation_id: 'o', platform_id: 'p' } },
			'/lab/platforms/p/members'
		],
		[
			'the organisation',
			{ role: 'member', members_of: { organisation_id: 'o' } },
			'/organisations/o/members'
		],
		['the makerspace', { members_of: { organisation_id: 'o' } }, '/organisations/o/residents']
	])('leads who invited to the people of %s', (_of, facts, href) => {
		expect(noticeHref({ ...subject, subject_type: 'accepted_invitation', facts })).toBe(href);
	});

	it('leads nowhere for a subject that has no page', () => {
		expect(noticeHref({ ...subject, subject_type: 'moon', facts })).toBeNull();
	});
});
