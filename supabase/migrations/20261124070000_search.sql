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
  v_bases constant jsonb := jsonb '{
    "両": "两", "並": "并", "乾": "干", "亜": "亚", "亞": "亚", "仏": "佛", "仮": "假", "伝": "传", "併": "并", "価": "价",
    "側": "侧", "偽": "伪", "備": "备", "傳": "传", "傷": "伤", "僞": "伪", "價": "价", "億": "亿", "優": "优", "児": "儿",
    "兒": "儿", "內": "内", "兩": "两", "円": "圆", "冊": "册", "処": "处", "剛": "刚", "剣": "剑", "剤": "剂", "剰": "剩",
    "創": "创", "劇": "剧", "劍": "剑", "劑": "剂", "労": "劳", "効": "效", "動": "动", "勞": "劳", "勢": "势", "勧": "劝",
    "匯": "汇", "區": "区", "協": "协", "単": "单", "厳": "严", "參": "参", "収": "收", "員": "员", "問": "问", "單": "单",
    "営": "营", "噴": "喷", "嚴": "严", "団": "团", "囲": "围", "図": "图", "國": "国", "圍": "围", "圏": "圈", "園": "园",
    "圓": "圆", "圖": "图", "團": "团", "圧": "压", "執": "执", "堅": "坚", "報": "报", "場": "场", "塊": "块", "塗": "涂",
    "塩": "盐", "塵": "尘", "増": "增", "墜": "坠", "壊": "坏", "壌": "壤", "壓": "压", "壞": "坏", "売": "卖", "壽": "寿",
    "変": "变", "奨": "奖", "奪": "夺", "婦": "妇", "孫": "孙", "學": "学", "実": "实", "寛": "宽", "實": "实", "寧": "宁",
    "審": "审", "寫": "写", "寬": "宽", "寶": "宝", "対": "对", "専": "专", "將": "将", "專": "专", "尋": "寻", "對": "对",
    "導": "导", "層": "层", "屬": "属", "岡": "冈", "島": "岛", "峽": "峡", "巣": "巢", "巻": "卷", "師": "师", "帯": "带",
    "帶": "带", "幣": "币", "幹": "干", "幾": "几", "広": "广", "庫": "库", "廃": "废", "廠": "厂", "廢": "废", "廣": "广",
    "張": "张", "強": "强", "弾": "弹", "彈": "弹", "彙": "汇", "彫": "雕", "後": "后", "徑": "径", "従": "从", "從": "从",
    "復": "复", "徳": "德", "徴": "征", "徹": "彻", "応": "应", "恵": "惠", "悪": "恶", "惡": "恶", "愛": "爱", "態": "态",
    "慣": "惯", "慮": "虑", "憲": "宪", "憶": "忆", "應": "应", "懸": "悬", "戦": "战", "戰": "战", "戶": "户", "戸": "户",
    "払": "拂", "抜": "拔", "択": "择", "拠": "据", "拡": "扩", "挙": "举", "挿": "插", "捲": "卷", "掃": "扫", "採": "采",
    "換": "换", "揮": "挥", "揺": "摇", "損": "损", "搖": "摇", "摂": "摄", "撃": "击", "撹": "搅", "擇": "择", "擊": "击",
    "擋": "挡", "擔": "担", "據": "据", "擬": "拟", "擴": "扩", "攔": "拦", "攝": "摄", "攤": "摊", "攪": "搅", "敗": "败",
    "敵": "敌", "數": "数", "斉": "齐", "斷": "断", "昇": "升", "時": "时", "晝": "昼", "晩": "晚", "暁": "晓", "暦": "历",
    "暫": "暂", "曆": "历", "曬": "晒", "書": "书", "會": "会", "朧": "胧", "東": "东", "査": "查", "栄": "荣", "桜": "樱",
    "桟": "栈", "條": "条", "棧": "栈", "検": "检", "楕": "椭", "業": "业", "極": "极", "楽": "乐", "榮": "荣", "構": "构",
    "槍": "枪", "様": "样", "樁": "桩", "樂": "乐", "樓": "楼", "標": "标", "樣": "样", "権": "权", "樹": "树", "橋": "桥",
    "機": "机", "橢": "椭", "橫": "横", "檔": "档", "檢": "检", "櫃": "柜", "櫻": "樱", "欄": "栏", "權": "权", "歐": "欧",
    "歓": "欢", "歩": "步", "歯": "齿", "歲": "岁", "歳": "岁", "歴": "历", "歷": "历", "殘": "残", "殲": "歼", "殺": "杀",
    "殻": "壳", "殼": "壳", "毎": "每", "気": "气", "氣": "气", "氫": "氢", "氬": "氩", "汚": "污", "決": "决", "沒": "没",
    "沖": "冲", "沢": "泽", "浄": "净", "浜": "滨", "涼": "凉", "淚": "泪", "淨": "净", "淵": "渊", "淺": "浅", "済": "济",
    "渓": "溪", "減": "减", "渦": "涡", "測": "测", "渾": "浑", "湊": "凑", "湯": "汤", "満": "满", "準": "准", "溝": "沟",
    "溫": "温", "滅": "灭", "滬": "沪", "滯": "滞", "滲": "渗", "滾": "滚", "滿": "满", "漁": "渔", "漢": "汉", "漲": "涨",
    "漸": "渐", "潔": "洁", "潛": "潜", "潤": "润", "潰": "溃", "澆": "浇", "澤": "泽", "澱": "淀", "濁": "浊", "濃": "浓",
    "濕": "湿", "濟": "济", "濱": "滨", "濺": "溅", "濾": "滤", "瀋": "沈", "瀏": "浏", "瀝": "沥", "灑": "洒", "灣": "湾",
    "災": "灾", "為": "为", "無": "无", "焼": "烧", "煉": "炼", "煙": "烟", "熱": "热", "燈": "灯", "燒": "烧", "營": "营",
    "爐": "炉", "爭": "争", "爲": "为", "爾": "尔", "牆": "墙", "牽": "牵", "犠": "牺", "犧": "牺", "狀": "状", "狹": "狭",
    "猟": "猎", "獎": "奖", "獣": "兽", "獨": "独", "獲": "获", "獻": "献", "現": "现", "琺": "珐", "瑪": "玛", "環": "环",
    "瓊": "琼", "產": "产", "産": "产", "畫": "画", "異": "异", "畳": "叠", "當": "当", "疊": "叠", "瘍": "疡", "療": "疗",
    "癒": "愈", "発": "发", "發": "发", "皺": "皱", "盜": "盗", "盡": "尽", "監": "监", "盤": "盘", "盧": "卢", "県": "县",
    "眞": "真", "眾": "众", "睏": "困", "瞭": "了", "矚": "瞩", "矽": "硅", "砕": "碎", "砲": "炮", "確": "确", "碼": "码",
    "磚": "砖", "礎": "础", "礦": "矿", "祕": "秘", "禍": "祸", "禪": "禅", "禮": "礼", "稜": "棱", "種": "种", "稱": "称",
    "穀": "谷", "積": "积", "穏": "稳", "穩": "稳", "穫": "获", "窓": "窗", "竊": "窃", "竜": "龙", "竪": "竖", "競": "竞",
    "筆": "笔", "筍": "笋", "節": "节", "範": "范", "築": "筑", "篩": "筛", "簡": "简", "簽": "签", "籃": "篮", "籤": "签",
    "粋": "粹", "粛": "肃", "糧": "粮", "糸": "丝", "紀": "纪", "約": "约", "紅": "红", "紋": "纹", "納": "纳", "紐": "纽",
    "純": "纯", "紗": "纱", "紙": "纸", "級": "级", "紡": "纺", "細": "细", "終": "终", "組": "组", "経": "经", "結": "结",
    "絕": "绝", "絞": "绞", "絡": "络", "給": "给", "統": "统", "絲": "丝", "絵": "绘", "絶": "绝", "經": "经", "継": "继",
    "続": "续", "綜": "综", "綠": "绿", "綫": "线", "維": "维", "綱": "纲", "網": "网", "綴": "缀", "綿": "绵", "緊": "紧",
    "総": "总", "緑": "绿", "緒": "绪", "線": "线", "締": "缔", "緣": "缘", "編": "编", "緩": "缓", "緯": "纬", "縁": "缘",
    "縈": "萦", "縣": "县", "縦": "纵", "縫": "缝", "縮": "缩", "縱": "纵", "總": "总", "績": "绩", "繊": "纤", "織": "织",
    "繞": "绕", "繪": "绘", "繭": "茧", "繳": "缴", "繼": "继", "續": "续", "纏": "缠", "纖": "纤", "纜": "缆", "缶": "罐",
    "罰": "罚", "罷": "罢", "羅": "罗", "義": "义", "習": "习", "聖": "圣", "聞": "闻", "聯": "联", "聰": "聪", "聲": "声",
    "聴": "听", "職": "职", "聽": "听", "肅": "肃", "脅": "胁", "脈": "脉", "脳": "脑", "腎": "肾", "腦": "脑", "腫": "肿",
    "腸": "肠", "膚": "肤", "膠": "胶", "膽": "胆", "臉": "脸", "臓": "脏", "臟": "脏", "臨": "临", "臺": "台", "興": "兴",
    "舉": "举", "舊": "旧", "艙": "舱", "艦": "舰", "艶": "艳", "芸": "艺", "荘": "庄", "莊": "庄", "華": "华", "葉": "叶",
    "蓋": "盖", "蔣": "蒋", "蔵": "藏", "薊": "蓟", "薑": "姜", "薦": "荐", "薬": "药", "藝": "艺", "藥": "药", "蘇": "苏",
    "蘭": "兰", "處": "处", "虛": "虚", "號": "号", "蛍": "荧", "蝋": "蜡", "蝕": "蚀", "蝦": "虾", "螢": "荧", "蟲": "虫",
    "蠟": "蜡", "蠶": "蚕", "衆": "众", "術": "术", "衛": "卫", "衝": "冲", "裏": "里", "補": "补", "裝": "装", "裡": "里",
    "製": "制", "複": "复", "襯": "衬", "見": "见", "規": "规", "視": "视", "覚": "觉", "覧": "览", "親": "亲", "観": "观",
    "覺": "觉", "覽": "览", "觀": "观", "觸": "触", "訂": "订", "計": "计", "訊": "讯", "討": "讨", "訓": "训", "記": "记",
    "訪": "访", "設": "设", "許": "许", "訳": "译", "訴": "诉", "診": "诊", "証": "证", "評": "评", "詞": "词", "詢": "询",
    "試": "试", "詩": "诗", "話": "话", "該": "该", "詳": "详", "誌": "志", "認": "认", "語": "语", "誠": "诚", "誤": "误",
    "說": "说", "説": "说", "読": "读", "課": "课", "調": "调", "談": "谈", "請": "请", "論": "论", "諮": "咨", "諸": "诸",
    "謂": "谓", "講": "讲", "謝": "谢", "謡": "谣", "證": "证", "識": "识", "譜": "谱", "譯": "译", "議": "议", "譲": "让",
    "護": "护", "譽": "誉", "讀": "读", "變": "变", "豊": "丰", "豎": "竖", "豐": "丰", "貓": "猫", "貝": "贝", "負": "负",
    "財": "财", "貢": "贡", "貨": "货", "販": "贩", "責": "责", "貯": "贮", "貴": "贵", "買": "买", "貸": "贷", "費": "费",
    "貼": "贴", "貿": "贸", "賀": "贺", "賃": "赁", "資": "资", "賓": "宾", "賛": "赞", "賞": "赏", "賣": "卖", "賦": "赋",
    "質": "质", "賴": "赖", "購": "购", "贈": "赠", "贊": "赞", "贏": "赢", "跡": "迹", "踐": "践", "蹟": "迹", "躍": "跃",
    "軀": "躯", "車": "车", "軋": "轧", "軌": "轨", "軍": "军", "軟": "软", "転": "转", "軸": "轴", "軽": "轻", "較": "较",
    "載": "载", "輔": "辅", "輕": "轻", "輛": "辆", "輝": "辉", "輥": "辊", "輩": "辈", "輪": "轮", "輯": "辑", "輸": "输",
    "輻": "辐", "轄": "辖", "轉": "转", "農": "农", "辺": "边", "逓": "递", "連": "连", "週": "周", "進": "进", "遅": "迟",
    "遊": "游", "運": "运", "過": "过", "達": "达", "違": "违", "遞": "递", "遠": "远", "適": "适", "遲": "迟", "遷": "迁",
    "選": "选", "遺": "遗", "遼": "辽", "還": "还", "邊": "边", "邏": "逻", "郵": "邮", "郷": "乡", "鄉": "乡", "鄭": "郑",
    "鄰": "邻", "醫": "医", "醬": "酱", "醸": "酿", "釀": "酿", "釈": "释", "釋": "释", "釔": "钇", "釕": "钌", "釘": "钉",
    "針": "针", "釣": "钓", "釩": "钒", "釹": "钕", "鈀": "钯", "鈉": "钠", "鈍": "钝", "鈎": "钩", "鈔": "钞", "鈣": "钙",
    "鈦": "钛", "鈮": "铌", "鈰": "铈", "鈷": "钴", "鈹": "铍", "鈾": "铀", "鉀": "钾", "鉄": "铁", "鉍": "铋", "鉑": "铂",
    "鉗": "钳", "鉛": "铅", "鉤": "钩", "鉬": "钼", "鉭": "钽", "鉱": "矿", "鉻": "铬", "鉿": "铪", "銀": "银", "銅": "铜",
    "銑": "铣", "銘": "铭", "銠": "铑", "銥": "铱", "銦": "铟", "銳": "锐", "銹": "锈", "銻": "锑", "鋁": "铝", "鋅": "锌",
    "鋇": "钡", "鋪": "铺", "鋭": "锐", "鋯": "锆", "鋰": "锂", "鋳": "铸", "鋸": "锯", "鋼": "钢", "錄": "录", "錆": "锈",
    "錐": "锥", "錘": "锤", "錠": "锭", "錫": "锡", "錬": "炼", "錯": "错", "録": "录", "錳": "锰", "錶": "表", "錸": "铼",
    "鍊": "链", "鍋": "锅", "鍍": "镀", "鍛": "锻", "鍵": "键", "鍶": "锶", "鍺": "锗", "鎂": "镁", "鎔": "熔", "鎖": "锁",
    "鎘": "镉", "鎢": "钨", "鎮": "镇", "鎳": "镍", "鎵": "镓", "鏈": "链", "鏡": "镜", "鏤": "镂", "鐘": "钟", "鐵": "铁",
    "鑄": "铸", "鑑": "鉴", "鑒": "鉴", "鑛": "矿", "鑲": "镶", "鑽": "钻", "鑿": "凿", "長": "长", "門": "门", "閃": "闪",
    "閉": "闭", "開": "开", "間": "间", "関": "关", "閣": "阁", "閥": "阀", "閱": "阅", "閲": "阅", "闊": "阔", "闘": "斗",
    "關": "关", "陰": "阴", "陳": "陈", "陸": "陆", "険": "险", "陽": "阳", "隊": "队", "階": "阶", "際": "际", "隠": "隐",
    "隣": "邻", "隨": "随", "險": "险", "隱": "隐", "隻": "只", "雑": "杂", "雙": "双", "雜": "杂", "雞": "鸡", "離": "离",
    "難": "难", "雲": "云", "電": "电", "霊": "灵", "霧": "雾", "靈": "灵", "靜": "静", "韓": "韩", "響": "响", "頁": "页",
    "頂": "顶", "項": "项", "順": "顺", "須": "须", "預": "预", "頒": "颁", "頓": "顿", "頗": "颇", "領": "领", "頭": "头",
    "頸": "颈", "頻": "频", "頼": "赖", "顆": "颗", "題": "题", "額": "额", "顏": "颜", "顔": "颜", "顕": "显", "願": "愿",
    "顛": "颠", "類": "类", "顧": "顾", "顫": "颤", "顯": "显", "風": "风", "飛": "飞", "飜": "翻", "飢": "饥", "飯": "饭",
    "飲": "饮", "飼": "饲", "飾": "饰", "養": "养", "館": "馆", "馬": "马", "駅": "驿", "駆": "驱", "駐": "驻", "駿": "骏",
    "騎": "骑", "騒": "骚", "験": "验", "騙": "骗", "騰": "腾", "騷": "骚", "驅": "驱", "驗": "验", "驚": "惊", "驛": "驿",
    "骯": "肮", "髄": "髓", "體": "体", "髪": "发", "髮": "发", "鬆": "松", "鬥": "斗", "魚": "鱼", "鮫": "鲛", "鮮": "鲜",
    "鯉": "鲤", "鯊": "鲨", "鯨": "鲸", "鳥": "鸟", "鳳": "凤", "鳴": "鸣", "鴨": "鸭", "鴻": "鸿", "鶏": "鸡", "鷹": "鹰",
    "鹸": "碱", "鹼": "碱", "鹽": "盐", "麗": "丽", "麥": "麦", "麵": "面", "麺": "面", "黃": "黄", "黒": "黑", "點": "点",
    "黨": "党", "黴": "霉", "鼴": "鼹", "齊": "齐", "齒": "齿", "齡": "龄", "齢": "龄", "龍": "龙"
  }';
  v_value text := lower(normalize(value, nfkc) collate pg_catalog.pg_c_utf8);
