/** Somebody without an account, who looks around. */
import type { Locator, Page } from '@playwright/test';
import { openCalendar, searchFor } from '../support/journeys/booking.ts';
import { languageOf } from '../support/journeys/guise.ts';
import { expect, isNarrow, test } from '../support/journeys/test.ts';
import { either, said } from '../support/journeys/words.ts';

function main(page: Page): Locator {
	return page.getByRole('main');
}

function title(page: Page): Locator {
	return page.getByRole('heading', { level: 1 });
}

test(
	'a visitor reaches every kind of page by links from the home page',
	{ tag: '@otherwise' },
	async ({ page }) => {
		for (const key of ['instrument', 'dataset', 'literature', 'service']) {
			await page.goto('/');
			const kind = said(page, `catalogue_kind_${key}`);
			await main(page)
				.getByRole('link', { name: new RegExp(`^${kind}`) })
				.click();
			const hit = main(page).getByRole('article').first().getByRole('link').first();
			const name = await hit.innerText();
			await hit.click();
			await expect(title(page)).toHaveText(name.split('\n')[0] ?? '');
			await expect(
				main(page).getByRole('navigation', { name: said(page, 'breadcrumbs_label') })
			).toContainText(kind);
		}

		await page.goto('/');
		const materials = either(
			page,
			'先进功能材料重点实验室',
			'Key Laboratory of Advanced Functional Materials'
		);
		const university = either(page, '浑河理工大学', 'Hunhe University of Technology');
		await main(page)
			.getByRole('link', { name: said(page, 'home_platforms_more') })
			.click();
		await expect(title(page)).toHaveText(said(page, 'platform_title'));
		const lab = main(page).getByRole('link', { name: materials });
		const next = page.getByRole('link', { name: said(page, 'pagination_next') });
		// Where other journeys have made platforms of their own, it may stand further on.
		while ((await lab.count()) === 0 && (await next.count()) > 0) {
			const { href } = new URL(page.url());
			await next.click();
			await expect(page).not.toHaveURL(href);
		}
		await lab.click();
		await expect(title(page)).toHaveText(materials);
		await main(page).getByRole('link', { name: university }).first().click();
		await expect(title(page)).toHaveText(university);
	}
);

test(
	'a visitor narrows a search by facets, and leafs through what is left',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/');
		await searchFor(page, '分析');
		const filters = page.getByRole('navigation', { name: said(page, 'search_filters') });
		if (isNarrow(page)) {
			await page.locator('summary', { hasText: said(page, 'search_filters') }).click();
		}
		await filters
			.getByRole('link', { name: new RegExp(`^${said(page, 'catalogue_kind_instrument')}`) })
			.click();
		// Until then, the next filter leads away from the search that had no kind.
		await expect(page).toHaveURL(/[?&]kind=instrument/);
		await filters.getByRole('link', { name: /^沈阳市/ }).click();
		await expect(
			page.getByRole('list', { name: said(page, 'search_filters_active') }).getByRole('link')
		).toHaveCount(3);
		await expect(main(page).getByRole('article').first()).toContainText('沈阳市');
		await page.getByRole('link', { name: said(page, 'search_filter_clear') }).click();
		await expect(page).toHaveURL(({ search }) => search === `?q=${encodeURIComponent('分析')}`);

		await page.goto('/search');
		const first = await main(page).getByRole('article').first().innerText();
		await page.getByRole('link', { name: said(page, 'pagination_next') }).click();
		await expect(main(page).getByRole('article').first()).not.toContainText(
			first.split('\n')[0] ?? ''
		);
		await page.getByRole('link', { name: said(page, 'pagination_first') }).click();
		await expect(main(page).getByRole('article').first()).toContainText(first.split('\n')[0] ?? '');
	}
);

test(
	'the switch of language keeps the page and what was asked',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/');
		await searchFor(page, '质谱');
		const languages = [
			{ link: 'English', heading: 'Results for “质谱”', lang: 'en' },
			{ link: '中文', heading: '“质谱”的查找结果', lang: 'zh-CN' }
		];
		if (languageOf(page) === 'en') languages.reverse();

		for (const { link, heading, lang } of languages) {
			await page.getByRole('link', { name: link }).click();
			await expect(title(page)).toHaveText(heading);
			await expect(page.locator('html')).toHaveAttribute('lang', lang);
		}
	}
);

test(
	'a visitor sees the week of an instrument, and is asked to sign in only to book',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/');
		await searchFor(page, either(page, '拉曼', 'Raman'));
		await main(page)
			.getByRole('link', { name: said(page, 'search_book') })
			.first()
			.click();

		await expect(await openCalendar(page)).toBeVisible();
		await expect(page.getByRole('link', { name: said(page, 'book_sign_in') })).toBeVisible();
	}
);

for (const { name, address } of [
	{
		name: 'an instrument that is not there',
		address: '/instruments/00000000-0000-8000-8000-000000000000'
	},
	{ name: 'an address that is no id', address: '/instruments/17' },
	{ name: 'a page that is not there', address: '/en/nowhere' }
]) {
	test(`${name} is answered by a clear 404`, { tag: '@otherwise' }, async ({ page }) => {
		const response = await page.goto(address);

		expect(response?.status()).toBe(404);
		await expect(title(page)).toHaveText(/^(没有这个页面|There is no such page)$/);
		await main(page)
			.getByRole('link', { name: /首页|home/ })
			.click();
		await expect(page).toHaveURL(/\/(en)?$/);
	});
}

test(
	'instruments and datasets describe themselves to machines',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/search?kind=instrument');
		await main(page).getByRole('article').first().getByRole('link').first().click();
		await expect(page).toHaveURL(/\/instruments\//);
		// Machines are told both names, that of the register first.
		const name = either(page, 'name', 'alternateName');
		expect(await readJsonLd(page)).toMatchObject({ [name]: await title(page).innerText() });

		await page.goto('/search?kind=dataset');
		await main(page).getByRole('article').first().getByRole('link').first().click();
		await expect(page).toHaveURL(/\/datasets\//);
		expect(await readJsonLd(page)).toMatchObject({
			'@type': 'Dataset',
			[name]: await title(page).innerText()
		});
	}
);

async function readJsonLd(page: Page): Promise<unknown> {
	await page.reload();
	const text = await page.locator('script[type="application/ld+json"]').textContent();
	return JSON.parse(text ?? '');
}
