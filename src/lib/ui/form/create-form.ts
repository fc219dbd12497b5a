import { untrack } from 'svelte';
import {
	superForm,
	type FormOptions,
	type SuperForm,
	type SuperValidated
} from 'sveltekit-superforms';
import { valibotClient } from 'sveltekit-superforms/adapters';
import type { GenericSchema } from 'valibot';

/** Said above a form after it was sent. */
export type FormMessage = { tone: 'ok' | 'danger'; title: string; text?: string };

type Fields = Record<string, unknown>;

/**
 * Superforms with this project's habits: the same Valibot schema judges in the browser and on the
 * server, what was typed stays after an error, and leaving the page asks no question.
 *
 * Takes a getter, because `data.form` is read once: from then on the form looks after itself.
 */
export function createForm<Out extends Fields, In extends Fields = Out>(
	validated: () => SuperValidated<Out, FormMessage, In>,
	schema: GenericSchema<In, Out>,
	options: FormOptions<Out, FormMessage, In> = {}
): SuperForm<Out> {
	return superForm(untrack(validated), {
		validators: valibotClient(schema),
		resetForm: false,
		taintedMessage: null,
		errorSelector: '[aria-invalid="true"]',
		scrollToError: 'auto',
		...options
	});
}
