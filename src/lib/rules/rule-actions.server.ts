import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { formatInstant } from '#lib/time/period.ts';
import { readWallTime } from '#lib/time/wall-time.ts';
import {
	endVersion,
	previewRules,
	previewTariff,
	saveQuota,
	saveRules,
	saveTariff,
	type Outcome,
	type RulesPreview,
	type Scope,
	type Tariff,
	type TariffPreview
} from './commands.server.ts';
import { readNumber, readRuleValues } from './rule-fields.ts';
import { toCustomerKind } from './version.ts';

type FormName = 'rules' | 'tariff' | 'quota' | 'end';

/** What one of the forms of the page is answered when it was not done at once. */
export type RulesAnswer = {
	form: FormName;
	/** What was sent, to be shown again and to be sent again. */
	values: Record<string, string>;
	message: string | null;
	rulesPreview: RulesPreview | null;
	tariffPreview: TariffPreview | null;
	/** The preview shows something that is to be confirmed before saving. */
	asksToConfirm: boolean;
};

type Place = { scope: Scope; timeZone: string };

/** The actions of a page with a `RuleBook`: of a platform, or of one of its instruments. */
export function ruleActions<Event extends RequestEvent>(placeOf: (event: Event) => Promise<Place>) {
	return {
		'preview-rules': (event: Event) => rules(event, false),
		'save-rules': (event: Event) => rules(event, true),
		'preview-tariff': (event: Event) => tariff(event, false),
		'save-tariff': (event: Event) => tariff(event, true),

		'save-quota': async (event: Event) => {
			const { scope, timeZone } = await placeOf(event);
			const form = await event.request.formData();
			const begins = readBegin(form, timeZone);
			const isTime = text(form, 'measure') === 'minutes';
			// Time is asked for in hours, which is how people think of a week's share.
			const atMost = readNumber(text(form, 'at_most'), 0, 100_000, isTime ? 60 : 1);
			if (begins === 'malformed' || atMost === undefined) {
				return refuse(form, 'quota', 400, m.rules_refused_missing());
			}

			const outcome = await saveQuota(event.locals.supabase, {
				...begins,
				scope,
				quota: {
					holder: text(form, 'holder'),
					measure: text(form, 'measure'),
					span: text(form, 'span'),
					at_most: atMost
				}
			});
			if (!outcome.ok) return refuse(form, 'quota', outcome.status, outcome.message);
			return done(event, m.quota_saved());
		},

		end: async (event: Event) => {
			await placeOf(event);
			const form = await event.request.formData();
			const what = text(form, 'what');
			if (what !== 'rules' && what !== 'tariff' && what !== 'quota') return fail(400);
			const outcome = await endVersion(event.locals.supabase, what, text(form, 'id'));
			if (!outcome.ok) return refuse(form, 'end', outcome.status, outcome.message);
			return done(event, m.version_ended());
		}
	};

	async function rules(event: Event, isSaved: boolean) {
		const { scope, timeZone } = await placeOf(event);
		const form = await event.request.formData();
		const begins = readBegin(form, timeZone);
		const { values, bad } = readRuleValues(form);
		if (bad.length > 0) {
			const names = bad.join(m.catalogue_list_separator());
			return refuse(form, 'rules', 400, m.rules_refused_values({ names }));
		}
		if (begins === 'malformed') return refuse(form, 'rules', 400, m.rules_refused_past());

		const change = { ...begins, scope, rules: values };
		if (!isSaved || !form.has('confirmed')) {
			const tried = await previewRules(event.locals.supabase, change);
			if (!tried.ok) return refuse(form, 'rules', tried.status, tried.message);
			const asks = tried.row.refused > 0 || tried.row.warnings.length > 0;
			if (!isSaved || asks) {
				return answer(form, 'rules', { rulesPreview: tried.row, asksToConfirm: isSaved });
			}
		}
		const outcome = await saveRules(event.locals.supabase, change);
		if (!outcome.ok) return refuse(form, 'rules', outcome.status, outcome.message);
		return done(event, m.rules_saved({ version: outcome.row.version }));
	}

	async function tariff(event: Event, isSaved: boolean) {
		const { scope, timeZone } = await placeOf(event);
		const form = await event.request.formData();
		const begins = readBegin(form, timeZone);
		const read = readTariff(form);
		if (begins === 'malformed' || read === null) {
			return refuse(form, 'tariff', 400, m.tariff_refused());
		}

		const change = { ...begins, scope, tariff: read };
		if (!isSaved) {
			const tried = await previewTariff(event.locals.supabase, change);
			if (!tried.ok) return refuse(form, 'tariff', tried.status, tried.message);
			return answer(form, 'tariff', { tariffPreview: tried.row });
		}
		const outcome: Outcome<unknown> = await saveTariff(event.locals.supabase, change);
		if (!outcome.ok) return refuse(form, 'tariff', outcome.status, outcome.message);
		return done(event, m.tariff_saved());
	}
}

/** For whom, from when, and the key of the form. */
function readBegin(form: FormData, timeZone: string) {
	const wall = text(form, 'valid_from');
	const reading = wall === '' ? null : readWallTime(wall, timeZone);
	if (wall !== '' && reading === null) return 'malformed';
	const instant =
		reading === null
			? null
			: reading.kind === 'unique'
				? reading.instant
				: reading.kind === 'skipped'
					? reading.next
					: reading.first;
	return {
		kind: toCustomerKind(text(form, 'customer_kind')),
		validFrom: instant && formatInstant(instant),
		idempotencyKey: text(form, 'idempotency_key')
	};
}

/** Prices are typed in yuan and percent; without a rate the price is by arrangement. */
function readTariff(form: FormData): Tariff | null {
	const rate = text(form, 'rate');
	const rateFen = rate === '' ? null : readNumber(rate, 0, 1_000_000_000, 100);
	const minimumFen = readNumber(text(form, 'minimum') || '0', 0, 1_000_000_000, 100);
	const offHours = readNumber(text(form, 'off_hours') || '100', 0, 1000, 100);
	const basis = text(form, 'basis');
	return rateFen === undefined ||
		minimumFen === undefined ||
		offHours === undefined ||
		(basis !== 'hour' && basis !== 'session')
		? null
		: { basis, rate_fen: rateFen, minimum_fen: minimumFen, off_hours_bp: offHours };
}

function answer(form: FormData, name: FormName, changes: Partial<RulesAnswer>) {
	const values: Record<string, string> = {};
	for (const [key, value] of form) if (typeof value === 'string') values[key] = value;
	const answered: RulesAnswer = {
		form: name,
		values,
		message: null,
		rulesPreview: null,
		tariffPreview: null,
		asksToConfirm: false,
		...changes
	};
	return { answer: answered };
}

function refuse(form: FormData, name: FormName, status: number, message: string) {
	return fail(status, answer(form, name, { message }));
}

function done(event: RequestEvent, said: string): never {
	setFlash(event.cookies, { tone: 'ok', text: said });
	redirect(303, `${event.url.pathname}${kindOf(event.url)}`);
}

/** The kind of customer that the page shows goes on being shown; the action's name does not. */
function kindOf(url: URL): string {
	const kind = url.searchParams.get('kind');
	return kind === null ? '' : `?${new URLSearchParams({ kind }).toString()}`;
}

function text(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
}
