/** Two imports at once. These commit, so they clean up after themselves. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from '../../support/database.ts';

test('two imports at once make one owner', async () => {
	const organisation = `Race ${randomUUID()}`;
	const clients = await Promise.all([connect(), connect()]);
	const rows = ['a', 'b'].map((key) =>
		JSON.stringify([
			{
				owner: {
					organisation,
					kind: 'institute',
					platform: organisation,
					language: 'en',
					time_zone: 'UTC'
				},
				source_key: key,
				record: { title: 'Work' }
			}
		])
	);
	try {
		await Promise.all(
			clients.map(async (client, index) => {
				await client.query('begin');
				await client.query('set local role service_role');
				await client.query('select public.import_datasets($1)', [rows[index]]);
				await client.query('commit');
			})
		);

		const { rows: owners } = await clients[0].query(
			`select count(distinct organisations.id)::integer as organisations,
				count(distinct platforms.id)::integer as platforms, count(datasets.id)::integer as datasets
			from public.organisations
			join public.platforms on platforms.organisation_id = organisations.id
			join public.datasets on datasets.platform_id = platforms.id
			where organisations.name = $1`,
			[organisation]
		);
		expect(owners).toEqual([{ organisations: 1, platforms: 1, datasets: 2 }]);
	} finally {
		const [client] = clients;
		await client.query(
			`delete from public.datasets using public.platforms
			where platforms.id = datasets.platform_id and platforms.name = $1`,
			[organisation]
		);
		await client.query('delete from public.platforms where name = $1', [organisation]);
		await client.query('delete from public.organisations where name = $1', [organisation]);
		await Promise.all(clients.map((each) => each.end()));
	}
});
