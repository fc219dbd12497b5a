/** A connection as tests and tools use it. */
import type { Client, QueryResultRow } from 'pg';

export type Db = {
	query: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
	/** The only row of a query. */
	one: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row>;
};

export function toDb(client: Client): Db {
	async function query<Row extends QueryResultRow>(sql: string, values?: unknown[]) {
		return (await client.query<Row>(sql, values)).rows;
	}
	return {
		query,
		async one<Row extends QueryResultRow>(sql: string, values?: unknown[]) {
			const rows = await query<Row>(sql, values);
			const [row] = rows;
			if (row === undefined || rows.length > 1) {
				throw new Error(`Expected one row, got ${rows.length}.`);
			}
			return row;
		}
	};
}
