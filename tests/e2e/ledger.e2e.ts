/** The ledger, from a use that was recorded to a file that is verified in the browser. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { untilAwake } from '../support/journeys/awake.ts';
import { choose } from '../support/journeys/choose.ts';
import { openFilters } from '../support/journeys/filters.ts';
import { expect, isNarrow, notice, test } from '../support/journeys/test.ts';
import { aDemoInstrument } from '../support/journeys/use.ts';
import { goInLab } from '../support/journeys/way.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

/** The records, which a narrow screen lists as cards. */
function records(page: Page) {
	return page.getByRole(isNarrow(page) ? 'list' : 'table', { name: said(page, 'ledger_table') });
}

function makerspace(page: Page): string {
	return either(page, '浑河湾众创空间', 'Hunhe Bend Makerspace');
}

test(
	'a startup disputes a record, and the lab corrects it',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const objection = `仪器停机半小时 ${randomUUID().slice(0, 8)}`;
		const contract = `HT-${randomUUID().slice(0, 8)}`;
		await enterAs(page, demoAccount('startup'));
		await page.goto('/bookings');
		await page
			.getByRole('main')
			.getByRole('link', { name: said(page, 'ledger_own_title') })
			.click();
		await expect(page).toHaveURL(/\/records$/);
		await openFilters(page);
		await page
			.getByRole('combobox', { name: text(page, '服务类别') })
			.selectOption('instrument_time');
		await page
			.getByRole('button', { name: said(page, 'ledger_filter_apply'), exact: true })
			.click();
		await expect(page).toHaveURL(/=instrument_time/);
		await records(page).getByRole('link').first().click();
		await page
			.locator('summary', { hasText: said(page, 'ledger_dispute') })
			.first()
			.click();
		await page.getByLabel(text(page, '哪里与实际不符')).fill(objection);
		await page.getByRole('button', { name: said(page, 'ledger_dispute'), exact: true }).click();
		await expect(notice(page)).toContainText(said(page, 'ledger_dispute_done'));
		const record = page.url();

		const operator = await newVisitor();
		await enterAs(operator, demoAccount('admin'));
		await operator.goto(record);
		await expect(operator.getByText(objection)).toBeVisible();
		const versions = operator
			.getByRole('region', { name: said(operator, 'ledger_versions') })
			.getByRole('listitem');
		// A first version is not listed by itself.
		const version = Math.max(await versions.count(), 1) + 1;
		await operator.locator('summary', { hasText: said(operator, 'ledger_correct') }).click();
		await operator.getByLabel(text(operator, '合同编号')).fill(contract);
		await operator.getByLabel(text(operator, '更正原因')).fill('补合同编号');
		await operator
			.getByRole('button', { name: said(operator, 'ledger_correct_submit'), exact: true })
			.click();
		await expect(notice(operator)).toContainText(
			said(operator, 'ledger_correct_done', { version: String(version) })
		);
		await expect(versions).toHaveCount(version);
		await expect(versions.last()).toContainText(
			said(operator, 'ledger_version_reason', { reason: '补合同编号' })
		);
		await expect(operator.getByText(contract).first()).toBeVisible();
	}
);

test(
	'what is chosen of a list before its page has woken up stays chosen',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('startup'));
		let wakeUp: () => void = () => undefined;
		const held = new Promise<void>((resolve) => (wakeUp = resolve));
		await page.route('**/_app/immutable/**/*.js', async (route) => {
			await held;
			await route.continue();
		});
		await page.goto('/bookings', { waitUntil: 'commit' });
		await page
			.getByRole('main')
			.getByRole('link', { name: said(page, 'ledger_own_title') })
			.click({ noWaitAfter: true });
		await expect(page).toHaveURL(/\/records$/);
		await openFilters(page);
		const kind = page.getByRole('combobox', { name: text(page, '服务类别') });
		await kind.selectOption('instrument_time');

		wakeUp();
		await untilAwake(page);

		await expect(kind).toBeVisible();
		await expect(kind).toHaveValue('instrument_time');
	}
);

