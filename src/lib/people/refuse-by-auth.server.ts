import type { AuthError } from '@supabase/supabase-js';
import type { SuperValidated } from 'sveltekit-superforms';
import { logger } from '#lib/server/logger.ts';
import type { FormMessage } from '#lib/ui/form/create-form.ts';
import { refuseForm } from '#lib/ui/form/form.server.ts';
import { explainAuthError, isExpectedAuthError } from './auth-error.ts';

type Fields = Record<string, unknown>;

/** Answers a form with what Supabase Auth said to it. All that was typed stays. */
export function refuseByAuth<Out extends Fields, In extends Fields>(
	form: SuperValidated<Out, FormMessage, In>,
	error: AuthError
) {
	if (!isExpectedAuthError(error)) {
		logger.error({ code: error.code, status: error.status }, `auth: ${error.name}`);
	}
	const status = !isExpectedAuthError(error) ? 503 : error.status === 429 ? 429 : 400;
	return refuseForm(form, { title: explainAuthError(error) }, status);
}
