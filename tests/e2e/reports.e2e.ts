/** What evaluators write and decide: annual reports, rule sets, and the benefit forms of instruments. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { connect } from '../support/connection.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { goInEvaluation } from '../support/journeys/way.ts';
import { readSheet } from '../support/read-sheet.ts';
import { said, text } from '../support/journeys/words.ts';

const WORDS = {
	'一、政策落实': '全部平台已公开制度和收费。',
	'二、创新举措': '首次开放夜间机时。',
	'三、发展成效': '服务的创业企业比上年多。',
	'四、存在问题': '偏远城市的平台较少。'
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

test('an evaluator writes the report of a year, makes it final, and it stays as it is', async ({
	page
}) => {
	await sealYesterday();
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation');
	await goInEvaluation(page, text(page, '年度报告'));
	await page.getByRole('button', { name: text(page, '编写'), exact: true }).click();
	await expect(notice(page)).toContainText(text(page, '报告草稿已建立'));

	await page.getByRole('button', { name: text(page, '定稿') }).click();
	await expect(page.getByRole('alert')).toContainText(said(page, 'annual_refused_incomplete'));

	for (const [heading, words] of Object.entries(WORDS)) {
		await page.getByRole('textbox', { name: text(page, heading) }).fill(words);
	}
	await page.getByRole('button', { name: text(page, '保存草稿') }).click();
	await expect(notice(page)).toContainText(text(page, '草稿已保存'));
	await page.getByRole('button', { name: text(page, '定稿') }).click();
	await expect(notice(page)).toContainText(text(page, '报告已定稿'));
	await expect(page.getByRole('textbox')).toHaveCount(0);
	for (const [heading, words] of Object.entries(WORDS)) {
		await expect(page.getByRole('region', { name: text(page, heading) })).toContainText(words);
	}

	const first = await downloadOf(page, text(page, '下载报告文件'));
	expect(first.fileName).toMatch(/^全省-\d{4}-v\d+\.md$/);
	expect(first.file.toString()).toContain('## 四、存在问题\n\n偏远城市的平台较少。');
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('heading', { name: text(page, '三、发展成效') })).toBeVisible();
	await expect(page.getByRole('button', { name: text(page, '编写下一版') })).toBeHidden();
	await page.emulateMedia({ media: 'screen' });

	// The next version is another report; the final one is as it was.
	const issued = page.url();
	await page.getByRole('button', { name: text(page, '编写下一版') }).click();
	await expect(notice(page)).toContainText(text(page, '草稿已保存'));
	await page.getByRole('textbox', { name: text(page, '四、存在问题') }).fill('已改善。');
	await page.getByRole('button', { name: text(page, '保存草稿') }).click();
	await expect(notice(page)).toContainText(text(page, '草稿已保存'));
	expect(page.url()).not.toBe(issued);
	await page.goto(issued);
	expect((await downloadOf(page, text(page, '下载报告文件'))).file).toEqual(first.file);
});

test('an evaluator changes a copy of a rule set and puts it into force', async ({ page }) => {
	const name = `沈阳试行 ${Date.now()}`;
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation/rule-sets');
	await page
		.getByRole('listitem')
		.filter({ hasText: text(page, 'LN-2022 第 1 版') })
		.getByRole('link')
		.click();
	await expect(page.getByRole('button', { name: text(page, '保存修改') })).toHaveCount(0);

	await page.getByLabel(said(page, 'evaluation_copy_name'), { exact: true }).fill(name);
	await page.getByRole('button', { name: text(page, '复制') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

	// Points that do not make a hundred are refused, and nothing of what was typed is lost.
	const weights = page.getByRole('group', { name: text(page, '分值（合计 100）') });
	const more = weights.getByRole('spinbutton', { name: /^A1 / });
	const less = weights.getByRole('spinbutton', { name: /^B1 / });
	const [was, other] = [Number(await more.inputValue()), Number(await less.inputValue())];
	await more.fill(String(was + 2));
	await expect(weights).toContainText(text(page, '目前合计 102 分'));
	await page.getByRole('button', { name: text(page, '保存修改') }).click();
	await expect(page.getByRole('alert').first()).toBeVisible();
	await expect(more).toHaveValue(String(was + 2));
	await less.fill(String(other - 2));
	await page.getByRole('button', { name: text(page, '保存修改') }).click();
	await expect(notice(page)).toContainText(said(page, 'evaluation_revised'));
	await expect(more).toHaveValue(String(was + 2));

	await page.getByRole('button', { name: text(page, '启用此版本') }).click();
	await expect(notice(page)).toContainText(said(page, 'evaluation_adopted'));
	await expect(page.getByText(text(page, '已启用，不可修改'))).toBeVisible();
	await expect(page.getByRole('button', { name: text(page, '保存修改') })).toHaveCount(0);
});

test('an evaluator reads the benefit forms of a year, and takes them along', async ({ page }) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation');
	await goInEvaluation(page, said(page, 'benefit_title'));
	const year = String(new Date().getFullYear() - 1);
	await page.getByRole('combobox', { name: text(page, '学年') }).selectOption(year);
	await page
		.getByRole('combobox', { name: said(page, 'ledger_filter_platform') })
		.selectOption({ index: 1 });
	await page.getByRole('button', { name: text(page, '查看') }).click();
	await expect(page).toHaveURL(/platform=/);

	const forms = page.getByRole('table', { name: text(page, '年度效益评价表') });
	await expect(forms.getByRole('row').nth(1)).toContainText(/\d \/ \d/);
	const { file, fileName } = await downloadOf(page, said(page, 'benefit_list_export'));
	expect(fileName).toBe(`benefit-${year}-${Number(year) + 1}.xlsx`);
	const shown = await forms.getByRole('rowheader').allTextContents();
	expect(readSheet(file, 1).map((row) => row['仪器'])).toEqual(shown.map((title) => title.trim()));
});

test('benefit forms of all labs are none of a lab’s business', async ({ page }) => {
	await enterAs(page, demoAccount('lab'));

	expect((await page.goto('/evaluation/benefit'))?.status()).toBe(403);
	expect((await page.goto('/evaluation/reports'))?.status()).toBe(403);
});
