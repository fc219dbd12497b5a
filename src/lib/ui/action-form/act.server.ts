import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Infer } from 'sveltekit-superforms';
import type { GenericSchema } from 'valibot';
import { setFlash } from '#lib/server/flash.ts';
import type { Outcome } from '#lib/server/outcome.ts';
import { readForm } from '../form/form.server.ts';
import type { RefusedForm } from './refused-form.ts';

type Fields = Record<string, unknown>;

/**
 * An action of a page with several small forms (`ActionForm`): judged by its schema, carried out,
 * said on the page that it leads to, which is the same page unless told otherwise. What is refused
 * comes back as `form.refused`.
 */
export function act<
	Schema extends GenericSchema<Fields, Fields>,
	Data,
	Event extends RequestEvent = RequestEvent
>(
	name: string,
	schema: Schema,
	run: (event: Event, sent: Infer<Schema, 'valibot'>) => Promise<Outcome<Data>>,
	said: (data: Data) => string,
	hrefOf: (data: Data, event: Event) => string = (_, { url }) => url.pathname
) {
	return async (event: Event) => {
		const { data: sent, valid, errors } = await readForm(event.request, schema);
		function refuse(status: number, message: string) {
			return fail(status, { refused: { form: name, message, sent } satisfies RefusedForm });
		}
		if (!valid) return refuse(400, firstOf(errors));

		const outcome = await run(event, sent);
		if (!outcome.ok) return refuse(outcome.status, outcome.message);
		setFlash(event.cookies, { tone: 'ok', text: said(outcome.data) });
		redirect(303, hrefOf(outcome.data, event));
	};
}

function firstOf(errors: Fields): string {
	return (
		Object.values(errors)
			.flat()
			.find((error) => typeof error === 'string') ?? ''
	);
}
