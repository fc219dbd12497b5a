/** The two sides of a booking talk on it, and exchange a sample sheet and a result. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { enterAs, lab, makerspace, startup } from '../support/journeys/account.ts';
import { demoId } from '../support/demo-id.ts';
import { bookNextWeek } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said, text } from '../support/journeys/words.ts';

const ANALYSER = { key: 'sta', minutes: 60 };

test(
	'a startup and a lab talk on a booking, a sample sheet goes up and a result comes down',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		await bookNextWeek(page, { ...ANALYSER, purpose: '隔膜热稳定性' });
		const address = page.url();

		await write(page, '样品约 10 mg，可以用铝坩埚吗？');
		await share(page, '样品单.csv', '编号,质量\n1,10.2\n');
		await expect(notice(page)).toHaveText(text(page, '已上传“样品单.csv”。'));

		const labPage = await newVisitor();
		await enterAs(labPage, lab);
		await labPage.goto('/');
		await labPage
			.getByRole('banner')
			.getByRole('link', { name: said(labPage, 'nav_lab') })
			.click();
		await labPage
			.getByRole('region', { name: text(labPage, '新留言') })
			.getByRole('listitem')
			.filter({
				hasText: either(labPage, '同步热分析仪（TG-DSC）', 'Simultaneous thermal analyser (TG-DSC)')
			})
			.getByRole('link')
			.first()
			.click();
		await labPage.goto(address);
		await expect(thread(labPage).getByRole('listitem')).toContainText('可以用铝坩埚吗');
		expect(await download(labPage, '样品单.csv')).toBe('编号,质量\n1,10.2\n');
		await write(labPage, '可以，请不要超过 600 ℃。');
		await share(labPage, '结果 1.txt', '分解温度 412 ℃');
		await expect(notice(labPage)).toHaveText(text(labPage, '已上传“结果 1.txt”。'));

		await page.reload();
		await expect(thread(page).getByRole('listitem').last()).toContainText('请不要超过 600 ℃');
		await expect(thread(page).getByRole('listitem').last()).toContainText(text(page, '新'));
		expect(await download(page, '结果 1.txt')).toBe('分解温度 412 ℃');

		const fileAddress = await files(page)
			.getByRole('link', { name: '结果 1.txt' })
			.getAttribute('href');
		const stranger = await newVisitor();
		await enterAs(stranger, makerspace);
		expect((await stranger.goto(address))?.status()).toBe(404);
		expect((await stranger.request.get(fileAddress ?? '')).status()).toBe(404);
	}
);

test(
	'a file that is no such file is refused and nothing is kept',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await bookNextWeek(page, ANALYSER);

		await share(page, '曲线.dat', 'MZ program');

		await expect(files(page).getByRole('alert')).toContainText(said(page, 'file_is_not_its_kind'));
		await expect(files(page).getByRole('listitem')).toHaveCount(0);
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test(
		'a startup writes, shares a file and takes it back',
		{ tag: '@otherwise' },
		async ({ page }) => {
			await enterAs(page, startup);
			await page.goto(`/bookings/${demoId('booking/startup-sem')}`);

			await thread(page).getByLabel(text(page, '写留言')).fill('可以提前半小时到吗？');
			await thread(page)
				.getByRole('button', { name: text(page, '发送') })
				.click();
			await expect(thread(page).getByRole('listitem').last()).toContainText('提前半小时');

			await share(page, '样品 2.txt', '样品');
			await expect(notice(page)).toHaveText(text(page, '已上传“样品 2.txt”。'));
			await files(page)
				.getByRole('button', { name: text(page, '撤回“样品 2.txt”') })
				.click();
			await expect(notice(page)).toHaveText(text(page, '已撤回“样品 2.txt”，对方不能再下载。'));
		}
	);
});

function thread(page: Page) {
	return page.getByRole('region', { name: text(page, '留言'), exact: true });
}

function files(page: Page) {
	return page.getByRole('region', { name: said(page, 'files_title'), exact: true });
}

async function write(page: Page, body: string): Promise<void> {
	await thread(page).getByLabel(text(page, '写留言')).fill(body);
	await thread(page)
		.getByRole('button', { name: text(page, '发送') })
		.click();
	await expect(thread(page).getByRole('listitem').last()).toContainText(body);
	await expect(thread(page).getByLabel(text(page, '写留言'))).toHaveValue('');
}

async function share(page: Page, name: string, content: string): Promise<void> {
	await files(page)
		.getByLabel(text(page, '选择文件'))
		.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
	await files(page)
		.getByRole('button', { name: text(page, '上传') })
		.click();
}

async function download(page: Page, name: string): Promise<string> {
	const [saved] = await Promise.all([
		page.waitForEvent('download'),
		files(page).getByRole('link', { name }).click()
	]);
	expect(saved.suggestedFilename()).toBe(name);
	return readFile(await saved.path(), 'utf8');
}
