import { reportUse } from '#lib/api/report-use.ts';

export const POST = reportUse('check_in');