begin
  if v_value ~ '[\u00e0-\u024f\u1e00-\u1eff]' then
    v_value := normalize(regexp_replace(normalize(v_value, nfd), '[\u0300-\u036f]', '', 'g'), nfc);
  end if;
  if v_value ~ '[\u4e00-\u9fff]' then
    v_value := (
      select string_agg(coalesce(v_bases ->> signs.sign, signs.sign), '' order by signs.place)
      from string_to_table(v_value, null) with ordinality as signs (sign, place)
    );
  end if;
  -- Registers type whatever looks like a dash, the Japanese sound mark included.
  return regexp_replace(v_value, '([a-z0-9])[-_./·‐‒–—―−ー]+(?=[a-z0-9])', '\1-', 'g');
end;
$$;
comment on function private.search_fold is 'A text without the differences of spelling that a search overlooks.';

create function private.search_words(value text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return array(
    select found.word[1]
    from regexp_matches(
      private.search_fold(value),
      '[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9\u00df-\u00f6\u00f8-\u02af\u0370-\u10ff\u1e00-\u1fff]+(?:-[a-z0-9\u00df-\u00f6\u00f8-\u02af\u0370-\u10ff\u1e00-\u1fff]+)*',
      'g'
    ) as found (word)
  );
end;
$$;
comment on function private.search_words is 'The words of a text in order: runs of Han, kana or Hangul, and words of other scripts with their dashes.';

create function private.search_key(value text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return translate(array_to_string(private.search_words(value), ''), '-', '');
end;
$$;
comment on function private.search_key is 'A whole name or model as one string, to tell that two are the same.';

/*
 * The terms under which a text is found. The last character of a run stands alone as well, so that
 * a single character is found by prefix wherever it stands.
 */
create function private.search_terms(value text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_terms text[] := '{}';
  v_word  text;
  v_part  text;
begin
  foreach v_word in array private.search_words(value) loop
    if v_word ~ '^[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]' then
      v_terms := v_terms || array(
        select substr(v_word, places.place, 2)
        from generate_series(1, char_length(v_word)) as places (place)
      );
      continue;
    end if;

    if v_word like '%-%' then
      v_terms := v_terms || left(replace(v_word, '-', ''), 64);
    end if;
    foreach v_part in array string_to_array(v_word, '-') loop
      v_terms := v_terms || left(v_part, 64);
      if v_part ~ '^[a-z]+[0-9]' then
        v_terms := v_terms || regexp_match(left(v_part, 64), '^([a-z]+)(.*)$');
      end if;
    end loop;
  end loop;

  return v_terms;
end;
$$;
comment on function private.search_terms is 'The terms of a text: pairs of characters, words, and parts of model numbers, together and apart.';

/* Postgres keeps weights with positions only, and one position is enough for that. */
create function private.search_heading(name_terms text[], subject_terms text[])
returns tsvector
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return concat_ws(
    ' ',
    (select string_agg(terms.term || ':1A', ' ') from unnest(name_terms) as terms (term)),
    (select string_agg(terms.term || ':1B', ' ') from unnest(subject_terms) as terms (term))
  )::tsvector;
end;
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

/* One word of a query in the language of tsquery. */
create function private.search_word_query(word text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_halves text[];
begin
  if word ~ '^[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]' then
    if char_length(word) = 1 then
      return quote_literal(word) || ':*';
    end if;
    return (
      select string_agg(quote_literal(substr(word, places.place, 2)), ' & ')
      from generate_series(1, char_length(word) - 1) as places (place)
    );
  end if;

  if word like '%-%' then
    return '('
      || private.search_word_query(left(replace(word, '-', ''), 64))
      || ' | '
      || private.search_words_query(string_to_array(word, '-'))
      || ')';
  end if;

  v_halves := regexp_match(left(word, 64), '^([a-z]+)([0-9].*)$');
  if v_halves is not null then
    return '('
      || quote_literal(left(word, 64)) || ':* | '
      || quote_literal(v_halves[1]) || ' & ' || private.search_word_query(v_halves[2]) || ')';
  end if;

  -- Three letters are an acronym: SEM does not mean semiconductor. Nor does a single figure mean
  -- every number that begins with it. A longer word may go on, so that one finds its plural, and a
  -- plural finds the one.
  if word ~ '^([a-z]{1,3}|[0-9])$' then
    return quote_literal(word);
  end if;
  return quote_literal(left(regexp_replace(word, '^(.{3,}[^isu])s$', '\1'), 64)) || ':*';
end;
$$;
comment on function private.search_word_query is 'One word of a query as text of a tsquery.';

create function private.search_words_query(words text[])
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select string_agg(private.search_word_query(words.word), ' & ')
    from unnest(search_words_query.words) as words (word)
    where words.word <> ''
  );
end;
$$;
comment on function private.search_words_query is 'All words of a query as text of a tsquery; null without words.';

/*
 * What a person typed as a tsquery. Terms of the synonyms are taken out of the text, the longest
 * first, and stand for any term of their concepts; all the rest must be found as it is.
 */
create function private.search_query(query text)
returns tsquery
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rest    text := ' ' || array_to_string(private.search_words(query), ' ') || ' ';
  v_text    text := translate(v_rest, '-', ' ');
  v_parts   text[] := '{}';
  v_pattern text;
  v_place   integer;
begin
  for v_pattern in
    select synonyms.pattern
    from public.search_synonyms as synonyms
    where not synonyms.is_narrower and strpos(v_text, synonyms.pattern) > 0
    group by synonyms.pattern
    order by char_length(synonyms.pattern) desc, synonyms.pattern
  loop
    -- A longer term may have taken the place of this one.
    v_place := strpos(translate(v_rest, '-', ' '), v_pattern);
    continue when v_place = 0;

    v_rest := left(v_rest, v_place - 1) || ' ' || substr(v_rest, v_place + char_length(v_pattern));
    v_parts := v_parts || (
      with alternatives as (
        select distinct synonyms.pattern
        from public.search_synonyms as synonyms
        where synonyms.concept in (
          select same.concept
          from public.search_synonyms as same
          where same.pattern = v_pattern and not same.is_narrower
        )
      )
      select
        '('
        || string_agg(
          private.search_words_query(string_to_array(alternatives.pattern, ' ')), ' | '
        )
        || ')'
      from alternatives
      -- Whatever has 质谱仪 has 质谱.
      where not exists (
        select from alternatives as shorter
        where shorter.pattern <> alternatives.pattern
          and strpos(alternatives.pattern, shorter.pattern) > 0
      )
    );
  end loop;

  v_parts := v_parts || private.search_words_query(string_to_array(v_rest, ' '));
  return array_to_string(v_parts, ' & ')::tsquery;
end;
$$;
comment on function private.search_query is 'A tsquery for what a person typed, with synonyms; empty when there is nothing to look for.';

create function private.search_in_name(query tsquery)
returns tsquery
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  -- Terms have letters and digits only, so the quote that ends one is easily told.
  return regexp_replace(replace(query::text, ':*', ':*A'), $re$'(?=[ )]|$)$re$, $re$':A$re$, 'g')::tsquery;
end;
$$;
comment on function private.search_in_name is 'The same query, to be found in the name alone.';

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
-- The facets of the whole catalogue are counted from this index alone.
create index catalogue_entries_facets_idx on public.catalogue_entries (
  kind, class_codes, registered_category, city, platform_id, is_bookable
);
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

/* The one definition of an entry; the triggers store what this says, with its texts cut. */
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
sources as (
  select
    'instrument'::public.resource_kind as kind,
    instruments.id,
    instruments.platform_id,
    coalesce(rules.admits_outsiders, false) as is_bookable,
    instruments.external_use,
    array_remove(array[grandparents.code, parents.code, classes.code], null) as class_codes,
    instruments.registered_category,
    coalesce(instruments.city, instruments.province) as city,
    instruments.name,
    instruments.name_en,
    instruments.language,
    nullif(concat_ws(' · ', instruments.model, instruments.manufacturer), '') as summary,
    instruments.external_use::text as access_level,
    case when rules.admits_outsiders then tariffs.rate_fen end as price_fen,
    case when rules.admits_outsiders then coalesce(tariffs.currency, 'CNY') end as currency,
    case when rules.admits_outsiders then coalesce(tariffs.basis, 'hour') end as price_unit,
    instruments.picture,
    array[instruments.name, instruments.name_en, instruments.model, instruments.source_key] as keys,
    concat_ws(' ', instruments.name, instruments.name_en, instruments.model) as name_words,
    concat_ws(
      ' ', instruments.manufacturer, instruments.registered_category, classes.name, classes.name_en,
      parents.name, parents.name_en, instruments.city, instruments.province
    ) as subject_words,
    concat_ws(
      ' ', instruments.technical, instruments.functions, instruments.service_content,
      instruments.achievement
    ) as body
  from public.instruments
  left join public.instrument_classes as classes
    on classes.scheme = instruments.class_scheme
    and classes.level = instruments.class_level
    and classes.code = instruments.class_code
  left join public.instrument_classes as parents
    on parents.scheme = classes.scheme
    and parents.level = classes.level - 1
    and parents.code = classes.parent_code
  left join public.instrument_classes as grandparents
    on grandparents.scheme = parents.scheme
    and grandparents.level = parents.level - 1
    and grandparents.code = parents.parent_code
  -- What a startup is told, as private.rule_in_force and private.tariff_in_force say it.
  left join lateral (
    select in_force.admits_outsiders
    from public.booking_rules as in_force
    where in_force.scope_id in (instruments.id, instruments.platform_id)
      and in_force.customer_kind in ('everyone', 'startup')
      and in_force.valid_from <= now()
      and (in_force.valid_until > now()) is not false
    order by in_force.instrument_id is null, in_force.customer_kind = 'everyone'
    limit 1
  ) as rules on true
  left join lateral (
    select in_force.rate_fen, in_force.currency, in_force.basis
    from public.tariffs as in_force
    where in_force.scope_id in (instruments.id, instruments.platform_id)
      and in_force.customer_kind in ('everyone', 'startup')
      and in_force.valid_from <= now()
      and (in_force.valid_until > now()) is not false
    order by in_force.instrument_id is null, in_force.customer_kind = 'everyone'
    limit 1
  ) as tariffs on true
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
  sources.keys,
  sources.name_words,
  sources.subject_words,
  hosts.words as host_words,
  -- What nobody reads to its end need not be found by its end.
  left(sources.body, 20000) as body
from sources
join hosts on hosts.platform_id = sources.platform_id;

comment on view private.catalogue_sources is 'Each entry of the catalogue with the texts that it is found by.';

create function private.refresh_catalogue_entries(kind public.resource_kind, ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with sources as materialized (
    select sources.*
    from unnest(ids) as changed (id)
    -- One look-up for each row, whatever is known of the tables: a fresh import has no statistics.
    cross join lateral (
      select candidates.*
      from private.catalogue_sources as candidates
      where candidates.kind = refresh_catalogue_entries.kind and candidates.id = changed.id
      limit 1
    ) as sources
  ),
  departed as (
    delete from public.catalogue_entries as entries
    where entries.kind = refresh_catalogue_entries.kind
      and entries.id = any (ids)
      and entries.id not in (select sources.id from sources)
  ),
  hosts as materialized (
    select words.platform_id, private.search_terms(words.host_words) as terms
    from (select distinct sources.platform_id, sources.host_words from sources) as words
  ),
  -- Each text is cut once.
  cut as materialized (
    select
      sources.*,
      private.search_terms(sources.name_words) as name_terms,
      private.search_terms(sources.subject_words) || hosts.terms as subject_terms,
      private.search_terms(sources.body) as body_terms
    from sources
    join hosts on hosts.platform_id = sources.platform_id
  )
  insert into public.catalogue_entries as entries (
    kind, id, place, platform_id, organisation_id, is_bookable, class_code, class_codes,
    registered_category, city, name, name_en, language, summary, platform_name, platform_name_en,
    organisation_name, organisation_name_en, access_level, price_fen, currency, price_unit, picture,
    keys, heading, terms
  )
  select
    cut.kind, cut.id, cut.place, cut.platform_id, cut.organisation_id, cut.is_bookable,
    cut.class_code, cut.class_codes, cut.registered_category, cut.city, cut.name, cut.name_en,
    cut.language, cut.summary, cut.platform_name, cut.platform_name_en, cut.organisation_name,
    cut.organisation_name_en, cut.access_level, cut.price_fen, cut.currency, cut.price_unit,
    cut.picture,
    array(
      select distinct private.search_key(keys.key)
      from unnest(cut.keys) as keys (key)
      where keys.key is not null
    ),
    private.search_heading(cut.name_terms, cut.subject_terms),
    array_to_tsvector(cut.name_terms || cut.subject_terms || cut.body_terms)
  from cut
  -- In the order of their keys, so that two refreshes of the same rows wait and do not deadlock.
  order by cut.id
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
 * Whoever writes an instrument with its rules and tariffs in one transaction sets
 * `private.catalogue_waits` to on, refreshes what was written once, and sets it back.
 */
create function private.catalogue_waits()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(current_setting('private.catalogue_waits', true), '') = 'on';
end;
$$;
comment on function private.catalogue_waits is 'True while the writer of this transaction will refresh the entries itself.';

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
  if private.catalogue_waits() then
    return null;
  end if;
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

/* For rules and tariffs alike: those of an instrument change it, those of a platform all of its. */
create function private.tg__refresh_instruments_in_scope()
returns trigger
language plpgsql
volatile
security definer -- whoever changes the rules has no right on the entries
set search_path = ''
as $$
begin
  if private.catalogue_waits() then
    return null;
  end if;
  perform private.refresh_catalogue_entries(
    'instrument',
    array(
      select changed.instrument_id from changed where changed.instrument_id is not null
      union
      select instruments.id
      from changed
      join public.instruments on instruments.platform_id = changed.platform_id
    )
  );
  return null;
end;
$$;
comment on function private.tg__refresh_instruments_in_scope is 'Refreshes the instruments whose rules or tariffs changed.';

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
  for each statement execute function private.tg__refresh_instruments_in_scope();
create trigger _700_refresh_instruments_updated after update on public.booking_rules
  referencing new table as changed
  for each statement execute function private.tg__refresh_instruments_in_scope();
create trigger _700_refresh_instruments_deleted after delete on public.booking_rules
  referencing old table as changed
  for each statement execute function private.tg__refresh_instruments_in_scope();

create trigger _700_refresh_instruments_inserted after insert on public.tariffs
  referencing new table as changed
  for each statement execute function private.tg__refresh_instruments_in_scope();
create trigger _700_refresh_instruments_updated after update on public.tariffs
  referencing new table as changed
  for each statement execute function private.tg__refresh_instruments_in_scope();
create trigger _700_refresh_instruments_deleted after delete on public.tariffs
  referencing old table as changed
  for each statement execute function private.tg__refresh_instruments_in_scope();

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

/* How many hits share what the facets look at: the few combinations that many hits have. */
create type private.catalogue_combination as (
  kind                public.resource_kind,
  class_codes         text[],
  registered_category text,
  city                text,
  platform_id         uuid,
  is_bookable         boolean,
  hits                bigint
);
comment on type private.catalogue_combination is 'What the facets look at, and how many hits have it.';

/*
 * How many hits each value of a filter would give. A facet leaves its own filter out and keeps the
 * others, so that a person sees what widening would bring.
 */
create function private.catalogue_facets(
  combinations  private.catalogue_combination[],
  kinds         public.resource_kind[],
  class_code    text,
  category      text,
  city          text,
  platform_kind text,
  bookable      boolean
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_designated constant uuid[] := private.platform_ids_designated(platform_kind);
begin
  return (
    with judged as materialized (
      select
        combinations.*,
        kinds is null or combinations.kind = any (kinds) as in_kind,
        catalogue_facets.class_code is null
          or combinations.class_codes @> array[catalogue_facets.class_code] as in_class,
        category is null or combinations.registered_category is not distinct from category as in_category,
        catalogue_facets.city is null
          or combinations.city is not distinct from catalogue_facets.city as in_city,
        platform_kind is null or combinations.platform_id = any (v_designated) as in_platform_kind,
        bookable is null or combinations.is_bookable = bookable as in_bookable
      from unnest(catalogue_facets.combinations) as combinations
    ),
    by_kind as (
      select judged.kind as value, sum(judged.hits) as count
      from judged
      where in_class and in_category and in_city and in_platform_kind and in_bookable
      group by 1
    ),
    by_class as (
      select judged.class_codes[1] as value, sum(judged.hits) as count
      from judged
      where in_kind and in_category and in_city and in_platform_kind and in_bookable
        and judged.class_codes <> '{}'
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
  v_combinations  private.catalogue_combination[];
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
    v_name_terms := private.search_in_name(v_terms);
    v_literal_terms := private.search_in_name(
      private.search_words_query(private.search_words(query))::tsquery
    );
  end if;

  if v_terms is not null then
    -- Looking up the terms is most of the work, so page and figures come from one look.
    with hits as materialized (
      select
        entries.id,
        entries.kind,
        entries.class_codes,
        entries.registered_category,
        entries.city,
        entries.platform_id,
        entries.is_bookable,
        case
          when
            (kinds is null or entries.kind = any (kinds))
            and (
              search_catalogue.class_code is null
              or entries.class_codes @> array[search_catalogue.class_code]
            )
            and (category is null or entries.registered_category = category)
            and (search_catalogue.city is null or entries.city = search_catalogue.city)
            and (platform_kind is null or entries.platform_id = any (v_designated))
            and (bookable is null or entries.is_bookable = bookable)
          then entries.place + case
            when entries.keys @> array[v_key] then 0
            when entries.heading @@ v_literal_terms then 131072
            when entries.heading @@ v_name_terms then 131072 + 32768
            when entries.heading @@ v_terms then 262144
            else 393216
          end
        end as rank
      from public.catalogue_entries as entries
      where entries.terms @@ v_terms
        and (search_catalogue.platform_id is null or entries.platform_id = search_catalogue.platform_id)
        and (
          search_catalogue.organisation_id is null
          or entries.organisation_id = search_catalogue.organisation_id
        )
    ),
    page as (
      select hits.rank, hits.id, hits.kind
      from hits
      where hits.rank is not null
        and (
          v_after_rank is null
          or (hits.rank, hits.id, hits.kind) > (v_after_rank, v_after_id, v_after_kind)
        )
      order by hits.rank, hits.id, hits.kind
      -- One more than the page tells whether there is a next one.
      limit v_page_size + 1
    ),
    combinations as (
      select
        hits.kind, hits.class_codes, hits.registered_category, hits.city, hits.platform_id,
        hits.is_bookable, count(*) as hits
      from hits
      where cursor is null
      group by 1, 2, 3, 4, 5, 6
    )
    select
      (
        select array_agg(
          jsonb_build_array(page.rank, page.id, page.kind) order by page.rank, page.id, page.kind
        )
        from page
      ),
      (
        select array_agg(row(combinations.*)::private.catalogue_combination)
        from combinations
      )
    into v_hits, v_combinations;
  else
    -- Without words the order is that of an index, and the figures are in another one.
    select array_agg(
      jsonb_build_array(page.place, page.id, page.kind) order by page.place, page.id, page.kind
    )
    into v_hits
    from (
      select entries.place, entries.id, entries.kind
      from public.catalogue_entries as entries
      where (kinds is null or entries.kind = any (kinds))
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
        and (
          v_after_rank is null
          or (entries.place, entries.id, entries.kind) > (v_after_rank, v_after_id, v_after_kind)
        )
      order by entries.place, entries.id, entries.kind
      limit v_page_size + 1
    ) as page;

    if cursor is null then
      select array_agg(row(combinations.*)::private.catalogue_combination)
      into v_combinations
      from (
        select
          entries.kind, entries.class_codes, entries.registered_category, entries.city,
          entries.platform_id, entries.is_bookable, count(*) as hits
        from public.catalogue_entries as entries
        where (search_catalogue.platform_id is null or entries.platform_id = search_catalogue.platform_id)
          and (
            search_catalogue.organisation_id is null
            or entries.organisation_id = search_catalogue.organisation_id
          )
        group by 1, 2, 3, 4, 5, 6
      ) as combinations;
    end if;
  end if;

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
      v_combinations, kinds, search_catalogue.class_code, category, search_catalogue.city,
      platform_kind, bookable
    )
  end;
end;
$$;
comment on function public.search_catalogue is 'One search over instruments, datasets, literature and services: {items, next_cursor, total, facets}. Total and facets come with the first page only. Raises PT422 query_too_long and cursor_invalid.';

grant execute on function
  private.search_fold(text),
  private.search_words(text),
  private.search_key(text),
  private.search_word_query(text),
  private.search_words_query(text[]),
  private.search_query(text),
  private.search_in_name(tsquery),
  private.platform_ids_designated(text),
  private.catalogue_item(public.catalogue_entries),
  private.catalogue_facets(
    private.catalogue_combination[], public.resource_kind[], text, text, text, text, boolean
  ),
  public.search_catalogue(
    text, public.resource_kind[], text, text, text, boolean, uuid, uuid, text, integer, text
  )
to anon, authenticated, service_role;
