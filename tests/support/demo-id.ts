import { createHash } from 'node:crypto';

/**
 * The id of a thing of the demo story, as `supabase/seed.sql` makes it: `person/startup`,
 * `instrument/fe-sem`, `booking/startup-sem` and so on (docs/demo-data.md lists them).
 */
export function demoId(name: string): string {
	const hash = createHash('md5').update(`yixiang-demo/${name}`).digest('hex');
	const uuid = `${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17)}`;
	return uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
