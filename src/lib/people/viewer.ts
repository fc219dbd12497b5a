import type { Enums } from '#lib/database.types.ts';

/** An organisation that the viewer belongs to, as far as the navigation needs to know. */
type ViewerOrganisation = {
	id: string;
	name: string;
	kind: Enums<'organisation_kind'>;
	isOwner: boolean;
};

/** The person looking at the page, as far as every page needs to know. */
export type Viewer = {
	id: string;
	email: string;
	name: string;
	/** Runs at least one platform, as manager or technician, or operates the site. */
	isStaff: boolean;
	/** Reads the ledgers of all platforms. */
	isEvaluator: boolean;
	/** Books and applies for an organisation; so does who belongs to none yet, and wants to. */
	isCustomer: boolean;
	/** Those that they own or are a member of. */
	organisations: ViewerOrganisation[];
	/** At most 100: nobody reads an exact number beyond that. */
	unreadNotices: number;
	/** How many booking requests wait for their answer; null for those who answer none. */
	requestCount: number | null;
};
