type Offer = { outcome: string | null; closure: { status: string } };

/** What a planned closure offers to a customer who has yet to answer. */
export function openOffer<T extends Offer>(offers: T[]): T | undefined {
	return offers.find(({ outcome, closure }) => outcome === null && closure.status === 'planned');
}
