import * as v from 'valibot';
import { GRADES } from './grade.ts';

export const copySchema = v.object({
	name: v.pipe(v.optional(v.string(), ''), v.trim()),
	name_en: v.pipe(v.optional(v.string(), ''), v.trim()),
	key: v.optional(v.string(), '')
});

export const adoptSchema = v.object({});

const bands = v.array(v.object({ at_least: v.number(), grade: v.picklist(GRADES) }));

/** The bands of a rule set, the highest first. */
export function readBands(value: unknown): v.InferOutput<typeof bands> {
	return v.parse(bands, value).sort((a, b) => b.at_least - a.at_least);
}

const ratedHours = v.record(v.string(), v.number());

/** Rated hours by the kind of the asset. */
export function readRatedHours(value: unknown): [kind: string, hours: number][] {
	return Object.entries(v.parse(ratedHours, value));
}
