/**
 * The guises in which a journey is made again: by somebody who reads English, and by somebody without
 * a pointer. What differs only in the window, such as its width and its colours, is for Playwright's
 * configuration to say.
 */
import { expect, type Locator, type Page } from '@playwright/test';

export type Guise = { language: 'zh' | 'en'; pointer: boolean };

/** Lets whatever the journey does on that page be done as somebody in that guise would. */
export function dress(page: Page, { language, pointer }: Guise): void {
	readers.set(page, language);
	if (language === 'en') openInEnglish(page);
	if (!pointer) withoutPointer.add(page);
	teachKeys(Object.getPrototypeOf(page.locator('html')) as Locator);
}

const readers = new WeakMap<Page, Guise['language']>();

/** The language that the page's address says; before it has one, that of whoever opened it. */
export function languageOf(page: Page): Guise['language'] {
	if (page.url() === 'about:blank') return readers.get(page) ?? 'zh';
	return /^https?:\/\/[^/]+\/en(\/|\?|#|$)/.test(page.url()) ? 'en' : 'zh';
}

function openInEnglish(page: Page): void {
	const goto = page.goto.bind(page);
	page.goto = (address, options) =>
		goto(
			address
				.replace(/^(https?:\/\/[^/]+)?\/(?!en(?:[/?#]|$)|api\/)/, '$1/en/')
				.replace(/\/en\/$/, '/en'),
			options
		);
}

type Click = (this: Locator, options?: object) => Promise<void>;

const withoutPointer = new WeakSet<Page>();
const taught = new WeakSet<Locator>();

/** Clicks of a page without a pointer become keys; they are the same for all locators of a process. */
function teachKeys(locators: Locator): void {
	if (taught.has(locators)) return;
	taught.add(locators);
	const click: Click = Reflect.get(locators, 'click');
	const dblclick: Click = Reflect.get(locators, 'dblclick');
	locators.click = function (options) {
		return withoutPointer.has(this.page()) ? press(this, 1) : click.call(this, options);
	};
	for (const [name, checked] of [
		['check', true],
		['uncheck', false]
	] as const) {
		const set: Click = Reflect.get(locators, name);
		locators[name] = async function (options) {
			if (!withoutPointer.has(this.page())) return set.call(this, options);
			if ((await this.isChecked()) !== checked) await press(this, 1);
			await expect(this).toBeChecked({ checked });
		};
	}
	locators.dblclick = function (options) {
		return withoutPointer.has(this.page()) ? press(this, 2) : dblclick.call(this, options);
	};
}

/**
 * Goes to what would be clicked and presses the key that it is used by. The stops before it are passed
 * over, which journeys of the keyboard walk one by one; what is no stop of its own cannot be pressed.
 */
async function press(target: Locator, times: number): Promise<void> {
	await expect(target).toBeVisible();
	const keys: string[] = [];
	// A page that is just being read may put another in its place.
	await expect
		.poll(
			async () => {
				const key = await reach(target);
				if (key !== null) keys.push(key);
				return keys.length;
			},
			{ message: `The keyboard does not reach ${String(target)}.` }
		)
		.toBeGreaterThan(0);
	for (let time = 0; time < times; time++) await target.page().keyboard.press(keys[0] ?? '');
}

/** Puts the focus where the target is pressed; answers the key for that, or null where there is none. */
function reach(target: Locator): Promise<'Space' | 'Enter' | null> {
	return target.evaluate((element) => {
		const own = element.closest<HTMLElement>(
			'a[href], button, summary, input, select, textarea, [tabindex]'
		);
		const stop = own ?? element.closest('label')?.control;
		if (!stop || stop.tabIndex < 0 || stop.closest('[inert]')) return null;
		stop.focus();
		if (document.activeElement !== stop) return null;
		return stop.matches('[type="checkbox"], [type="radio"]') ? 'Space' : 'Enter';
	});
}
