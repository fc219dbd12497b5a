import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { listBookableInstruments } from '#lib/bookings/lab-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import { changeOpening, type AffectedBooking, type OpeningChange } from './commands.server.ts';
import { parseHolidayFile, type HolidayDay } from './holiday-file.ts';
import { parseSpans, type WeeklySpan } from './opening-spans.ts';

/** What one of the forms of the page is answered when it was not done at once. */
export type OpeningAnswerShown = {
	form: 'hours' | 'exception' | 'removal' | 'holidays';
	/** What was sent, to be shown again and to be sent again. */
	values: Record<string, string>;
	message: string | null;
	/** The days whose hours could not be read, 1 for Monday. */
	badDays: number[];
	/** Bookings that would be left outside: to be confirmed. */
	outside: AffectedBooking[];
	action: string;
};

type Read = { change: OpeningChange; done: string } | { message: string; badDays?: number[] };

/** The actions of a page about when an instrument is open. */
export function openingActions<Event extends RequestEvent<{ id: string }>>(
	platformIdOf: (event: Event) => Promise<string>
) {
	return {
		hours: (event: Event) => change(event, 'hours', '?/hours', readHours),
		exception: (event: Event) => change(event, 'exception', '?/exception', readException),
		remove: (event: Event) => change(event, 'removal', '?/remove', readRemoval),
		holidays: (event: Event) =>
			change(event, 'holidays', '?/holidays', (form) => readHolidays(event, form, false)),
		'no-holidays': (event: Event) =>
			change(event, 'holidays', '?/no-holidays', (form) => readHolidays(event, form, true))
	};

	async function readHolidays(event: Event, form: FormData, isRemoval: boolean): Promise<Read> {
		const year = Number(text(form, 'year'));
		const instrumentIds =
			text(form, 'scope') === 'platform'
				? (await listBookableInstruments(event.locals.supabase, await platformIdOf(event))).map(
						({ id }) => id
					)
				: [event.params.id];
		if (isRemoval) {
			return {
				change: { kind: 'no-holidays', instrumentIds, year },
				done: m.holidays_unloaded({ year })
			};
		}

		const days = await readDays(form);
		if (days === 'malformed') return { message: m.holidays_malformed() };
		return {
			change: { kind: 'holidays', instrumentIds, year, days },
			done: m.holidays_loaded({ year, count: instrumentIds.length })
		};
	}
}

/** Tries the change first, and makes it when nobody is left outside or that was confirmed. */
async function change(
	event: RequestEvent<{ id: string }>,
	form: OpeningAnswerShown['form'],
	action: string,
	parse: (form: FormData, instrumentId: string) => Read | Promise<Read>
) {
	const sent = await event.request.formData();
	const asked = await parse(sent, event.params.id);
	const shown = { form, action, values: toValues(sent), message: null, badDays: [], outside: [] };
	if ('message' in asked) {
		return fail(400, answer({ ...shown, message: asked.message, badDays: asked.badDays ?? [] }));
	}

	const { supabase } = event.locals;
	if (!sent.has('confirmed')) {
		const tried = await changeOpening(supabase, asked.change, true);
		if (!tried.ok) return fail(tried.status, answer({ ...shown, message: tried.message }));
		if (tried.answer.outside.length > 0) {
			const { outside } = tried.answer;
			const kept =
				asked.change.kind === 'holidays' && asked.change.days !== null
					? { days: JSON.stringify(asked.change.days) }
					: {};
			return answer({ ...shown, values: { ...shown.values, ...kept }, outside });
		}
	}

	const outcome = await changeOpening(supabase, asked.change, false);
	if (!outcome.ok) return fail(outcome.status, answer({ ...shown, message: outcome.message }));
	setFlash(event.cookies, { tone: 'ok', text: asked.done });
	redirect(303, event.url.pathname);
}

function answer(opening: OpeningAnswerShown): { opening: OpeningAnswerShown } {
	return { opening };
}

function readHours(form: FormData, instrumentId: string): Read {
	const spans: WeeklySpan[] = [];
	const badDays: number[] = [];
	for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
		const ofDay = parseSpans(text(form, `day-${weekday}`));
		if (ofDay === null) badDays.push(weekday);
		else spans.push(...ofDay.map((span) => ({ weekday, ...span })));
	}
	return badDays.length > 0
		? { message: m.hours_malformed(), badDays }
		: { change: { kind: 'hours', instrumentId, spans }, done: m.hours_saved() };
}

function readException(form: FormData, instrumentId: string): Read {
	const [onDate, lastDate] = [text(form, 'on_date'), text(form, 'last_date')];
	if (!isCalendarDate(onDate) || (lastDate !== '' && !isCalendarDate(lastDate))) {
		return { message: m.exception_dates_malformed() };
	}
	const spans = text(form, 'kind') === 'open' ? parseSpans(text(form, 'spans')) : [];
	if (spans === null || (text(form, 'kind') === 'open' && spans.length === 0)) {
		return { message: m.hours_malformed() };
	}
	return {
		change: {
			kind: 'exception',
			instrumentId,
			onDate,
			lastDate: lastDate === '' ? null : lastDate,
			spans,
			reason: text(form, 'reason')
		},
		done: m.exception_saved()
	};
}

function readRemoval(form: FormData, instrumentId: string): Read {
	return {
		change: { kind: 'removal', instrumentId, onDate: text(form, 'on_date') },
		done: m.exception_removed()
	};
}

/** From the file, or as they were read from it before the change was confirmed. */
async function readDays(form: FormData): Promise<HolidayDay[] | null | 'malformed'> {
	const file = form.get('file');
	if (file instanceof File && file.size > 0) {
		return parseHolidayFile(new Uint8Array(await file.arrayBuffer())) ?? 'malformed';
	}
	const kept = text(form, 'days');
	// What comes back is judged by the database as every list is.
	return kept === '' ? null : (JSON.parse(kept) as HolidayDay[]);
}

function text(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
}

function toValues(form: FormData): Record<string, string> {
	return Object.fromEntries(
		[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
	);
}
