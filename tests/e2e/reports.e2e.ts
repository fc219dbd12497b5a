/** What evaluators write and decide: annual reports, rule sets, and the benefit forms of instruments. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { connect } from '../support/connection.ts';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { choose } from '../support/journeys/choose.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';
import { goInEvaluation } from '../support/journeys/way.ts';
import { either, said, text } from '../support/journeys/words.ts';
import { readSheet } from '../support/read-sheet.ts';

/** What the report says under each of its headings. */
const WORDS = {
	annual_implementation: '全部平台已公开制度和收费。',
	annual_measures: '首次开放夜间机时。',
	annual_results: '服务的创业企业比上年多。',
	annual_problems: '偏远城市的平台较少。'
};

async function downloadOf(page: Page, name: string): Promise<{ file: Buffer; fileName: string }> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name }).click()
	]);
	return { file: await readFile(await download.path()), fileName: download.suggestedFilename() };
}

/**
 * A report is made final of sealed days. The records of the demo are of today, which is not over; a day
 * before them has none, so that sealing it touches no chain, and leaves the worker no day to seal.
 */
async function sealYesterday(): Promise<void> {
	const database = await connect();
	await database.query(
		`insert into public.ledger_keys (id, public_key)
		values (left(encode(sha256(decode('AAAA', 'base64')), 'hex'), 16), 'AAAA')
		on conflict do nothing`
	);
	await database.query(
		`insert into public.ledger_days (day, digest, key_id, signature)
		select (now() at time zone 'Asia/Shanghai')::date - 1, repeat('a', 64), id, 'signature'
		from public.ledger_keys
		where public_key = 'AAAA' and not exists (select from public.ledger_days)`
	);
	await database.end();
}

/** The latest year of which the province has no report, since no report is begun twice. */
async function aYearWithoutReport(): Promise<string> {
	const { year } = await arrange((db) =>
		db.one<{ year: number }>(
			`select max(years.year)::integer as year
			from generate_series($1::integer - 5, $1 - 1) as years(year)
			where not exists (
				select from public.annual_reports as reports
				where reports.city is null and reports.year = years.year
			)`,
			[new Date().getFullYear()]
		)
	);
	return String(year);
}

test(
	'an evaluator writes the report of a year, makes it final, and it stays as it is',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await sealYesterday();
		const year = await aYearWithoutReport();
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation');
		await goInEvaluation(page, text(page, '年度报告'));
		await page
			.getByRole('combobox', { name: said(page, 'annual_year'), exact: true })
			.selectOption(year);
		await page.getByRole('button', { name: said(page, 'annual_write'), exact: true }).click();
		await expect(notice(page)).toContainText(text(page, '报告草稿已建立'));

		const makeFinal = page.getByRole('button', { name: said(page, 'annual_issue'), exact: true });
		await makeFinal.click();
		await expect(page.getByRole('alert')).toContainText(said(page, 'annual_refused_incomplete'));

		const save = page.getByRole('button', { name: said(page, 'annual_save'), exact: true });
		for (const [heading, words] of Object.entries(WORDS)) {
			await page.getByRole('textbox', { name: said(page, heading) }).fill(words);
		}
		await save.click();
		await expect(notice(page)).toContainText(said(page, 'annual_saved'));
		await makeFinal.click();
		await expect(notice(page)).toContainText(said(page, 'annual_issued_now'));
		await expect(page.getByRole('textbox')).toHaveCount(0);
		for (const [heading, words] of Object.entries(WORDS)) {
			await expect(page.getByRole('region', { name: said(page, heading) })).toContainText(words);
		}

		const download = text(page, '下载报告文件');
		const first = await downloadOf(page, download);
		// It is handed in in Chinese, whoever takes it along.
		expect(first.fileName).toBe(`全省-${year}-v1.md`);
		expect(first.file.toString()).toContain('## 四、存在问题\n\n偏远城市的平台较少。');
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByRole('heading', { name: said(page, 'annual_results') })).toBeVisible();
		const next = page.getByRole('button', { name: text(page, '编写下一版') });
		await expect(next).toBeHidden();
		await page.emulateMedia({ media: 'screen' });

		// The next version is another report; the final one is as it was.
		const issued = page.url();
		await next.click();
		await expect(notice(page)).toContainText(said(page, 'annual_saved'));
		await page.getByRole('textbox', { name: said(page, 'annual_problems') }).fill('已改善。');
		await save.click();
		await expect(notice(page)).toContainText(said(page, 'annual_saved'));
		expect(page.url()).not.toBe(issued);
		await page.goto(issued);
		expect((await downloadOf(page, download)).file).toEqual(first.file);
	}
);

