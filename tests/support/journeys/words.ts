import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** What stands on the buttons, links and fields that the journeys use. */
const WORDS = {
	zh: {
		find: '查找',
		search: '查找仪器、数据、文献和服务',
		book: '预约',
		requestBooking: '提交预约申请',
		nextWeek: '下一周',
		slotInCalendar: /^选择 (.+)$/,
		start: /^开始时间/,
		end: /^结束时间/,
		purpose: '用途',
		signIn: '登录',
		signOut: '退出登录',
		email: '邮箱',
		password: '密码',
		addToCalendar: '加入日历',
		move: '改期',
		confirmMove: '确认改期',
		cancel: '取消预约',
		confirmCancel: '确认取消',
		myBookings: '我的预约',
		nextPage: '下一页',
		notices: '通知',
		noticesUnread: '通知，{count} 条未读',
		developmentMail: '开发邮箱'
	},
	en: {
		find: 'Search',
		search: 'Search instruments, data, literature and services',
		book: 'Book',
		requestBooking: 'Send the request',
		nextWeek: 'Next week',
		slotInCalendar: /^Choose (.+)$/,
		start: /^Start \(/,
		end: /^End \(/,
		purpose: 'Purpose',
		signIn: 'Sign in',
		signOut: 'Sign out',
		email: 'E-mail',
		password: 'Password',
		addToCalendar: 'Add to calendar',
		move: 'Move',
		confirmMove: 'Move the booking',
		cancel: 'Cancel the booking',
		confirmCancel: 'Yes, cancel it',
		myBookings: 'My bookings',
		nextPage: 'Next page',
		notices: 'Notices',
		noticesUnread: 'Notices, {count} unread',
		developmentMail: 'Development mail'
	}
} as const;

/** The words of the language that the page's address says. */
export function wordsOf(page: Page): (typeof WORDS)['zh' | 'en'] {
	return WORDS[languageOf(page)];
}

/** A message of the site as the page says it, in the language of its address. */
export function said(page: Page, key: string, values: Record<string, string> = {}): string {
	const message = MESSAGES[languageOf(page)].get(key);
	if (message === undefined) throw new Error(`There is no message ${key}.`);
	return message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `{${name}}`);
}

/** One of two texts that only the demo data hold, such as the name of an instrument. */
export function either(page: Page, zh: string, en: string): string {
	return languageOf(page) === 'zh' ? zh : en;
}

function languageOf(page: Page): 'zh' | 'en' {
	return /^https?:\/\/[^/]+\/en(\/|\?|#|$)/.test(page.url()) ? 'en' : 'zh';
}

const MESSAGES = { zh: readMessages('zh'), en: readMessages('en') };

function readMessages(language: 'zh' | 'en'): Map<string, string> {
	const folder = join(import.meta.dirname, '../../../messages', language);
	return new Map(
		readdirSync(folder).flatMap((file) =>
			Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>)
		)
	);
}
