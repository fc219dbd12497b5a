import * as v from 'valibot';
import { cleanText } from '#lib/ui/form/clean-text.ts';

/* The words of an annual report, under the four headings of 三.2. */

export const HEADINGS = ['implementation', 'measures', 'results', 'problems'] as const;
export type Heading = (typeof HEADINGS)[number];

const LONGEST = 10_000;
const text = v.optional(cleanText(LONGEST), '');

export const textsSchema = v.object({
	implementation: text,
	measures: text,
	results: text,
	problems: text
});

export const beginSchema = v.object({
	city: v.optional(cleanText(100), ''),
	year: v.pipe(v.string(), v.regex(/^20\d{2}$/))
});

export const issueSchema = v.object({});
