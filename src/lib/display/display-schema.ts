import * as v from 'valibot';

const box = v.optional(v.picklist(['', 'yes']), '');

/** What the page of a display sends: a box that is not ticked is not sent. */
export const displaySettingsSchema = v.object({ is_public: box, shows_organisations: box });
export const withdrawSchema = v.object({});
