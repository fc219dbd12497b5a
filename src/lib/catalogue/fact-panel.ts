/** A panel of a thing's page, put in words; `facts` of a group have terms that are all different. */
export type FactPanel = { title: string; groups: FactGroup[] };

type FactGroup = {
	title?: string;
	facts?: { term: string; value: string; note?: string | null }[];
	text?: { text: string; language: string };
	/** Said in small below them. */
	note?: string;
};
