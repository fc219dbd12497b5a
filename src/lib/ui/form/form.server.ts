import { fail, type ActionFailure } from '@sveltejs/kit';
import {
	message,
	superValidate,
	type Infer,
	type InferIn,
	type SuperValidated
} from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import type { GenericSchema } from 'valibot';
import type { FormMessage } from './create-form.ts';

type Fields = Record<string, unknown>;
type FieldSchema = GenericSchema<Fields, Fields>;
type Form<Out extends Fields, In extends Fields> = SuperValidated<Out, FormMessage, In>;
type FormOf<Schema extends FieldSchema> = Form<
	Infer<Schema, 'valibot'>,
	InferIn<Schema, 'valibot'>
>;
type FormOptions = {
	/** Needed when a page holds two forms of one schema. */
	id?: string;
};

/** A form as a page first shows it, with what is known already. Shows no errors yet. */
export function openForm<Schema extends FieldSchema>(
	schema: Schema,
	known: Partial<InferIn<Schema, 'valibot'>> = {},
	options: FormOptions = {}
): Promise<FormOf<Schema>> {
	return superValidate(known, valibot(schema), { errors: false, ...options });
}

/** A form as it was sent, judged by its schema. */
export function readForm<Schema extends FieldSchema>(
	request: Request,
	schema: Schema,
	options: FormOptions = {}
): Promise<FormOf<Schema>> {
	return superValidate(request, valibot(schema), options);
}

const SECRET_FIELDS = ['password', 'current'];

/** Answers a form that its schema refuses. */
export function rejectForm<Out extends Fields, In extends Fields>(
	form: Form<Out, In>
): ActionFailure<{ form: Form<Out, In> }> {
	return fail(400, { form: withoutSecrets(form) });
}

/** All that was typed is sent back to be corrected, except passwords, which never leave the server. */
function withoutSecrets<Out extends Fields, In extends Fields>(form: Form<Out, In>): Form<Out, In> {
	const blanks: Record<string, string> = {};
	for (const name of SECRET_FIELDS) if (name in form.data) blanks[name] = '';
	return { ...form, data: { ...form.data, ...blanks } };
}

/** Answers a form with a refusal said above it; `status` becomes the page's. */
export function refuseForm<Out extends Fields, In extends Fields>(
	form: Form<Out, In>,
	said: Omit<FormMessage, 'tone'>,
	status: 400 | 403 | 409 | 422 | 429 | 503 = 400
): { form: Form<Out, In> } | ActionFailure<{ form: Form<Out, In> }> {
	return message(withoutSecrets(form), { tone: 'danger', ...said }, { status });
}

/** Answers a form with good news said above it. */
export function acceptForm<Out extends Fields, In extends Fields>(
	form: Form<Out, In>,
	said: Omit<FormMessage, 'tone'>
): { form: Form<Out, In> } | ActionFailure<{ form: Form<Out, In> }> {
	return message(withoutSecrets(form), { tone: 'ok', ...said });
}
