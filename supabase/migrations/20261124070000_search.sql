/*
 * One search over the catalogue. Postgres's own text-search parsers know no Chinese word and depend
 * on the server's locale, and a trigram index needs three characters where 电镜 has two. So the
 * terms are cut here: runs of Chinese, Japanese and Korean characters into overlapping pairs, other
 * scripts into words, the parts of a model number together and apart. What is stored and what is
 * asked go through the same functions, which depend on their argument alone.
 */

/*
 * Brings spellings of one thing together: width and compatibility forms, case, accents, the many
 * dashes, and the forms in which Chinese, Taiwanese and Japanese texts write one character
 * (電, 电; 顕, 顯, 显), so that 电子显微镜 is 電子顕微鏡.
 */
create function private.search_fold(value text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_variants constant text :=
    '両並乾亜亞仏仮伝併価側偽備傳傷僞價億優児兒內兩円冊処剛剣剤剰創劇劍劑労効動勞勢勧'
    || '匯區協単厳參収員問單営噴嚴団囲図國圍圏園圓圖團圧執堅報場塊塗塩塵増墜壊壌壓壞売壽'
    || '変奨奪婦孫學実寛實寧審寫寬寶対専將專尋對導層屬岡島峽巣巻師帯帶幣幹幾広庫廃廠廢廣'
    || '張強弾彈彙彫後徑従從復徳徴徹応恵悪惡愛態慣慮憲憶應懸戦戰戶戸払抜択拠拡挙挿捲掃採'
    || '換揮揺損搖摂撃撹擇擊擋擔據擬擴攔攝攤攪敗敵數斉斷昇時晝晩暁暦暫曆曬書會朧東査栄桜'
    || '桟條棧検楕業極楽榮構槍様樁樂樓標樣権樹橋機橢橫檔檢櫃櫻欄權歐歓歩歯歲歳歴歷殘殲殺'
    || '殻殼毎気氣氫氬汚決沒沖沢浄浜涼淚淨淵淺済渓減渦測渾湊湯満準溝溫滅滬滯滲滾滿漁漢漲'
    || '漸潔潛潤潰澆澤澱濁濃濕濟濱濺濾瀋瀏瀝灑灣災為無焼煉煙熱燈燒營爐爭爲爾牆牽犠犧狀狹'
    || '猟獎獣獨獲獻現琺瑪環瓊產産畫異畳當疊瘍療癒発發皺盜盡監盤盧県眞眾睏瞭矚矽砕砲確碼'
    || '磚礎礦祕禍禪禮稜種稱穀積穏穩穫窓竊竜竪競筆筍節範築篩簡簽籃籤粋粛糧糸紀約紅紋納紐'
    || '純紗紙級紡細終組経結絕絞絡給統絲絵絶經継続綜綠綫維綱網綴綿緊総緑緒線締緣編緩緯縁'
    || '縈縣縦縫縮縱總績繊織繞繪繭繳繼續纏纖纜缶罰罷羅義習聖聞聯聰聲聴職聽肅脅脈脳腎腦腫'
    || '腸膚膠膽臉臓臟臨臺興舉舊艙艦艶芸荘莊華葉蓋蔣蔵薊薑薦薬藝藥蘇蘭處虛號蛍蝋蝕蝦螢蟲'
    || '蠟蠶衆術衛衝裏補裝裡製複襯見規視覚覧親観覺覽觀觸訂計訊討訓記訪設許訳訴診証評詞詢'
    || '試詩話該詳誌認語誠誤說説読課調談請論諮諸謂講謝謡證識譜譯議譲護譽讀變豊豎豐貓貝負'
    || '財貢貨販責貯貴買貸費貼貿賀賃資賓賛賞賣賦質賴購贈贊贏跡踐蹟躍軀車軋軌軍軟転軸軽較'
    || '載輔輕輛輝輥輩輪輯輸輻轄轉農辺逓連週進遅遊運過達違遞遠適遲遷選遺遼還邊邏郵郷鄉鄭'
    || '鄰醫醬醸釀釈釋釔釕釘針釣釩釹鈀鈉鈍鈎鈔鈣鈦鈮鈰鈷鈹鈾鉀鉄鉍鉑鉗鉛鉤鉬鉭鉱鉻鉿銀銅'
    || '銑銘銠銥銦銳銹銻鋁鋅鋇鋪鋭鋯鋰鋳鋸鋼錄錆錐錘錠錫錬錯録錳錶錸鍊鍋鍍鍛鍵鍶鍺鎂鎔鎖'
    || '鎘鎢鎮鎳鎵鏈鏡鏤鐘鐵鑄鑑鑒鑛鑲鑽鑿長門閃閉開間関閣閥閱閲闊闘關陰陳陸険陽隊階際隠'
    || '隣隨險隱隻雑雙雜雞離難雲電霊霧靈靜韓響頁頂項順須預頒頓頗領頭頸頻頼顆題額顏顔顕願'
    || '顛類顧顫顯風飛飜飢飯飲飼飾養館馬駅駆駐駿騎騒験騙騰騷驅驗驚驛骯髄體髪髮鬆鬥魚鮫鮮'
    || '鯉鯊鯨鳥鳳鳴鴨鴻鶏鷹鹸鹼鹽麗麥麵麺黃黒點黨黴鼴齊齒齡齢龍';
  v_bases constant text :=
    '两并干亚亚佛假传并价侧伪备传伤伪价亿优儿儿内两圆册处刚剑剂剩创剧剑剂劳效动劳势劝'
    || '汇区协单严参收员问单营喷严团围图国围圈园圆图团压执坚报场块涂盐尘增坠坏壤压坏卖寿'
    || '变奖夺妇孙学实宽实宁审写宽宝对专将专寻对导层属冈岛峡巢卷师带带币干几广库废厂废广'
    || '张强弹弹汇雕后径从从复德征彻应惠恶恶爱态惯虑宪忆应悬战战户户拂拔择据扩举插卷扫采'
    || '换挥摇损摇摄击搅择击挡担据拟扩拦摄摊搅败敌数齐断升时昼晚晓历暂历晒书会胧东查荣樱'
    || '栈条栈检椭业极乐荣构枪样桩乐楼标样权树桥机椭横档检柜樱栏权欧欢步齿岁岁历历残歼杀'
    || '壳壳每气气氢氩污决没冲泽净滨凉泪净渊浅济溪减涡测浑凑汤满准沟温灭沪滞渗滚满渔汉涨'
    || '渐洁潜润溃浇泽淀浊浓湿济滨溅滤沈浏沥洒湾灾为无烧炼烟热灯烧营炉争为尔墙牵牺牺状狭'
    || '猎奖兽独获献现珐玛环琼产产画异叠当叠疡疗愈发发皱盗尽监盘卢县真众困了瞩硅碎炮确码'
    || '砖础矿秘祸禅礼棱种称谷积稳稳获窗窃龙竖竞笔笋节范筑筛简签篮签粹肃粮丝纪约红纹纳纽'
    || '纯纱纸级纺细终组经结绝绞络给统丝绘绝经继续综绿线维纲网缀绵紧总绿绪线缔缘编缓纬缘'
    || '萦县纵缝缩纵总绩纤织绕绘茧缴继续缠纤缆罐罚罢罗义习圣闻联聪声听职听肃胁脉脑肾脑肿'
    || '肠肤胶胆脸脏脏临台兴举旧舱舰艳艺庄庄华叶盖蒋藏蓟姜荐药艺药苏兰处虚号荧蜡蚀虾荧虫'
    || '蜡蚕众术卫冲里补装里制复衬见规视觉览亲观觉览观触订计讯讨训记访设许译诉诊证评词询'
    || '试诗话该详志认语诚误说说读课调谈请论咨诸谓讲谢谣证识谱译议让护誉读变丰竖丰猫贝负'
    || '财贡货贩责贮贵买贷费贴贸贺赁资宾赞赏卖赋质赖购赠赞赢迹践迹跃躯车轧轨军软转轴轻较'
    || '载辅轻辆辉辊辈轮辑输辐辖转农边递连周进迟游运过达违递远适迟迁选遗辽还边逻邮乡乡郑'
    || '邻医酱酿酿释释钇钌钉针钓钒钕钯钠钝钩钞钙钛铌铈钴铍铀钾铁铋铂钳铅钩钼钽矿铬铪银铜'
    || '铣铭铑铱铟锐锈锑铝锌钡铺锐锆锂铸锯钢录锈锥锤锭锡炼错录锰表铼链锅镀锻键锶锗镁熔锁'
    || '镉钨镇镍镓链镜镂钟铁铸鉴鉴矿镶钻凿长门闪闭开间关阁阀阅阅阔斗关阴陈陆险阳队阶际隐'
    || '邻随险隐只杂双杂鸡离难云电灵雾灵静韩响页顶项顺须预颁顿颇领头颈频赖颗题额颜颜显愿'
    || '颠类顾颤显风飞翻饥饭饮饲饰养馆马驿驱驻骏骑骚验骗腾骚驱验惊驿肮髓体发发松斗鱼鲛鲜'
    || '鲤鲨鲸鸟凤鸣鸭鸿鸡鹰碱碱盐丽麦面面黄黑点党霉鼹齐齿龄龄龙';
  v_value text := lower(normalize(value, nfkc) collate pg_catalog.pg_c_utf8);
begin
  if v_value ~ '[\u00e0-\u024f\u1e00-\u1eff]' then
    v_value := normalize(regexp_replace(normalize(v_value, nfd), '[\u0300-\u036f]', '', 'g'), nfc);
  end if;
  -- Looking first is cheap, and most texts have none of them.
  if v_value ~ ('[' || v_variants || ']') then
    v_value := translate(v_value, v_variants, v_bases);
  end if;
  -- Registers type whatever looks like a dash, the Japanese sound mark included.
  return regexp_replace(v_value, '([a-z0-9])[-_./·‐‒–—―−ー]+(?=[a-z0-9])', '\1-', 'g');
end;
$$;
comment on function private.search_fold is 'A text without the differences of spelling that a search overlooks.';

create function private.search_words(value text)
returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select array(
    select found.word[1]
    from regexp_matches(
      private.search_fold(search_words.value),
      '[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9\u00df-\u00f6\u00f8-\u02af\u0370-\u10ff\u1e00-\u1fff]+(?:-[a-z0-9\u00df-\u00f6\u00f8-\u02af\u0370-\u10ff\u1e00-\u1fff]+)*',
      'g'
    ) as found (word)
  );
$$;
comment on function private.search_words is 'The words of a text in order: runs of Han, kana or Hangul, and words of other scripts with their dashes.';

create function private.search_key(value text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select translate(array_to_string(private.search_words(search_key.value), ''), '-', '');
$$;
comment on function private.search_key is 'A whole name or model as one string, to tell that two are the same.';

/*
 * The terms under which a text is found. The last character of a run stands alone as well, so that
 * a single character is found by prefix wherever it stands.
 */
create function private.search_terms(value text)
returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  with words as (
    select words.word, words.word ~ '^[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]' as is_han
    from unnest(private.search_words(search_terms.value)) as words (word)
  ),
  parts as (
    select parts.part
    from words
    cross join string_to_table(words.word, '-') as parts (part)
    where not words.is_han
  )
  select array(
    select substr(words.word, places.place, 2)
    from words
    cross join generate_series(1, char_length(words.word)) as places (place)
    where words.is_han
    union
    select left(parts.part, 64) from parts
    union
    select left(halves.half, 64)
    from parts
    cross join regexp_match(parts.part, '^([a-z]+)([0-9].*)$') as split
    cross join unnest(split) as halves (half)
    union
    select left(replace(words.word, '-', ''), 64)
    from words
    where words.word like '%-%' and not words.is_han
  );
$$;
comment on function private.search_terms is 'The terms of a text: pairs of characters, words, and parts of model numbers, together and apart.';

/* Postgres keeps weights with positions only, and one position is enough for that. */
create function private.search_heading(name text, subject text)
returns tsvector
language sql
immutable
parallel safe
set search_path = ''
as $$
  select coalesce(string_agg(weighted.lexeme, ' '), '')::tsvector
  from (
    select quote_literal(terms.term) || ':1A' as lexeme
    from unnest(private.search_terms(search_heading.name)) as terms (term)
    union all
    select quote_literal(terms.term) || ':1B'
    from unnest(private.search_terms(search_heading.subject)) as terms (term)
  ) as weighted;
$$;
comment on function private.search_heading is 'The terms of a name with weight A and of what it belongs to with weight B.';

/*
 * Words for one thing, as data. A narrower term is found by the words of its concept, but does not
 * stand for it: 电镜 finds a TEM, TEM does not find every 电镜.
 */
create table public.search_synonyms (
  concept     text not null,
  term        text not null,
  is_narrower boolean not null default false,
  pattern     text not null,

  primary key (concept, term),
  constraint search_synonyms_term_has_words check (char_length(pattern) > 0)
);

comment on table public.search_synonyms is 'Words that mean one thing, in the languages of the registers.';
comment on column public.search_synonyms.is_narrower is 'The term is a kind of the concept: found by it, but not the other way round.';
comment on column public.search_synonyms.pattern is 'The folded words as they stand in a query; a space marks an end that must be a word''s end. Set by trigger.';

create function private.tg_search_synonyms__set_pattern()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_words text := translate(array_to_string(private.search_words(new.term), ' '), '-', ' ');
begin
  -- A Chinese word has no marked ends; others must not be found inside longer words.
  new.pattern := case when v_words ~ '^[a-z0-9]' then ' ' else '' end
    || v_words
    || case when v_words ~ '[a-z0-9]$' then ' ' else '' end;
  return new;
end;
$$;
comment on function private.tg_search_synonyms__set_pattern is 'Keeps the pattern of a term.';

create trigger _100_set_pattern
  before insert or update on public.search_synonyms
  for each row
  execute function private.tg_search_synonyms__set_pattern();

alter table public.search_synonyms enable row level security;
create policy search_synonyms_select_all on public.search_synonyms
  for select to anon, authenticated
  using (true);
grant select on public.search_synonyms to anon, authenticated, service_role;

insert into public.search_synonyms (concept, term, is_narrower)
select concepts.concept, btrim(terms.term, '<'), terms.term like '<%'
from (
  values
    ('electron microscope', array['电镜', '电子显微镜', 'electron microscope', 'electron microscopy', '<SEM', '<TEM', '<FE-SEM', '<FESEM', '<STEM', '<扫描电镜', '<透射电镜']),
    ('scanning electron microscope', array['扫描电镜', '扫描电子显微镜', '走査型電子顕微鏡', '走査電子顕微鏡', 'SEM', 'scanning electron microscope', 'scanning electron microscopy', '<FE-SEM', '<FESEM', '<FIB-SEM', '<场发射扫描电镜']),
    ('transmission electron microscope', array['透射电镜', '透射电子显微镜', '透過型電子顕微鏡', '透過電子顕微鏡', 'TEM', 'transmission electron microscope', 'transmission electron microscopy', '<STEM', '<HRTEM', '<FE-TEM', '<Cryo-TEM', '<冷冻电镜']),
    ('cryo-electron microscope', array['冷冻电镜', '冷冻电子显微镜', 'クライオ電子顕微鏡', 'cryo-EM', 'cryo electron microscope', 'cryo electron microscopy', 'Cryo-TEM']),
    ('focused ion beam', array['聚焦离子束', '集束イオンビーム', '収束イオンビーム', 'FIB', 'focused ion beam', '<FIB-SEM', '<双束电镜']),
    ('electron probe microanalysis', array['电子探针', '電子プローブ', '電子線マイクロアナライザ', 'EPMA', 'electron probe', 'microprobe']),
    ('energy dispersive spectroscopy', array['能谱', '能谱仪', 'エネルギー分散', 'EDS', 'EDX', 'energy dispersive']),
    ('electron backscatter diffraction', array['电子背散射衍射', '後方散乱電子回折', 'EBSD', 'electron backscatter diffraction']),
    ('mass spectrometry', array['质谱', '质谱仪', '質量分析', 'mass spectrometry', 'mass spectrometer', 'mass spec', 'MS', '<LC-MS', '<GC-MS', '<LCMS', '<GCMS', '<ICP-MS', '<MALDI', '<TOF-MS', '<Orbitrap']),
    ('liquid chromatography mass spectrometry', array['液质', '液质联用', '液相色谱质谱', '液体クロマトグラフ質量分析', 'LC-MS', 'LCMS', 'LC-MS/MS']),
    ('gas chromatography mass spectrometry', array['气质', '气质联用', '气相色谱质谱', 'ガスクロマトグラフ質量分析', 'GC-MS', 'GCMS', 'GC-MS/MS']),
    ('inductively coupled plasma', array['电感耦合等离子体', '電感耦合', '誘導結合プラズマ', 'ICP', 'inductively coupled plasma', '<ICP-MS', '<ICP-OES', '<ICP-AES']),
    ('time of flight', array['飞行时间', '飛行時間', 'TOF', 'time of flight']),
    ('nuclear magnetic resonance', array['核磁', '核磁共振', '核磁気共鳴', 'NMR', 'nuclear magnetic resonance']),
    ('magnetic resonance imaging', array['磁共振成像', '核磁共振成像', '磁気共鳴画像', 'MRI', 'magnetic resonance imaging']),
    ('electron spin resonance', array['电子顺磁共振', '电子自旋共振', '電子スピン共鳴', 'ESR', 'EPR', 'electron spin resonance', 'electron paramagnetic resonance']),
    ('x-ray diffraction', array['X射线衍射', 'X光衍射', '衍射仪', 'X線回折', 'エックス線回折', 'XRD', 'X-ray diffraction', 'X-ray diffractometer']),
    ('x-ray fluorescence', array['X射线荧光', '蛍光X線', 'XRF', 'X-ray fluorescence']),
    ('x-ray photoelectron spectroscopy', array['X射线光电子能谱', '光电子能谱', 'X線光電子分光', '光電子分光', 'XPS', 'ESCA', 'X-ray photoelectron']),
    ('computed tomography', array['断层扫描', 'X射线CT', '工业CT', 'X線CT', 'コンピュータ断層撮影', 'CT', 'micro-CT', 'microCT', 'computed tomography', 'tomography']),
    ('synchrotron', array['同步辐射', '放射光', 'synchrotron', 'ビームライン', 'beamline']),
    ('raman spectroscopy', array['拉曼', '拉曼光谱', 'ラマン', 'ラマン分光', 'Raman']),
    ('infrared spectroscopy', array['红外', '红外光谱', '赤外', '赤外分光', 'FTIR', 'FT-IR', 'IR', 'infrared']),
    ('uv-vis spectroscopy', array['紫外可见', '紫外可见分光', '紫外可視', '紫外可視分光', 'UV-Vis', 'UVVis', 'UV/Visible']),
    ('spectrophotometer', array['分光光度计', '分光光度計', 'spectrophotometer']),
    ('fluorescence spectroscopy', array['荧光光谱', '荧光分光', '蛍光分光', '分光蛍光', 'spectrofluorometer', 'fluorometer', 'fluorescence spectroscopy']),
    ('atomic absorption', array['原子吸收', '原子吸光', 'AAS', 'atomic absorption']),
    ('circular dichroism', array['圆二色', '円二色性', 'CD分光', 'circular dichroism']),
    ('ellipsometry', array['椭偏', '椭偏仪', 'エリプソメータ', 'エリプソメトリー', 'ellipsometer', 'ellipsometry']),
    ('chromatography', array['色谱', '色谱仪', 'クロマトグラフ', 'クロマトグラフィー', 'chromatography', 'chromatograph', '<HPLC', '<UPLC', '<GC', '<GPC']),
    ('liquid chromatography', array['液相色谱', '高效液相色谱', '液体クロマトグラフ', '高速液体クロマトグラフ', 'HPLC', 'UPLC', 'liquid chromatography', 'liquid chromatograph']),
    ('gas chromatography', array['气相色谱', 'ガスクロマトグラフ', 'GC', 'gas chromatography', 'gas chromatograph']),
    ('ion chromatography', array['离子色谱', 'イオンクロマトグラフ', 'ion chromatography', 'ion chromatograph']),
    ('gel permeation chromatography', array['凝胶渗透色谱', 'ゲル浸透クロマトグラフ', 'GPC', 'SEC', 'gel permeation chromatography']),
    ('atomic force microscope', array['原子力显微镜', '原子间力显微镜', '原子間力顕微鏡', 'AFM', 'atomic force microscope', 'atomic force microscopy']),
    ('scanning probe microscope', array['扫描探针显微镜', '扫描探针', '走査型プローブ顕微鏡', '走査プローブ', 'SPM', 'scanning probe microscope', '<AFM', '<STM']),
    ('confocal microscope', array['共聚焦', '共聚焦显微镜', '激光共聚焦', '共焦点', '共焦点顕微鏡', '共焦点レーザー', 'confocal']),
    ('fluorescence microscope', array['荧光显微镜', '蛍光顕微鏡', 'fluorescence microscope', 'fluorescence microscopy']),
    ('optical microscope', array['光学显微镜', '金相显微镜', '光学顕微鏡', '金属顕微鏡', 'optical microscope', 'light microscope']),
    ('super-resolution microscope', array['超分辨', '超分辨率显微镜', '超解像', '超解像顕微鏡', 'super-resolution', 'STED', 'STORM']),
    ('flow cytometry', array['流式细胞', '流式细胞仪', 'フローサイトメトリー', 'フローサイトメーター', 'flow cytometry', 'flow cytometer', 'FACS', '<セルソーター', '<细胞分选', '<cell sorter']),
    ('cell sorter', array['细胞分选', 'セルソーター', 'セルソータ', 'cell sorter', 'cell sorting']),
    ('centrifuge', array['离心', '离心机', '遠心', '遠心機', '遠心分離', 'centrifuge', '<ultracentrifuge', '<超速离心', '<超遠心']),
    ('thermal analysis', array['热分析', '热重', '差热', '熱分析', '熱重量', '示差走査熱量', '示差熱', 'thermal analysis', 'TG-DSC', 'TG-DTA', 'TGA', 'DSC', 'thermogravimetry', 'differential scanning calorimetry', 'calorimeter']),
    ('3d printing', array['3D打印', '增材制造', '3Dプリンタ', '3Dプリンター', '3D printing', '3D printer', 'additive manufacturing']),
    ('lithography', array['光刻', '光刻机', 'リソグラフィ', 'リソグラフィー', '露光', '露光装置', 'lithography', 'mask aligner', 'stepper', '<电子束光刻', '<電子線描画']),
    ('electron beam lithography', array['电子束光刻', '电子束曝光', '電子線描画', '電子ビーム描画', '電子ビーム露光', 'EBL', 'electron beam lithography']),
    ('sputtering', array['镀膜', '溅射', '磁控溅射', 'スパッタ', 'スパッタリング', 'sputter', 'sputtering', '<蒸镀', '<真空蒸着']),
    ('evaporation deposition', array['蒸镀', '真空蒸镀', '蒸着', '真空蒸着', 'evaporator', 'vacuum evaporation']),
    ('chemical vapour deposition', array['化学气相沉积', '化学気相成長', '気相成長', 'CVD', 'chemical vapor deposition', '<PECVD', '<MOCVD', '<LPCVD']),
    ('atomic layer deposition', array['原子层沉积', '原子層堆積', 'ALD', 'atomic layer deposition']),
    ('etching', array['刻蚀', '蚀刻', 'エッチング', 'etching', 'etcher', '<RIE', '<反应离子刻蚀', '<反応性イオンエッチング']),
    ('polymerase chain reaction', array['PCR', '聚合酶链', '荧光定量', 'リアルタイムPCR', 'qPCR', 'thermal cycler', 'サーマルサイクラー', 'polymerase chain reaction']),
    ('sequencing', array['测序', '测序仪', '基因测序', 'シーケンサ', 'シーケンサー', 'シークエンサー', 'シーケンス', 'sequencer', 'sequencing', 'NGS']),
    ('electrophoresis', array['电泳', '電気泳動', 'electrophoresis']),
    ('microplate reader', array['酶标仪', 'マイクロプレートリーダー', 'プレートリーダー', 'microplate reader', 'plate reader']),
    ('live imaging', array['活体成像', '小动物成像', 'in vivo イメージング', 'in vivo imaging', 'IVIS']),
    ('tensile testing', array['拉伸', '拉力机', '万能试验机', '万能材料试验机', '引張試験', '引張', '万能試験機', 'オートグラフ', 'universal testing machine', 'tensile']),
    ('fatigue testing', array['疲劳试验', '疲劳', '疲労試験', '疲労', 'fatigue']),
    ('impact testing', array['冲击试验', '衝撃試験', 'シャルピー', 'impact test', 'charpy']),
    ('hardness', array['硬度', '硬度计', '硬さ', '硬度計', '硬さ試験', 'hardness', 'ビッカース', '维氏', 'vickers', '<纳米压痕', '<ナノインデンテーション']),
    ('nanoindentation', array['纳米压痕', 'ナノインデンテーション', 'ナノインデンター', 'nanoindentation', 'nanoindenter']),
    ('particle size', array['粒度', '粒度仪', '粒径', '粒度分布', '粒径分布', '粒子径', 'particle size', 'dynamic light scattering', 'DLS', '动态光散射', '動的光散乱']),
    ('zeta potential', array['zeta电位', 'ゼータ電位', 'zeta potential']),
    ('surface area', array['比表面', '比表面积', '比表面積', 'BET', 'surface area', 'ガス吸着', '气体吸附', 'gas adsorption']),
    ('rheology', array['流变', '流变仪', 'レオメータ', 'レオメーター', 'rheometer', 'rheology', '粘弾性', '黏弹性']),
    ('viscosity', array['粘度', '黏度', '粘度计', '粘度計', 'viscometer', 'viscosity']),
    ('surface profile', array['台阶仪', '轮廓仪', '粗糙度', '段差計', '表面粗さ', '粗さ計', '形状測定', 'profilometer', 'surface profiler', 'roughness']),
    ('coordinate measuring', array['三坐标', '三坐标测量', '三次元測定', '三次元測定機', 'CMM', 'coordinate measuring']),
    ('elemental analysis', array['元素分析', 'elemental analysis', 'elemental analyzer', 'CHN']),
    ('electrochemistry', array['电化学', '电化学工作站', '電気化学', 'ポテンショスタット', 'potentiostat', 'electrochemical', 'electrochemistry', '<循环伏安', '<cyclic voltammetry']),
    ('glove box', array['手套箱', 'グローブボックス', 'glove box', 'glovebox']),
    ('furnace', array['马弗炉', '管式炉', '电炉', '電気炉', 'マッフル炉', '加熱炉', 'furnace']),
    ('freeze drying', array['冻干', '冷冻干燥', '凍結乾燥', 'freeze dryer', 'freeze drying', 'lyophilizer']),
    ('ball mill', array['球磨', '球磨机', 'ボールミル', 'ball mill']),
    ('ultrasonic', array['超声', '超声波', '超音波', 'ultrasonic', 'ultrasound']),
    ('laser processing', array['激光加工', '激光切割', 'レーザー加工', 'レーザ加工', 'laser processing', 'laser cutting', 'laser cutter']),
    ('machining centre', array['加工中心', 'マシニングセンタ', 'マシニングセンター', 'machining center', 'CNC', '数控']),
    ('squid magnetometer', array['超导量子干涉', '超伝導量子干渉', 'SQUID', '磁化測定', '磁强计', '磁力計', 'magnetometer', 'MPMS', '<VSM', '<振动样品磁强计', '<振動試料型磁力計']),
    ('spectrum analyser', array['频谱分析', '频谱仪', 'スペクトラムアナライザ', 'スペクトラムアナライザー', 'spectrum analyzer']),
    ('network analyser', array['网络分析仪', 'ネットワークアナライザ', 'ネットワークアナライザー', 'network analyzer', 'VNA']),
    ('oscilloscope', array['示波器', 'オシロスコープ', 'oscilloscope']),
    ('supercomputer', array['超级计算机', '超算', 'スーパーコンピュータ', 'スパコン', 'supercomputer', 'HPC']),
    ('wind tunnel', array['风洞', '風洞', 'wind tunnel']),
    ('environmental chamber', array['恒温恒湿', '环境试验箱', '恒温恒湿槽', '恒温槽', '環境試験', 'environmental chamber', 'climate chamber']),
    ('microtome', array['切片机', 'ミクロトーム', 'microtome', '<ultramicrotome', '<ウルトラミクロトーム', '<クリオスタット', '<冰冻切片']),
    ('vacuum', array['真空', 'vacuum']),
    ('laser', array['激光', 'レーザー', 'レーザ', 'laser']),
    ('plasma', array['等离子', 'プラズマ', 'plasma']),
    ('camera', array['相机', 'カメラ', 'camera']),
    ('image analysis', array['图像分析', '画像解析', 'image analysis']),
    ('dataset', array['数据集', 'データセット', 'dataset', 'data set'])
) as concepts (concept, terms)
cross join unnest(concepts.terms) as terms (term);

/* One word of a query in the language of tsquery; a weight restricts it to that part of a heading. */
create function private.search_word_query(word text, weight text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_exact  text := case when search_word_query.weight = '' then '' else ':' || search_word_query.weight end;
  v_prefix text := ':*' || search_word_query.weight;
  v_parts  text[];
begin
  if word ~ '^[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]' then
    if char_length(word) = 1 then
      return quote_literal(word) || v_prefix;
    end if;
    return (
      select string_agg(quote_literal(substr(word, places.place, 2)) || v_exact, ' & ')
      from generate_series(1, char_length(word) - 1) as places (place)
    );
  end if;

  if word like '%-%' then
    return '('
      || private.search_word_query(left(replace(word, '-', ''), 64), weight)
      || ' | '
      || (
        select string_agg(private.search_word_query(parts.part, search_word_query.weight), ' & ')
        from string_to_table(search_word_query.word, '-') as parts (part)
      )
      || ')';
  end if;

  v_parts := regexp_match(word, '^([a-z]+)([0-9].*)$');
  if v_parts is not null then
    return '('
      || quote_literal(left(word, 64)) || v_prefix
      || ' | ' || quote_literal(left(v_parts[1], 64)) || v_exact
      || ' & ' || quote_literal(left(v_parts[2], 64)) || v_prefix
      || ')';
  end if;

  -- Three letters are an acronym: SEM does not mean semiconductor. A longer word may go on, so that
  -- one finds its plural, and a plural finds the one.
  if char_length(word) < 4 and word !~ '[0-9]' then
    return quote_literal(word) || v_exact;
  end if;
  return quote_literal(left(regexp_replace(word, '([^su])s$', '\1'), 64)) || v_prefix;
end;
$$;
comment on function private.search_word_query is 'One word of a query as text of a tsquery.';

create function private.search_words_query(words text[], weight text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select string_agg(private.search_word_query(words.word, search_words_query.weight), ' & ')
  from unnest(search_words_query.words) as words (word);
$$;
comment on function private.search_words_query is 'All words of a query as text of a tsquery; null without words.';

/*
 * What a person typed as a tsquery. Terms of the synonyms are taken out of the text, the longest
 * first, and stand for any term of their concepts; all the rest must be found as it is.
 */
create function private.search_query(query text, weight text default '')
returns tsquery
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rest    text := ' ' || array_to_string(private.search_words(query), ' ') || ' ';
  v_parts   text[] := '{}';
  v_pattern text;
  v_place   integer;
begin
  for v_pattern in
    select synonyms.pattern
    from public.search_synonyms as synonyms
    where not synonyms.is_narrower
      and strpos(translate(v_rest, '-', ' '), synonyms.pattern) > 0
    group by synonyms.pattern
    order by char_length(synonyms.pattern) desc, synonyms.pattern
  loop
    -- A longer term may have taken the place of this one.
    v_place := strpos(translate(v_rest, '-', ' '), v_pattern);
    continue when v_place = 0;

    v_rest := left(v_rest, v_place - 1) || ' ' || substr(v_rest, v_place + char_length(v_pattern));
    v_parts := v_parts || (
      select '(' || string_agg(alternatives.alternative, ' | ') || ')'
      from (
        select distinct private.search_words_query(
          string_to_array(btrim(synonyms.pattern), ' '), search_query.weight
        ) as alternative
        from public.search_synonyms as synonyms
        where synonyms.concept in (
          select same.concept
          from public.search_synonyms as same
          where same.pattern = v_pattern and not same.is_narrower
        )
      ) as alternatives
    );
  end loop;

  v_parts := v_parts || private.search_words_query(
    (select array_agg(words.word) from unnest(string_to_array(v_rest, ' ')) as words (word) where words.word <> ''),
    weight
  );
  return array_to_string(v_parts, ' & ')::tsquery;
end;
$$;
comment on function private.search_query is 'A tsquery for what a person typed, with synonyms; empty when there is nothing to look for.';

/*
 * What the search reads: one row for each entry of the catalogue that is not retired, kept by
 * triggers in the transaction that changes it. `heading` is small and decides the rank, `terms` is
 * everything and is read through its index alone.
 */
create table public.catalogue_entries (
  kind                 public.resource_kind not null,
  id                   uuid not null,
  place                integer not null,
  platform_id          uuid not null references public.platforms on delete cascade,
  organisation_id      uuid not null references public.organisations on delete cascade,
  is_bookable          boolean not null,
  class_code           text,
  class_codes          text[] not null,
  registered_category  text,
  city                 text,
  name                 text not null,
  name_en              text,
  language             text not null,
  summary              text,
  platform_name        text not null,
  platform_name_en     text,
  organisation_name    text not null,
  organisation_name_en text,
  access_level         text not null,
  price_fen            bigint,
  currency             text,
  price_unit           text,
  picture              text,
  keys                 text[] not null,
  heading              tsvector not null,
  terms                tsvector not null,

  primary key (kind, id)
);

-- Every write of the catalogue is one statement, so a pending list would only make searches slower.
create index catalogue_entries_terms_idx on public.catalogue_entries using gin (terms) with (fastupdate = off);
create index catalogue_entries_place_idx on public.catalogue_entries (place, id, kind);
create index catalogue_entries_platform_id_idx on public.catalogue_entries (platform_id);
create index catalogue_entries_organisation_id_idx on public.catalogue_entries (organisation_id);

alter table public.catalogue_entries enable row level security;
create policy catalogue_entries_select_all on public.catalogue_entries
  for select to anon, authenticated
  using (true);
grant select on public.catalogue_entries to anon, authenticated, service_role;
-- No insert, update or delete: the triggers below write.

comment on table public.catalogue_entries is 'What the search over all four kinds reads; written by triggers only.';
comment on column public.catalogue_entries.place is 'Where the entry stands among equals, lower first: bookable, then by kind, admission of outsiders, picture and length of name.';
comment on column public.catalogue_entries.is_bookable is 'The current rules of the instrument let other organisations book it here.';
comment on column public.catalogue_entries.class_code is 'The top-level class.';
comment on column public.catalogue_entries.class_codes is 'The codes of all levels from the top to the registered class.';
comment on column public.catalogue_entries.summary is 'One line under the name: model and maker, venue and year, publisher and licence, or method.';
comment on column public.catalogue_entries.access_level is 'external_use of an instrument, access_level of a dataset, access of literature; service for services.';
comment on column public.catalogue_entries.price_fen is 'What other organisations pay for each price_unit; null where it is not said.';
comment on column public.catalogue_entries.keys is 'Whole names, model and identifiers, folded, for exact matches.';
comment on column public.catalogue_entries.heading is 'Terms of name and model (weight A) and of maker, keywords, class and owner (B).';
comment on column public.catalogue_entries.terms is 'All terms of the entry.';

create function private.entry_place(
  kind         public.resource_kind,
  is_bookable  boolean,
  external_use public.external_use,
  has_picture  boolean,
  name         text
)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select
    case when entry_place.is_bookable then 0 else 65536 end
    + case entry_place.kind
        when 'instrument' then 0 when 'service' then 8192 when 'dataset' then 16384 else 24576
      end
    + case entry_place.external_use
        when 'ask' then 2048 when 'unknown' then 4096 when 'no' then 6144 else 0
      end
    + case when entry_place.has_picture then 0 else 1024 end
    + least(char_length(entry_place.name), 255);
$$;
comment on function private.entry_place is 'The place of an entry among equals; bit 15 is left to search_catalogue.';

/* The one definition of an entry; what the triggers store is what this says. */
create view private.catalogue_sources
with (security_invoker = true)
as
with hosts as (
  select
    platforms.id as platform_id,
    platforms.organisation_id,
    platforms.name as platform_name,
    platforms.name_en as platform_name_en,
    organisations.name as organisation_name,
    organisations.name_en as organisation_name_en,
    coalesce(platforms.city, platforms.province) as city,
    concat_ws(
      ' ', platforms.name, platforms.name_en, organisations.name, organisations.name_en,
      platforms.city, platforms.province
    ) as words
  from public.platforms
  join public.organisations on organisations.id = platforms.organisation_id
  where platforms.retired_at is null
),
-- Codes of one class and the classes above it, whatever its level.
class_paths as (
  select
    classes.scheme,
    classes.level,
    classes.code,
    array_remove(array[grandparents.code, parents.code, classes.code], null) as codes,
    concat_ws(' ', classes.name, classes.name_en, parents.name, parents.name_en) as words
  from public.instrument_classes as classes
  left join public.instrument_classes as parents
    on parents.scheme = classes.scheme
    and parents.level = classes.level - 1
    and parents.code = classes.parent_code
  left join public.instrument_classes as grandparents
    on grandparents.scheme = parents.scheme
    and grandparents.level = parents.level - 1
    and grandparents.code = parents.parent_code
),
sources as (
  select
    'instrument'::public.resource_kind as kind,
    instruments.id,
    instruments.platform_id,
    coalesce(rules.admits_outsiders, false) as is_bookable,
    instruments.external_use,
    class_paths.codes as class_codes,
    instruments.registered_category,
    coalesce(instruments.city, instruments.province) as city,
    instruments.name,
    instruments.name_en,
    instruments.language,
    nullif(concat_ws(' · ', instruments.model, instruments.manufacturer), '') as summary,
    instruments.external_use::text as access_level,
    case when rules.admits_outsiders then rules.external_fen_per_hour end as price_fen,
    case when rules.admits_outsiders then rules.currency end as currency,
    case when rules.admits_outsiders then 'hour' end as price_unit,
    instruments.picture,
    array[instruments.name, instruments.name_en, instruments.model, instruments.source_key] as keys,
    concat_ws(' ', instruments.name, instruments.name_en, instruments.model) as heading_a,
    concat_ws(
      ' ', instruments.manufacturer, instruments.registered_category, class_paths.words,
      instruments.city, instruments.province
    ) as heading_b,
    concat_ws(
      ' ', instruments.technical, instruments.functions, instruments.service_content,
      instruments.achievement
    ) as body
  from public.instruments
  left join class_paths
    on class_paths.scheme = instruments.class_scheme
    and class_paths.level = instruments.class_level
    and class_paths.code = instruments.class_code
  left join public.booking_rules as rules
    on rules.instrument_id = instruments.id and rules.superseded_at is null
  where instruments.retired_at is null
  union all
  select
    'dataset', datasets.id, datasets.platform_id, false, null, null, null, null,
    datasets.title, datasets.title_en, datasets.language,
    nullif(
      concat_ws(' · ', datasets.publisher, extract(year from datasets.published_on), datasets.licence), ''
    ),
    datasets.access_level, null, null, null, null,
    array[datasets.title, datasets.title_en, datasets.doi, datasets.cstr],
    concat_ws(' ', datasets.title, datasets.title_en),
    concat_ws(
      ' ', array_to_string(datasets.keywords, ' '), array_to_string(datasets.creators, ' '),
      datasets.publisher, datasets.doi
    ),
    concat_ws(' ', datasets.abstract, datasets.spatial, datasets.temporal, datasets.method)
  from public.datasets
  where datasets.retired_at is null
  union all
  select
    'literature', items.id, items.platform_id, false, null, null, null, null,
    items.title, items.title_en, items.language,
    nullif(concat_ws(' · ', items.venue, items.published_year), ''),
    items.access, null, null, null, null,
    array[items.title, items.title_en, items.doi],
    concat_ws(' ', items.title, items.title_en),
    concat_ws(
      ' ', array_to_string(items.authors, ' '), array_to_string(items.keywords, ' '), items.venue,
      items.published_year, items.doi
    ),
    items.abstract
  from public.literature_items as items
  where items.retired_at is null
  union all
  select
    'service', services.id, services.platform_id, false, null, null, null, null,
    services.name, services.name_en, services.language,
    nullif(
      concat_ws(
        ' · ', coalesce(instruments.name, services.instrument_name), services.method_standard
      ),
      ''
    ),
    'service', services.unit_price_fen, services.currency, services.unit, instruments.picture,
    array[services.name, services.name_en],
    concat_ws(' ', services.name, services.name_en),
    concat_ws(
      ' ', services.instrument_name, instruments.name, instruments.name_en, services.group_name,
      services.method_standard
    ),
    services.description
  from public.services
  left join public.instruments on instruments.id = services.instrument_id
  where services.retired_at is null
)
select
  sources.kind,
  sources.id,
  private.entry_place(
    sources.kind, sources.is_bookable, sources.external_use, sources.picture is not null, sources.name
  ) as place,
  sources.platform_id,
  hosts.organisation_id,
  sources.is_bookable,
  sources.class_codes[1] as class_code,
  coalesce(sources.class_codes, '{}') as class_codes,
  sources.registered_category,
  coalesce(sources.city, hosts.city) as city,
  sources.name,
  sources.name_en,
  sources.language,
  sources.summary,
  hosts.platform_name,
  hosts.platform_name_en,
  hosts.organisation_name,
  hosts.organisation_name_en,
  sources.access_level,
  sources.price_fen,
  sources.currency,
  sources.price_unit,
  sources.picture,
  array(
    select distinct private.search_key(keys.key)
    from unnest(sources.keys) as keys (key)
    where keys.key is not null
  ) as keys,
  private.search_heading(sources.heading_a, concat_ws(' ', sources.heading_b, hosts.words)) as heading,
  array_to_tsvector(
    private.search_terms(
      -- What nobody reads to its end need not be found by its end.
      concat_ws(' ', sources.heading_a, sources.heading_b, hosts.words, left(sources.body, 20000))
    )
  ) as terms
from sources
join hosts on hosts.platform_id = sources.platform_id;

comment on view private.catalogue_sources is 'Each entry of the catalogue as catalogue_entries stores it.';

create function private.refresh_catalogue_entries(kind public.resource_kind, ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  if cardinality(ids) is null or cardinality(ids) = 0 then
    return;
  end if;

  -- In the order of their keys, so that two refreshes of the same rows wait and do not deadlock.
  insert into public.catalogue_entries as entries (
    kind, id, place, platform_id, organisation_id, is_bookable, class_code, class_codes,
    registered_category, city, name, name_en, language, summary, platform_name, platform_name_en,
    organisation_name, organisation_name_en, access_level, price_fen, currency, price_unit, picture,
    keys, heading, terms
  )
  select
    kind, id, place, platform_id, organisation_id, is_bookable, class_code, class_codes,
    registered_category, city, name, name_en, language, summary, platform_name, platform_name_en,
    organisation_name, organisation_name_en, access_level, price_fen, currency, price_unit, picture,
    keys, heading, terms
  from private.catalogue_sources as sources
  where sources.kind = refresh_catalogue_entries.kind
    and sources.id = any (refresh_catalogue_entries.ids)
  order by sources.id
  on conflict (kind, id) do update
  set
    place = excluded.place,
    platform_id = excluded.platform_id,
    organisation_id = excluded.organisation_id,
    is_bookable = excluded.is_bookable,
    class_code = excluded.class_code,
    class_codes = excluded.class_codes,
    registered_category = excluded.registered_category,
    city = excluded.city,
    name = excluded.name,
    name_en = excluded.name_en,
    language = excluded.language,
    summary = excluded.summary,
    platform_name = excluded.platform_name,
    platform_name_en = excluded.platform_name_en,
    organisation_name = excluded.organisation_name,
    organisation_name_en = excluded.organisation_name_en,
    access_level = excluded.access_level,
    price_fen = excluded.price_fen,
    currency = excluded.currency,
    price_unit = excluded.price_unit,
    picture = excluded.picture,
    keys = excluded.keys,
    heading = excluded.heading,
    terms = excluded.terms
  where entries.* is distinct from excluded.*;

  delete from public.catalogue_entries as entries
  where entries.kind = refresh_catalogue_entries.kind
    and entries.id = any (refresh_catalogue_entries.ids)
    and not exists (
      select from private.catalogue_sources as sources
      where sources.kind = entries.kind and sources.id = entries.id
    );
end;
$$;
comment on function private.refresh_catalogue_entries is 'Brings entries of one kind to what their sources say, removing those that have left the catalogue.';

create function private.refresh_catalogue_entries_of_platforms(platform_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries(
    'instrument', array(select id from public.instruments where platform_id = any (platform_ids))
  );
  perform private.refresh_catalogue_entries(
    'dataset', array(select id from public.datasets where platform_id = any (platform_ids))
  );
  perform private.refresh_catalogue_entries(
    'literature', array(select id from public.literature_items where platform_id = any (platform_ids))
  );
  perform private.refresh_catalogue_entries(
    'service', array(select id from public.services where platform_id = any (platform_ids))
  );
end;
$$;
comment on function private.refresh_catalogue_entries_of_platforms is 'Brings all entries of some platforms up to date.';

/*
 * One trigger for each statement, not for each row: an import of ten thousand rows refreshes once.
 */
create function private.tg__refresh_catalogue_entries()
returns trigger
language plpgsql
volatile
security definer -- whoever changes the catalogue has no right on the entries
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries(
    tg_argv[0]::public.resource_kind, array(select changed.id from changed)
  );
  return null;
end;
$$;
comment on function private.tg__refresh_catalogue_entries is 'Refreshes the entries of the changed rows; the argument is their kind.';

create function private.tg_instruments__refresh_services()
returns trigger
language plpgsql
volatile
security definer -- whoever changes the catalogue has no right on the entries
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries(
    'service',
    array(
      select services.id
      from public.services
      join changed on changed.id = services.instrument_id
    )
  );
  return null;
end;
$$;
comment on function private.tg_instruments__refresh_services is 'Refreshes the services that name a changed instrument.';

create function private.tg_booking_rules__refresh_instruments()
returns trigger
language plpgsql
volatile
security definer -- whoever changes the rules has no right on the entries
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries(
    'instrument', array(select distinct changed.instrument_id from changed)
  );
  return null;
end;
$$;
comment on function private.tg_booking_rules__refresh_instruments is 'Refreshes the instruments whose rules changed.';

create function private.tg_platforms__refresh_entries()
returns trigger
language plpgsql
volatile
security definer -- whoever changes a platform has no right on the entries
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries_of_platforms(
    array(
      select after.id
      from before
      join after on after.id = before.id
      where (after.organisation_id, after.name, after.name_en, after.city, after.province, after.retired_at)
        is distinct from
        (before.organisation_id, before.name, before.name_en, before.city, before.province, before.retired_at)
    )
  );
  return null;
end;
$$;
comment on function private.tg_platforms__refresh_entries is 'Refreshes the entries of platforms whose name, place, host or retirement changed.';

create function private.tg_organisations__refresh_entries()
returns trigger
language plpgsql
volatile
security definer -- whoever changes an organisation has no right on the entries
set search_path = ''
as $$
begin
  perform private.refresh_catalogue_entries_of_platforms(
    array(
      select platforms.id
      from before
      join after on after.id = before.id
      join public.platforms on platforms.organisation_id = after.id
      where (after.name, after.name_en) is distinct from (before.name, before.name_en)
    )
  );
  return null;
end;
$$;
comment on function private.tg_organisations__refresh_entries is 'Refreshes the entries of organisations whose name changed.';

create trigger _700_refresh_entries_inserted after insert on public.instruments
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('instrument');
create trigger _700_refresh_entries_updated after update on public.instruments
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('instrument');
create trigger _700_refresh_entries_deleted after delete on public.instruments
  referencing old table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('instrument');
create trigger _710_refresh_services after update on public.instruments
  referencing new table as changed
  for each statement execute function private.tg_instruments__refresh_services();

create trigger _700_refresh_entries_inserted after insert on public.datasets
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('dataset');
create trigger _700_refresh_entries_updated after update on public.datasets
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('dataset');
create trigger _700_refresh_entries_deleted after delete on public.datasets
  referencing old table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('dataset');

create trigger _700_refresh_entries_inserted after insert on public.literature_items
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('literature');
create trigger _700_refresh_entries_updated after update on public.literature_items
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('literature');
create trigger _700_refresh_entries_deleted after delete on public.literature_items
  referencing old table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('literature');

create trigger _700_refresh_entries_inserted after insert on public.services
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('service');
create trigger _700_refresh_entries_updated after update on public.services
  referencing new table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('service');
create trigger _700_refresh_entries_deleted after delete on public.services
  referencing old table as changed
  for each statement execute function private.tg__refresh_catalogue_entries('service');

create trigger _700_refresh_instruments_inserted after insert on public.booking_rules
  referencing new table as changed
  for each statement execute function private.tg_booking_rules__refresh_instruments();
create trigger _700_refresh_instruments_updated after update on public.booking_rules
  referencing new table as changed
  for each statement execute function private.tg_booking_rules__refresh_instruments();
create trigger _700_refresh_instruments_deleted after delete on public.booking_rules
  referencing old table as changed
  for each statement execute function private.tg_booking_rules__refresh_instruments();

create trigger _700_refresh_entries after update on public.platforms
  referencing old table as before new table as after
  for each statement execute function private.tg_platforms__refresh_entries();

create trigger _700_refresh_entries after update on public.organisations
  referencing old table as before new table as after
  for each statement execute function private.tg_organisations__refresh_entries();

/* A hit as the pages and the API show it. */
create function private.catalogue_item(entry public.catalogue_entries)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', (catalogue_item.entry).id,
    'kind', (catalogue_item.entry).kind,
    'name', (catalogue_item.entry).name,
    'name_en', (catalogue_item.entry).name_en,
    'language', (catalogue_item.entry).language,
    'summary', (catalogue_item.entry).summary,
    'platform', jsonb_build_object(
      'id', (catalogue_item.entry).platform_id,
      'name', (catalogue_item.entry).platform_name,
      'name_en', (catalogue_item.entry).platform_name_en
    ),
    'organisation', jsonb_build_object(
      'id', (catalogue_item.entry).organisation_id,
      'name', (catalogue_item.entry).organisation_name,
      'name_en', (catalogue_item.entry).organisation_name_en
    ),
    'city', (catalogue_item.entry).city,
    'class_code', (catalogue_item.entry).class_code,
    'category', (catalogue_item.entry).registered_category,
    'access_level', (catalogue_item.entry).access_level,
    'is_bookable', (catalogue_item.entry).is_bookable,
    'price_fen', (catalogue_item.entry).price_fen,
    'currency', (catalogue_item.entry).currency,
    'price_unit', (catalogue_item.entry).price_unit,
    'picture', (catalogue_item.entry).picture
  );
$$;
comment on function private.catalogue_item is 'One hit of search_catalogue.';

create function private.platform_ids_designated(kind_code text)
returns uuid[]
language sql
stable
set search_path = ''
as $$
  select array(
    select designations.platform_id
    from public.platform_designations as designations
    where designations.kind_code = platform_ids_designated.kind_code
      and coalesce(designations.granted_on <= current_date, true)
      and coalesce(designations.revoked_on > current_date, true)
  );
$$;
comment on function private.platform_ids_designated is 'The platforms that hold a designation of the kind today.';

/*
 * How many hits each value of a filter would give. A facet leaves its own filter out and keeps the
 * others, so that a person sees what widening would bring. All of them are counted from one pass,
 * which first folds the hits into the few combinations that they have.
 */
create function private.catalogue_facets(
  terms_query     tsquery,
  kinds           public.resource_kind[],
  class_code      text,
  category        text,
  city            text,
  platform_kind   text,
  bookable        boolean,
  platform_id     uuid,
  organisation_id uuid
)
returns jsonb
language plpgsql
stable
set search_path = ''
-- A plan made for the filters at hand leaves those out that are not set.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_designated constant uuid[] := private.platform_ids_designated(platform_kind);
begin
  return (
    with combinations as materialized (
      select
        entries.kind,
        entries.class_code,
        entries.registered_category,
        entries.city,
        entries.platform_id,
        entries.is_bookable,
        catalogue_facets.class_code is null
          or entries.class_codes @> array[catalogue_facets.class_code] as in_class,
        count(*) as hits
      from public.catalogue_entries as entries
      where (terms_query is null or entries.terms @@ terms_query)
        and (catalogue_facets.platform_id is null or entries.platform_id = catalogue_facets.platform_id)
        and (
          catalogue_facets.organisation_id is null
          or entries.organisation_id = catalogue_facets.organisation_id
        )
      group by 1, 2, 3, 4, 5, 6, 7
    ),
    judged as materialized (
      select
        combinations.*,
        kinds is null or combinations.kind = any (kinds) as in_kind,
        category is null or combinations.registered_category is not distinct from category as in_category,
        catalogue_facets.city is null
          or combinations.city is not distinct from catalogue_facets.city as in_city,
        platform_kind is null or combinations.platform_id = any (v_designated) as in_platform_kind,
        bookable is null or combinations.is_bookable = bookable as in_bookable
      from combinations
    ),
    by_kind as (
      select judged.kind as value, sum(judged.hits) as count
      from judged
      where in_class and in_category and in_city and in_platform_kind and in_bookable
      group by 1
    ),
    by_class as (
      select judged.class_code as value, sum(judged.hits) as count
      from judged
      where in_kind and in_category and in_city and in_platform_kind and in_bookable
        and judged.class_code is not null
      group by 1
    ),
    by_category as (
      select judged.registered_category as value, sum(judged.hits) as count
      from judged
      where in_kind and in_class and in_city and in_platform_kind and in_bookable
        and judged.registered_category is not null
      group by 1
      order by 2 desc, 1
      limit 30
    ),
    by_city as (
      select judged.city as value, sum(judged.hits) as count
      from judged
      where in_kind and in_class and in_category and in_platform_kind and in_bookable
        and judged.city is not null
      group by 1
      order by 2 desc, 1
      limit 30
    ),
    by_platform_kind as (
      select designations.kind_code as value, sum(designations.hits) as count
      from (
        select distinct kinds.kind_code, hits.platform_id, hits.hits
        from (
          select judged.platform_id, sum(judged.hits) as hits
          from judged
          where in_kind and in_class and in_category and in_city and in_bookable
          group by 1
        ) as hits
        join public.platform_designations as kinds
          on kinds.platform_id = hits.platform_id
          and coalesce(kinds.granted_on <= current_date, true)
          and coalesce(kinds.revoked_on > current_date, true)
      ) as designations
      group by 1
    ),
    by_bookable as (
      select judged.is_bookable as value, sum(judged.hits) as count
      from judged
      where in_kind and in_class and in_category and in_city and in_platform_kind
      group by 1
    )
    select jsonb_build_object(
      'total', (
        select coalesce(sum(judged.hits), 0)
        from judged
        where in_kind and in_class and in_category and in_city and in_platform_kind and in_bookable
      ),
      'facets', jsonb_build_object(
        'kind', (
          select coalesce(
            jsonb_agg(jsonb_build_object('value', by_kind.value, 'count', by_kind.count) order by by_kind.value), '[]'
          )
          from by_kind
        ),
        'class', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object(
                'value', by_class.value, 'name', classes.name, 'name_en', classes.name_en,
                'count', by_class.count
              )
              order by by_class.count desc, by_class.value
            ),
            '[]'
          )
          from by_class
          join public.instrument_classes as classes
            on classes.scheme = 'nrii-2019' and classes.level = 1 and classes.code = by_class.value
        ),
        'category', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object('value', by_category.value, 'count', by_category.count)
              order by by_category.count desc, by_category.value
            ),
            '[]'
          )
          from by_category
        ),
        'city', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object('value', by_city.value, 'count', by_city.count)
              order by by_city.count desc, by_city.value
            ),
            '[]'
          )
          from by_city
        ),
        'platform_kind', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object(
                'value', by_platform_kind.value, 'name', kinds.name, 'name_en', kinds.name_en,
                'count', by_platform_kind.count
              )
              order by kinds.position
            ),
            '[]'
          )
          from by_platform_kind
          join public.designation_kinds as kinds on kinds.code = by_platform_kind.value
        ),
        'bookable', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object('value', by_bookable.value, 'count', by_bookable.count)
              order by by_bookable.value desc
            ),
            '[]'
          )
          from by_bookable
        )
      )
    )
  );