test(
	'an evaluator changes a copy of a rule set and puts it into force',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const name = `沈阳试行 ${Date.now()}`;
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation/rule-sets');
		await page
			.getByRole('listitem')
			.filter({
				hasText: said(page, 'evaluation_rules_version', { code: 'LN-2022', version: '1' })
			})
			.getByRole('link')
			.click();
		const save = page.getByRole('button', { name: said(page, 'evaluation_revise_save') });
		const copy = page.getByRole('region', { name: said(page, 'evaluation_copy_title') });
		await expect(copy).toBeVisible();
		await expect(save).toHaveCount(0);

		await copy.getByLabel(said(page, 'evaluation_copy_name'), { exact: true }).fill(name);
		await copy.getByLabel(said(page, 'evaluation_copy_name_en'), { exact: true }).fill(name);
		await copy.getByRole('button', { name: said(page, 'evaluation_copy'), exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

		// Points that do not make a hundred are refused, and nothing of what was typed is lost.
		const weights = page.getByRole('group', { name: text(page, '分值（合计 100）') });
		const more = weights.getByRole('spinbutton', { name: /^A1 / });
		const less = weights.getByRole('spinbutton', { name: /^B1 / });
		const [was, other] = [Number(await more.inputValue()), Number(await less.inputValue())];
		await more.fill(String(was + 2));
		await expect(weights).toContainText(text(page, '目前合计 102 分'));
		await save.click();
		await expect(page.getByRole('alert').first()).toBeVisible();
		await expect(more).toHaveValue(String(was + 2));
		await less.fill(String(other - 2));
		await save.click();
		await expect(notice(page)).toContainText(said(page, 'evaluation_revised'));
		await expect(more).toHaveValue(String(was + 2));

		await page.getByRole('button', { name: text(page, '启用此版本') }).click();
		await expect(notice(page)).toContainText(said(page, 'evaluation_adopted'));
		await expect(page.getByText(said(page, 'evaluation_rules_frozen'))).toBeVisible();
		await expect(save).toHaveCount(0);
	}
);

/** What instruments of the demo are called in their register, by their names in either language. */
async function registeredNames(): Promise<Map<string, string>> {
	const instruments = await arrange((db) =>
		db.query<{ name: string; name_en: string | null }>(
			'select name, name_en from public.instruments where platform_id = $1',
			[demoId('platform/materials')]
		)
	);
	return new Map(
		instruments.flatMap(({ name, name_en }) => [
			[name, name],
			[name_en ?? name, name]
		])
	);
}

test(
	'an evaluator reads the benefit forms of a year, and takes them along',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation');
		await goInEvaluation(page, said(page, 'benefit_title'));
		const year = String(new Date().getFullYear() - 1);
		await page.getByRole('combobox', { name: text(page, '学年'), exact: true }).selectOption(year);
		await choose(
			page,
			said(page, 'figures_scope_platform'),
			either(page, '先进功能材料重点实验室', 'Key Laboratory of Advanced Functional Materials')
		);
		await page.getByRole('button', { name: said(page, 'figures_show'), exact: true }).click();
		await expect(page).toHaveURL(/platform=/);

		const forms = page.getByRole('table', { name: said(page, 'benefit_title') });
		await expect(forms.getByRole('row').nth(1)).toContainText(/\d \/ \d/);
		const { file, fileName } = await downloadOf(page, said(page, 'benefit_list_export'));
		expect(fileName).toBe(`benefit-${year}-${Number(year) + 1}.xlsx`);
		// Like the form it is in Chinese as it is handed in, whoever takes it along.
		const names = await registeredNames();
		const shown = await forms.getByRole('rowheader').allTextContents();
		const rows = readSheet(file, 1);
		expect(rows.map((row) => row['仪器'])).toEqual(shown.map((title) => names.get(title.trim())));
		const grades = rows.flatMap((row) => row['等级'] ?? []);
		expect(grades.filter((grade) => !/^\p{Script=Han}+$/u.test(String(grade)))).toEqual([]);
	}
);

test(
	'benefit forms of all labs are none of a lab’s business',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('lab'));

		expect((await page.goto('/evaluation/benefit'))?.status()).toBe(403);
		expect((await page.goto('/evaluation/reports'))?.status()).toBe(403);
	}
);
