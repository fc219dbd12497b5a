import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { languageOf } from './guise.ts';

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
export function said(page: Page, key: string, values: Values = {}): string {
	return fill(variantFor(messageOf(languageOf(page), key), values), values);
}

/** What a message may look like whatever is not given stands in it: it is found in more text. */
export function saying(page: Page, key: string, values: Values = {}): RegExp {
	const message = messageOf(languageOf(page), key);
	const variants = typeof message === 'string' ? [message] : Object.values(message[0].match);
	return new RegExp(variants.map((variant) => toPattern(variant, values)).join('|'));
}

/**
 * A text of the Chinese site as the page says it. It is looked up among the messages, so that it is one
 * to the letter, with or without something in the place of their variables. What several messages say,
 * of which each is something else in English, is for `said` to tell apart.
 */
export function text(page: Page, chinese: string): string {
	const english = translationsOf(chinese);
	const [translation] = english.values();
	if (translation === undefined) throw new Error(`No message says “${chinese}”.`);
	if (new Set(english.values()).size > 1) {
		throw new Error(`“${chinese}” is ambiguous: ${JSON.stringify(Object.fromEntries(english))}`);
	}
	return languageOf(page) === 'zh' ? chinese : translation;
}

/** One of two texts that only the demo data hold, such as the name of an instrument. */
export function either(page: Page, zh: string, en: string): string {
	return languageOf(page) === 'zh' ? zh : en;
}

type Values = Record<string, string>;

/** A message of which one variant is said, by the plural of a number in it. */
type Message = string | [{ declarations: string[]; match: Record<string, string> }];

const MESSAGES = { zh: readMessages('zh'), en: readMessages('en') };

function readMessages(language: 'zh' | 'en'): Map<string, Message> {
	const folder = join(import.meta.dirname, '../../../messages', language);
	return new Map(
		readdirSync(folder).flatMap((file) =>
			Object.entries(
				JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Message>
			)
		)
	);
}

function messageOf(language: 'zh' | 'en', key: string): Message {
	const message = MESSAGES[language].get(key);
	if (message === undefined) throw new Error(`There is no message ${key}.`);
	return message;
}

/** English by the key of each message that says so in Chinese, those with the fewest variables. */
function translationsOf(chinese: string): Map<string, string> {
	const english = new Map<string, string>();
	let most = 0;
	for (const [key, message] of MESSAGES.zh) {
		if (typeof message !== 'string') continue;
		const found = new RegExp(`^${toPattern(message, {})}$`).exec(chinese);
		// What has no words of its own would say anything.
		const fixed = message.replace(VARIABLE, '').match(/\p{L}/gu)?.length ?? 0;
		if (!found || fixed === 0 || fixed < most) continue;
		if (fixed > most) english.clear();
		most = fixed;
		const names = Array.from(message.matchAll(VARIABLE), ([, name = '']) => name);
		const values = Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? '']));
		english.set(key, fill(variantFor(messageOf('en', key), values), values));
	}
	return english;
}

const VARIABLE = /\{(\w+)\}/g;

function fill(message: string, values: Values): string {
	return message.replace(VARIABLE, (variable, name: string) => values[name] ?? variable);
}

function toPattern(message: string, values: Values): string {
	return fill(message, values)
		.split(VARIABLE)
		.map((part, index) => (index % 2 === 0 ? escapeForPattern(part) : '(.+)'))
		.join('');
}

function escapeForPattern(part: string): string {
	return part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function variantFor(message: Message, values: Values): string {
	if (typeof message === 'string') return message;
	const [{ declarations, match }] = message;
	const [, form = '', input = ''] =
		/^local (\w+) = (\w+): plural$/.exec(declarations.at(-1) ?? '') ?? [];
	const rule = new Intl.PluralRules('en').select(Number(values[input]));
	return match[`${form}=${rule}`] ?? match[`${form}=other`] ?? '';
}
