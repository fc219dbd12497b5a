/*
 * How a register files an instrument, tidied for people to read: without "未分類" and "None", without
 * the marks that a local database left ("専用測定装置_HU (Specialized Measurement Equipment)"), and
 * without saying the same twice.
 */

const NOTHING =
	/^(?:-|－|none|null|n\/a|なし|無し|その他|其他|other|others|未分類|未分类|\d[\d,]*)$/i;

/** "category / subcategory" as far as they say something, else null. */
export function tidyCategory(category: string | null, subcategory: string | null): string | null {
	const parts = [category ?? '', ...(subcategory ?? '').split(' / ')]
		.map((part) => part.replace(/_HU\b/g, '').replace(/\s+/g, ' ').trim())
		.filter((part) => part !== '' && !NOTHING.test(part.replace(/\s*\(.*\)$/, '')));
	const seen = new Set<string>();
	const said = parts.filter((part) => {
		const key = part.normalize('NFKC').toLowerCase();
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
	return said.length === 0 ? null : said.join(' / ');
}
