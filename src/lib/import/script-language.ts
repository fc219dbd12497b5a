/**
 * The language a name is written in, by its script: kana are Japanese; Han characters are Japanese
 * in Japan and Chinese elsewhere; anything else counts as English.
 */
export function detectLanguage(text: string, isInJapan = false): 'ja' | 'zh' | 'en' {
	if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text.normalize('NFKC'))) return 'ja';
	if (!/\p{Script=Han}/u.test(text)) return 'en';
	return isInJapan ? 'ja' : 'zh';
}
