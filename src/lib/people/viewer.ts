/** The person looking at the page, as far as every page needs to know. */
export type Viewer = {
	id: string;
	email: string;
	name: string;
	/** Runs at least one platform, as manager or technician, or operates the site. */
	isStaff: boolean;
	/** Reads the ledgers of all platforms. */
	isEvaluator: boolean;
	/** At most 100: nobody reads an exact number beyond that. */
	unreadNotices: number;
	/** How many booking requests wait for their answer; null for those who answer none. */
	requestCount: number | null;
};
