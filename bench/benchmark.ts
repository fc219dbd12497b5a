/** What a benchmark is given and what it gives back. */

export type BenchmarkContext = {
	dbUrl: string;
	supabaseUrl: string;
	publishableKey: string;
	/** The variables of the stack, for an application started beside it. */
	env: NodeJS.ProcessEnv;
	log: (line: string) => void;
};

export type BenchmarkRow = {
	metric: string;
	value: number;
	unit: string;
	note?: string;
};

export type Benchmark = {
	name: string;
	/** Whether the stack holds the demo data. */
	demo?: boolean;
	run: (context: BenchmarkContext) => Promise<BenchmarkRow[]>;
};

/** The share of the rows that a small run is made with; 1 is what results are published of. */
const SCALE = Number(process.env['YIXIANG_BENCH_SCALE'] ?? 1);

/** So many rows, or as many fewer as YIXIANG_BENCH_SCALE says. */
export function scaled(rows: number): number {
	return Math.max(1, Math.round(rows * SCALE));
}

/** The value below which the given share of the measurements lies. */
export function percentile(measurements: number[], share: number): number {
	const sorted = measurements.toSorted((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Rounded to what a noisy machine can tell. */
export function round(value: number, digits = 1): number {
	return Number(value.toFixed(digits));
}
