import { randomUUID } from 'node:crypto';
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { wordsOf } from './words.ts';

export type Account = { email: string; password: string };

export const startup = demoAccount('startup');
export const lab = demoAccount('lab');
export const makerspace = demoAccount('makerspace');

export function demoAccount(name: string): Account {
	return { email: `${name}@demo.test`, password: 'yixiang-demo' };
}

/** Somebody whom the site has not met yet. */
export function aStranger(): Account & { name: string } {
	return {
		name: '新来的人',
		email: `stranger-${randomUUID()}@people.test`,
		password: 'a sentence that is easy to keep'
	};
}

/** Signs in from the page that is open, by the link in its head, and comes back to it. */
export async function signIn(page: Page, account: Account): Promise<void> {
	if (page.url() === 'about:blank') await page.goto('/');
	const before = new URL(page.url()).pathname;

	await page
		.getByRole('banner')
		.getByRole('link', { name: wordsOf(page).signIn })
		.click();
	// Other pages for visitors ask for an address too, which is not to be typed there.
	await expect(page).toHaveURL(({ pathname }) => pathname.endsWith('/sign-in'));
	await fillSignIn(page, account);

	await expect(page).toHaveURL(({ pathname }) => pathname === before);
	await expect(accountMenu(page)).toBeVisible();
}

type Session = { cookies: Awaited<ReturnType<BrowserContext['cookies']>>; since: number };

/** Tokens last an hour; a session that one browser has renewed would be over for all others. */
const SESSION_MS = 45 * 60_000;

const sessions = new Map<string, Session>();

/**
 * Is signed in from the start, for what is not about signing in: each process of the runner signs in
 * once as an account and goes on with the same session.
 */
export async function enterAs(page: Page, account: Account): Promise<void> {
	const session = sessions.get(account.email);
	if (session && Date.now() - session.since < SESSION_MS) {
		await page.context().addCookies(session.cookies);
		return;
	}
	await signIn(page, account);
	sessions.set(account.email, { cookies: await page.context().cookies(), since: Date.now() });
}

export async function fillSignIn(page: Page, { email, password }: Account): Promise<void> {
	const words = wordsOf(page);
	await page.getByLabel(words.email).fill(email);
	await page.getByLabel(words.password).fill(password);
	await page.getByRole('main').getByRole('button', { name: words.signIn, exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
	await accountMenu(page).click();
	await page.getByRole('button', { name: wordsOf(page).signOut }).click();
	await expect(
		page.getByRole('banner').getByRole('link', { name: wordsOf(page).signIn })
	).toBeVisible();
}

/** The menu of whoever is signed in; its handle bears their name. */
function accountMenu(page: Page): Locator {
	return page.getByRole('banner').locator('[popovertarget]');
}

/** Opens the latest mail to somebody as one reads it while developing, and follows its first link. */
export async function followMail(page: Page, to: string): Promise<void> {
	await page
		.getByRole('contentinfo')
		.getByRole('link', { name: wordsOf(page).developmentMail })
		.click();
	const mail = page.getByRole('article').filter({ hasText: to }).first();
	await mail.getByRole('link').first().click();
}