end;
$$;
comment on function private.catalogue_facets is 'Total and facets of search_catalogue as {total, facets}.';

/*
 * Ranks: the whole name, model or identifier; then every word in the name; then in what belongs to
 * it; then anywhere. Among equals what can be booked comes first, then what is called as it was
 * asked for rather than by a synonym, then the place of the entry. Pages are cut by the rank, so a
 * page costs the same however far it is, and nothing is skipped or repeated.
 */
create function public.search_catalogue(
  query           text default null,
  kinds           public.resource_kind[] default null,
  class_code      text default null,
  city            text default null,
  platform_kind   text default null,
  bookable        boolean default null,
  platform_id     uuid default null,
  organisation_id uuid default null,
  cursor          text default null,
  page_size       integer default 20,
  category        text default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
-- A plan made for the filters at hand uses the index of terms or of places, whichever serves them.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_key           text;
  v_terms         tsquery;
  v_name_terms    tsquery;
  v_literal_terms tsquery;
  v_designated    constant uuid[] := private.platform_ids_designated(platform_kind);
  v_page_size     constant integer := least(greatest(coalesce(page_size, 20), 1), 100);
  v_after         jsonb;
  v_after_rank    integer;
  v_after_id      uuid;
  v_after_kind    public.resource_kind;
  v_hits          jsonb[];
  v_last          jsonb;
begin
  if char_length(query) > 200 then
    raise exception 'query_too_long' using errcode = 'PT422', detail = '200';
  end if;

  if cursor is not null then
    begin
      v_after := convert_from(decode(translate(cursor, '-_', '+/'), 'base64'), 'utf8')::jsonb;
      v_after_rank := (v_after ->> 0)::integer;
      v_after_id := (v_after ->> 1)::uuid;
      v_after_kind := (v_after ->> 2)::public.resource_kind;
    exception
      when data_exception or character_not_in_repertoire then
        raise exception 'cursor_invalid' using errcode = 'PT422';
    end;
    if v_after_rank is null or v_after_id is null or v_after_kind is null then
      raise exception 'cursor_invalid' using errcode = 'PT422';
    end if;
  end if;

  v_key := private.search_key(query);
  if v_key <> '' then
    v_terms := private.search_query(query);
    v_name_terms := private.search_query(query, 'A');
    v_literal_terms := private.search_words_query(private.search_words(query), 'A')::tsquery;
  end if;

  select array_agg(hits.hit order by hits.rank, hits.id, hits.kind)
  into v_hits
  from (
    select
      ranked.rank,
      ranked.id,
      ranked.kind,
      jsonb_build_array(ranked.rank, ranked.id, ranked.kind) as hit
    from (
      select
        entries.id,
        entries.kind,
        case
          when v_terms is null then entries.place
          else entries.place
            + case
                when entries.keys @> array[v_key] then 0
                when entries.heading @@ v_name_terms then 131072
                when entries.heading @@ v_terms then 262144
                else 393216
              end
            + case when entries.heading @@ v_literal_terms then 0 else 32768 end
        end as rank
      from public.catalogue_entries as entries
      where (v_terms is null or entries.terms @@ v_terms)
        and (kinds is null or entries.kind = any (kinds))
        and (
          search_catalogue.class_code is null
          or entries.class_codes @> array[search_catalogue.class_code]
        )
        and (category is null or entries.registered_category = category)
        and (search_catalogue.city is null or entries.city = search_catalogue.city)
        and (platform_kind is null or entries.platform_id = any (v_designated))
        and (bookable is null or entries.is_bookable = bookable)
        and (search_catalogue.platform_id is null or entries.platform_id = search_catalogue.platform_id)
        and (
          search_catalogue.organisation_id is null
          or entries.organisation_id = search_catalogue.organisation_id
        )
    ) as ranked
    where v_after_rank is null
      or (ranked.rank, ranked.id, ranked.kind) > (v_after_rank, v_after_id, v_after_kind)
    order by ranked.rank, ranked.id, ranked.kind
    -- One more than the page tells whether there is a next one.
    limit v_page_size + 1
  ) as hits;

  if cardinality(v_hits) > v_page_size then
    v_last := v_hits[v_page_size];
    v_hits := v_hits[:v_page_size];
  end if;

  return jsonb_build_object(
    'items', (
      select coalesce(jsonb_agg(private.catalogue_item(entries) order by hits.position), '[]')
      from unnest(v_hits) with ordinality as hits (hit, position)
      join public.catalogue_entries as entries
        on entries.kind = (hits.hit ->> 2)::public.resource_kind
        and entries.id = (hits.hit ->> 1)::uuid
    ),
    'next_cursor', translate(encode(convert_to(v_last::text, 'utf8'), 'base64'), E'+/\n', '-_')
  ) || case
    when cursor is not null then '{"total": null, "facets": null}'::jsonb
    else private.catalogue_facets(
      v_terms, kinds, search_catalogue.class_code, category, search_catalogue.city, platform_kind,
      bookable, search_catalogue.platform_id, search_catalogue.organisation_id
    )
  end;
end;
$$;
comment on function public.search_catalogue is 'One search over instruments, datasets, literature and services: {items, next_cursor, total, facets}. Total and facets come with the first page only. Raises PT422 query_too_long and cursor_invalid.';

grant execute on function
  private.search_fold(text),
  private.search_words(text),
  private.search_key(text),
  private.search_word_query(text, text),
  private.search_words_query(text[], text),
  private.search_query(text, text),
  private.platform_ids_designated(text),
  private.catalogue_item(public.catalogue_entries),
  private.catalogue_facets(
    tsquery, public.resource_kind[], text, text, text, text, boolean, uuid, uuid
  ),
  public.search_catalogue(
    text, public.resource_kind[], text, text, text, boolean, uuid, uuid, text, integer, text
  )
to anon, authenticated, service_role;
