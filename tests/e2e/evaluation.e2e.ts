/** An evaluation from its draft to a published result, as an evaluator and a lab see it. */
import type { Page } from '@playwright/test';
import { connect } from '../support/connection.ts';
import { beginMove } from '../support/evaluation-calls.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';
import { commitEvaluationOfTwo } from '../support/published-evaluation.ts';
import { toDb } from '../support/to-db.ts';
import { goInEvaluation, goInLab } from '../support/journeys/way.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

const DAY = 24 * 3_600_000;

function daysAgo(days: number): string {
	return new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
}

async function step(page: Page, name: string, state: string) {
	await page.getByRole('button', { name: text(page, name), exact: true }).click();
	await expect(notice(page)).toContainText(said(page, `cycle_state_${state}`));
}

/** Working days of publicity do not pass in a test. */
async function endPublicity(code: string): Promise<void> {
	const database = await connect();
	await database.query(
		"update public.evaluation_cycles set publicity_until = now() - interval '1 hour' where code = $1",
		[code]
	);
	await database.end();
}

test(
	'an evaluator opens an evaluation, a lab disputes a record, and the result is published',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const code = `E2E-${Date.now()}`;
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation');
		await goInEvaluation(page, text(page, '评价轮次'));
		await page.getByRole('link', { name: text(page, '新建评价') }).click();
		await page.getByLabel(text(page, '代号')).fill(code);
		await page.getByLabel(text(page, '区间开始')).fill(daysAgo(60));
		await page.getByLabel(text(page, '区间结束')).fill(daysAgo(10));
		await page.getByRole('combobox', { name: text(page, '参评平台') }).selectOption('');
		await page.getByRole('button', { name: text(page, '建立草稿') }).click();
		await expect(notice(page)).toContainText(text(page, '草稿已建立'));
		await step(page, '启动评价', 'open');
		await step(page, '归集数据', 'collecting');
		await step(page, '开始自评', 'self_report');
		const cycle = page.url();

		const labPage = await newVisitor();
		await enterAs(labPage, demoAccount('lab'));
		await labPage.goto('/lab');
		await goInLab(labPage, said(labPage, 'lab_evaluation_title'));
		await labPage
			.getByRole('main')
			.getByRole('link')
			.filter({ hasText: saying(labPage, 'cycle_name_proposed') })
			.first()
			.click();
		await labPage
			.getByRole('link', {
				name: `${said(labPage, 'cycle_to_records')} ${either(labPage, '服务众创空间', 'Makerspaces and startups served')}`
			})
			.click();
		await labPage.getByText(text(labPage, '对此记录提出异议')).first().click();
		await labPage
			.getByRole('combobox', { name: text(labPage, '要求') })
			.first()
			.selectOption('leave_out');
		await labPage.getByLabel(text(labPage, '哪里不对')).first().fill('当天停电，未提供服务');
		await labPage
			.getByRole('button', { name: text(labPage, '提交异议') })
			.first()
			.click();
		await expect(notice(labPage)).toContainText(text(labPage, '异议已提交'));
		await expect(labPage.getByText(text(labPage, '异议待处理')).first()).toBeVisible();

		await page.goto(cycle);
		await step(page, '结束自评，开始核查', 'verification');
		await page.getByRole('button', { name: text(page, '完成核查，进入专家评分') }).click();
		await expect(page.getByRole('alert')).toContainText(
			said(page, 'cycle_refused_disputes', { count: '1' })
		);

		await expect(
			page
				.getByRole('row')
				.filter({ hasText: said(page, 'cycle_waits') })
				.first()
		).toBeVisible();
		const database = await connect();
		const { rows } = await database.query<{ platform_id: string }>(
			`select disputes.platform_id from public.evaluation_disputes as disputes
		join public.evaluation_cycles as cycles on cycles.id = disputes.cycle_id where cycles.code = $1`,
			[code]
		);
		// What would be two hundred of the same clicks: all but the disputed platform's first record.
		await database.query(
			`update public.evaluation_samples as samples
		set finding = 'in_order', found_at = now()
		from public.evaluation_cycles as cycles
		where cycles.id = samples.cycle_id and cycles.code = $1
			and not (samples.platform_id = $2 and samples.position = 1)`,
			[code, rows[0]?.platform_id]
		);
		await database.end();
		await page.goto(`${cycle}/platforms/${rows[0]?.platform_id ?? ''}`);
		await page.getByRole('combobox', { name: said(page, 'cycle_decision') }).selectOption('yes');
		await page.getByLabel(text(page, '理由')).fill('停电记录属实');
		await page.getByRole('button', { name: text(page, '确定') }).click();
		await expect(notice(page)).toContainText(text(page, '异议已处理'));
		await page.getByRole('button', { name: said(page, 'cycle_find') }).click();
		await expect(notice(page)).toContainText(text(page, '结论已保存'));

		await page.goto(cycle);
		await step(page, '完成核查，进入专家评分', 'expert_scoring');
		await step(page, '形成初步结果', 'preliminary');
		await step(page, '开始公示', 'publicity');
		await endPublicity(code);
		await step(page, '发布结果', 'published');
		await expect(page.getByRole('main')).toContainText(/[0-9a-f]{64}/);
	}
);

