import { describe, expect, it } from 'vitest';
import { sha256 } from '#lib/verification/digest.ts';
import { canonicalJson } from './canonical-json.ts';
import { toResultFile, toSavedResults, type ResultDocument } from './result-document.ts';
import { verifyResult } from './verify-result.ts';

function score(of: string | null, points: string | null) {
	return { value: of, taken_value: of, sample: of === null ? 0 : 3, score: of, points };
}

const NOBODY = {
	name_en: null,
	organisation: '大学',
	organisation_en: null,
	city: '沈阳',
	designation: 'PSP',
	level: 'provincial',
	document_no: null,
	vetoes: [],
	ungraded: null,
	head_seq: 3,
	head_hash: '00',
	input_hash: '11'
};
const DOCUMENT: ResultDocument = {
	format: 'yixiang-evaluation/1',
	cycle: {
		id: 'c',
		code: 'LN-2026',
		name: '评价 "一"',
		name_en: 'Evaluation',
		window_from: '2026-01-01',
		window_until: '2026-03-31',
		time_zone: 'Asia/Shanghai',
		policy_class: null,
		city: null,
		designation_kind: null
	},
	rule_set: {
		code: 'LN-2022',
		version: 1,
		name: '规则',
		name_en: 'Rules',
		legal_basis: [],
		scope_min_worth_fen: 0,
		organisation_cap_bp: 2000,
		grade_bands: [
			{ grade: 'good', at_least: '80' },
			{ grade: 'poor', at_least: '0' }
		],
		indicators: [
			{ code: 'A', name: '甲', name_en: 'A', weight: '60', source: 'auto', formula: 'open_rate' },
			{ code: 'B', name: '乙', name_en: 'B', weight: '37.5', source: 'auto', formula: 'reduction' },
			{ code: 'C', name: '丙', name_en: 'C', weight: '2.5', source: 'auto', formula: null }
		]
	},
	stage: 'published',
	version: 2,
	reason: null,
	as_of: '2026-04-01T00:00:00.000000Z',
	input_hash: '22',
	platforms: [
		{
			...NOBODY,
			id: 'p1',
			name: '材料平台',
			points: '85.3333',
			reachable: '97.5',
			total: '87.52',
			place: 2,
			grade: 'good',
			grade_by_points: 'good',
			scores: {
				A: score('83.3333', '50'),
				B: score('94.2222', '35.3333'),
				C: score(null, null)
			}
		},
		{
			...NOBODY,
			id: 'p2',
			name: '能源平台',
			points: '60',
			reachable: '60',
			total: '100',
			// Who is lowered keeps the place of the total.
			place: 1,
			grade: 'poor',
			grade_by_points: 'good',
			vetoes: ['falsified'],
			scores: { A: score('100', '60'), B: score(null, null), C: score(null, null) }
		}
	]
};

const digest = await sha256(canonicalJson(DOCUMENT));

/** As it is read from a file after something was done to it. */
function fileWith(change: (document: ResultDocument) => void, madeOf: string = digest) {
	const document = structuredClone(DOCUMENT);
	change(document);
	return JSON.stringify({ digest: madeOf, document });
}

function check(content: string, saved: unknown = null) {
	const file = toResultFile(JSON.parse(content));
	if (!file) throw new Error('No result.');
	return verifyResult(file, saved === null ? null : toSavedResults(saved));
}

function platform(document: ResultDocument, index = 0) {
	const found = document.platforms[index];
	if (!found) throw new Error('No such platform.');
	return found;
}

async function remade(change: (document: ResultDocument) => void): Promise<string> {
	const { document } = JSON.parse(fileWith(change)) as { document: ResultDocument };
	return fileWith(change, await sha256(canonicalJson(document)));
}

const LIST = {
	format: 'yixiang-evaluations/1',
	items: [
		{
			code: 'LN-2026',
			versions: [
				{ version: 1, digest: 'a'.repeat(64) },
				{ version: 2, digest }
			]
		}
	]
};

describe('canonicalJson', () => {
	it('sorts members by code point and writes as little as JSON allows', () => {
		const value = {
			é: 1,
			Z: [true, null],
			a: { 'b"\\\u2028': 'x\n\u0001/' },
			'𠀀': 2,
			'\uff01': 3
		};

		expect(canonicalJson(value)).toBe(
			'{"Z":[true,null],"a":{"b\\"\\\\\u2028":"x\\n\\u0001/"},"é":1,"\uff01":3,"𠀀":2}'
		);
	});
});

