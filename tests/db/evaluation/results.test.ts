/** What is made public: the text as TypeScript reads it, and what a platform's page says of it. */
import { describe, expect } from 'vitest';
import { canonicalJson } from '#lib/evaluation/canonical-json.ts';
import { readDocument, toResultFile } from '#lib/evaluation/result-document.ts';
import { verifyResult } from '#lib/evaluation/verify-result.ts';
import { asAnonymous, it, refusalOf, type Db } from '../../support/database.ts';
import { move, restate } from '../../support/evaluation-calls.ts';
import { anEvaluationOfTwo } from '../../support/published-evaluation.ts';

type Id = { id: string };
type Result = { version: number; document: string; digest: string };

function publicResults(db: Db, cycle: Id): Promise<Result[]> {
	return asAnonymous(db, () =>
		db.query<Result>(
			`select version, document, digest from public.evaluation_results
			where cycle_id = $1 order by version`,
			[cycle.id]
		)
	);
}

function publicGrade(db: Db, platform: Id) {
	return asAnonymous(db, () =>
		db.query('select code, grade, place from public.last_public_grade($1)', [platform.id])
	);
}

describe('a public result', () => {
	it('is written by the database as the description of its canonical form says', async ({ db }) => {
		const { cycle, platform, idle } = await anEvaluationOfTwo(db, 'published');
		await db.query('update public.evaluation_cycles set name = $2 where id = $1', [
			cycle.id,
			'评价 "2026" \\ 𠀀\u2028\t'
		]);
		const { document: odd } = await db.one<{ document: string }>(
			`select private.evaluation_document(collections.id, 'published', 9, 'é/') as document
			from public.evaluation_collections as collections
			where cycle_id = $1 order by number desc limit 1`,
			[cycle.id]
		);

		for (const { document } of [...(await publicResults(db, cycle)), { document: odd }]) {
			expect(canonicalJson(JSON.parse(document))).toBe(document);
			expect(readDocument(document).platforms.map(({ id }) => id)).toEqual([platform.id, idle.id]);
		}
	});

	it('verifies, and each of its figures follows from the others', async ({ db }) => {
		const { cycle } = await anEvaluationOfTwo(db, 'published');
		const results = await publicResults(db, cycle);

		const verdicts = [];
		for (const { digest, document } of results) {
			const file = toResultFile({ digest, document: JSON.parse(document) as unknown });
			verdicts.push(file && (await verifyResult(file, null)));
		}

		expect(verdicts).toMatchObject([
			{ findings: [], version: 1, platforms: 2 },
			{ findings: [], version: 2, platforms: 2 }
		]);
	});

	it('is nobody’s to change, its owner included', async ({ db }) => {
		const { cycle } = await anEvaluationOfTwo(db, 'publicity');
		await db.query('savepoint before');
		const refused = await refusalOf(
			db.query(`update public.evaluation_results set reason = '改' where cycle_id = $1`, [cycle.id])
		);
		await db.query('rollback to savepoint before');

		expect(refused.key).toBe('result_is_final');
	});
});

describe('the last public grade of a platform', () => {
	it('is that of what was published, and none during publicity', async ({ db }) => {
		const { cycle, platform, vera } = await anEvaluationOfTwo(db, 'publicity');
		expect(await publicGrade(db, platform)).toEqual([]);

		await db.query(
			`update public.evaluation_cycles set publicity_until = now() - interval '1 hour' where id = $1`,
			[cycle.id]
		);
		await move(db, vera, cycle, 'published');

		expect(await publicGrade(db, platform)).toEqual([
			{ code: cycle.code, grade: 'good', place: '1' }
		]);
	});

	it('follows a restatement, and is none for who never took part', async ({ db }) => {
		const { cycle, platform, instrument, university, vera } = await anEvaluationOfTwo(
			db,
			'published'
		);
		await db.query(`update public.instruments set external_use = 'no' where id = $1`, [
			instrument.id
		]);
		await restate(db, vera, cycle, '更正');
		const stranger = await db.one<Id>(
			`insert into public.platforms (organisation_id, name) values ($1, 'Nie dabei') returning id`,
			[university.id]
		);

		expect(await publicGrade(db, platform)).not.toEqual([
			{ code: cycle.code, grade: 'good', place: '1' }
		]);
		expect(await publicGrade(db, stranger)).toEqual([]);
	});
});