/** A collection of two platforms, one of which waits longer than any journey. */
async function aStandingCollection() {
	const database = await connect();
	const { cycle, vera } = await commitEvaluationOfTwo(database, 'open');
	await database.query('begin');
	await beginMove(toDb(database), vera, cycle, 'collecting');
	await database.query(
		`update private.evaluation_tasks set retry_at = now() + interval '1 hour'
		where id = (
			select max(tasks.id) from private.evaluation_tasks as tasks
			join public.evaluation_collections as collections on collections.id = tasks.collection_id
			where collections.cycle_id = $1
		)`,
		[cycle.id]
	);
	await database.query('commit');
	await database.end();
	return cycle;
}

test(
	'who comes back to a collection that goes on sees how far it is, and is led on when it ends',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const cycle = await aStandingCollection();
		await enterAs(page, demoAccount('evaluator'));
		await page.goto(`/evaluation/cycles/${cycle.id}`);

		const bar = page.getByRole('progressbar', { name: text(page, '已计算 1 个平台，共 2 个') });
		await expect(bar).toHaveAttribute('value', '1');
		await expect(page.getByText(said(page, 'cycle_collecting_leave'))).toBeVisible();
		await expect(page.getByRole('button', { name: text(page, '开始自评') })).toHaveCount(0);
		await expect(page.getByRole('cell', { name: text(page, '正在计算') }).first()).toBeVisible();
		expect(await findViolations(page)).toEqual([]);

		await arrange((db) =>
			db.query(
				`update private.evaluation_tasks as tasks set retry_at = null
			from public.evaluation_collections as collections
			where collections.id = tasks.collection_id and collections.cycle_id = $1`,
				[cycle.id]
			)
		);

		await expect(page.getByRole('button', { name: text(page, '开始自评') })).toBeVisible();
		await expect(page.getByRole('progressbar')).toHaveCount(0);
		await expect(page.getByRole('cell', { name: text(page, '正在计算') })).toHaveCount(0);
	}
);

test(
	'an evaluator goes on with a collection that stands still',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const cycle = await aStandingCollection();
		await enterAs(page, demoAccount('evaluator'));
		await page.goto(`/evaluation/cycles/${cycle.id}`);
		await expect(
			page.getByRole('progressbar', { name: text(page, '已计算 1 个平台，共 2 个') })
		).toBeVisible();
		await arrange(async (db) => {
			await db.query(
				`update private.evaluation_runs as runs set begun_at = now() - interval '10 minutes'
			from public.evaluation_collections as collections
			where collections.id = runs.collection_id and collections.cycle_id = $1`,
				[cycle.id]
			);
			await db.query(
				`update public.evaluation_inputs as inputs set measured_at = now() - interval '9 minutes'
			from public.evaluation_collections as collections
			where collections.id = inputs.collection_id and collections.cycle_id = $1
				and inputs.measured_at is not null`,
				[cycle.id]
			);
		});

		await expect(page.getByText(saying(page, 'cycle_collecting_silent'))).toBeVisible();
		await page.getByRole('button', { name: text(page, '继续计算') }).click();

		await expect(notice(page)).toContainText(text(page, '数据归集已完成'));
		await expect(page.getByRole('button', { name: text(page, '开始自评') })).toBeVisible();
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test(
		'the page of a collection that goes on loads itself again',
		{ tag: '@otherwise' },
		async ({ page }) => {
			const cycle = await aStandingCollection();
			await enterAs(page, demoAccount('evaluator'));
			await page.goto(`/evaluation/cycles/${cycle.id}`);

			await expect(page.getByRole('progressbar')).toBeVisible();
			await expect(page.locator('meta[http-equiv=refresh]')).toHaveCount(1);
		}
	);
});
