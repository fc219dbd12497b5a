const JAPANESE_PREFECTURES =
	`北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県
	新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県
	和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県
	大分県 宮崎県 鹿児島県 沖縄県`.split(/\s+/);

const CHINESE_REGION = /省|自治区|特别行政区|北京|天津|上海|重庆/;

/** Kinds of owners as only Japanese registers write them. */
const JAPANESE_OWNER_KINDS = /国立大学|公立大学|高等専門学校|研究機関|大学共同利用機関/;

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** What a row says of where its owner is. */
export type Whereabouts = { region: string | null; ownerKind: string | null; owner: string | null };

/**
 * Whether an owner is in Japan: by its region, "東京都", "東京" or "茨城県つくば市", and where that
 * does not tell by how the owner is described.
 */
export function isInJapan({ region, ownerKind, owner }: Whereabouts): boolean {
	const isPrefecture = JAPANESE_PREFECTURES.some(
		(prefecture) =>
			region?.startsWith(prefecture) === true || region === prefecture.replace(/[都府県]$/, '')
	);
	if (CHINESE_REGION.test(region ?? '')) return false;
	return (
		isPrefecture ||
		JAPANESE_OWNER_KINDS.test(ownerKind ?? '') ||
		KANA.test(`${owner ?? ''}${region ?? ''}`)
	);
}