describe('verifyResult', () => {
	it('finds nothing in what is whole', async () => {
		expect(await check(fileWith(() => undefined))).toMatchObject({
			findings: [],
			code: 'LN-2026',
			version: 2,
			platforms: 2,
			isCompared: false
		});
	});

	it('finds nothing where members were reordered and spaces added, for it says the same', async () => {
		const reverse = (value: unknown): unknown => {
			if (Array.isArray(value)) return value.map(reverse);
			if (typeof value !== 'object' || value === null) return value;
			const members = Object.entries(value).toReversed();
			return Object.fromEntries(members.map(([name, member]) => [name, reverse(member)]));
		};
		const content = JSON.stringify(reverse({ digest, document: DOCUMENT }), null, 4);

		expect(content).not.toContain(canonicalJson(DOCUMENT));
		expect((await check(content, LIST)).findings).toEqual([]);
	});

	it.each([
		['a figure', (document: ResultDocument) => (platform(document).total = '98')],
		['a name', (document: ResultDocument) => (platform(document).name = '别的平台')],
		['a platform less', (document: ResultDocument) => document.platforms.pop()]
	] as [string, (document: ResultDocument) => unknown][])(
		'finds %s by the digest',
		async (_what, change) => {
			const { findings } = await check(fileWith(change));

			expect(findings).toContainEqual({ kind: 'digest_wrong' });
		}
	);

	it('takes what it does not know to be part of the document', async () => {
		const { findings } = await check(
			fileWith((document) => Object.assign(document, { remark: 'also good' }))
		);

		expect(findings).toEqual([{ kind: 'digest_wrong' }]);
	});

	it.each([
		[
			'points_wrong',
			(document: ResultDocument) => (platform(document).scores['B'] = score('100', '35.3333'))
		],
		[
			'points_wrong',
			(document: ResultDocument) => (platform(document).scores['C'] = score(null, '0'))
		],
		['total_wrong', (document: ResultDocument) => (platform(document).total = '87.53')],
		['total_wrong', (document: ResultDocument) => (platform(document).points = '85.3334')],
		['total_wrong', (document: ResultDocument) => (platform(document).reachable = '100')],
		['grade_wrong', (document: ResultDocument) => (platform(document).grade = 'excellent')],
		['grade_wrong', (document: ResultDocument) => (platform(document, 1).vetoes = [])],
		['place_wrong', (document: ResultDocument) => (platform(document, 1).place = 3)]
	] as [string, (document: ResultDocument) => unknown][])(
		'finds %s by the figures themselves where the digest was made anew',
		async (kind, change) => {
			const { findings } = await check(await remade(change));

			expect(findings.map((finding) => finding.kind)).toContain(kind);
			expect(findings).not.toContainEqual({ kind: 'digest_wrong' });
		}
	);

	it('finds by a saved digest what was rewritten as a whole', async () => {
		const content = await remade((document) => (platform(document).name = '别的平台'));

		expect((await check(content)).findings).toEqual([]);
		expect((await check(content, LIST)).findings).toEqual([
			{ kind: 'saved_otherwise', code: 'LN-2026', version: 2 }
		]);
	});

	it('takes an earlier download for saved digests', async () => {
		const earlier = JSON.parse(fileWith(() => undefined)) as object;
		const content = await remade((document) => (platform(document).name = '别的平台'));

		expect((await check(content, earlier)).findings).toHaveLength(1);
		expect(
			(
				await check(
					fileWith(() => undefined),
					earlier
				)
			).findings
		).toEqual([]);
	});

	it('says that a version is not among the saved ones, and that a later one is', async () => {
		const third = await remade((document) => (document.version = 3));

		expect((await check(third, LIST)).findings).toEqual([
			{ kind: 'not_saved', code: 'LN-2026', version: 3 }
		]);
		const first = await remade((document) => (document.version = 1));
		expect(await check(first, LIST)).toMatchObject({ supersededBy: 2 });
	});
});

describe('toResultFile', () => {
	it.each([null, {}, { digest, document: { format: 'other' } }, { document: DOCUMENT }])(
		'knows %j as no result',
		(given) => {
			expect(toResultFile(given)).toBeNull();
			expect(toSavedResults(given)).toBeNull();
		}
	);
});
