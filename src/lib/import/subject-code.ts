/** English words of dataset registers that certainly mean a first-level subject of GB/T 13745. */
const SUBJECT_WORDS: ReadonlyMap<string, string> = new Map([
	['agriculture', '210'],
	['archaeology', '780'],
	['architecture', '560'],
	['artificialintelligence', '520'],
	['astronomy', '160'],
	['biology', '180'],
	['chemistry', '150'],
	['climate+weather', '170'],
	['computernetworks', '520'],
	['computerscience', '520'],
	['earthscience', '170'],
	['economics', '790'],
	['education', '880'],
	['energy', '480'],
	['finance', '790'],
	['history', '770'],
	['imageprocessing', '520'],
	['law', '820'],
	['linguistics', '740'],
	['machinelearning', '520'],
	['materialsscience', '430'],
	['mathematics', '110'],
	['naturallanguage', '520'],
	['philosophy', '720'],
	['physics', '140'],
	['prostatecancer', '320'],
	['psychology', '190'],
	['psychology+cognition', '190'],
	['software', '520'],
	['sports', '890'],
	['statistics', '910'],
	['transportation', '580']
]);

/**
 * The code of a subject given as code, as the standard's own name or as a word that certainly means
 * it; undefined otherwise.
 *
 * @param names the standard's names with their codes, from the table `subjects`
 */
export function findSubjectCode(
	text: string,
	names: ReadonlyMap<string, string>
): string | undefined {
	const word = text.trim();
	if (/^\d{3}$/.test(word)) return [...names.values()].find((code) => code === word);
	return names.get(word) ?? SUBJECT_WORDS.get(word.toLowerCase().replace(/[\s_-]/g, ''));
}
