import { error } from '@sveltejs/kit';
import { readAcademicYear } from '#lib/benefit/academic-year.ts';
import { writeBenefitList } from '#lib/benefit/benefit-file.ts';
import { openBenefits } from '#lib/benefit/queries.server.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { listScopes } from '#lib/figures/queries.server.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { streamOf } from '#lib/server/stream-of.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { RequestHandler } from './$types';

const READERS = ['evaluator', 'administrator'];

/** The benefit forms of an academic year in one workbook, for evaluators. */
export const GET: RequestHandler = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const { searchParams } = event.url;
	const year = readAcademicYear(searchParams, dateIn(new Date(), LEDGER_ZONE));
	const { platforms } = await listScopes(supabase);
	const platform = platforms.find(({ id }) => id === searchParams.get('platform')) ?? null;
	const benefits = await openBenefits(supabase, { year, platformId: platform?.id ?? null });
	return new Response(streamOf(writeBenefitList(benefits, platform?.name ?? null)), {
		headers: {
			'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'Content-Disposition': `attachment; filename="benefit-${year}-${year + 1}.xlsx"`,
			'Cache-Control': 'private, no-store'
		}
	});
};
