import type { Tables } from '#lib/database.types.ts';

/** A kind of purpose that a booking or service can have (reference 1.4). */
export type Purpose = Pick<Tables<'purpose_codes'>, 'code' | 'name' | 'name_en'>;
