import * as v from 'valibot';
import { neededText } from '#lib/ui/form/clean-text.ts';

export const MAX_MESSAGE_LENGTH = 4000;

export const messageSchema = v.object({
	body: neededText(MAX_MESSAGE_LENGTH),
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(255))
});

/** `until` is the moment of the latest message that the page showed. */
export const readingSchema = v.object({
	until: v.pipe(
		v.string(),
		v.check((text) => !Number.isNaN(Date.parse(text)))
	)
});
