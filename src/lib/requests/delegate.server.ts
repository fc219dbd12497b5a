import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';
import { setFlash } from '#lib/server/flash.ts';
import { addDays, dateIn, isCalendarDate, startOfDate } from '#lib/time/calendar-date.ts';
import { formatInstant } from '#lib/time/period.ts';
import { readForm } from '#lib/ui/form/form.server.ts';

const date = v.pipe(v.string(), v.check(isCalendarDate));
const delegateSchema = v.object({
	platform_id: v.pipe(v.string(), v.uuid()),
	delegate_id: v.pipe(v.string(), v.uuid()),
	from: date,
	until: date,
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(255))
});

export type RefusedDelegation = { message: string };

type Answer = ActionFailure<{ refusedDelegation: RefusedDelegation }> | undefined;

/** Lets a colleague answer the requests of a platform, from one day until another of the lab. */
export async function delegate({ request, locals, cookies }: RequestEvent): Promise<Answer> {
	const { data, valid, errors } = await readForm(request, delegateSchema);
	if (errors.delegate_id) return refuse(400, m.delegation_choose());
	if (!valid) return refuse(400, m.delegation_refused_period());

	const { supabase } = locals;
	const platform = await read(
		supabase.from('platforms').select('time_zone').eq('id', data.platform_id).maybeSingle()
	);
	const timeZone = platform?.time_zone ?? 'UTC';
	if (data.until < data.from || data.until < dateIn(new Date(), timeZone)) {
		return refuse(400, m.delegation_refused_period());
	}

	const { error } = await supabase
		.rpc('delegate_approvals', {
			platform_id: data.platform_id,
			delegate_id: data.delegate_id,
			starts_at: formatInstant(startOfDate(data.from, timeZone)),
			ends_at: formatInstant(startOfDate(addDays(data.until, 1), timeZone))
		})
		.setHeader('Idempotency-Key', data.idempotency_key);
	if (error) {
		const { status, key } = toRefusal(error);
		return refuse(
			status,
			key === 'delegate_is_no_colleague'
				? m.delegation_refused_colleague()
				: m.delegation_refused_right()
		);
	}

	const person = await read(
		supabase.from('people').select('display_name').eq('id', data.delegate_id).maybeSingle()
	);
	setFlash(cookies, {
		tone: 'ok',
		text: m.delegation_made({ name: person?.display_name ?? m.bookings_person_gone() })
	});
	return undefined;
}

/** Takes a delegation back at once. */
export async function revoke({ request, locals, cookies }: RequestEvent): Promise<Answer> {
	const id = (await request.formData()).get('delegation_id');
	if (!v.is(v.pipe(v.string(), v.uuid()), id)) return refuse(400, m.delegation_refused_gone());

	const { error } = await locals.supabase.rpc('revoke_delegation', { delegation_id: id });
	if (error) return refuse(toRefusal(error).status, m.delegation_refused_gone());
	setFlash(cookies, { tone: 'ok', text: m.delegation_revoked() });
	return undefined;
}

function refuse(status: number, message: string) {
	return fail(status, { refusedDelegation: { message } });
}
