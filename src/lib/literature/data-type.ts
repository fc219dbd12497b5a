import * as m from '#lib/paraglide/messages.js';

const LABELS: Record<string, () => string> = {
	Article: m.literature_type_article,
	Book: m.literature_type_book,
	Book_Segment: m.literature_type_book_segment,
	Conference_Item: m.literature_type_conference_item,
	Patent: m.literature_type_patent,
	Report: m.literature_type_report,
	Standard: m.literature_type_standard,
	Thesis_or_Dissertation: m.literature_type_thesis
};

/** What a work is, by its Data_Type of COUNTER. */
export function dataTypeLabel(dataType: string): string {
	return LABELS[dataType]?.() ?? m.literature_type_other();
}
