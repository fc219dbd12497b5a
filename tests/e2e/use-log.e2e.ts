/** A use log that takes long: followed by whoever works on the platform, and found when they come back. */
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';
import { said, text } from '../support/journeys/words.ts';

const technician = demoAccount('technician');
const PATH = `/lab/platforms/${demoId('platform/materials')}/ledger/import`;

test('who comes back to a use log that goes on sees how far it is, and then how it counted @otherwise', async ({
	page
}) => {
	const run = await arrange((db) =>
		db.one<{ id: string }>(
			`insert into public.import_runs (platform_id, person_id, kind, file_name, rows_total, rows_done)
			select $1, people.id, 'use_log', '十月.csv', 1000, 250
			from public.people join auth.users using (id) where users.email = $2
			returning import_runs.id`,
			[demoId('platform/materials'), technician.email]
		)
	);
	await enterAs(page, technician);
	await page.goto(PATH);

	const bar = page.getByRole('progressbar', { name: text(page, '已处理 250 行，共 1,000 行') });
	await expect(bar).toHaveAttribute('value', '250');
	await expect(page.getByText(said(page, 'import_run_leave'))).toBeVisible();
	expect(await findViolations(page)).toEqual([]);

	const use = {
		row: 2,
		use: {
			instrument: '场发射扫描电子显微镜',
			organisation: '浑河湾众创空间',
			starts_at: '2026-10-08T01:00:00Z',
			ends_at: '2026-10-08T03:30:00Z'
		},
		outcome: 'inserted',
		state: 'rendered',
		class: 'makerspace',
		hours: 2.5,
		is_shared: true,
		is_booked: false,
		source: 'backfilled',
		flags: []
	};
	const report = {
		totals: {
			rows: 1000,
			recorded: 1000,
			duplicate: 0,
			refused: 0,
			flagged: 0,
			hours: 2500,
			sharedHours: 2500
		},
		taken: [use],
		refused: [],
		csv: '',
		ignored: []
	};
	await arrange((db) =>
		db.query(
			`update public.import_runs set rows_done = 1000, finished_at = now(), report = $2 where id = $1`,
			[run.id, JSON.stringify(report)]
		)
	);

	await expect(page.getByRole('heading', { name: text(page, '导入结果：十月.csv') })).toBeVisible();
	await expect(page.getByRole('table')).toContainText('浑河湾众创空间');
});