test(
	'a lab writes down a service, with the form alone',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('lab'));
		await page.goto('/lab');
		await goInLab(page, text(page, '服务台账'));
		await page.getByRole('link', { name: said(page, 'ledger_new') }).click();
		await expect(page).toHaveURL(/\/new$/);
		await choose(page, said(page, 'ledger_new_beneficiary'), makerspace(page));
		await page.getByLabel(said(page, 'ledger_new_start'), { exact: true }).fill('2026-11-02T10:00');
		await page
			.getByRole('combobox', { name: said(page, 'ledger_record_purpose') })
			.selectOption('136');
		await page.getByLabel(text(page, '合同编号')).fill('HT-2026-8');
		await page.getByRole('button', { name: said(page, 'ledger_new_submit'), exact: true }).click();

		await expect(notice(page)).toContainText(saying(page, 'ledger_new_done'));
		await expect(
			page.getByText(said(page, 'ledger_class_makerspace'), { exact: true }).first()
		).toBeVisible();
	}
);

test(
	'a lab loads the log of an instrument after it has seen how each row counts',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const { name } = await aDemoInstrument('只有登记本的电镜');
		// Early yesterday, so that it stands among the first in the ledger.
		const startsAt = `${new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10)} 05:00`;
		await enterAs(page, demoAccount('lab'));
		await page.goto('/lab');
		await goInLab(page, text(page, '服务台账'));
		await page.getByRole('link', { name: text(page, '导入使用记录') }).click();
		await page.getByLabel(text(page, '使用记录文件')).setInputFiles({
			name: '十一月.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from(
				[
					'仪器名称,使用单位,开始时间,机时,统计类别',
					`${name},浑河湾众创空间,${startsAt},2.5,科技开发`,
					`没有的仪器,浑河湾众创空间,${startsAt},1,科技开发`
				].join('\n')
			)
		});
		await page.getByRole('button', { name: said(page, 'use_log_preview'), exact: true }).click();
		await expect(page.getByRole('main')).toContainText(
			`${said(page, 'use_log_counts_shared')} · ${said(page, 'use_log_hours_value', { hours: '2.5' })}`
		);
		await expect(page.getByRole('main')).toContainText(
			either(page, '本平台没有这台仪器', 'is no instrument of this platform')
		);

		await page.getByRole('button', { name: text(page, '记入 1 条') }).click();

		await expect(page.getByText(said(page, 'use_log_done', { count: '1' }))).toBeVisible();
		await page
			.getByRole('navigation', { name: text(page, '当前位置') })
			.getByRole('link', { name: text(page, '服务台账') })
			.click();
		await expect(page).toHaveURL(/\/ledger$/);
		await expect(
			records(page)
				.getByRole(isNarrow(page) ? 'listitem' : 'row')
				.filter({ hasText: name })
		).toContainText(said(page, 'ledger_unit_hour', { count: '2.5' }));
	}
);

test(
	'an evaluator exports a ledger and verifies it in the browser',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/');
		await page
			.getByRole('banner')
			.getByRole('link', { name: said(page, 'ledger_nav_evaluation'), exact: true })
			.click();
		await openFilters(page);
		await choose(
			page,
			said(page, 'ledger_filter_platform'),
			either(page, '先进功能材料重点实验室', 'Key Laboratory of Advanced Functional Materials')
		);
		await page
			.getByRole('button', { name: said(page, 'ledger_filter_apply'), exact: true })
			.click();
		await expect(page).toHaveURL(/platform=[\da-f-]{36}/);
		const [exported] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: text(page, '导出 CSV') }).click()
		]);
		const file = await readFile(await exported.path());

		await page.goto('/ledger/verify');
		const fileBox = page.getByLabel(said(page, 'ledger_verify_file'));
		await fileBox.setInputFiles({ name: 'ledger.csv', mimeType: 'text/csv', buffer: file });
		await page.getByRole('button', { name: text(page, '核验'), exact: true }).click();
		await expect(page.getByRole('status')).toContainText(either(page, '完整', 'Whole'));

		const edited = Buffer.from(file.toString().replace(',startup,', ',makerspace,'));
		await fileBox.setInputFiles({ name: 'ledger.csv', mimeType: 'text/csv', buffer: edited });
		await page.getByRole('button', { name: text(page, '核验'), exact: true }).click();
		await expect(page.getByRole('status')).toContainText(either(page, '内容被改动', 'was altered'));
	}
);
