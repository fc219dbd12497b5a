import { readAcademicYear } from '#lib/benefit/academic-year.ts';
import { writeBenefitFile } from '#lib/benefit/benefit-file.ts';
import { getBenefit } from '#lib/benefit/queries.server.ts';
import { read } from '#lib/catalogue/read.server.ts';
import { requireManagedInstrument } from '#lib/instruments/managed-instrument.server.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { streamOf } from '#lib/server/stream-of.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { RequestHandler } from './$types';

/** The benefit form of an instrument and academic year as a workbook. */
export const GET: RequestHandler = async (event) => {
	const { supabase } = event.locals;
	await requireManagedInstrument(supabase, requireClaims(event), event.params.id);
	const instrument = await read(
		supabase
			.from('instruments')
			.select('id, platform_id, asset_kind, name, source_key, model')
			.eq('id', event.params.id)
			.single()
	);
	const year = readAcademicYear(event.url.searchParams, dateIn(new Date(), LEDGER_ZONE));
	const benefit = await getBenefit(supabase, instrument, year);
	return new Response(streamOf(writeBenefitFile(instrument, benefit)), {
		headers: {
			'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'Content-Disposition': `attachment; filename="benefit-${year}-${year + 1}.xlsx"`,
			'Cache-Control': 'private, no-store'
		}
	});
};
