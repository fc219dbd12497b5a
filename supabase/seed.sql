/*
 * Demo data. Everything here is invented: no organisation, person, document, model, article or
 * dataset of it exists, and the story behind it is told in docs/demo-data.md.
 *
 * Never load it where strangers can sign in: its accounts share one published password.
 *
 * It writes as the owner of the tables, past the functions that people go through, so it keeps their
 * promises by its own arithmetic; tests/db/demo holds it to them. Loaded again it changes nothing:
 * ids are made from names, and the calendar, which is laid around the day it is loaded, is written
 * only while there are no bookings at all.
 */

/* The id of a thing of the story: an RFC 9562 version 8 UUID made from its name. */
create function pg_temp.demo_id(name text)
returns uuid
language sql
immutable
as $$
  select overlay(
    overlay(md5('yixiang-demo/' || demo_id.name) placing '8' from 13) placing '8' from 17
  )::uuid;
$$;

/* Chance that falls the same way every time: one of 0 to choices - 1, by the name of the question. */
create function pg_temp.demo_pick(question text, choices integer)
returns integer
language sql
immutable
as $$
  select (('x' || left(md5(demo_pick.question), 7))::bit(28)::integer % demo_pick.choices);
$$;

/*
 * People. The first seven are the accounts that the README names; the others make them company.
 * Supabase Auth reads the token columns as text and stumbles over null, hence the empty strings.
 */
insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
  confirmation_token, recovery_token, email_change_token_new, email_change,
  phone_change, phone_change_token, email_change_token_current, reauthentication_token,
  raw_app_meta_data, raw_user_meta_data, created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000',
  pg_temp.demo_id('person/' || accounts.key),
  'authenticated',
  'authenticated',
  accounts.key || '@demo.test',
  secret.hash,
  timestamptz '2025-03-03 09:00+08',
  '', '', '', '', '', '', '', '',
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('name', accounts.name, 'language', 'zh'),
  timestamptz '2025-03-03 09:00+08',
  timestamptz '2025-03-03 09:00+08'
from (
  values
    ('startup', '林知夏'),
    ('founder', '顾行之'),
    ('lab', '沈砚秋'),
    ('technician', '赵启明'),
    ('makerspace', '乔木'),
    ('evaluator', '周以宁'),
    ('admin', '韩立言'),
    ('xu.wangchao', '许望潮'),
    ('meng.yi', '孟翊'),
    ('luo.xiaoman', '罗小满'),
    ('tong.zheng', '佟铮'),
    ('su.lan', '苏澜'),
    ('he.qinghe', '何青禾'),
    ('bai.yinuo', '白一诺'),
    ('jiang.haiyue', '江海月'),
    ('song.guifan', '宋归帆'),
    ('zheng.mingche', '郑明澈'),
    ('guan.xiangyu', '关翔宇'),
    ('cui.boyuan', '崔博远'),
    ('yin.ruoshui', '尹若水'),
    ('fang.yu', '方屿'),
    ('ning.jingshu', '宁静姝'),
    ('cong.hailan', '丛海岚'),
    ('qu.an', '曲岸'),
    ('tian.zhiyuan', '田致远'),
    ('jia.heng', '贾衡'),
    ('lu.yutong', '陆雨桐'),
    ('liang.dong', '梁栋'),
    ('lu.yifan', '鲁一帆'),
    ('wei.siqi', '韦思齐')
) as accounts (key, name)
-- Hashed once: the password is no secret, and thirty rounds of bcrypt would slow every first start.
cross join (
  select extensions.crypt('yixiang-demo', extensions.gen_salt('bf', 10)) as hash offset 0
) as secret
on conflict do nothing;

insert into auth.identities (
  id, provider_id, user_id, provider, identity_data, last_sign_in_at, created_at, updated_at
)
select
  pg_temp.demo_id('identity/' || users.email),
  users.id::text,
  users.id,
  'email',
  jsonb_build_object(
    'sub', users.id, 'email', users.email, 'email_verified', true, 'phone_verified', false
  ),
  null,
  users.created_at,
  users.created_at
from auth.users
where users.email like '%@demo.test'
  and users.id = pg_temp.demo_id('person/' || split_part(users.email, '@', 1))
on conflict do nothing;

/*
 * Organisations. Their credit codes have right check digits and the region 000000, which no
 * authority has, so they can belong to nobody.
 */
insert into public.organisations (
  id, kind, name, name_en, unified_social_credit_code, established_on, province, city, address,
  website, verified_at, created_at
)
select
  pg_temp.demo_id('organisation/' || story.key),
  story.kind::public.organisation_kind,
  story.name,
  story.name_en,
  story.credit_code,
  story.established_on::date,
  '辽宁省',
  story.city,
  story.address,
  story.website,
  case when story.verified then timestamptz '2025-03-10 10:00+08' end,
  timestamptz '2025-03-03 09:00+08'
from (
  values
    ('hhut', 'university', '浑河理工大学', 'Hunhe University of Technology', '120000000DEMHHUT03',
      '1956-09-01', '沈阳市', '浑南区知行大道 1 号', 'https://hhut.example.org', true),
    ('xbou', 'university', '星海湾海洋大学', 'Xinghai Bay Ocean University', '120000000DEMXB0U98',
      '1960-10-08', '大连市', '甘井子区灯塔路 66 号', 'https://xbou.example.org', true),
    ('qiam', 'institute', '千岭先进材料研究院', 'Qianling Institute of Advanced Materials',
      '120000000DEMQA0M2E', '1972-05-20', '鞍山市', '千山区铸新街 18 号', 'https://qiam.example.org', true),
    ('agency', 'agency', '辽海科技资源统筹中心', 'Liaohai Centre for Research Resources',
      '110000000DEMLH004M', '2009-04-01', '沈阳市', '皇姑区同心里 5 号', 'https://agency.example.org', true),
    ('alliance', 'alliance', '辽海装备新材料产业技术创新战略联盟',
      'Liaohai Alliance for Equipment and New Materials', '510000000DEMLWA099',
      '2013-11-15', '沈阳市', '浑南区知行大道 1 号', 'https://alliance.example.org', true),
    ('riverside', 'makerspace', '浑河湾众创空间', 'Hunhe Bend Makerspace', '91000000MADEM0M119',
      '2016-06-18', '沈阳市', '浑南区新桥路 9 号', 'https://riverside.example.org', true),
    ('pier', 'makerspace', '创客码头众创空间', 'Maker Pier', '91000000MADEM0M2X1',
      '2018-04-22', '大连市', '甘井子区栈桥巷 3 号', 'https://pier.example.org', true),
    ('chengxi', 'startup', '沈阳澄隙膜材料有限公司', 'Chengxi Membranes', '91000000MADEM0A157',
      '2024-02-26', '沈阳市', '浑南区新桥路 9 号 2 层', 'https://chengxi.example.org', true),
    ('chaosheng', 'startup', '大连潮生酶工程有限公司', 'Chaosheng Enzymes', '91000000MADEM0A232',
      '2023-05-11', '大连市', '甘井子区汐流街 21 号', null, true),
    ('yisun', 'startup', '沈阳翼隼微型航空器有限公司', 'Yisun Micro Aircraft', '91000000MADEM0A31W',
      '2024-09-02', '沈阳市', '浑南区新桥路 9 号 3 层', null, true),
    ('meiyu', 'startup', '鞍山镁屿轻合金有限公司', 'Meiyu Light Alloys', '91000000MADEM0A4XL',
      '2022-12-08', '鞍山市', '千山区铸新街 20 号', null, true),
    -- Signed itself up and waits for its registration to be checked.
    ('tinglan', 'startup', '大连听澜传感技术有限公司', 'Tinglan Sensing', '91000000MADEM0A58L',
      '2025-06-30', '大连市', '甘井子区栈桥巷 3 号 4 层', null, false),
    -- Teams have no legal person yet, so no credit code; their makerspace vouches for them.
    ('qinghe', 'startup', '青禾土壤快检创业团队', 'Qinghe Soil Testing Team', null,
      '2025-09-10', '沈阳市', '浑南区新桥路 9 号 1 层', null, true),
    ('nuoguang', 'startup', '诺光照明创业团队', 'Nuoguang Lighting Team', null,
      '2026-01-12', '沈阳市', '浑南区新桥路 9 号 1 层', null, true),
    ('haiyue', 'startup', '海月藻基包装创业团队', 'Haiyue Seaweed Packaging Team', null,
      '2025-11-03', '大连市', '甘井子区栈桥巷 3 号 1 层', null, true)
) as story (
  key, kind, name, name_en, credit_code, established_on, city, address, website, verified
)
on conflict do nothing;

insert into public.makerspace_registrations (id, organisation_id, level, document_no, registered_on)
select
  pg_temp.demo_id('registration/' || story.makerspace || '/' || story.level),
  pg_temp.demo_id('organisation/' || story.makerspace),
  story.level,
  story.document_no,
  story.registered_on::date
from (
  values
    ('riverside', 'provincial', '演示众创〔2017〕第 06 号', '2017-03-20'),
    ('riverside', 'national', '演示备案〔2020〕第 11 号', '2020-04-09'),
    ('pier', 'provincial', '演示众创〔2019〕第 02 号', '2019-02-28')
) as story (makerspace, level, document_no, registered_on)
on conflict do nothing;

insert into public.residencies (id, makerspace_id, organisation_id, started_on, ended_on)
select
  pg_temp.demo_id('residency/' || story.makerspace || '/' || story.resident),
  pg_temp.demo_id('organisation/' || story.makerspace),
  pg_temp.demo_id('organisation/' || story.resident),
  story.started_on::date,
  story.ended_on::date
from (
  values
    ('riverside', 'chengxi', '2024-03-01', null),
    ('riverside', 'yisun', '2024-10-08', null),
    ('riverside', 'qinghe', '2025-09-15', null),
    ('riverside', 'nuoguang', '2026-02-02', null),
    -- Grew up and moved out.
    ('pier', 'chaosheng', '2023-06-01', '2026-05-31'),
    ('pier', 'tinglan', '2025-07-15', null),
    ('pier', 'haiyue', '2025-11-10', null)
) as story (makerspace, resident, started_on, ended_on)
on conflict do nothing;

insert into public.alliance_admissions (alliance_id, makerspace_id, admitted_on)
values
  (pg_temp.demo_id('organisation/alliance'), pg_temp.demo_id('organisation/riverside'), '2018-01-15'),
  (pg_temp.demo_id('organisation/alliance'), pg_temp.demo_id('organisation/pier'), '2021-09-01')
on conflict do nothing;

/* Platforms: one of each kind of designation. */
insert into public.platforms (
  id, organisation_id, name, name_en, summary, summary_en, sharing_rules, province, city, county,
  street, directions, directions_en, website, created_at
)
select
  pg_temp.demo_id('platform/' || story.key),
  pg_temp.demo_id('organisation/' || story.host),
  story.name,
  story.name_en,
  story.summary,
  story.summary_en,
  '面向高校、科研院所和企业开放，众创空间及其入驻团队、创业企业优先。首次使用须完成 30 分钟安全与操作培训；'
    || '预约开始 24 小时前可自行改期或取消。样品须附成分与安全说明，易燃、有毒、放射性样品请先与平台联系。'
    || '数据归使用者所有，成果发表请致谢本平台。',
  '辽宁省',
  story.city,
  story.county,
  story.street,
  story.directions,
  story.directions_en,
  hosts.website || '/' || story.key,
  timestamptz '2025-03-03 09:00+08'
from (
  values
    ('materials', 'hhut', '先进功能材料重点实验室', 'Key Laboratory of Advanced Functional Materials',
      '从形貌、结构到表面化学态，为电池材料、膜材料和轻合金提供微观表征。自助机台对完成培训的外部用户开放夜间和周末机时。',
      'Microscopy, diffraction and surface analysis for battery materials, membranes and light alloys. Trained visitors may use the self-service instruments in the evening and at weekends.',
      '沈阳市', '浑南区', '知行大道 1 号材料楼 B 座', '地铁“知行大道”站 B 口出，步行 6 分钟；到材料楼 B 座一层前台登记。',
      'Metro to Zhixing Avenue, exit B, then six minutes on foot; sign in at the front desk of Materials Building B.'),
    ('testing', 'hhut', '浑河分析测试中心', 'Hunhe Analysis and Testing Centre',
      '核磁、色谱、质谱与元素分析，送样检测与自主上机并行，常规项目五个工作日出报告。',
      'NMR, chromatography, mass spectrometry and elemental analysis, as a service or hands-on; routine reports within five working days.',
      '沈阳市', '浑南区', '知行大道 1 号测试楼', '校东门入，沿银杏路直行 300 米右侧；送样窗口在一层 102。',
      'Enter by the east gate and follow Ginkgo Road for 300 m; samples are taken in at window 102.'),
    ('flight', 'hhut', '微型飞行器工程技术研究中心', 'Engineering Research Centre for Micro Aircraft',
      '低速风洞、振动试验与动作捕捉场，服务无人机、扑翼机和风力小部件的设计验证。',
      'Low-speed wind tunnel, vibration testing and a motion-capture hall for drones, flapping wings and small wind parts.',
      '沈阳市', '浑南区', '知行大道 1 号飞行馆', '校北门入，飞行馆在操场北侧；货车请走 3 号门。',
      'North gate; the Flight Hall stands north of the sports field. Vans use gate 3.'),
    ('making', 'hhut', '智能制造产业共性技术创新平台', 'Generic Technology Platform for Smart Manufacturing',
      '金属增材制造、精密加工与无损检测，一件样品从图纸到三维尺寸报告不出一栋楼。',
      'Metal printing, precision machining and non-destructive testing: from drawing to dimensional report under one roof.',
      '沈阳市', '浑南区', '知行大道 1 号工程训练中心', '校南门入，左转 200 米；进入车间须穿防护鞋，可现场借用。',
      'South gate, then 200 m to the left; safety shoes are required and can be borrowed.'),
    ('computing', 'hhut', '科学计算与科技文献综合服务平台', 'Service Platform for Computing and Scientific Literature',
      '面向中小企业提供 GPU 计算、数据托管和文献传递，三类资源一个窗口办理。',
      'GPU computing, data hosting and document delivery for small companies, at one counter.',
      '沈阳市', '浑南区', '知行大道 1 号图书馆信息楼', '图书馆北侧信息楼二层；远程使用不必到场。',
      'Second floor of the Information Building, north of the library; most of it works remotely.'),
    ('sensors', 'xbou', '海洋传感与微纳器件技术创新中心', 'Innovation Centre for Ocean Sensing and Microdevices',
      '百级与千级洁净间，光刻、镀膜、刻蚀到器件测试的小批量流片线。',
      'Class 100 and 1,000 clean rooms: a small-batch line from lithography and coating to etching and device test.',
      '大连市', '甘井子区', '灯塔路 66 号微纳楼', '公交“灯塔路”站下，微纳楼西门进入；更衣前请先在 105 室培训。',
      'Bus to Lighthouse Road; enter by the west door. Training in room 105 comes before gowning.'),
    ('clinical', 'xbou', '海洋药物临床医学研究中心', 'Clinical Research Centre for Marine Drugs',
      '依托附属医院，面向海洋来源药物的细胞与分子水平评价，样本全程冷链。',
      'With the affiliated hospital: evaluation of drugs from the sea on cells and molecules, samples kept cold throughout.',
      '大连市', '甘井子区', '灯塔路 88 号附属医院科研楼', '附属医院 2 号门入，科研楼五层；人体来源样本须附伦理批件。',
      'Gate 2 of the affiliated hospital, fifth floor; human samples need their ethics approval.'),
    ('bioresources', 'xbou', '海洋生物资源产业研发平台', 'R&D Platform for Marine Bioresources',
      '从藻类、贝类到微生物发酵，完成活性物发现、放大与质量研究。',
      'Algae, shellfish and fermentation: from finding an active substance to scale-up and quality.',
      '大连市', '甘井子区', '灯塔路 66 号生物楼', '校海门入，生物楼一层；样品可由冷链车直接送达卸货口。',
      'Sea gate, ground floor of the Biology Building; refrigerated vans can unload at the door.'),
    ('corrosion', 'xbou', '海工装备腐蚀防护产业专业技术创新平台', 'Specialised Platform for Corrosion Protection at Sea',
      '波浪水槽与电化学测试，评价海工材料、涂层和小型浮体在海况下的表现。',
      'Wave flume and electrochemistry: how marine materials, coatings and small floating bodies fare at sea.',
      '大连市', '甘井子区', '灯塔路 66 号水动力馆', '校西门入，水动力馆在体育馆后；模型请提前一天送达。',
      'West gate, behind the gymnasium; models arrive the day before.'),
    ('magnesium', 'qiam', '镁基材料产业技术创新研究院', 'Industrial Technology Institute for Magnesium Materials',
      '镁合金成分、力学与疲劳评价，兼做标准制定与企业技术诊断。',
      'Composition, strength and fatigue of magnesium alloys, with standards work and advice for companies.',
      '鞍山市', '千山区', '铸新街 18 号', '高铁鞍山西站乘出租车约 20 分钟；门卫处凭预约单换访客证。',
      'About 20 minutes by taxi from Anshan West railway station; show the booking at the gate.'),
    ('powder', 'qiam', '粉末冶金中试基地', 'Pilot Base for Powder Metallurgy',
      '热等静压与真空热处理中试线，单炉可达 200 公斤，支持工艺包交付。',
      'Hot isostatic pressing and vacuum heat treatment on pilot scale, up to 200 kg a batch.',
      '锦州市', '太和区', '渤海路 27 号', '锦州南站乘 5 路公交到“渤海路”；来访须提前一天报备车牌。',
      'Bus 5 from Jinzhou South railway station; announce your number plate the day before.')
) as story (
  key, host, name, name_en, summary, summary_en, city, county, street, directions, directions_en
)
join public.organisations as hosts on hosts.id = pg_temp.demo_id('organisation/' || story.host)
on conflict do nothing;

insert into public.platform_designations (
  id, platform_id, kind_code, level, document_no, granted_on, revoked_on
)
select
  pg_temp.demo_id('designation/' || story.platform || '/' || story.kind_code),
  pg_temp.demo_id('platform/' || story.platform),
  story.kind_code,
  story.level,
  story.document_no,
  story.granted_on::date,
  story.revoked_on::date
from (
  values
    ('materials', 'KL', 'provincial', '演示科发〔2012〕第 08 号', '2012-06-01', null),
    ('testing', 'TEST', 'provincial', '演示检测〔2015〕第 21 号', '2015-09-01', null),
    ('flight', 'ETRC', 'provincial', '演示科发〔2016〕第 33 号', '2016-12-20', null),
    ('making', 'PIC', 'provincial', '演示平台〔2014〕第 05 号', '2014-10-15', '2019-12-31'),
    -- What became of the generic platform when the names changed.
    ('making', 'TIC', 'provincial', '演示创新〔2020〕第 05 号', '2020-01-01', null),
    ('computing', 'CSP', 'provincial', '演示平台〔2015〕第 17 号', '2015-11-30', null),
    ('sensors', 'TIC', 'provincial', '演示创新〔2021〕第 14 号', '2021-07-01', null),
    ('clinical', 'CMRC', 'provincial', '演示临床〔2021〕第 03 号', '2021-11-01', null),
    ('bioresources', 'IRD', 'municipal', '演示研发〔2018〕第 40 号', '2018-05-10', null),
    ('corrosion', 'PSP', 'provincial', '演示平台〔2017〕第 62 号', '2017-08-08', null),
    ('magnesium', 'ITRI', 'provincial', '演示产研〔2020〕第 02 号', '2020-09-16', null),
    ('powder', 'PILOT', 'provincial', '演示中试〔2024〕第 09 号', '2024-03-28', null)
) as story (platform, kind_code, level, document_no, granted_on, revoked_on)
on conflict do nothing;

insert into public.memberships (id, person_id, organisation_id, platform_id, role, created_at)
select
  pg_temp.demo_id(concat_ws('/', 'membership', story.person, story.organisation, story.role)),
  pg_temp.demo_id('person/' || story.person),
  pg_temp.demo_id('organisation/' || story.organisation),
  pg_temp.demo_id('platform/' || story.platform),
  story.role::public.membership_role,
  timestamptz '2025-03-10 10:00+08'
from (
  values
    ('startup', 'chengxi', null, 'member'),
    ('founder', 'chengxi', null, 'owner'),
    ('lab', 'hhut', 'materials', 'manager'),
    ('technician', 'hhut', 'materials', 'technician'),
    ('makerspace', 'riverside', null, 'owner'),
    ('evaluator', 'agency', null, 'evaluator'),
    ('admin', 'agency', null, 'administrator'),
    ('xu.wangchao', 'chaosheng', null, 'owner'),
    ('meng.yi', 'yisun', null, 'owner'),
    ('luo.xiaoman', 'yisun', null, 'member'),
    ('tong.zheng', 'meiyu', null, 'owner'),
    ('su.lan', 'tinglan', null, 'owner'),
    ('he.qinghe', 'qinghe', null, 'owner'),
    ('bai.yinuo', 'nuoguang', null, 'owner'),
    ('jiang.haiyue', 'haiyue', null, 'owner'),
    ('song.guifan', 'pier', null, 'owner'),
    ('zheng.mingche', 'hhut', 'testing', 'manager'),
    ('guan.xiangyu', 'hhut', 'flight', 'manager'),
    ('cui.boyuan', 'hhut', 'making', 'manager'),
    ('yin.ruoshui', 'hhut', 'computing', 'manager'),
    ('fang.yu', 'xbou', 'sensors', 'manager'),
    ('ning.jingshu', 'xbou', 'clinical', 'manager'),
    ('cong.hailan', 'xbou', 'bioresources', 'manager'),
    ('qu.an', 'xbou', 'corrosion', 'manager'),
    ('tian.zhiyuan', 'qiam', 'magnesium', 'manager'),
    ('jia.heng', 'qiam', 'powder', 'manager'),
    ('lu.yutong', 'hhut', null, 'member'),
    ('liang.dong', 'hhut', null, 'member'),
    ('lu.yifan', 'xbou', null, 'member'),
    ('wei.siqi', 'qiam', null, 'member')
) as story (person, organisation, platform, role)
on conflict do nothing;

-- A contact is the platform's manager. The exchange 00000000 is assigned to nobody.
insert into public.platform_contacts (platform_id, name, phone, email)
select
  memberships.platform_id,
  people.display_name,
  case platforms.city when '沈阳市' then '024' when '大连市' then '0411' when '鞍山市' then '0412' else '0416' end
    || '-00000' || lpad(pg_temp.demo_pick('phone/' || people.id, 1000)::text, 3, '0'),
  users.email
from public.memberships
join public.platforms on platforms.id = memberships.platform_id
join public.people on people.id = memberships.person_id
join auth.users on users.id = people.id
where memberships.role = 'manager' and users.email like '%@demo.test'
on conflict do nothing;

/*
 * Instruments. What a row is booked by (hours, rules, prices in yuan) stands beside what it is, and
 * is dealt out to the tables below.
 */
create temporary table demo_instruments (
  position         integer generated always as identity,
  key              text primary key,
  platform         text not null,
  use              text not null,
  name             text not null,
  name_en          text not null,
  model            text not null,
  manufacturer     text not null,
  country          text not null,
  class_code       text not null,
  worth_wan_yuan   numeric not null,
  since            date not null,
  subjects         text[] not null,
  picture          text not null,
  hours            text not null,
  demand           integer not null,
  granularity      integer not null,
  shortest         integer not null,
  longest          integer not null,
  lead             integer not null,
  horizon          integer not null,
  setup            integer not null,
  teardown         integer not null,
  admits_outsiders boolean not null,
  approval_needed  boolean not null,
  internal_yuan    integer,
  external_yuan    integer,
  technical        text not null,
  functions        text not null,
  service_content  text not null
);

insert into demo_instruments (
  key, platform, use, name, name_en, model, manufacturer, country, class_code, worth_wan_yuan, since,
  subjects, picture, hours, demand, granularity, shortest, longest, lead, horizon, setup, teardown,
  admits_outsiders, approval_needed, internal_yuan, external_yuan,
  technical, functions, service_content
)
values
  ('fe-sem', 'materials', 'electron', '场发射扫描电子显微镜', 'Field-emission scanning electron microscope',
    'GY-FE500', '晷影电子光学', '中国', '010102', 286.50, '2021-04-16', '{430,140}', 'sem',
    'shift', 5, 30, 60, 240, 60, 60, 0, 0, true, false, 180, 320,
    '分辨率 0.9 nm（15 kV）、1.4 nm（1 kV）；加速电压 0.1–30 kV；放大倍数 20–800,000×；配 60 mm² 能谱仪（EDS）与背散射探头；样品台 110 mm 五轴。',
    '观察材料表面与截面的微观形貌，配能谱作微区成分定性和半定量分析，低电压下可直接观察不导电的高分子膜。',
    '扫描电镜形貌观察、能谱点线面扫描、截面制样指导；培训合格后可自主上机。'),
  ('tem', 'materials', 'transmission', '200 kV 透射电子显微镜', '200 kV transmission electron microscope',
    'GY-T200', '晷影电子光学', '中国', '010101', 528.00, '2020-11-02', '{430,140,150}', 'tem',
    'saturday', 5, 30, 60, 240, 1440, 45, 15, 15, true, true, 360, 680,
    '加速电压 80/200 kV；点分辨率 0.23 nm，晶格分辨率 0.10 nm；STEM 分辨率 0.16 nm；能谱仪立体角 0.9 sr；双倾台 ±30°。',
    '纳米尺度形貌、晶格像、选区电子衍射与元素分布分析，用于析出相、界面和纳米颗粒研究。',
    '透射电镜高分辨像、电子衍射、STEM-EDS 元素面分布；由专职技术员操作或陪同上机。'),
  ('fib', 'materials', 'ion-beam', '聚焦离子束双束电镜', 'Focused ion beam scanning electron microscope',
    'Aldermoor DualBeam 45', 'Aldermoor Scientific', '英国', '010199', 742.00, '2023-06-09', '{430,510}', 'sem',
    'office', 3, 30, 120, 480, 1440, 30, 0, 30, true, true, 520, 980,
    '镓离子源 0.5–30 kV，离子束分辨率 3 nm；电子束分辨率 1.0 nm；四路气体注入；纳米机械手；三维重构软件。',
    '定点切割截面、制备透射样品、离子束图形加工与三维重构。',
    'FIB 定点截面、TEM 薄片制备、三维切片成像；复杂任务先沟通方案。'),
  ('xrd', 'materials', 'diffraction', '多晶 X 射线衍射仪', 'Powder X-ray diffractometer',
    'HL-D9', '衡砺科仪', '中国', '010301', 128.00, '2019-09-18', '{430,150,450}', 'xrd',
    'always', 5, 15, 15, 240, 0, 60, 0, 0, true, false, 60, 120,
    '铜靶 3 kW；θ–θ 测角仪，角度重现性 0.0001°；一维阵列探测器；自动进样 15 位；变温附件 25–1200 ℃。',
    '物相鉴定、晶格常数精修、结晶度、残余应力与织构初步分析。',
    '粉末与块体样品的物相分析；全天自助，夜间可自动换样。'),
  ('afm', 'materials', 'topography', '原子力显微镜', 'Atomic force microscope',
    'Nordhaven Tip 3', 'Nordhaven Optik', '德国', '010803', 156.00, '2018-12-05', '{140,430}', 'afm',
    'saturday', 2, 30, 60, 240, 120, 60, 0, 15, true, false, 120, 240,
    '扫描范围 90 μm × 90 μm × 10 μm；Z 向噪声 < 0.03 nm；轻敲、接触、峰值力、导电与开尔文模式；液体池。',
    '表面三维形貌、粗糙度、纳米力学与表面电势测量。',
    '粗糙度测量、薄膜台阶、杨氏模量成像；针尖自备或现场购买。'),
  ('raman', 'materials', 'molecules', '共聚焦显微拉曼光谱仪', 'Confocal Raman microscope',
    'GY-R532', '晷影电子光学', '中国', '010410', 168.00, '2022-03-21', '{150,430}', 'spectrometer',
    'shift', 4, 30, 30, 240, 0, 60, 0, 0, true, false, 90, 180,
    '激光 532/633/785 nm；光谱分辨率 0.65 cm⁻¹；空间分辨率 0.5 μm；高速成像；变温台 −196–600 ℃。',
    '分子结构、晶相、应力与碳材料缺陷的无损微区分析及成像。',
    '单点光谱、线扫描、面成像与原位变温测试。'),
  ('xps', 'materials', 'chemistry', 'X 射线光电子能谱仪', 'X-ray photoelectron spectrometer',
    'Aldermoor Surface 7', 'Aldermoor Scientific', '英国', '010104', 465.00, '2021-10-12', '{430,150}', 'spectrometer',
    'office', 3, 30, 60, 240, 720, 45, 30, 0, true, true, 300, 560,
    '单色化 Al Kα；能量分辨率 0.45 eV；最小分析面积 15 μm；氩团簇离子深度剖析；手套箱转移。',
    '材料表面 10 nm 内的元素组成与化学价态分析、深度剖析。',
    '全谱与精细谱、深度剖析、空气敏感样品转移测试。'),
  ('sta', 'materials', 'thermal', '同步热分析仪（TG-DSC）', 'Simultaneous thermal analyser (TG-DSC)',
    'HL-STA1500', '衡砺科仪', '中国', '010902', 62.00, '2020-05-28', '{430,530}', 'thermal',
    'always', 4, 30, 60, 720, 0, 60, 0, 30, true, false, 50, 100,
    '温度范围 25–1500 ℃；升温速率 0.1–50 ℃/min；天平灵敏度 0.1 μg；DSC 灵敏度 1 μW；氮气、空气、氩气。',
    '热重与差热同步测量，研究分解、氧化、熔融、闭孔温度与反应热。',
    'TG-DSC 常规测试、动力学升温序列；全天自助。'),
  ('nmr', 'testing', 'nmr', '600 MHz 核磁共振波谱仪', '600 MHz nuclear magnetic resonance spectrometer',
    'Nordhaven Spin 600', 'Nordhaven Optik', '德国', '010601', 610.00, '2019-07-01', '{150,350,180}', 'nmr',
    'always', 4, 30, 30, 720, 0, 60, 0, 0, true, false, 120, 260,
    '磁场 14.1 T；三共振低温探头，¹H 灵敏度 7000:1；60 位自动进样；变温 −40–80 ℃。',
    '小分子与多糖、多肽的结构鉴定，定量核磁与扩散实验。',
    '一维、二维谱自动采集；全天自助排队，夜间适合长时间二维实验。'),
  ('lc-ms', 'testing', 'organics', '液相色谱-三重四极杆质谱联用仪', 'LC–MS/MS, triple quadrupole',
    'TM-QQQ8', '月森製作所', '日本', '010201', 318.00, '2022-08-15', '{150,350,550}', 'mass-spectrometer',
    'saturday', 4, 30, 60, 480, 240, 60, 15, 15, true, false, 200, 380,
    '质量范围 5–2000；正离子灵敏度 S/N > 500,000:1（1 pg 利血平）；扫描速度 20,000 u/s；正负切换 5 ms。',
    '痕量目标物的高灵敏定量：农残、药物代谢物、添加剂与环境污染物。',
    '液质联用定量方法开发与批量测定；色谱柱自备。'),
  ('gc-ms', 'testing', 'volatiles', '气相色谱-质谱联用仪', 'Gas chromatograph–mass spectrometer',
    'TM-GC5', '月森製作所', '日本', '010201', 118.00, '2018-04-10', '{150,610}', 'chromatograph',
    'office', 3, 30, 60, 360, 60, 60, 15, 0, true, false, 120, 220,
    '质量范围 1.5–1050；EI 源灵敏度 S/N > 1500:1；分流/不分流、顶空、热脱附进样。',
    '挥发性与半挥发性有机物的定性定量，溶剂残留与气味成分分析。',
    '挥发物筛查、溶残测定、顶空分析。'),
  ('icp-ms', 'testing', 'elements', '电感耦合等离子体质谱仪', 'Inductively coupled plasma mass spectrometer',
    'HL-ICM300', '衡砺科仪', '中国', '010202', 175.00, '2021-01-20', '{150,610,170}', 'mass-spectrometer',
    'saturday', 4, 30, 60, 360, 720, 45, 30, 30, true, true, 180, 340,
    '质量范围 4–260 u；检出限 ppt 级；八极杆碰撞反应池；耐氢氟酸进样系统。',
    '七十余种元素的痕量与超痕量测定，同位素比值初测。',
    '水质、土壤、合金与生物样品元素分析；含微波消解。'),
  ('ftir', 'testing', 'molecules', '傅里叶变换红外光谱仪', 'Fourier-transform infrared spectrometer',
    'HL-IR60', '衡砺科仪', '中国', '010409', 42.00, '2017-06-30', '{150,430}', 'spectrometer',
    'shift', 3, 15, 15, 120, 0, 60, 0, 0, true, false, 40, 80,
    '波数 7800–350 cm⁻¹；分辨率 0.4 cm⁻¹；ATR、透射、显微附件。',
    '有机物与高分子官能团鉴定、涂层与异物分析。',
    'ATR 快速测试、异物比对、显微红外。'),
  ('xrf', 'testing', 'composition', '波长色散 X 射线荧光光谱仪', 'Wavelength-dispersive X-ray fluorescence spectrometer',
    'TM-XF40', '月森製作所', '日本', '010302', 196.00, '2016-10-25', '{430,450,170}', 'spectrometer',
    'long', 2, 30, 30, 240, 60, 60, 0, 0, true, false, 80, 160,
    '铑靶 4 kW；元素范围 Be–U；含量 ppm–100%；无标样定量软件；熔片与压片。',
    '固体、粉末与液体样品主次量元素的无损快速测定。',
    '合金、矿物、陶瓷全元素分析。'),
  ('ic', 'testing', 'elements', '离子色谱仪', 'Ion chromatograph',
    'HL-IC20', '衡砺科仪', '中国', '010503', 28.00, '2015-03-12', '{150,610}', 'chromatograph',
    'office', 2, 30, 30, 240, 0, 60, 0, 0, true, false, 0, 60,
    '淋洗液发生器；阴阳离子双通道；检出限 μg/L 级；自动进样 120 位。',
    '水样与提取液中常见阴阳离子、有机酸的测定。',
    '水质离子分析；对本校师生免费。'),
  ('wind-tunnel', 'flight', 'aerodynamics', '低速回流式风洞', 'Low-speed closed-return wind tunnel',
    'HH-WT1.2', '浑河理工大学', '中国', '020199', 860.00, '2016-12-30', '{590,130}', 'wind-tunnel',
    'office', 3, 30, 120, 480, 1440, 60, 30, 30, true, true, 600, 1100,
    '试验段 1.2 m × 0.9 m × 2.4 m；风速 2–60 m/s；湍流度 < 0.08%；六分量天平；粒子图像测速（PIV）。',
    '飞行器、旋翼与建筑部件模型的气动力测量与流场显示。',
    '测力、测压、PIV 流场测量；含模型安装与一次方案讨论。'),
  ('shaker', 'flight', 'vibration', '电动振动试验台', 'Electrodynamic vibration test system',
    'HL-V20', '衡砺科仪', '中国', '020406', 74.00, '2017-05-16', '{130,590}', 'testing-machine',
    'office', 2, 30, 60, 480, 240, 60, 15, 15, true, false, 150, 280,
    '正弦推力 20 kN；频率 5–3000 Hz；最大加速度 980 m/s²；垂直与水平滑台 600 mm。',
    '正弦、随机与冲击振动试验，考核结构和电子组件的耐振性。',
    '扫频、随机、冲击试验与夹具设计建议。'),
  ('motion-capture', 'flight', 'flying', '室内飞行动作捕捉场', 'Indoor flight motion-capture hall',
    'HH-MC16', '浑河理工大学', '中国', '020399', 58.00, '2022-09-01', '{590,520}', 'generic',
    'shift', 3, 30, 60, 240, 0, 30, 0, 0, true, false, 80, 160,
    '16 台光学相机，300 Hz；定位精度 0.2 mm；净空 12 m × 8 m × 6 m；安全网。',
    '小型飞行器与机器人位姿的实时测量，控制算法验证。',
    '定位数据采集、飞行场地使用；须自备保险。'),
  ('slm', 'making', 'printing', '激光选区熔化金属 3D 打印机', 'Laser powder bed fusion metal 3D printer',
    'HH-SLM300', '霁川增材', '中国', '120499', 268.00, '2021-08-20', '{460,430}', 'metal-printer',
    'long', 3, 60, 240, 720, 1440, 60, 0, 0, true, true, 160, 300,
    '成形尺寸 280 × 280 × 350 mm；双 500 W 光纤激光；层厚 20–100 μm；铝、钛、钢、镍合金；氧含量 < 100 ppm。',
    '复杂金属零件的快速成形：轻量化支架、流道与随形冷却模具。',
    '金属增材打印、支撑设计、去应力热处理；粉末按量计费。'),
  ('cmm', 'making', 'dimensions', '三坐标测量机', 'Coordinate measuring machine',
    'HL-C1087', '衡砺科仪', '中国', '030199', 96.00, '2018-11-08', '{460}', 'testing-machine',
    'saturday', 3, 30, 30, 240, 60, 60, 0, 0, true, false, 120, 220,
    '行程 1000 × 800 × 700 mm；示值误差 1.5 + L/350 μm；扫描测头；恒温 20 ± 0.5 ℃。',
    '零件尺寸、形位公差与自由曲面的精密测量。',
    '尺寸检测与报告、曲面比对。'),
  ('industrial-ct', 'making', 'tomography', '工业计算机断层扫描仪（工业 CT）', 'Industrial computed tomography scanner',
    'Nordhaven Tomo 225', 'Nordhaven Optik', '德国', '110101', 385.00, '2023-02-14', '{460,430}', 'ct',
    'saturday', 4, 30, 60, 480, 240, 45, 0, 0, true, false, 260, 480,
    '225 kV 微焦点射线源；最小焦点 3 μm；体素 2–120 μm；样品直径 ≤ 300 mm、质量 ≤ 30 kg。',
    '内部缺陷、孔隙与装配的三维无损检测，逆向与壁厚分析。',
    'CT 扫描与三维重构、孔隙率报告。'),
  ('five-axis', 'making', 'milling', '五轴联动加工中心', 'Five-axis machining centre',
    'JC-5X650', '霁川增材', '中国', '120401', 210.00, '2019-03-05', '{460}', 'generic',
    'long', 3, 60, 120, 480, 1440, 30, 0, 0, false, true, 150, null,
    '工作台 Φ650 mm；主轴 18,000 r/min；定位精度 5 μm；在机测量。',
    '叶轮、模具与复杂曲面零件的精密铣削。',
    '面向本校教学与科研；校外加工请走技术服务。'),
  ('gpu-cluster', 'computing', 'computing', 'GPU 计算集群', 'GPU computing cluster',
    'HH-GX24', '浑河理工大学', '中国', '130101', 460.00, '2024-01-15', '{520,110,430}', 'computing',
    'always', 3, 60, 60, 2880, 0, 60, 0, 0, true, false, 60, 110,
    '3 个独立分区，每区 8 卡 × 80 GB、双路 64 核、1 TB 内存；全闪存储 400 TB；200 Gb/s 互连。',
    '深度学习训练、分子动力学与流体仿真；一次预约独占一个分区。',
    '分区独占机时、环境部署、数据托管；全天远程使用。'),
  ('lithography', 'sensors', 'lithography', '紫外掩模对准光刻机', 'UV mask aligner',
    'Nordhaven Align 6', 'Nordhaven Optik', '德国', '120302', 232.00, '2020-07-09', '{510}', 'thin-film',
    'office', 4, 30, 60, 240, 720, 45, 15, 15, true, true, 260, 460,
    '晶圆 2–6 英寸；分辨率 0.8 μm（真空接触）；正面套刻 0.5 μm，背面 1 μm；365/405 nm 光源。',
    '微纳器件图形转移：匀胶、前烘、曝光、显影全流程。',
    '光刻工艺、掩模版图检查；洁净间准入培训后上机。'),
  ('sputter', 'sensors', 'coating', '磁控溅射镀膜系统', 'Magnetron sputtering system',
    'JC-MS4', '霁川真空', '中国', '120302', 108.00, '2019-05-22', '{510,430}', 'thin-film',
    'saturday', 4, 30, 120, 480, 120, 60, 30, 0, true, false, 180, 320,
    '四靶位（直流 2、射频 2）；本底真空 5 × 10⁻⁶ Pa；基片加热 600 ℃；均匀性 ±3%（4 英寸）。',
    '金属、氧化物与氮化物薄膜沉积，可共溅射与反应溅射。',
    '磁控溅射镀膜、膜厚校准；靶材可自带。'),
  ('etcher', 'sensors', 'etching', '感应耦合等离子体刻蚀机', 'Inductively coupled plasma etcher',
    'JC-ICP6', '霁川真空', '中国', '120302', 245.00, '2021-12-17', '{510}', 'thin-film',
    'office', 2, 30, 60, 240, 720, 30, 15, 15, false, false, 240, null,
    '6 英寸单片；ICP 功率 2 kW；SF₆、C₄F₈、O₂、Ar；深硅刻蚀 3 μm/min；低温台 −20 ℃。',
    '硅、氧化物与聚合物的各向异性刻蚀、深硅刻蚀。',
    '特气管理要求，暂不接受外部人员上机，可委托代加工。'),
  ('probe-station', 'sensors', 'devices', '半导体参数分析仪与探针台', 'Semiconductor parameter analyser with probe station',
    'HL-SP4', '衡砺科仪', '中国', '040299', 88.00, '2020-10-13', '{510}', 'generic',
    'long', 3, 30, 30, 240, 0, 60, 0, 0, true, false, 90, 170,
    '4 路源测单元，电流分辨率 0.1 fA；C-V 1 kHz–5 MHz；6 英寸探针台，温度 −60–200 ℃。',
    '器件与薄膜的 I-V、C-V 与脉冲特性测量。',
    '自助测试、程序编写协助。'),
  ('profiler', 'sensors', 'topography', '白光干涉三维轮廓仪', 'White-light interferometric profiler',
    'GY-WL2', '晷影电子光学', '中国', '010899', 66.00, '2022-05-06', '{510,460}', 'microscope',
    'shift', 3, 15, 15, 120, 0, 60, 0, 0, true, false, 60, 120,
    '纵向分辨率 0.1 nm；台阶重复性 0.3%；视场 0.1–8 mm；自动拼接台 200 mm。',
    '非接触测量台阶高度、粗糙度与微结构三维形貌。',
    '自助测量，三十分钟内出结果。'),
  ('flow-cytometer', 'clinical', 'cells', '流式细胞分选仪', 'Cell sorter',
    'Aldermoor Sort 4', 'Aldermoor Scientific', '英国', '011012', 298.00, '2022-11-11', '{310,180}', 'flow-cytometer',
    'shift', 4, 30, 30, 240, 60, 45, 15, 15, true, false, 220, 420,
    '4 激光 18 色；分选速度 70,000 个/秒；四路分选与单细胞板位分选；生物安全柜内运行。',
    '细胞表型、周期与凋亡分析，高速分选目的细胞。',
    '流式检测、细胞分选、方案配色建议。'),
  ('confocal', 'clinical', 'cells', '激光共聚焦显微镜', 'Confocal laser scanning microscope',
    'Nordhaven Scan 9', 'Nordhaven Optik', '德国', '010802', 276.00, '2021-06-03', '{180,310}', 'microscope',
    'saturday', 4, 30, 60, 240, 240, 45, 0, 15, true, true, 200, 380,
    '405/488/561/640 nm；检测器 GaAsP 4 通道；XY 分辨率 120 nm（超分辨模式）；活细胞培养箱。',
    '荧光样品的三维成像、活细胞长时程观察与共定位分析。',
    '共聚焦成像、活细胞实验、图像处理培训。'),
  ('qpcr', 'clinical', 'genes', '实时荧光定量 PCR 仪', 'Real-time quantitative PCR system',
    'TM-Q96', '月森製作所', '日本', '011011', 32.00, '2020-03-30', '{310,180}', 'generic',
    'long', 3, 30, 60, 180, 0, 30, 0, 0, false, false, 60, null,
    '96 孔 0.2 mL；6 色荧光；升温 6 ℃/s；温度均匀性 ±0.3 ℃。',
    '基因表达定量、病原核酸检测与分型。',
    '面向本院临床与科研；校外样品请走检测服务。'),
  ('q-tof', 'bioresources', 'organics', '超高效液相色谱-四极杆飞行时间质谱仪', 'UHPLC–quadrupole time-of-flight mass spectrometer',
    'Aldermoor ToF 60', 'Aldermoor Scientific', '英国', '010201', 436.00, '2023-09-25', '{150,180,350}', 'mass-spectrometer',
    'saturday', 4, 30, 60, 480, 240, 60, 15, 15, true, false, 280, 520,
    '质量分辨率 60,000；质量精度 < 1 ppm；离子淌度；扫描 100 Hz；数据非依赖采集。',
    '未知物鉴定、天然产物去重复、代谢组与完整蛋白质量测定。',
    '高分辨质谱筛查、结构解析、数据库检索。'),
  ('bioreactor', 'bioresources', 'fermentation', '50 L 全自动发酵系统', '50-litre automated fermentation system',
    'HL-F50', '衡砺科仪', '中国', '120204', 88.00, '2018-08-28', '{530,180}', 'generic',
    'always', 2, 60, 480, 4320, 1440, 60, 60, 60, true, true, 40, 75,
    '工作体积 15–40 L；原位灭菌；pH、溶氧、补料闭环控制；尾气质谱接口。',
    '微生物与微藻的补料分批培养与工艺放大。',
    '发酵放大、工艺曲线记录；培养基自备。'),
  ('wave-flume', 'corrosion', 'waves', '波浪水槽', 'Wave flume',
    'XB-WF40', '星海湾海洋大学', '中国', '050101', 520.00, '2017-09-10', '{570,130}', 'wave-flume',
    'office', 3, 30, 120, 480, 1440, 60, 30, 30, true, true, 400, 760,
    '长 40 m、宽 1.2 m、水深 0.3–0.9 m；规则波与不规则波，波高 ≤ 0.35 m，周期 0.5–4 s；主动吸收造波。',
    '浮体、消浪结构与海洋传感器在可控波浪中的响应试验。',
    '造波试验、波高与压力采集、高速摄影。'),
  ('electrochemistry', 'corrosion', 'corrosion', '多通道电化学工作站', 'Multichannel electrochemical workstation',
    'HL-E8', '衡砺科仪', '中国', '010799', 26.00, '2019-11-19', '{150,430}', 'generic',
    'shift', 3, 30, 60, 720, 0, 60, 0, 0, true, false, 30, 60,
    '8 通道；电位 ±10 V，电流 ±2 A；阻抗 10 μHz–1 MHz；恒温海水池。',
    '极化曲线、交流阻抗与缓蚀剂、涂层的腐蚀评价。',
    '自助测试，夜间可连续运行。'),
  ('tensile', 'magnesium', 'strength', '电子万能材料试验机', 'Universal testing machine',
    'HL-U100', '衡砺科仪', '中国', '020101', 54.00, '2018-02-27', '{430,460}', 'testing-machine',
    'long', 4, 30, 30, 240, 0, 60, 0, 0, true, false, 70, 130,
    '最大载荷 100 kN，另配 1 kN 传感器；精度 0.5 级；高低温箱 −70–350 ℃；视频引伸计。',
    '金属、薄膜与复合材料的拉伸、压缩、弯曲与剥离试验。',
    '力学性能测试；薄膜、箔材夹具齐全。'),
  ('fatigue', 'magnesium', 'fatigue', '电液伺服疲劳试验机', 'Servo-hydraulic fatigue testing machine',
    'HL-D50', '衡砺科仪', '中国', '020101', 132.00, '2020-06-18', '{430,460}', 'testing-machine',
    'always', 3, 60, 240, 2880, 240, 60, 0, 0, true, false, 45, 90,
    '动态载荷 ±50 kN；频率 0–50 Hz；高温炉 1000 ℃；裂纹扩展软件。',
    '高低周疲劳、裂纹扩展与断裂韧性试验。',
    '疲劳寿命与断裂韧性测试，可整夜连续。'),
  ('spark-oes', 'magnesium', 'composition', '火花直读光谱仪', 'Spark optical emission spectrometer',
    'HL-S9', '衡砺科仪', '中国', '010405', 58.00, '2017-12-01', '{450,430}', 'spectrometer',
    'saturday', 3, 15, 15, 120, 0, 60, 0, 0, true, false, 80, 150,
    '基体 Mg、Al、Fe、Cu；波长 130–800 nm；氩气冲洗；分析时间 30 s；重复性 RSD < 1%。',
    '块状金属的快速成分分析与炉前控制。',
    '镁、铝合金成分测定，附标样比对。'),
  ('hip', 'powder', 'pressing', '热等静压机', 'Hot isostatic press',
    'JC-HIP200', '霁川真空', '中国', '120404', 690.00, '2024-04-08', '{450,430}', 'thermal',
    'long', 2, 60, 360, 720, 2880, 60, 0, 0, true, true, 800, 1500,
    '工作区 Φ200 × 400 mm；压力 200 MPa；温度 1400 ℃；快冷 100 ℃/min。',
    '消除铸件与打印件内部孔隙、粉末致密化与扩散连接。',
    '热等静压处理与工艺摸索；可拼炉。'),
  ('vacuum-furnace', 'powder', 'furnace', '真空热处理炉', 'Vacuum heat-treatment furnace',
    'JC-VF6', '霁川真空', '中国', '120404', 86.00, '2022-10-20', '{450,430}', 'thermal',
    'long', 2, 60, 240, 720, 720, 60, 0, 60, true, false, 120, 220,
    '有效区 600 × 400 × 400 mm；温度 1350 ℃；真空 5 × 10⁻³ Pa；2 bar 氮气快冷。',
    '真空退火、固溶、时效与钎焊。',
    '热处理工艺与随炉试样检验。');

insert into public.instruments (
  id, platform_id, source_key, name, name_en, model, manufacturer, origin_country, class_level,
  class_code, asset_kind, acquired_by, under_customs, worth_fen, in_service_on, funds, subject_codes,
  technical, functions, service_content, achievement, sharing_rules, fee_note, external_use, fee_band,
  units, province, city, county, street, landing_page, picture, serial_number, created_at, updated_at
)
select
  pg_temp.demo_id('instrument/' || story.key),
  platforms.id,
  'DEMO-' || lpad(story.position::text, 4, '0'),
  story.name,
  story.name_en,
  story.model,
  story.manufacturer,
  story.country,
  3,
  story.class_code,
  case
    when story.platform in ('flight', 'making', 'sensors', 'powder')
      or story.key in ('bioreactor', 'wave-flume') then '专用'
    else '通用'
  end,
  case when story.manufacturer = hosts.name then '研制' else '购置' end,
  story.country <> '中国' and story.since > date '2023-01-01',
  (story.worth_wan_yuan * 1000000)::bigint,
  story.since,
  case
    when story.worth_wan_yuan > 300 then array['中央财政资金', '地方财政资金']
    when hosts.kind = 'institute' then array['地方财政资金', '单位自有资金']
    else array['地方财政资金']
  end,
  story.subjects,
  story.technical,
  story.functions,
  story.service_content,
  '无',
  platforms.sharing_rules,
  concat_ws(
    '；',
    case story.internal_yuan when 0 then '本单位免费' else '本单位 ' || story.internal_yuan || ' 元/小时' end,
    coalesce('外单位 ' || story.external_yuan || ' 元/小时', '外单位委托加工，价格面议'),
    '耗材与制样按实际发生另计'
  ),
  case
    when not story.admits_outsiders then 'no'
    when story.approval_needed then 'ask'
    else 'yes'
  end::public.external_use,
  'paid',
  case story.key when 'gpu-cluster' then 3 else 1 end,
  platforms.province,
  platforms.city,
  platforms.county,
  platforms.street,
  platforms.website || '/' || story.key,
  '/pictures/' || story.picture || '.svg',
  'DEMO' || upper(left(md5(story.key), 8)),
  timestamptz '2025-03-17 09:00+08',
  timestamptz '2025-03-17 09:00+08'
from demo_instruments as story
join public.platforms on platforms.id = pg_temp.demo_id('platform/' || story.platform)
join public.organisations as hosts on hosts.id = platforms.organisation_id
on conflict do nothing;

insert into public.opening_hours (id, instrument_id, weekday, opens, closes)
select
  pg_temp.demo_id(concat_ws('/', 'hours', story.key, weekday, patterns.opens)),
  pg_temp.demo_id('instrument/' || story.key),
  weekday,
  patterns.opens::time,
  patterns.closes::time
from demo_instruments as story
join (
  values
    ('office', 1, 5, '08:30', '12:00'),
    ('office', 1, 5, '13:30', '17:30'),
    ('saturday', 1, 5, '08:30', '12:00'),
    ('saturday', 1, 5, '13:00', '17:30'),
    ('saturday', 6, 6, '09:00', '16:00'),
    ('long', 1, 6, '08:00', '20:00'),
    ('shift', 1, 5, '08:00', '22:00'),
    ('shift', 6, 7, '09:00', '17:00'),
    ('always', 1, 7, '00:00', '24:00')
) as patterns (hours, first_weekday, last_weekday, opens, closes) using (hours)
cross join generate_series(patterns.first_weekday, patterns.last_weekday) as weekday
on conflict do nothing;

/* Training, which a rule may ask for. */
insert into public.courses (id, platform_id, name, name_en, description, valid_months, created_at)
values (
  pg_temp.demo_id('course/fib'), pg_temp.demo_id('platform/materials'), '双束电镜上机培训',
  'Operating the dual-beam microscope',
  '半天理论、半天上机，考核合格后可自主操作。', null, timestamptz '2025-03-17 09:00+08'
)
on conflict do nothing;

insert into public.booking_rules (
  id, instrument_id, version, granularity_minutes, shortest_minutes, longest_minutes, lead_minutes,
  horizon_days, setup_minutes, teardown_minutes, admits_outsiders, approval, approval_hours,
  cancel_until_minutes, late_cancel_bp, grace_minutes, no_show_bp, course_id, purpose_required,
  valid_from, created_at
)
select
  pg_temp.demo_id('rules/' || story.key),
  pg_temp.demo_id('instrument/' || story.key),
  1,
  story.granularity,
  story.shortest,
  story.longest,
  story.lead,
  story.horizon,
  story.setup,
  story.teardown,
  story.admits_outsiders,
  case
    when story.key = 'hip' then 'owner_then_lab'::public.approval_kind
    when story.approval_needed then 'lab'
    else 'none'
  end,
  720,
  1440,
  3000,
  30,
  5000,
  case when story.key = 'fib' then pg_temp.demo_id('course/fib') end,
  story.key = 'hip',
  timestamptz '2025-03-17 09:00+08',
  timestamptz '2025-03-17 09:00+08'
from demo_instruments as story
on conflict do nothing;

insert into public.tariffs (
  id, instrument_id, customer_kind, basis, rate_fen, valid_from, created_at
)
select
  pg_temp.demo_id('tariff/' || prices.customer_kind || '/' || story.key),
  pg_temp.demo_id('instrument/' || story.key),
  prices.customer_kind,
  'hour',
  prices.yuan * 100,
  timestamptz '2025-03-17 09:00+08',
  timestamptz '2025-03-17 09:00+08'
from demo_instruments as story
cross join lateral (
  values
    ('everyone'::public.customer_kind, story.external_yuan),
    ('internal', story.internal_yuan)
) as prices (customer_kind, yuan)
on conflict do nothing;

/*
 * What differs from the usual: the dual-beam microscope asks for a course, hot pressing is answered in
 * two steps and wants a purpose, startups pay less for two instruments and half of it at
 * night on the diffractometer, and no startup takes more than its share of the platform.
 */
insert into public.qualifications (id, person_id, course_id, granted_at, granted_by, expires_at)
select
  pg_temp.demo_id('qualification/fib/' || memberships.person_id),
  memberships.person_id,
  pg_temp.demo_id('course/fib'),
  timestamptz '2025-03-17 09:00+08',
  pg_temp.demo_id('person/lab'),
  null
from public.memberships
where memberships.role in ('owner', 'member', 'manager', 'technician')
  and substr(memberships.person_id::text, 15, 1) = '8'
on conflict do nothing;

insert into public.tariffs (
  id, platform_id, instrument_id, customer_kind, basis, rate_fen, minimum_fen, off_hours_bp, valid_from, created_at
)
values
  (
    pg_temp.demo_id('tariff/startup/afm'), null, pg_temp.demo_id('instrument/afm'), 'startup',
    'hour', 24000, 24000, 10000, timestamptz '2025-03-17 09:00+08', timestamptz '2025-03-17 09:00+08'
  ),
  (
    pg_temp.demo_id('tariff/startup/xrd'), null, pg_temp.demo_id('instrument/xrd'), 'startup',
    'hour', 12000, 0, 5000, timestamptz '2025-03-17 09:00+08', timestamptz '2025-03-17 09:00+08'
  )
on conflict do nothing;

insert into public.booking_rules (
  id, platform_id, customer_kind, version, granularity_minutes, shortest_minutes, longest_minutes,
  horizon_days, purpose_required, approval, cancel_until_minutes, valid_from, created_at
)
values (
  pg_temp.demo_id('rules/platform/materials'), pg_temp.demo_id('platform/materials'), 'startup', 1,
  30, 60, 480, 60, true, 'lab', 1440, timestamptz '2025-03-17 09:00+08', timestamptz '2025-03-17 09:00+08'
)
on conflict do nothing;

insert into public.booking_quotas (
  id, platform_id, customer_kind, holder, measure, span, at_most, version, valid_from, created_at
)
values
  (
    pg_temp.demo_id('quota/materials/startup/week'), pg_temp.demo_id('platform/materials'), 'startup',
    'organisation', 'minutes', 'week', 3600, 1, timestamptz '2025-03-17 09:00+08', timestamptz '2025-03-17 09:00+08'
  ),
  (
    pg_temp.demo_id('quota/materials/startup/outstanding'), pg_temp.demo_id('platform/materials'), 'startup',
    'organisation', 'bookings', 'outstanding', 40, 1, timestamptz '2025-03-17 09:00+08', timestamptz '2025-03-17 09:00+08'
  )
on conflict do nothing;

/* Datasets. 10.5072 is the DOI prefix set aside for tests; it never resolves. */
insert into public.datasets (
  id, platform_id, source_key, title, title_en, abstract, keywords, subject_codes, creators,
  publisher, doi, cstr, published_on, version, size_bytes, formats, spatial, temporal, source, method,
  update_frequency, access_level, licence, use_statement, citation_text, landing_page, embargo_until,
  created_at, updated_at
)
select
  pg_temp.demo_id('dataset/' || story.key),
  platforms.id,
  'DATA-' || story.key,
  story.title,
  story.title_en,
  story.abstract,
  story.keywords,
  story.subjects,
  story.creators,
  hosts.name,
  '10.5072/yixiang.demo.' || story.key,
  case when story.access_level = 'open' then '00000.11.DEMO.' || upper(left(md5(story.key), 6)) end,
  story.published_on::date,
  story.version,
  story.megabytes::bigint * 1048576,
  story.formats,
  story.spatial,
  story.temporal,
  story.source,
  story.method,
  story.update_frequency,
  story.access_level,
  story.licence,
  case story.access_level
    when 'open' then '可自由下载使用，请按引用格式注明来源。'
    when 'registered' then '登录后下载；请在成果中注明数据来源。'
    when 'application' then '说明用途后由平台审核，五个工作日内答复；不得转交第三方。'
    else '仅公开描述信息，可在平台现场使用，不提供下载。'
  end,
  format(
    '%s. %s[DS/OL]. %s. %s, %s. https://doi.org/10.5072/yixiang.demo.%s',
    array_to_string(story.creators, ', '), story.title, story.version, hosts.name,
    left(story.published_on, 4), story.key
  ),
  platforms.website || '/data/' || story.key,
  story.embargo_until::date,
  timestamptz '2026-03-02 09:00+08',
  timestamptz '2026-03-02 09:00+08'
from (
  values
    ('separator-pores', 'materials', '锂电池隔膜截面扫描电镜图像与孔隙标注',
      'Cross-section SEM images of battery separators with pore labels',
      '收录 12 种商用与自制隔膜的 1,860 幅截面扫描电镜图像，逐像素标注孔隙与涂层，附分割基线模型。',
      '{隔膜,扫描电镜,孔隙,图像分割}'::text[], '{430,520}'::text[], '{陆雨桐,沈砚秋}'::text[], '2025-11-18', 'v2.1', 4380, '{TIFF,PNG,JSON}'::text[],
      null, '2023–2025', '实验测量', '截面离子抛光后低电压成像，两人独立标注，三人复核。', '每年', 'open', 'CC-BY-4.0', null),
    ('mg-precipitates', 'materials', '镁稀土合金析出相透射电镜图像集',
      'TEM images of precipitates in magnesium–rare-earth alloys',
      '七种 Mg-Gd-Y 合金在 200–300 ℃ 时效不同时间的 STEM 与高分辨图像、衍射花样及尺寸统计。',
      '{镁合金,透射电镜,析出相,时效}', '{430,450}', '{梁栋}', '2026-01-22', 'v1.0', 9120, '{DM4,TIFF,CSV}',
      null, '2024–2025', '实验测量', '双喷减薄，200 kV 成像，统计不少于 300 个析出相。', '不再更新', 'registered', 'CC-BY-NC-4.0', null),
    ('raman-polymers', 'materials', '常见高分子与添加剂拉曼谱库', 'Raman spectra of common polymers and additives',
      '236 种高分子、填料与添加剂的参考拉曼光谱，三种激光波长，含荧光背景原始谱。',
      '{拉曼光谱,高分子,谱库,微塑料}', '{150,430}', '{沈砚秋,赵启明}', '2025-06-30', 'v3.0', 96, '{SPC,CSV}',
      null, '2022–2025', '实验测量', '532/633/785 nm，分辨率 1 cm⁻¹，每样 5 点。', '每半年', 'open', 'CC0-1.0', null),
    ('separator-cycling', 'materials', '锂电池隔膜循环老化原始数据',
      'Raw data of ageing battery separators in cycling',
      '六种涂覆隔膜在三种倍率下循环 1,200 次的电压、内阻、气体与热成像记录，含拆解后的截面图像。',
      '{隔膜,循环老化,热成像,电池}', '{430,480}', '{陆雨桐,沈砚秋}', '2026-05-08', 'v1.1', 860, '{HDF5,CSV}',
      null, '2024–2026', '实验测量', '恒温 25/45 ℃ 循环，每百次静置测内阻，终止后拆解。', '每年', 'application', '平台许可协议', null),
    ('soil-metals', 'testing', '辽河平原农田表层土壤重金属快检比对', 'Rapid tests of heavy metals in farmland topsoil, compared with ICP-MS',
      '418 个土样的速测卡读数与 ICP-MS 结果成对数据，含 pH、有机质与采样网格（坐标模糊到 1 公里）。',
      '{土壤,重金属,ICP-MS,快速检测}', '{610,210}', '{郑明澈,何青禾}', '2026-04-15', 'v1.2', 14, '{CSV,XLSX}',
      '虚构采样区，41.2–42.1°N', '2025-04 至 2025-10', '野外采样', '五点混合采样，微波消解，10% 平行样。', '每年', 'registered', 'CC-BY-4.0', null),
    ('nmr-oligosaccharides', 'testing', '海藻寡糖核磁共振参考谱', 'NMR reference spectra of algal oligosaccharides',
      '聚合度 2–8 的褐藻胶与卡拉胶寡糖的一维、二维核磁谱，附完整归属表。',
      '{核磁共振,寡糖,海藻,结构鉴定}', '{150,180}', '{郑明澈,许望潮}', '2025-09-09', 'v1.0', 720, '{JCAMP-DX,NMReDATA}',
      null, '2024–2025', '实验测量', '600 MHz 低温探头，氘水，298 K。', '不定期', 'open', 'CC-BY-4.0', null),
    ('flapping-wing', 'flight', '微型扑翼低雷诺数风洞测力数据', 'Wind-tunnel forces on flapping wings at low Reynolds number',
      '三种翼平面、五种频率与九个迎角组合下的六分量力、PIV 速度场和高速影像。',
      '{风洞,扑翼,低雷诺数,PIV}', '{590,130}', '{关翔宇,孟翊}', '2026-05-20', 'v1.1', 38400, '{HDF5,MP4}',
      null, '2025–2026', '实验测量', '回流风洞 2–12 m/s，相位平均 200 周期。', '不再更新', 'application', '平台许可协议', '2027-01-01'),
    ('printed-ti-ct', 'making', '钛合金打印件工业 CT 缺陷数据集', 'Industrial CT of defects in printed titanium parts',
      '64 件激光选区熔化试样的 CT 体数据、孔隙分割结果与对应疲劳寿命。',
      '{金属增材制造,工业CT,孔隙,疲劳}', '{460,430}', '{崔博远}', '2025-12-12', 'v1.0', 215000, '{RAW,JSON,CSV}',
      null, '2023–2025', '实验测量', '体素 8 μm，225 kV，随后高周疲劳至断裂。', '不再更新', 'application', '平台许可协议', null),
    ('hydrophone-calibration', 'sensors', '微机电水听器阵列标定记录', 'Calibration records of MEMS hydrophone arrays',
      '48 只氮化铝压电水听器 20 Hz–20 kHz 灵敏度、相位一致性与温度漂移。',
      '{水听器,压电,标定,微机电}', '{510,140}', '{方屿,苏澜}', '2026-02-08', 'v1.0', 310, '{MAT,CSV}',
      null, '2025', '实验测量', '驻波管比较法与消声水池自由场法。', '每年', 'registered', 'CC-BY-NC-4.0', null),
    ('sea-cucumber-cells', 'clinical', '海参皂苷处理肿瘤细胞流式数据', 'Flow cytometry of tumour cells treated with sea-cucumber saponins',
      '五株细胞系、六个浓度梯度的凋亡与周期原始流式文件及门控方案。',
      '{流式细胞,海参皂苷,凋亡,药物筛选}', '{310,350}', '{宁静姝}', '2026-03-17', 'v1.0', 5400, '{FCS,CSV}',
      null, '2025', '实验测量', '三次独立重复，18 色面板，补偿文件随附。', '不再更新', 'restricted', '仅限现场使用', null),
    ('marine-ms-library', 'bioresources', '北方海域海洋天然产物高分辨质谱库', 'High-resolution mass spectra of marine natural products',
      '1,120 个海洋来源化合物的 MS/MS 谱、离子淌度截面与来源物种。',
      '{质谱,天然产物,海洋,谱库}', '{150,180,350}', '{丛海岚,鲁一帆}', '2025-08-25', 'v4.0', 890, '{mzML,MGF,JSON}',
      '虚构海域', '2019–2025', '实验测量', '四极杆飞行时间质谱，三档碰撞能，参考物质确认。', '每半年', 'open', 'CC-BY-SA-4.0', null),
    ('wave-reef', 'corrosion', '人工鱼礁消浪水槽试验数据', 'Flume tests of wave damping by artificial reefs',
      '四种礁体排列在 36 组规则波与不规则波下的波高、压力与流速时间序列。',
      '{波浪水槽,人工鱼礁,消浪,海岸工程}', '{570,240}', '{曲岸,鲁一帆}', '2025-05-05', 'v1.3', 2600, '{NetCDF,CSV}',
      null, '2024', '模型试验', '几何比尺 1:20，主动吸收造波，重复三次。', '不再更新', 'open', 'CC-BY-4.0', null),
    ('mg-tensile', 'magnesium', '挤压镁合金拉伸与疲劳性能数据集', 'Tensile and fatigue properties of extruded magnesium alloys',
      '26 个牌号、5 个温度下的应力应变曲线与 S-N 数据，附成分与金相。',
      '{镁合金,拉伸,疲劳,材料数据}', '{430,460}', '{田致远,韦思齐}', '2026-06-11', 'v2.0', 180, '{CSV,JSON}',
      null, '2020–2026', '实验测量', '按 GB/T 228.1 与 GB/T 3075 试验，同批三根以上。', '每年', 'registered', 'CC-BY-4.0', null)
) as story (
  key, platform, title, title_en, abstract, keywords, subjects, creators, published_on, version,
  megabytes, formats, spatial, temporal, source, method, update_frequency, access_level, licence,
  embargo_until
)
join public.platforms on platforms.id = pg_temp.demo_id('platform/' || story.platform)
join public.organisations as hosts on hosts.id = platforms.organisation_id
on conflict do nothing;

insert into public.dataset_instruments (dataset_id, instrument_id)
select pg_temp.demo_id('dataset/' || story.dataset), pg_temp.demo_id('instrument/' || story.instrument)
from (
  values
    ('separator-pores', 'fe-sem'), ('separator-pores', 'fib'), ('mg-precipitates', 'tem'),
    ('raman-polymers', 'raman'), ('soil-metals', 'icp-ms'), ('nmr-oligosaccharides', 'nmr'),
    ('flapping-wing', 'wind-tunnel'), ('printed-ti-ct', 'industrial-ct'), ('printed-ti-ct', 'slm'),
    ('hydrophone-calibration', 'probe-station'), ('sea-cucumber-cells', 'flow-cytometer'),
    ('marine-ms-library', 'q-tof'), ('wave-reef', 'wave-flume'), ('mg-tensile', 'tensile'),
    ('mg-tensile', 'fatigue')
) as story (dataset, instrument)
on conflict do nothing;

/* Literature: what was found with these instruments, and the rules they are used by. */
insert into public.literature_items (
  id, platform_id, source_key, title, language, title_en, authors, venue, published_year, data_type, doi,
  abstract, keywords, access, full_text_url, created_at, updated_at
)
select
  pg_temp.demo_id('literature/' || story.key),
  platforms.id,
  'LIT-' || story.key,
  story.title,
  story.language,
  story.title_en,
  story.authors,
  story.venue,
  story.published_year,
  story.data_type,
  case when story.data_type in ('Article', 'Conference_Item') then '10.5072/yixiang.lit.' || story.key end,
  story.abstract,
  story.keywords,
  story.access,
  case story.access when 'open' then platforms.website || '/literature/' || story.key || '.pdf' end,
  timestamptz '2026-03-02 09:00+08',
  timestamptz '2026-03-02 09:00+08'
from (
  values
    ('coated-separators', 'materials', 'zh', '勃姆石涂覆隔膜的孔道演变与离子传输',
      'Pore evolution and ion transport in boehmite-coated separators', '{陆雨桐,顾行之,沈砚秋}'::text[], '辽海材料学报', 2026, 'Article',
      '用截面扫描电镜与三维重构跟踪涂覆隔膜在循环中的孔道变化，给出涂层厚度与倍率性能的关系。', '{隔膜,扫描电镜,离子传输}'::text[], 'open'),
    ('low-voltage-imaging', 'materials', 'zh', '聚烯烃薄膜低电压扫描电镜成像参数选择',
      'Choosing parameters for low-voltage SEM of polyolefin films', '{赵启明,沈砚秋}', '仪器与测试通讯', 2025, 'Article',
      '比较不同加速电压、束流与减速场下聚烯烃薄膜的衬度与损伤，给出免喷镀成像的参数表。', '{低电压,扫描电镜,高分子}', 'open'),
    ('grain-boundary', 'materials', 'en', 'Segregation at grain boundaries in Mg–Gd–Y alloys seen by STEM',
      null, '{Liang Dong,Tong Zheng}', 'Liaohai Journal of Materials', 2025, 'Article',
      'Atomic-resolution imaging and EDS mapping of solute segregation during ageing at 225 °C.', '{magnesium,STEM,segregation}', 'delivery'),
    ('xps-fluorination', 'materials', 'zh', '陶瓷涂层氟化处理的 X 射线光电子能谱研究',
      'XPS study of fluorinated ceramic coatings', '{顾行之,林知夏}', '表面与界面', 2026, 'Article',
      '以团簇离子剖析氟化层的厚度与键合状态，讨论其对浸润性的影响。', '{XPS,表面处理,涂层}', 'delivery'),
    ('oligosaccharide-nmr', 'testing', 'zh', '褐藻寡糖的核磁共振定量方法',
      'Quantitative NMR of alginate oligosaccharides', '{许望潮,郑明澈}', '辽海分析化学', 2025, 'Article',
      '建立无需标准品的定量核磁方法，对聚合度 2–8 的褐藻寡糖测定不确定度小于 1.5%。', '{核磁共振,定量,寡糖}', 'open'),
    ('soil-cards', 'testing', 'zh', '土壤重金属速测卡与 ICP-MS 的一致性评价',
      'Agreement of soil test cards with ICP-MS', '{何青禾,郑明澈}', '环境监测方法', 2026, 'Article',
      '以 418 个土样评价速测卡对镉、铅、砷的检出能力，给出适用范围与误判率。', '{土壤,重金属,ICP-MS}', 'delivery'),
    ('residual-solvent', 'testing', 'zh', '湿法隔膜中残留溶剂的顶空气相色谱-质谱测定规程',
      'Procedure: residual solvents in wet-process separators by headspace GC–MS', '{浑河分析测试中心}', '演示团体标准 T/DEMO 003—2025', 2025, 'Standard',
      '规定了湿法隔膜中十氢萘与白油残留的前处理、色谱条件、质量控制与结果表示。', '{气质联用,残留溶剂,隔膜}', 'delivery'),
    ('section-preparation', 'materials', 'zh', '锂电隔膜截面制样操作规程',
      'Procedure: preparing cross-sections of battery separators', '{先进功能材料重点实验室}', '演示团体标准 T/DEMO 001—2024', 2024, 'Standard',
      '规定了隔膜截面冷冻切割与离子抛光制样的步骤、参数与判废准则。', '{制样,截面,隔膜}', 'open'),
    ('flapping-lift', 'flight', 'zh', '柔性扑翼低雷诺数升力机理的风洞实验',
      'Wind-tunnel study of lift on flexible flapping wings', '{孟翊,关翔宇}', '微型飞行器', 2026, 'Article',
      '结合六分量测力与 PIV，分析柔性翼扭转相位对升力的影响。', '{风洞,扑翼,PIV}', 'delivery'),
    ('tunnel-quality', 'flight', 'zh', '回流式低速风洞流场品质校测报告',
      'Flow quality of the low-speed closed-return wind tunnel: report', '{微型飞行器工程技术研究中心}', '技术报告 HH-TR-2025-04', 2025, 'Report',
      '给出 2–60 m/s 范围内的动压稳定性、湍流度与方向场校测结果。', '{风洞,流场校测}', 'open'),
    ('printed-joints', 'making', 'zh', '激光选区熔化钛合金接头的孔隙与疲劳',
      'Porosity and fatigue of laser-melted titanium joints', '{崔博远,罗小满}', '增材制造学报', 2026, 'Article',
      '以工业 CT 定位孔隙，建立最大缺陷尺寸与疲劳寿命的关系。', '{3D打印,工业CT,疲劳}', 'delivery'),
    ('channel-cooler', 'making', 'zh', '一种随形流道散热器及其制造方法',
      'Heat sink with conformal channels and method of making it', '{白一诺,崔博远}', '演示专利公开 DEMO-2026-0117', 2026, 'Patent',
      '公开一种金属增材制造的随形流道散热器，热阻较铣削流道降低 31%。', '{散热器,增材制造,LED}', 'open'),
    ('small-company-computing', 'computing', 'zh', '中小企业科学计算需求调查报告（2026）',
      'Computing needs of small companies: survey report 2026', '{尹若水}', '技术报告 HH-CS-2026-01', 2026, 'Report',
      '对 86 家创业企业与团队的计算、数据与文献需求的问卷与访谈。', '{科学计算,创业企业,需求调查}', 'open'),
    ('separator-vision', 'computing', 'en', 'Finding coating defects on battery separators with few labels',
      null, '{Gu Xingzhi,Yin Ruoshui}', 'Proceedings of the Liaohai Workshop on Industrial Vision', 2025, 'Conference_Item',
      'A small segmentation model trained on 200 labelled line-scan images reaches 0.94 recall.', '{machine vision,separators,GPU}', 'open'),
    ('aln-hydrophones', 'sensors', 'zh', '氮化铝压电水听器的工艺与标定',
      'Process and calibration of aluminium-nitride hydrophones', '{苏澜,方屿}', '海洋传感', 2026, 'Article',
      '给出四英寸线上氮化铝水听器的流片工艺、成品率与灵敏度一致性。', '{水听器,氮化铝,光刻,溅射}', 'delivery'),
    ('cleanroom-handbook', 'sensors', 'zh', '小批量微纳流片手册', 'Handbook of small-batch microfabrication', '{方屿}', '星海湾海洋大学出版社（虚构）', 2024, 'Book',
      '面向首次进入洁净间的创业团队：光刻、镀膜、刻蚀与测试的工艺卡片。', '{微纳加工,光刻,洁净间}', 'delivery'),
    ('saponin-apoptosis', 'clinical', 'zh', '海参皂苷诱导肿瘤细胞凋亡的流式细胞术研究',
      'Sea-cucumber saponins and apoptosis, by flow cytometry', '{宁静姝,鲁一帆}', '海洋药物研究', 2026, 'Article',
      '五株细胞系的剂量效应关系与线粒体通路证据。', '{流式细胞,凋亡,海参皂苷}', 'delivery'),
    ('marine-dereplication', 'bioresources', 'en', 'Dereplication of marine natural products with ion mobility',
      null, '{Cong Hailan,Lu Yifan}', 'Xinghai Bay Marine Chemistry', 2025, 'Article',
      'Collision cross sections halve the number of false candidates in library search.', '{LC-MS,ion mobility,natural products}', 'open'),
    ('micro-arc-magnesium', 'corrosion', 'zh', '微弧氧化镁合金海水腐蚀的电化学研究',
      'Electrochemistry of micro-arc oxidised magnesium in sea water', '{佟铮,曲岸}', '海工腐蚀与防护', 2026, 'Article',
      '以阻抗谱与极化曲线评价三种封孔工艺的耐蚀性。', '{镁合金,电化学,腐蚀}', 'delivery'),
    ('mg-fatigue-thesis', 'magnesium', 'zh', '挤压镁合金轮毂的疲劳寿命预测',
      'Fatigue life of extruded magnesium wheels', '{韦思齐}', '千岭先进材料研究院硕士学位论文', 2024, 'Thesis_or_Dissertation',
      '以缺陷统计修正 S-N 曲线，预测轮毂台架寿命，误差在两倍因子内。', '{镁合金,疲劳,轮毂}', 'open')
) as story (
  key, platform, language, title, title_en, authors, venue, published_year, data_type, abstract,
  keywords, access
)
join public.platforms on platforms.id = pg_temp.demo_id('platform/' || story.platform)
on conflict do nothing;

insert into public.literature_instruments (literature_item_id, instrument_id)
select pg_temp.demo_id('literature/' || story.literature), pg_temp.demo_id('instrument/' || story.instrument)
from (
  values
    ('coated-separators', 'fe-sem'), ('coated-separators', 'fib'), ('low-voltage-imaging', 'fe-sem'),
    ('grain-boundary', 'tem'), ('xps-fluorination', 'xps'), ('oligosaccharide-nmr', 'nmr'),
    ('soil-cards', 'icp-ms'), ('residual-solvent', 'gc-ms'), ('section-preparation', 'fe-sem'),
    ('flapping-lift', 'wind-tunnel'), ('tunnel-quality', 'wind-tunnel'), ('printed-joints', 'slm'),
    ('printed-joints', 'industrial-ct'), ('printed-joints', 'fatigue'), ('channel-cooler', 'slm'),
    ('separator-vision', 'gpu-cluster'), ('aln-hydrophones', 'lithography'), ('aln-hydrophones', 'sputter'),
    ('cleanroom-handbook', 'lithography'), ('saponin-apoptosis', 'flow-cytometer'),
    ('marine-dereplication', 'q-tof'), ('micro-arc-magnesium', 'electrochemistry'),
    ('mg-fatigue-thesis', 'fatigue'), ('mg-fatigue-thesis', 'tensile')
) as story (literature, instrument)
on conflict do nothing;

/* Services, with prices in yuan; without one the price is by arrangement. */
insert into public.services (
  id, platform_id, source_key, name, name_en, instrument_id, description, group_name, method_standard,
  unit_price_fen, unit, turnaround_days, created_at, updated_at
)
select
  pg_temp.demo_id('service/' || story.key),
  pg_temp.demo_id('platform/' || story.platform),
  'SERV-' || story.key,
  story.name,
  story.name_en,
  pg_temp.demo_id('instrument/' || story.instrument),
  story.description,
  story.group_name,
  story.method_standard,
  story.price_yuan * 100,
  story.unit,
  story.turnaround_days,
  timestamptz '2026-03-02 09:00+08',
  timestamptz '2026-03-02 09:00+08'
from (
  values
    ('sem-section', 'materials', 'fe-sem', '扫描电镜截面形貌测试', 'SEM of cross-sections',
      '含冷冻切割或离子抛光制样，每样 5 个视场，附标尺图与测量值。', '显微分析', null, 260, '样', 4),
    ('tem-foil', 'materials', 'fib', '透射样品制备（FIB 薄片）', 'FIB lamella for TEM',
      '定点提取，薄片厚度小于 100 nm，转移到铜网。', '显微分析', null, 1800, '片', 7),
    ('xrd-phases', 'materials', 'xrd', 'X 射线衍射物相分析', 'XRD phase analysis',
      '10–90° 扫描，物相检索与半定量。', '结构分析', 'JY/T 0587-2020', 120, '样', 3),
    ('shutdown-temperature', 'materials', 'sta', '电池隔膜热性能测试', 'Thermal properties of battery separators',
      '熔融、闭孔温度与热分解，附曲线。', '热分析', null, 160, '样', 3),
    ('structure-nmr', 'testing', 'nmr', '核磁共振结构鉴定套餐', 'NMR structure package',
      '¹H、¹³C、COSY、HSQC、HMBC 五谱与归属建议。', '结构分析', null, 880, '样', 5),
    ('pesticides', 'testing', 'lc-ms', '农产品农药残留筛查', 'Pesticide residues in produce',
      '液质联用，208 种农药一次筛查。', '成分检测', 'GB 23200.121-2021', 650, '样', 5),
    ('metals-in-soil', 'testing', 'icp-ms', '土壤重金属八项', 'Eight heavy metals in soil',
      '镉、铅、砷、汞、铬、铜、锌、镍，含消解。', '成分检测', null, 480, '样', 6),
    ('unknown-matter', 'testing', 'ftir', '异物成分快速鉴定', 'Identification of foreign matter',
      '显微红外比对，加急 24 小时。', '成分检测', 'GB/T 6040-2019', 300, '样', 1),
    ('model-forces', 'flight', 'wind-tunnel', '风洞模型测力试验', 'Forces on a model in the wind tunnel',
      '含模型安装、六分量测力与数据报告。', '试验验证', null, 9800, '次', 15),
    ('random-vibration', 'flight', 'shaker', '电子产品随机振动试验', 'Random vibration of electronics',
      '三轴向各 30 分钟，含夹具。', '试验验证', 'GB/T 2423.56-2018', 1200, '次', 4),
    ('metal-printing', 'making', 'slm', '金属零件打样', 'Prototype in printed metal',
      '铝、钛、不锈钢；报价随体积与支撑。', '加工制造', null, null, '件', 7),
    ('ct-porosity', 'making', 'industrial-ct', '工业 CT 孔隙率分析', 'Porosity by industrial CT',
      '三维孔隙分布、最大缺陷定位与切片视频。', '无损检测', null, 1500, '件', 5),
    ('dimension-report', 'making', 'cmm', '三坐标尺寸检测报告', 'CMM dimensional report',
      '按图纸标注逐项测量，附不确定度。', '无损检测', null, 80, '尺寸', 3),
    ('model-training', 'computing', 'gpu-cluster', '企业模型训练托管', 'Managed model training',
      '环境部署、训练监控与结果交付，数据不出平台。', '计算与数据', null, 3200, '天', 3),
    ('document-delivery', 'computing', null, '科技文献传递', 'Document delivery',
      '国内外期刊、标准与会议论文全文代查代送。', '计算与数据', null, 5, '篇', 1),
    ('wafer-run', 'sensors', 'lithography', '四英寸单层光刻镀膜流片', 'Four-inch single-layer wafer run',
      '版图检查、光刻、镀膜、剥离与镜检。', '加工制造', null, 4200, '片', 10),
    ('cell-viability', 'clinical', 'flow-cytometer', '细胞凋亡流式检测', 'Apoptosis by flow cytometry',
      '双染法，三重复，附门控图。', '生物检测', null, 380, '样', 5),
    ('fermentation-scale-up', 'bioresources', 'bioreactor', '发酵工艺放大试验', 'Fermentation scale-up',
      '5 L 到 50 L，含补料策略优化与过程曲线。', '试验验证', null, 12000, '批', 20),
    ('coating-impedance', 'corrosion', 'electrochemistry', '涂层电化学阻抗评价', 'Impedance of coatings',
      '人造海水浸泡 0、1、7 天三个时点。', '试验验证', null, 900, '样', 10),
    ('tensile-metal', 'magnesium', 'tensile', '金属材料室温拉伸', 'Tensile test of metals at room temperature',
      '屈服、抗拉强度与断后伸长率，三根平行样。', '力学测试', 'GB/T 228.1-2021', 180, '组', 3)
) as story (
  key, platform, instrument, name, name_en, description, group_name, method_standard, price_yuan, unit,
  turnaround_days
)
on conflict do nothing;

/*
 * The calendar: a quarter that has passed and three weeks ahead, around the day of loading. The one
 * row of demo_today is missing where there are bookings already, and then nothing below writes.
 */
create temporary table demo_today as
select (now() at time zone 'Asia/Shanghai')::date as today
where not exists (select from public.bookings);

-- Public holidays of the current year, as load_holidays makes them, for all but the instruments that run
-- by themselves; a year whose arrangement is not known yet has its New Year's Day.
insert into public.opening_exceptions (id, instrument_id, on_date, opens, closes, reason, holiday_year)
select
  pg_temp.demo_id(concat_ws('/', 'holiday', story.key, days.on_date, hours.opens)),
  pg_temp.demo_id('instrument/' || story.key),
  days.on_date,
  hours.opens,
  hours.closes,
  days.name,
  days.year
from demo_today
cross join lateral (
  select holidays.on_date, holidays.name, holidays.year, holidays.is_working_day
  from public.holidays
  where holidays.country = 'CN' and holidays.year = extract(year from today)
  union all
  select make_date(years.year, 1, 1), '元旦', years.year, false
  from generate_series(extract(year from today)::integer, extract(year from today)::integer + 1) as years (year)
  where not exists (
    select from public.holiday_calendars as calendars
    where calendars.country = 'CN' and calendars.year = years.year
  )
) as days
join demo_instruments as story on story.hours <> 'always'
left join public.opening_hours as hours
  on days.is_working_day
  and hours.instrument_id = pg_temp.demo_id('instrument/' || story.key)
  and hours.weekday = 1
where not days.is_working_day or hours.id is not null
on conflict do nothing;

insert into public.opening_exceptions (id, instrument_id, on_date, opens, closes, reason)
select
  pg_temp.demo_id(concat_ws('/', 'exception', story.key, exceptions.on_date, exceptions.opens)),
  pg_temp.demo_id('instrument/' || story.key),
  exceptions.on_date,
  exceptions.opens::time,
  exceptions.closes::time,
  exceptions.reason
from demo_today
cross join lateral (
  values
    (null, 'hhut', today - 38, '08:30', '12:00', '校运动会，下午闭馆'),
    (null, 'xbou', today + 12, null, null, '校园供电检修'),
    ('tem', null, today - 61, null, null, '更换灯丝与合轴'),
    ('tem', null, today - 60, null, null, '更换灯丝与合轴'),
    ('wind-tunnel', null, today + 9, null, null, '风机年度检修'),
    ('nmr', null, today + 6, '12:00', '24:00', '上午液氮补充与匀场'),
    -- The next Saturday, on request.
    ('afm', null, today + 1 + (12 - extract(isodow from today)::integer) % 7, '09:00', '20:00', '应预约需求延长开放')
) as exceptions (key, host, on_date, opens, closes, reason)
join demo_instruments as story
  on (exceptions.key is null and story.hours <> 'always')
  or exceptions.key = story.key
join public.platforms on platforms.id = pg_temp.demo_id('platform/' || story.platform)
where exceptions.on_date between today - 100 and today + 100
  and (
    exceptions.host is null
    or platforms.organisation_id = pg_temp.demo_id('organisation/' || exceptions.host)
  )
on conflict do nothing;

/* Who uses what, and for what. The weight is how often they come, next to the others. */
create temporary table demo_customers (
  use          text not null,
  person       text not null,
  organisation text not null,
  weight       integer not null,
  purposes     text[] not null
);

insert into demo_customers (use, person, organisation, weight, purposes)
values
  ('electron', 'startup', 'chengxi', 5, '{涂覆隔膜截面形貌观察,陶瓷涂层厚度与孔隙统计,循环后隔膜表面沉积物,勃姆石浆料颗粒分散情况}'),
  ('electron', 'founder', 'chengxi', 2, '{客户退样失效分析,新批次基膜来料检查}'),
  ('electron', 'tong.zheng', 'meiyu', 3, '{挤压板材断口分析,铸态组织对比}'),
  ('electron', 'he.qinghe', 'qinghe', 1, '{土壤团聚体微观结构}'),
  ('electron', 'jiang.haiyue', 'haiyue', 2, '{海藻膜断面形貌}'),
  ('electron', 'bai.yinuo', 'nuoguang', 2, '{荧光粉颗粒形貌}'),
  ('electron', 'lu.yutong', 'hhut', 4, '{硕士课题：钠电正极形貌演变,本科毕业设计样品}'),
  ('electron', 'liang.dong', 'hhut', 2, '{青年教师启动项目：薄膜截面}'),
  ('transmission', 'founder', 'chengxi', 2, '{勃姆石涂层界面}'),
  ('transmission', 'tong.zheng', 'meiyu', 4, '{镁稀土合金时效析出相,长周期有序结构}'),
  ('transmission', 'lu.yutong', 'hhut', 4, '{层状氧化物晶格像,固态电解质界面观察}'),
  ('transmission', 'liang.dong', 'hhut', 4, '{国家基金课题：晶界偏聚,位错组态}'),
  ('ion-beam', 'startup', 'chengxi', 2, '{隔膜三维孔道重构}'),
  ('ion-beam', 'su.lan', 'tinglan', 3, '{压电薄膜截面,电极失效定点分析}'),
  ('ion-beam', 'meng.yi', 'yisun', 2, '{打印件熔池边界取样}'),
  ('ion-beam', 'lu.yutong', 'hhut', 4, '{透射样品制备}'),
  ('ion-beam', 'liang.dong', 'hhut', 3, '{微柱压缩试样加工}'),
  ('diffraction', 'startup', 'chengxi', 3, '{勃姆石物相鉴定,涂层结晶度测试}'),
  ('diffraction', 'tong.zheng', 'meiyu', 3, '{镁合金板材织构,热处理后物相变化}'),
  ('diffraction', 'he.qinghe', 'qinghe', 2, '{黏土矿物组成}'),
  ('diffraction', 'bai.yinuo', 'nuoguang', 3, '{荧光粉物相纯度,烧成温度筛选}'),
  ('diffraction', 'lu.yutong', 'hhut', 5, '{变温衍射,层状氧化物精修}'),
  ('topography', 'startup', 'chengxi', 2, '{涂布面粗糙度,隔膜微孔形貌}'),
  ('topography', 'su.lan', 'tinglan', 4, '{压电薄膜台阶与粗糙度,背腔深度测量}'),
  ('topography', 'bai.yinuo', 'nuoguang', 2, '{封装胶表面形貌,微透镜面形}'),
  ('topography', 'liang.dong', 'hhut', 3, '{二维材料厚度测量}'),
  ('topography', 'lu.yifan', 'xbou', 4, '{微流道深度测量,疏水表面形貌}'),
  ('chemistry', 'founder', 'chengxi', 3, '{涂层表面氟化处理效果}'),
  ('chemistry', 'su.lan', 'tinglan', 2, '{电极表面氧化状态}'),
  ('chemistry', 'tong.zheng', 'meiyu', 3, '{转化膜成分剖析}'),
  ('chemistry', 'lu.yutong', 'hhut', 4, '{固态电解质界面膜组成}'),
  ('chemistry', 'liang.dong', 'hhut', 4, '{钝化膜价态分析}'),
  ('molecules', 'startup', 'chengxi', 4, '{聚烯烃基膜取向,黏结剂官能团鉴定,异物来源排查}'),
  ('molecules', 'he.qinghe', 'qinghe', 3, '{土壤有机质红外建模,微塑料筛查}'),
  ('molecules', 'bai.yinuo', 'nuoguang', 2, '{荧光粉拉曼成像,封装胶固化度}'),
  ('molecules', 'jiang.haiyue', 'haiyue', 3, '{海藻多糖官能团,共混相容性}'),
  ('molecules', 'lu.yutong', 'hhut', 4, '{碳材料缺陷评价,课程实验}'),
  ('composition', 'tong.zheng', 'meiyu', 5, '{熔炼批次成分复核,客户来料验证}'),
  ('composition', 'he.qinghe', 'qinghe', 2, '{土壤全量元素}'),
  ('composition', 'bai.yinuo', 'nuoguang', 1, '{基板成分确认}'),
  ('composition', 'liang.dong', 'hhut', 3, '{陶瓷粉体成分}'),
  ('composition', 'wei.siqi', 'qiam', 4, '{标准样品定值,合金成分比对}'),
  ('thermal', 'startup', 'chengxi', 4, '{陶瓷涂层耐热性,黏结剂分解温度}'),
  ('thermal', 'jiang.haiyue', 'haiyue', 2, '{海藻膜热稳定性,含水率测定}'),
  ('thermal', 'bai.yinuo', 'nuoguang', 2, '{荧光粉前驱体分解}'),
  ('thermal', 'lu.yutong', 'hhut', 4, '{正极材料热失控温度,前驱体烧结曲线}'),
  ('nmr', 'xu.wangchao', 'chaosheng', 5, '{酶解寡糖结构鉴定,产物纯度定量核磁,底物转化率}'),
  ('nmr', 'jiang.haiyue', 'haiyue', 3, '{海藻酸 M/G 比测定}'),
  ('nmr', 'founder', 'chengxi', 1, '{黏结剂单体残留}'),
  ('nmr', 'liang.dong', 'hhut', 4, '{有机合成中间体,二维谱归属}'),
  ('organics', 'xu.wangchao', 'chaosheng', 5, '{酶解产物分子量分布,发酵液代谢物筛查,重组酶完整质量}'),
  ('organics', 'he.qinghe', 'qinghe', 3, '{除草剂残留快检比对,速测卡标定}'),
  ('organics', 'jiang.haiyue', 'haiyue', 2, '{包装膜迁移物检测}'),
  ('organics', 'liang.dong', 'hhut', 3, '{环境水样新污染物}'),
  ('organics', 'lu.yifan', 'xbou', 4, '{海洋天然产物去重复,贝类毒素监测}'),
  ('volatiles', 'founder', 'chengxi', 3, '{隔膜溶剂残留,电解液添加剂分析}'),
  ('volatiles', 'jiang.haiyue', 'haiyue', 3, '{海藻腥味物质鉴定}'),
  ('volatiles', 'bai.yinuo', 'nuoguang', 2, '{封装胶挥发物}'),
  ('volatiles', 'liang.dong', 'hhut', 4, '{课程实验,水样挥发性有机物}'),
  ('elements', 'he.qinghe', 'qinghe', 5, '{土壤重金属验证,阴离子背景值}'),
  ('elements', 'tong.zheng', 'meiyu', 3, '{镁合金痕量铁镍铜}'),
  ('elements', 'jiang.haiyue', 'haiyue', 2, '{海藻原料砷与碘}'),
  ('elements', 'startup', 'chengxi', 2, '{勃姆石可溶钠离子}'),
  ('elements', 'liang.dong', 'hhut', 4, '{稀土配分,课程实验}'),
  ('aerodynamics', 'meng.yi', 'yisun', 6, '{扑翼机升阻测量,新翼型失速特性,折叠桨效率对比}'),
  ('aerodynamics', 'liang.dong', 'hhut', 4, '{教学实验：机翼测压,博士课题：尾流干扰}'),
  ('vibration', 'luo.xiaoman', 'yisun', 5, '{云台随机振动,整机扫频}'),
  ('vibration', 'su.lan', 'tinglan', 3, '{浮标电子舱振动考核}'),
  ('vibration', 'bai.yinuo', 'nuoguang', 2, '{车灯支架耐振}'),
  ('vibration', 'liang.dong', 'hhut', 3, '{结构模态教学实验}'),
  ('flying', 'luo.xiaoman', 'yisun', 6, '{飞控算法定位验证,扑翼频率与姿态同步记录}'),
  ('flying', 'meng.yi', 'yisun', 3, '{样机首飞}'),
  ('flying', 'liang.dong', 'hhut', 4, '{集群编队课题,创新竞赛队训练}'),
  ('printing', 'meng.yi', 'yisun', 5, '{钛合金机身接头打印,扑翼连杆轻量化}'),
  ('printing', 'tong.zheng', 'meiyu', 2, '{铝镁合金打印工艺试验}'),
  ('printing', 'bai.yinuo', 'nuoguang', 2, '{散热器随形流道}'),
  ('printing', 'liang.dong', 'hhut', 4, '{拓扑优化支架}'),
  ('milling', 'liang.dong', 'hhut', 4, '{叶轮精加工,风洞模型加工}'),
  ('milling', 'lu.yutong', 'hhut', 2, '{原位池腔体加工}'),
  ('dimensions', 'luo.xiaoman', 'yisun', 4, '{机身接头尺寸检测}'),
  ('dimensions', 'tong.zheng', 'meiyu', 4, '{轮毂样件尺寸,压铸件首件检验}'),
  ('dimensions', 'bai.yinuo', 'nuoguang', 2, '{透镜模具曲面比对}'),
  ('dimensions', 'liang.dong', 'hhut', 2, '{公差课程实验}'),
  ('tomography', 'founder', 'chengxi', 4, '{软包电芯层间对齐度,卷绕缺陷扫描}'),
  ('tomography', 'luo.xiaoman', 'yisun', 3, '{打印件内部孔隙}'),
  ('tomography', 'tong.zheng', 'meiyu', 4, '{压铸件气孔三维统计}'),
  ('tomography', 'bai.yinuo', 'nuoguang', 2, '{灯珠焊点空洞率}'),
  ('tomography', 'lu.yutong', 'hhut', 2, '{电池原位变形}'),
  ('computing', 'founder', 'chengxi', 4, '{隔膜孔道离子输运模拟,缺陷识别模型训练}'),
  ('computing', 'luo.xiaoman', 'yisun', 4, '{扑翼流场仿真,强化学习飞控训练}'),
  ('computing', 'su.lan', 'tinglan', 3, '{水声信号分类模型,阵列响应仿真}'),
  ('computing', 'he.qinghe', 'qinghe', 2, '{土壤光谱建模调参}'),
  ('computing', 'lu.yutong', 'hhut', 4, '{分子动力学：枝晶生长,第一性原理批量计算}'),
  ('lithography', 'su.lan', 'tinglan', 6, '{水听器芯片光刻,电极剥离工艺,背腔图形对准}'),
  ('lithography', 'bai.yinuo', 'nuoguang', 3, '{微透镜阵列图形}'),
  ('lithography', 'lu.yifan', 'xbou', 5, '{微流控芯片模具,研究生工艺课}'),
  ('coating', 'su.lan', 'tinglan', 5, '{氮化铝压电膜沉积,钼电极镀膜}'),
  ('coating', 'bai.yinuo', 'nuoguang', 3, '{反射层镀膜}'),
  ('coating', 'startup', 'chengxi', 2, '{隔膜溅射阻隔层试验}'),
  ('coating', 'lu.yifan', 'xbou', 4, '{柔性电极金层,研究生工艺课}'),
  ('etching', 'lu.yifan', 'xbou', 4, '{微流道深刻蚀,硅模具刻蚀}'),
  ('devices', 'su.lan', 'tinglan', 5, '{水听器电容与漏电测试,薄膜介电常数}'),
  ('devices', 'bai.yinuo', 'nuoguang', 3, '{灯珠伏安特性}'),
  ('devices', 'lu.yifan', 'xbou', 4, '{传感器阵列标定,毕业设计器件测试}'),
  ('cells', 'xu.wangchao', 'chaosheng', 5, '{寡糖免疫活性评价,细胞毒性检测}'),
  ('cells', 'jiang.haiyue', 'haiyue', 3, '{材料浸提液细胞相容性}'),
  ('cells', 'lu.yifan', 'xbou', 5, '{海参皂苷凋亡实验,斑马鱼荧光成像}'),
  ('cells', 'liang.dong', 'hhut', 2, '{纳米颗粒细胞摄取}'),
  ('genes', 'lu.yifan', 'xbou', 4, '{基因表达定量,贝类病原检测}'),
  ('fermentation', 'xu.wangchao', 'chaosheng', 5, '{重组酶补料发酵,放大工艺稳定性批次}'),
  ('fermentation', 'jiang.haiyue', 'haiyue', 3, '{微藻高密度培养}'),
  ('fermentation', 'lu.yifan', 'xbou', 3, '{芽孢杆菌产酶}'),
  ('waves', 'su.lan', 'tinglan', 5, '{浮标样机波浪响应,系泊载荷测量}'),
  ('waves', 'lu.yifan', 'xbou', 5, '{人工鱼礁消浪试验,本科水力学实验}'),
  ('corrosion', 'tong.zheng', 'meiyu', 4, '{镁合金微弧氧化膜阻抗,牺牲阳极极化曲线}'),
  ('corrosion', 'su.lan', 'tinglan', 4, '{外壳涂层腐蚀,密封件海水老化}'),
  ('corrosion', 'lu.yifan', 'xbou', 4, '{钢桩涂层评价}'),
  ('strength', 'startup', 'chengxi', 4, '{隔膜纵横向拉伸强度,涂层剥离力,穿刺强度}'),
  ('strength', 'tong.zheng', 'meiyu', 4, '{挤压型材拉伸性能,高温压缩}'),
  ('strength', 'jiang.haiyue', 'haiyue', 3, '{包装膜拉伸与热封强度}'),
  ('strength', 'luo.xiaoman', 'yisun', 2, '{翼梁三点弯曲}'),
  ('strength', 'wei.siqi', 'qiam', 4, '{团体标准验证试验}'),
  ('fatigue', 'tong.zheng', 'meiyu', 5, '{轮毂样件疲劳寿命,型材高周疲劳}'),
  ('fatigue', 'luo.xiaoman', 'yisun', 3, '{打印接头疲劳}'),
  ('fatigue', 'wei.siqi', 'qiam', 4, '{断裂韧性测试,裂纹扩展速率}'),
  ('pressing', 'meng.yi', 'yisun', 4, '{钛合金打印接头热等静压}'),
  ('pressing', 'tong.zheng', 'meiyu', 4, '{压铸件致密化试验}'),
  ('pressing', 'wei.siqi', 'qiam', 4, '{钢基粉末致密化}'),
  ('furnace', 'meng.yi', 'yisun', 4, '{打印件去应力退火}'),
  ('furnace', 'tong.zheng', 'meiyu', 4, '{铸锭均匀化处理,固溶与时效}'),
  ('furnace', 'wei.siqi', 'qiam', 3, '{钎焊工艺摸索}');

/*
 * Bookings that the story needs on a certain day: the nth day from tomorrow on which the instrument
 * is open by its weekly hours and nothing else replaces them.
 */
create temporary table demo_appointments (
  key        text primary key,
  instrument text not null,
  person     text not null,
  nth        integer not null,
  starts     time not null,
  minutes    integer not null,
  status     public.booking_status not null,
  purpose    text not null
);

insert into demo_appointments (key, instrument, person, nth, starts, minutes, status, purpose)
values
  ('startup-sem', 'fe-sem', 'startup', 1, '10:00', 120, 'confirmed', '第 12 批涂覆隔膜截面形貌观察'),
  ('startup-thermal', 'sta', 'startup', 2, '14:00', 180, 'confirmed', '隔膜闭孔温度复测，升温 5 ℃/min'),
  ('startup-raman', 'raman', 'startup', 4, '09:30', 120, 'confirmed', '基膜取向随拉伸比的变化'),
  ('startup-tem', 'tem', 'startup', 5, '09:00', 180, 'pending', '勃姆石涂层与基膜界面，需 STEM-EDS 面分布'),
  ('startup-tensile', 'tensile', 'startup', 6, '13:30', 90, 'confirmed', '隔膜纵横向拉伸强度，薄膜夹具'),
  ('startup-xrd', 'xrd', 'startup', 8, '16:00', 60, 'confirmed', '新供应商勃姆石物相鉴定'),
  ('founder-gpu', 'gpu-cluster', 'founder', 3, '09:00', 480, 'confirmed', '隔膜孔道离子输运模拟'),
  ('founder-xps', 'xps', 'founder', 7, '13:30', 120, 'pending', '氟化处理前后表面价态对比'),
  ('meiyu-tem', 'tem', 'tong.zheng', 3, '13:30', 180, 'pending', 'Mg-Gd-Y 时效析出相，样品已双喷'),
  ('haiyue-tem', 'tem', 'jiang.haiyue', 9, '09:00', 120, 'pending', '海藻纳米纤维分散状态，需低剂量成像'),
  ('tinglan-fib', 'fib', 'su.lan', 4, '09:00', 150, 'pending', '氮化铝薄膜截面，薄片厚度小于 80 nm'),
  ('yisun-fib', 'fib', 'meng.yi', 6, '14:00', 150, 'pending', '打印钛合金熔池边界定点取样'),
  ('meiyu-xps', 'xps', 'tong.zheng', 2, '09:00', 120, 'pending', '微弧氧化膜深度剖析'),
  ('lab-tem', 'tem', 'lu.yutong', 2, '09:00', 180, 'confirmed', '硕士课题：钠电正极循环后结构'),
  ('yisun-tunnel', 'wind-tunnel', 'meng.yi', 5, '09:00', 150, 'confirmed', '扑翼机升阻测量，迎角 −4° 至 16°');

/*
 * Opening hours of every day, in minutes of the day, cut into parts of the day. A part holds at most
 * one booking with its buffers, so no two can touch. Instruments whose bookings are long keep the
 * day whole.
 */
-- Without figures about tables this new, the planner guesses wildly at what follows.
analyze demo_instruments, public.opening_hours, public.opening_exceptions;

create temporary table demo_days as
select
  story.key,
  days.on_date,
  days.on_date - demo_today.today as day,
  hours.opens,
  hours.closes,
  hours.is_weekly
from demo_today
cross join demo_instruments as story
cross join lateral (
  select (demo_today.today + number)::date as on_date
  from generate_series(-90, least(20, story.horizon - 4)) as number
) as days
cross join lateral (
  select opening.opens, opening.closes, true as is_weekly
  from public.opening_hours as opening
  where opening.instrument_id = pg_temp.demo_id('instrument/' || story.key)
    and opening.weekday = extract(isodow from days.on_date)
    and not exists (
      select from public.opening_exceptions as exceptions
      where exceptions.instrument_id = opening.instrument_id
        and exceptions.on_date = days.on_date
    )
  union all
  select exceptions.opens, exceptions.closes, false
  from public.opening_exceptions as exceptions
  where exceptions.instrument_id = pg_temp.demo_id('instrument/' || story.key)
    and exceptions.on_date = days.on_date
    and exceptions.opens is not null
) as hours;

analyze
  demo_customers, demo_appointments, demo_days,
  public.platforms, public.memberships, public.instruments, public.booking_rules;

create temporary table demo_plan as
with appointments as (
  select
    wishes.key as question,
    wishes.instrument,
    1 as unit,
    'booking'::public.occupancy_kind as kind,
    wishes.person,
    wishes.purpose,
    wishes.status,
    open_days.on_date,
    open_days.day,
    (extract(epoch from wishes.starts) / 60)::integer as starts,
    wishes.minutes
  from demo_appointments as wishes
  cross join lateral (
    select days.on_date, days.day
    from demo_days as days
    where days.key = wishes.instrument and days.day > 0 and days.is_weekly
      and days.opens <= wishes.starts
      and extract(epoch from days.closes - wishes.starts) / 60 >= wishes.minutes
    order by days.on_date
    offset wishes.nth - 1
    limit 1
  ) as open_days
),
parts as (
  select
    concat_ws('/', story.key, unit, days.on_date, cut.opens) as question,
    story.key as instrument,
    unit,
    days.on_date,
    days.day,
    story.use,
    story.granularity,
    story.shortest,
    story.longest,
    story.setup,
    story.teardown,
    story.admits_outsiders,
    story.approval_needed,
    platforms.organisation_id as host_id,
    greatest(cut.opens, extract(epoch from days.opens)::integer / 60) as opens,
    least(cut.closes, extract(epoch from days.closes)::integer / 60) as closes,
    -- In a thousand: busier by the month, emptier the further ahead, quiet at night and at weekends.
    story.demand
      * case when cut.closes - cut.opens = 960 then 70 else 40 end
      * case when days.day < 0 then 0.75 + (days.day + 90) / 180.0 else 0.75 - days.day / 40.0 end
      * case when extract(isodow from days.on_date) > 5 then 0.4 else 1 end
      * case cut.opens when 0 then 0.1 when 1080 then 0.35 else 1.1 end as chance
  from demo_days as days
  join demo_instruments as story using (key)
  join public.instruments on instruments.id = pg_temp.demo_id('instrument/' || story.key)
  join public.platforms on platforms.id = instruments.platform_id
  cross join lateral generate_series(1, instruments.units) as unit
  join (
    values (0, 480), (480, 780), (780, 1080), (1080, 1440), (480, 1440)
  ) as cut (opens, closes) on (cut.closes - cut.opens = 960) = (story.shortest >= 240)
  where greatest(cut.opens, extract(epoch from days.opens) / 60)
      < least(cut.closes, extract(epoch from days.closes) / 60)
    and not exists (
      select from appointments
      where appointments.instrument = story.key and appointments.on_date = days.on_date
    )
),
lengths as (
  select
    parts.*,
    least(
      greatest(
        case
          when parts.shortest >= 240 then (array[240, 360, 480, 600])[1 + pg_temp.demo_pick('length/' || parts.question, 4)]
          else (array[60, 90, 120, 120, 180, 240])[1 + pg_temp.demo_pick('length/' || parts.question, 6)]
        end,
        parts.shortest
      ),
      parts.longest,
      (parts.closes - parts.opens - parts.setup - parts.teardown) / parts.granularity * parts.granularity
    ) as wished
  from parts
  where pg_temp.demo_pick('chance/' || parts.question, 1000) < parts.chance
),
starts as (
  select
    lengths.*,
    lengths.wished / lengths.granularity * lengths.granularity as minutes,
    (lengths.opens + lengths.setup + lengths.granularity - 1) / lengths.granularity * lengths.granularity as earliest
  from lengths
),
placed as (
  select
    starts.*,
    starts.earliest + starts.granularity * pg_temp.demo_pick(
      'start/' || starts.question,
      1 + (starts.closes - starts.teardown - starts.minutes - starts.earliest) / starts.granularity
    ) as starts
  from starts
  where starts.minutes >= starts.shortest
    and starts.earliest + starts.minutes + starts.teardown <= starts.closes
),
peopled as (
  select
    placed.question,
    placed.instrument,
    placed.unit,
    case
      when pg_temp.demo_pick('kind/' || placed.question, 100) < 3 then 'maintenance'
      when pg_temp.demo_pick('kind/' || placed.question, 100) < 6 then 'own_use'
      else 'booking'
    end::public.occupancy_kind as kind,
    customer.person,
    customer.purpose,
    null::public.booking_status as status,
    placed.on_date,
    placed.day,
    placed.starts,
    placed.minutes
  from placed
  cross join lateral (
    select
      customers.person,
      customers.purposes[
        1 + pg_temp.demo_pick('purpose/' || placed.question, cardinality(customers.purposes))
      ] as purpose
    from demo_customers as customers
    where customers.use = placed.use
      and (
        placed.admits_outsiders
        or pg_temp.demo_id('organisation/' || customers.organisation) = placed.host_id
      )
    -- A draw by weight: the largest of the random numbers, each to the power of 1 over its weight.
    order by power(
      (1 + pg_temp.demo_pick(concat_ws('/', 'customer', placed.question, customers.person), 9999)) / 10000.0,
      1.0 / customers.weight
    ) desc
    limit 1
  ) as customer
),
wishes as (
  select * from peopled
  union all
  select * from appointments
),
timed as (
  select
    wishes.question,
    wishes.kind,
    wishes.person,
    wishes.purpose,
    wishes.status,
    wishes.unit,
    instruments.id as instrument_id,
    instruments.platform_id,
    memberships.organisation_id,
    platforms.organisation_id as host_id,
    managers.person_id as manager_id,
    rules.id as rule_id,
    rules.approval_needed,
    tstzrange(
      (wishes.on_date + make_interval(mins => wishes.starts)) at time zone 'Asia/Shanghai',
      (wishes.on_date + make_interval(mins => wishes.starts + wishes.minutes)) at time zone 'Asia/Shanghai'
    ) as reserved,
    rules.setup_minutes,
    rules.teardown_minutes,
    demo_today.today::timestamp at time zone 'Asia/Shanghai' as midnight,
    (
      -- Made some days before, always by yesterday evening, and before the lead time.
      least(wishes.on_date - pg_temp.demo_pick('made/' || wishes.question, 9), demo_today.today - pg_temp.demo_pick('made/' || wishes.question, 2))
        - 1 - (rules.lead_minutes + 1439) / 1440
        + make_interval(mins => 480 + pg_temp.demo_pick('minute/' || wishes.question, 600))
    ) at time zone 'Asia/Shanghai' as created_at
  from demo_today
  cross join wishes
  join public.instruments on instruments.id = pg_temp.demo_id('instrument/' || wishes.instrument)
  join public.platforms on platforms.id = instruments.platform_id
  join public.booking_rules as rules on rules.instrument_id = instruments.id
  join public.memberships on memberships.person_id = pg_temp.demo_id('person/' || wishes.person)
  join public.memberships as managers
    on managers.platform_id = platforms.id and managers.role = 'manager'
),
fated as (
  select
    timed.*,
    pg_temp.demo_id('booking/' || timed.question) as id,
    pg_temp.demo_pick('fate/' || timed.question, 100) as fate,
    timed.created_at
      + (least(lower(timed.reserved), timed.midnight) - timed.created_at)
      * (85 + pg_temp.demo_pick('change/' || timed.question, 10)) / 100 as changed_at
  from timed
),
decided as (
  select
    fated.*,
    coalesce(
      fated.status,
      case
        when fated.approval_needed and fated.fate < 5 then 'declined'
        when fated.fate < 14 then 'cancelled'
        when upper(fated.reserved) <= now() and fated.fate < 17 then 'no_show'
        when upper(fated.reserved) <= now() then 'completed'
        when lower(fated.reserved) <= now() then 'in_use'
        when fated.approval_needed and fated.fate < 50 then 'pending'
        else 'confirmed'
      end::public.booking_status
    ) as outcome
  from fated
)
select
  decided.id,
  decided.question,
  decided.kind,
  decided.instrument_id,
  decided.unit,
  decided.platform_id,
  decided.organisation_id,
  decided.host_id,
  decided.manager_id,
  pg_temp.demo_id('person/' || decided.person) as person_id,
  decided.rule_id,
  decided.reserved,
  private.with_buffers(decided.reserved, decided.setup_minutes, decided.teardown_minutes) as during,
  decided.setup_minutes,
  decided.teardown_minutes,
  decided.purpose,
  decided.outcome as status,
  decided.created_at,
  case
    when decided.approval_needed and decided.outcome not in ('pending', 'cancelled')
      then decided.created_at + make_interval(mins => 20 + pg_temp.demo_pick('decision/' || decided.question, 220))
  end as decided_at,
  case when decided.outcome = 'cancelled' then decided.changed_at end as cancelled_at,
  -- Now and then a booking that needs no approval was moved once, from the day after.
  case
    when decided.outcome in ('completed', 'confirmed')
      and not decided.approval_needed
      and pg_temp.demo_pick('moved/' || decided.question, 100) < 5
      then decided.changed_at
  end as moved_at
from decided;

-- Nobody is in two places at once; what the story needs stays.
delete from demo_plan as plan
using demo_plan as other
where plan.kind = 'booking' and other.kind = 'booking'
  and plan.person_id = other.person_id
  and plan.id <> other.id
  and tstzrange(lower(plan.reserved) - interval '1 hour', upper(plan.reserved) + interval '1 hour') && other.reserved
  and plan.question not in (select demo_appointments.key from demo_appointments)
  and (
    plan.id > other.id
    or other.question in (select demo_appointments.key from demo_appointments)
  );

analyze demo_plan;

insert into public.bookings (
  id, instrument_id, platform_id, organisation_id, person_id, rule_id, tariff_id, reserved, status,
  approval_stage, decide_by, no_show_at, purpose, purpose_code, price_fen, currency, revision,
  decided_at, decided_by, decision_note,
  cancelled_at, cancelled_by, cancel_reason, created_at, updated_at
)
select
  plan.id,
  plan.instrument_id,
  plan.platform_id,
  plan.organisation_id,
  plan.person_id,
  plan.rule_id,
  terms.tariff_id,
  plan.reserved,
  plan.status,
  case when plan.status = 'pending' then 'lab' end,
  case when plan.status = 'pending' then lower(plan.reserved) end,
  terms.no_show_at,
  plan.purpose,
  -- Now and then nobody has said what it was for, and it does not count as shared.
  (array['136', '136', '136', '135', '135', '135', '137', '138', 'goods_inspection', null])[
    1 + pg_temp.demo_pick('purpose/' || plan.question, 10)
  ],
  terms.price_fen,
  terms.currency,
  (plan.decided_at is not null)::integer
    + (plan.cancelled_at is not null)::integer
    + (plan.moved_at is not null)::integer,
  plan.decided_at,
  case when plan.decided_at is not null then plan.manager_id end,
  case
    when plan.status = 'declined' then (array[
      '当天安排设备校准，请改约本周其他时段。',
      '样品含磁性颗粒，本机不能测试，建议先做消磁处理或改用扫描电镜。',
      '申请信息不全，请补充样品成分与安全说明后重新提交。'
    ])[1 + pg_temp.demo_pick('note/' || plan.question, 3)]
    when plan.decided_at is not null and pg_temp.demo_pick('note/' || plan.question, 3) = 0
      then '请提前 15 分钟到场登记，样品务必干燥。'
  end,
  plan.cancelled_at,
  case when plan.cancelled_at is not null then plan.person_id end,
  case when plan.cancelled_at is not null then (array[
    '样品制备延期', '改约下周与其他样品一起测', '合作方已提供数据', null
  ])[1 + pg_temp.demo_pick('reason/' || plan.question, 4)] end,
  plan.created_at,
  coalesce(plan.cancelled_at, plan.moved_at, plan.decided_at, plan.created_at)
from demo_plan as plan
cross join lateral private.booking_terms(plan.instrument_id, plan.organisation_id, plan.reserved) as terms
where plan.kind = 'booking';

insert into public.closures (
  id, platform_id, instrument_id, kind, during, reason, status, planned_by, activated_at, created_at
)
select
  pg_temp.demo_id('closure/' || plan.question),
  plan.platform_id,
  plan.instrument_id,
  plan.kind,
  plan.during,
  coalesce(plan.purpose, case plan.kind when 'maintenance' then '例行保养与校准' else '平台自用' end),
  'active',
  plan.manager_id,
  plan.created_at,
  plan.created_at
from demo_plan as plan
where plan.kind <> 'booking';

insert into public.occupancies (
  id, instrument_id, unit, kind, during, booking_id, closure_id, active, lapses_at, created_at
)
select
  pg_temp.demo_id('occupancy/' || plan.question),
  plan.instrument_id,
  plan.unit,
  case
    when plan.kind = 'booking' and plan.status in ('pending', 'declined') then 'request'
    else plan.kind
  end,
  plan.during,
  case when plan.kind = 'booking' then plan.id end,
  case when plan.kind <> 'booking' then pg_temp.demo_id('closure/' || plan.question) end,
  plan.kind <> 'booking' or plan.status in ('pending', 'confirmed', 'in_use', 'completed'),
  case plan.status
    when 'pending' then lower(plan.reserved)
    when 'confirmed' then bookings.no_show_at
  end,
  plan.created_at
from demo_plan as plan
left join public.bookings on bookings.id = plan.id and plan.kind = 'booking';

/* Maintenance that the lab has planned; whom it disturbs has been offered other times and has yet to answer. */
insert into public.closures (
  id, platform_id, instrument_id, kind, during, reason, status, planned_by, created_at
)
select
  pg_temp.demo_id('closure/xrd-tube'),
  plan.platform_id,
  plan.instrument_id,
  'maintenance',
  tstzrange(lower(plan.reserved) - interval '1 hour', upper(plan.reserved) + interval '1 hour'),
  '更换 X 射线管并校准测角仪',
  'planned',
  plan.manager_id,
  now() - interval '3 hours'
from demo_plan as plan
where plan.question = 'startup-xrd';

insert into public.closure_offers (closure_id, booking_id, slots, created_at)
select
  closures.id,
  booking.id,
  private.nearest_slots(
    booking.instrument_id, booking.organisation_id, booking.person_id, booking.reserved, now(), booking.id
  ),
  closures.created_at
from demo_plan as plan
join public.closures on closures.id = pg_temp.demo_id('closure/xrd-tube')
cross join lateral private.bookings_within(closures.instrument_id, closures.during, now()) as booking
where plan.question = 'startup-xrd';

/* Use: within the time that was held, a little late, a little early, now and then overrun. */
insert into public.usage_sessions (
  id, instrument_id, unit, booking_id, started_at, ended_at, source, created_at
)
select
  pg_temp.demo_id('use/' || plan.question),
  plan.instrument_id,
  plan.unit,
  plan.id,
  real.started_at,
  case when plan.status = 'completed' then real.ended_at end,
  (array['person', 'person', 'technician', 'agent'])[1 + pg_temp.demo_pick('source/' || plan.question, 4)],
  case when plan.status = 'completed' then real.ended_at else real.started_at end
from demo_plan as plan
cross join lateral (
  select upper(plan.reserved) - lower(plan.reserved) as length
) as reserved
cross join lateral (
  select
    greatest(
      lower(plan.during),
      lower(plan.reserved) + reserved.length * (pg_temp.demo_pick('late/' || plan.question, 12) - 3) / 100
    ) as started_at,
    least(
      upper(plan.during),
      upper(plan.reserved) + reserved.length * (pg_temp.demo_pick('over/' || plan.question, 30) - 24) / 100
    ) as ended_at
) as real
where plan.kind = 'booking' and plan.status in ('completed', 'in_use');

/* What the functions would have written down while all this happened. */
insert into public.audit_entries (at, person_id, action, subject_type, subject_id, before, after)
select entries.at, entries.person_id, entries.action, 'booking', bookings.id, entries.before, entries.after
from demo_plan as plan
join public.bookings on bookings.id = plan.id
join public.booking_rules as rules on rules.id = plan.rule_id
cross join lateral (
  select
    to_jsonb(bookings) as now_is,
    to_jsonb(bookings) || jsonb_build_object(
      'status', case when rules.approval_needed then 'pending' else 'confirmed' end,
      'revision', 0,
      'decided_at', null, 'decided_by', null, 'decision_note', null,
      'cancelled_at', null, 'cancelled_by', null, 'cancel_reason', null,
      'updated_at', bookings.created_at
    ) || case
      when plan.moved_at is null then '{}'
      else jsonb_build_object(
        'reserved', tstzrange(bookings.starts_at + interval '1 day', bookings.ends_at + interval '1 day'),
        'starts_at', bookings.starts_at + interval '1 day',
        'ends_at', bookings.ends_at + interval '1 day'
      )
    end as once_was,
    case when plan.status in ('completed', 'in_use', 'no_show') then 'confirmed' else plan.status::text end as decided_as
) as states
cross join lateral (
  values
    (plan.created_at, plan.person_id, 'book', null, states.once_was),
    (
      plan.decided_at,
      plan.manager_id,
      case plan.status when 'declined' then 'decline' else 'approve' end,
      states.once_was,
      states.now_is || jsonb_build_object('status', states.decided_as)
    ),
    (plan.moved_at, plan.person_id, 'move', states.once_was, states.now_is || jsonb_build_object('status', states.decided_as)),
    (plan.cancelled_at, plan.person_id, 'cancel', states.once_was, states.now_is)
) as entries (at, person_id, action, before, after)
where plan.kind = 'booking' and entries.at is not null
order by entries.at;

/*
 * The ledger of it: a record for each use that has ended, and for tests, data and articles that labs
 * have written down, in the order in which they were recorded.
 */
do $$
declare
  v_event   record;
  v_draft   public.service_records;
  v_details public.service_record_details;
  v_record  public.service_records;
begin
  if exists (select from public.service_records) then
    return;
  end if;

  for v_event in
    with customers as (
      select
        story.key,
        row_number() over (order by story.key) - 1 as position
      from (
        values ('chengxi'), ('chaosheng'), ('yisun'), ('meiyu'), ('tinglan'), ('qinghe'), ('riverside'), ('pier')
      ) as story (key)
    ),
    offers as (
      select
        things.kind, things.id, things.platform_id, things.price_fen,
        things.kind || '/' || things.id || '/' || nth as question
      from (
        select 'sample_order'::public.service_kind, services.id, services.platform_id, services.unit_price_fen
        from public.services
        union all
        select 'dataset', datasets.id, datasets.platform_id, null from public.datasets
        union all
        select 'literature', items.id, items.platform_id, null
        from public.literature_items as items
        where items.access = 'delivery'
      ) as things (kind, id, platform_id, price_fen)
      cross join generate_series(1, 3) as nth
    )
    select
      sessions.ended_at as at, sessions as session, null::public.service_kind as kind, null::uuid as id,
      null::uuid as platform_id, null::bigint as price_fen, null::text as question, null::uuid as beneficiary_id
    from public.usage_sessions as sessions
    where sessions.booking_id is not null and sessions.ended_at is not null
    union all
    select
      date_trunc('hour', now()) - make_interval(
        days => 1 + pg_temp.demo_pick('day/' || offers.question, 88),
        mins => pg_temp.demo_pick('minute/' || offers.question, 540)
      ),
      null, offers.kind, offers.id, offers.platform_id, offers.price_fen, offers.question,
      pg_temp.demo_id('organisation/' || customers.key)
    from offers
    join customers
      on customers.position = pg_temp.demo_pick('served/' || offers.question, 8)
    order by at
  loop
    if v_event.kind is null then
      v_record := private.record_use(v_event.session, v_event.at);
    else
      v_draft := null;
      v_details := null;
      v_draft.platform_id := v_event.platform_id;
      v_draft.kind := v_event.kind;
      v_draft.beneficiary_id := v_event.beneficiary_id;
      v_draft.starts_at := v_event.at;
      v_draft.ends_at := v_event.at;
      v_draft.recorded_at := v_event.at;
      v_draft.source := 'platform';
      v_draft.purpose_code := (array['135', '136', '136'])[1 + pg_temp.demo_pick('purpose/' || v_event.question, 3)];
      v_draft.quantity := 1;
      case v_event.kind
        when 'sample_order' then
          v_draft.service_id := v_event.id;
          v_draft.unit := 'sample';
          v_draft.quantity := 1 + pg_temp.demo_pick('samples/' || v_event.question, 8);
          v_draft.list_price_fen := v_event.price_fen * v_draft.quantity::bigint;
          v_draft.charged_fen := v_draft.list_price_fen * 8 / 10;
          v_draft.contract_no := '演示合同〔2026〕' || lpad(pg_temp.demo_pick('contract/' || v_event.question, 1000)::text, 3, '0');
        when 'dataset' then
          v_draft.dataset_id := v_event.id;
          v_draft.unit := 'request';
        else
          v_draft.literature_item_id := v_event.id;
          v_draft.unit := 'item';
      end case;
      v_record := private.append_service_record(v_draft, v_details, null, '{}');
    end if;

    -- Most customers say that it is right, and the lab of every other one; the clock says the rest.
    if v_event.at < now() - interval '1 day' and pg_temp.demo_pick('confirmed/' || v_record.seq, 4) > 0 then
      insert into public.service_record_confirmations (record_id, side, verdict, created_at)
      values (v_record.id, 'customer', 'confirmed', v_event.at + interval '20 hours');
    end if;
    if v_event.at < now() - interval '1 day' and pg_temp.demo_pick('confirmed-by-lab/' || v_record.seq, 2) > 0 then
      insert into public.service_record_confirmations (record_id, side, verdict, created_at)
      values (v_record.id, 'lab', 'confirmed', v_event.at + interval '22 hours');
    end if;
  end loop;

  -- One of them is disputed and waits for the lab.
  insert into public.service_record_confirmations (record_id, side, verdict, reason, created_at)
  select records.id, 'customer', 'disputed', '上机 40 分钟后设备报警停机，实际使用时间应扣除等待维修的时段。', records.recorded_at + interval '21 hours'
  from public.service_records as records
  where records.platform_id = pg_temp.demo_id('platform/materials')
    and records.beneficiary_id = pg_temp.demo_id('organisation/chengxi')
    and records.kind = 'instrument_time'
    and records.recorded_at < now() - interval '2 days'
  order by records.recorded_at desc
  limit 1;
end;
$$;

/*
 * Training: sessions to come and one behind, with who enrolled and passed. A qualification of the
 * electron microscope runs out in three weeks, so that there is something to renew.
 */
insert into public.courses (id, platform_id, name, name_en, description, valid_months, created_at)
values (
  pg_temp.demo_id('course/sem'), pg_temp.demo_id('platform/materials'), '扫描电镜基础操作',
  'Scanning electron microscopy, basics',
  '讲解真空、样品台和能谱的使用，现场上机练习后考核。样品制备不在本课程内。', 12,
  timestamptz '2025-03-17 09:00+08'
)
on conflict do nothing;

insert into public.course_sessions (id, course_id, starts_at, ends_at, place, seats, seats_taken, created_at)
select
  pg_temp.demo_id('course-session/' || plans.key),
  pg_temp.demo_id('course/' || plans.course),
  (current_date + plans.day + plans.opens) at time zone 'Asia/Shanghai',
  (current_date + plans.day + plans.closes) at time zone 'Asia/Shanghai',
  plans.place,
  plans.seats,
  plans.seats_taken,
  now() - interval '60 days'
from (
  values
    ('sem-next', 'sem', 9, time '09:00', time '11:30', '材料馆 B102', 6, 2),
    ('sem-after', 'sem', 23, time '14:00', time '16:30', '材料馆 B102', 6, 0),
    ('fib-next', 'fib', 12, time '13:30', time '17:30', '材料馆 B105 双束电镜室', 4, 1),
    ('sem-past', 'sem', -30, time '09:00', time '11:30', '材料馆 B102', 6, 2)
) as plans (key, course, day, opens, closes, place, seats, seats_taken)
on conflict do nothing;

insert into public.qualifications (id, person_id, course_id, granted_at, granted_by, grant_reason, expires_at)
select
  pg_temp.demo_id('qualification/sem/' || holders.person),
  pg_temp.demo_id('person/' || holders.person),
  pg_temp.demo_id('course/sem'),
  now() - interval '1 year' + holders.ahead,
  pg_temp.demo_id('person/lab'),
  holders.reason,
  now() + holders.ahead
from (
  values
    ('startup', interval '21 days', '入驻前已在校内考核通过'),
    ('xu.wangchao', interval '335 days', null),
    ('meng.yi', interval '335 days', null),
    ('luo.xiaoman', interval '-12 days', null)
) as holders (person, ahead, reason)
on conflict do nothing;

insert into public.course_enrolments (id, session_id, person_id, qualification_id, created_at)
select
  pg_temp.demo_id('enrolment/' || seats.session || '/' || seats.person),
  pg_temp.demo_id('course-session/' || seats.session),
  pg_temp.demo_id('person/' || seats.person),
  case when seats.passed then pg_temp.demo_id('qualification/sem/' || seats.person) end,
  now() - seats.ago
from (
  values
    ('sem-next', 'startup', false, interval '2 days'),
    ('sem-next', 'luo.xiaoman', false, interval '1 day'),
    ('fib-next', 'he.qinghe', false, interval '3 days'),
    ('sem-past', 'xu.wangchao', true, interval '40 days'),
    ('sem-past', 'meng.yi', true, interval '38 days')
) as seats (session, person, passed, ago)
on conflict do nothing;

/* Faults: two that are open and one that is settled, none of which keeps anybody from booking. */
insert into public.faults (
  id, platform_id, instrument_id, reported_by, severity, description, advice, settled_at, settled_by,
  settlement, created_at
)
select
  pg_temp.demo_id('fault/' || reports.key),
  pg_temp.demo_id('platform/materials'),
  pg_temp.demo_id('instrument/' || reports.instrument),
  pg_temp.demo_id('person/' || reports.person),
  reports.severity::public.fault_severity,
  reports.description,
  reports.advice,
  case when reports.settlement is not null then now() - reports.ago + interval '1 day' end,
  case when reports.settlement is not null then pg_temp.demo_id('person/technician') end,
  reports.settlement,
  now() - reports.ago
from (
  values
    (
      'afm-laser', 'afm', 'technician', 'degraded', '激光对准漂移，接触模式下约二十分钟需要重新对光。',
      '接触模式需每二十分钟重新对光，轻敲模式不受影响。', null, interval '3 days'
    ),
    (
      'xrd-door', 'xrd', 'startup', 'minor', '样品仓门的安全锁偶尔要关两次才亮灯。', null, null, interval '5 hours'
    ),
    (
      'sem-stage', 'fe-sem', 'startup', 'unusable', '样品台报错 E12，无法回到原点。', null,
      '重启控制器并更换限位开关，已恢复。', interval '26 days'
    )
) as reports (key, instrument, person, severity, description, advice, settlement, ago)
on conflict do nothing;

insert into public.fault_comments (id, fault_id, person_id, body, created_at)
values (
  pg_temp.demo_id('fault-comment/afm-laser'), pg_temp.demo_id('fault/afm-laser'),
  pg_temp.demo_id('person/technician'), '已联系厂家，备件预计下周到。', now() - interval '2 days'
)
on conflict do nothing;

/* Standing: one customer is suspended, and one was until it was lifted. */
insert into public.suspensions (
  id, platform_id, organisation_id, person_id, starts_at, ends_at, reason, suspended_by, lifted_at,
  lifted_by, lift_reason, created_at
)
values
  (
    pg_temp.demo_id('suspension/bai.yinuo'), pg_temp.demo_id('platform/materials'), null,
    pg_temp.demo_id('person/bai.yinuo'), now() - interval '4 days', now() + interval '24 days',
    '两次未清理样品仓即离开，提醒后仍未改正。', pg_temp.demo_id('person/lab'), null, null, null,
    now() - interval '4 days'
  ),
  (
    pg_temp.demo_id('suspension/su.lan'), pg_temp.demo_id('platform/materials'), null,
    pg_temp.demo_id('person/su.lan'), now() - interval '50 days', now() - interval '20 days',
    '连续三次预约后未到。', pg_temp.demo_id('person/lab'), now() - interval '44 days',
    pg_temp.demo_id('person/lab'), '已说明原因，设备运输延误，免于追究。', now() - interval '50 days'
  )
on conflict do nothing;

/*
 * Applications for data and requests for literature, one or two in every state. What was handed over
 * is in the ledger by the function that the application itself goes through.
 */
create temporary table demo_applications (
  key text, kind public.resource_kind, resource text, person text, organisation text, status text,
  days numeric, purpose text, words text, lab_words text, reason_code text
);
insert into demo_applications
values
  ('cycling-chengxi', 'dataset', 'separator-cycling', 'startup', 'chengxi', 'delivered', 20, '136', '训练隔膜老化预测模型，与自有三百组电芯数据对照；模型参数公开，原始数据不外传。', '请在成果中注明数据来源。', null),
  ('cycling-yisun', 'dataset', 'separator-cycling', 'meng.yi', 'yisun', 'submitted', 1, '136', '评估微型飞行器电池在低温下的寿命，只用循环曲线部分。', null, null),
  ('cycling-meiyu', 'dataset', 'separator-cycling', 'tong.zheng', 'meiyu', 'in_review', 12, '136', '比较镁电池隔膜与锂电隔膜的老化差异。', null, null),
  ('cycling-tinglan', 'dataset', 'separator-cycling', 'su.lan', 'tinglan', 'more_info', 6, '138', '用于产品研发。', '请说明用在什么产品、用哪几列数据、成果是否公开。', null),
  ('cycling-qinghe', 'dataset', 'separator-cycling', 'he.qinghe', 'qinghe', 'approved', 4, '135', '研究热成像自动标注方法，只发表方法与统计结果。', null, null),
  ('cycling-chaosheng', 'dataset', 'separator-cycling', 'xu.wangchao', 'chaosheng', 'closed', 70, '135', '校验电解液分解产物与内阻的关系。', null, null),
  ('cycling-nuoguang', 'dataset', 'separator-cycling', 'bai.yinuo', 'nuoguang', 'rejected', 15, '138', '补充散热器产品资料。', '热成像部分涉及合作企业未公开的电芯结构，暂不能提供。', 'trade_secret'),
  ('cycling-haiyue', 'dataset', 'separator-cycling', 'jiang.haiyue', 'haiyue', 'draft', 2, '136', '', null, null),
  ('ct-chengxi', 'dataset', 'printed-ti-ct', 'founder', 'chengxi', 'rejected', 30, '136', '借鉴孔隙分割流程。', '数据含第三方委托试样，委托方未同意转让使用。', 'third_party'),
  ('ct-meiyu', 'dataset', 'printed-ti-ct', 'tong.zheng', 'meiyu', 'due', 130, '135', '用孔隙分布校正疲劳模型。', null, null),
  ('wing-tinglan', 'dataset', 'flapping-wing', 'su.lan', 'tinglan', 'withdrawn', 25, '136', '声学反演的流场边界条件。', null, null),
  ('grain-startup', 'literature', 'grain-boundary', 'startup', 'chengxi', 'fulfilled', 2, '135', '', null, null),
  ('xps-startup', 'literature', 'xps-fluorination', 'startup', 'chengxi', 'accepted', 1, '136', '主要需要氟化层剖析的图。', null, null),
  ('solvent-startup', 'literature', 'residual-solvent', 'startup', 'chengxi', 'unfilled', 9, '136', '', '标准文本正在修订，旧版已停止提供；新版发布后可再申请。', 'other'),
  ('grain-meiyu', 'literature', 'grain-boundary', 'tong.zheng', 'meiyu', 'submitted', 0.2, '135', '周五组会要用，方便的话请尽早。', null, null),
  ('xps-nuoguang', 'literature', 'xps-fluorination', 'bai.yinuo', 'nuoguang', 'sourcing', 2, '136', '', null, null),
  ('grain-yisun', 'literature', 'grain-boundary', 'meng.yi', 'yisun', 'rated', 40, '135', '', '当天就收到，很清楚。', null),
  ('xps-chaosheng', 'literature', 'xps-fluorination', 'xu.wangchao', 'chaosheng', 'confirmed', 18, '135', '', null, null),
  ('xps-pier', 'literature', 'xps-fluorination', 'song.guifan', 'pier', 'cancelled', 11, '137', '', null, null);

do $$
declare
  v_story       record;
  v_path        text[];
  v_at          timestamptz;
  v_submitted   timestamptz;
  v_until       timestamptz;
  v_application public.applications;
  v_step        integer;
  v_zone        constant text := 'Asia/Shanghai';
begin
  if exists (select from public.applications) then
    return;
  end if;

  for v_story in
    select
      story.*,
      coalesce(datasets.platform_id, items.platform_id) as platform_id,
      datasets.licence, datasets.version
    from demo_applications as story
    left join public.datasets
      on story.kind = 'dataset' and datasets.id = pg_temp.demo_id('dataset/' || story.resource)
    left join public.literature_items as items
      on story.kind = 'literature' and items.id = pg_temp.demo_id('literature/' || story.resource)
    order by story.days desc
  loop
    v_path := case v_story.status
      when 'draft' then array['draft']
      when 'submitted' then array['submitted']
      when 'in_review' then array['submitted', 'in_review']
      when 'more_info' then array['submitted', 'in_review', 'more_info']
      when 'rejected' then array['submitted', 'rejected']
      when 'withdrawn' then array['submitted', 'withdrawn']
      when 'approved' then array['submitted', 'in_review', 'approved']
      when 'delivered' then array['submitted', 'in_review', 'approved', 'delivered']
      when 'due' then array['submitted', 'in_review', 'approved', 'delivered']
      when 'closed' then array['submitted', 'in_review', 'approved', 'delivered', 'closed']
      when 'accepted' then array['submitted', 'accepted']
      when 'sourcing' then array['submitted', 'accepted', 'sourcing']
      when 'fulfilled' then array['submitted', 'accepted', 'fulfilled']
      when 'unfilled' then array['submitted', 'unfilled']
      when 'cancelled' then array['submitted', 'cancelled']
      when 'confirmed' then array['submitted', 'accepted', 'fulfilled', 'confirmed']
      else array['submitted', 'accepted', 'fulfilled', 'confirmed', 'rated']
    end;
    v_submitted := now() - v_story.days * interval '1 day';
    v_until := case
      when v_path && array['fulfilled'] then v_submitted + interval '8 days'
      when v_path && array['approved'] then
        v_submitted + case v_story.status when 'due' then interval '100 days' else interval '90 days' end
    end;

    insert into public.applications (
      id, kind, platform_id, organisation_id, dataset_id, literature_item_id, status, purpose_code,
      submitted_at, decide_by, decided_at, reason_code, access_until, download_limit, page_fee_fen, pages,
      fee_fen, ready_by, delivered_at, rating, ended_at, created_at
    )
    values (
      pg_temp.demo_id('application/' || v_story.key),
      v_story.kind,
      v_story.platform_id,
      pg_temp.demo_id('organisation/' || v_story.organisation),
      case v_story.kind when 'dataset' then pg_temp.demo_id('dataset/' || v_story.resource) end,
      case v_story.kind when 'literature' then pg_temp.demo_id('literature/' || v_story.resource) end,
      v_path[cardinality(v_path)]::public.application_status,
      v_story.purpose,
      case when v_story.status <> 'draft' then v_submitted end,
      case when v_story.status <> 'draft' then
        private.working_days_after(v_submitted, case v_story.kind when 'dataset' then 5 else 2 end, v_zone)
      end,
      case when v_path && array['approved', 'rejected', 'accepted', 'unfilled'] then v_submitted + interval '20 hours' end,
      v_story.reason_code,
      v_until,
      case when v_story.kind = 'dataset' and v_until is not null then 3 end,
      case v_story.kind when 'literature' then 30 end,
      case when v_path && array['accepted'] then 12 end,
      case when v_path && array['accepted'] then 360 end,
      case when v_path && array['accepted'] then greatest(v_submitted + interval '2 days', now() + interval '1 day') end,
      case when v_path && array['delivered', 'fulfilled'] then v_submitted + interval '1 day' end,
      case v_story.status when 'rated' then 5 end,
      case when v_story.status in ('closed', 'rejected', 'withdrawn', 'unfilled', 'cancelled', 'confirmed', 'rated')
        then v_submitted + interval '40 hours' end,
      v_submitted
    )
    returning * into v_application;

    insert into public.application_details (
      application_id, platform_id, organisation_id, person_id, intended_use, accepted_licence,
      accepted_version, accepted_at, licence, report
    )
    values (
      v_application.id, v_application.platform_id, v_application.organisation_id,
      pg_temp.demo_id('person/' || v_story.person), v_story.words,
      case when v_story.kind = 'dataset' and v_story.status <> 'draft' then v_story.licence end,
      case when v_story.kind = 'dataset' and v_story.status <> 'draft' then v_story.version end,
      case when v_story.kind = 'dataset' and v_story.status <> 'draft' then v_submitted end,
      case when v_story.kind = 'dataset' and v_until is not null then v_story.licence end,
      case v_story.status when 'closed' then '用于电解液分解产物与内阻的关系分析，结果写入年度技术报告，已按引用格式注明数据来源。' end
    );

    for v_step in 1..cardinality(v_path) loop
      v_at := v_submitted + (v_step - 1) * interval '10 hours';
      insert into public.application_steps (
        id, application_id, platform_id, organisation_id, person_id, side, before, after, reason_code, reason, at
      )
      values (
        pg_temp.demo_id('application-step/' || v_story.key || '/' || v_step),
        v_application.id, v_application.platform_id, v_application.organisation_id,
        case
          when v_path[v_step] in ('in_review', 'more_info', 'approved', 'rejected', 'accepted', 'sourcing', 'fulfilled', 'unfilled')
            then (
              select memberships.person_id from public.memberships
              where memberships.platform_id = v_application.platform_id and memberships.role = 'manager'
              limit 1
            )
          else pg_temp.demo_id('person/' || v_story.person)
        end,
        case
          when v_path[v_step] in ('in_review', 'more_info', 'approved', 'rejected', 'accepted', 'sourcing', 'fulfilled', 'unfilled')
            then 'lab'::public.booking_side
          else 'customer'
        end,
        case when v_step > 1 then v_path[v_step - 1]::public.application_status end,
        v_path[v_step]::public.application_status,
        case when v_path[v_step] in ('rejected', 'unfilled') then v_story.reason_code end,
        case when v_path[v_step] in ('more_info', 'approved', 'rejected', 'unfilled', 'rated') then v_story.lab_words end,
        least(v_at, now())
      );
    end loop;

    if v_until is null then
      continue;
    end if;
    insert into public.application_deliveries (
      id, application_id, platform_id, organisation_id, person_id, name, url, content_type, size_bytes,
      pieces, created_at, shared_at
    )
    select
      pg_temp.demo_id('delivery/' || v_story.key), v_application.id, v_application.platform_id,
      v_application.organisation_id, memberships.person_id,
      case v_story.kind
        when 'dataset' then substring(platforms.website from '^https?://([^/]+)')
        else v_application.number || '_' || v_story.resource || '.txt'
      end,
      case v_story.kind when 'dataset' then platforms.website || '/share/' || v_story.key end,
      case v_story.kind when 'literature' then 'text/plain' end,
      case v_story.kind when 'literature' then octet_length(convert_to('演示原文，并非真实文献。', 'UTF8')) end,
      case v_story.kind when 'literature' then 1 else 0 end,
      v_submitted + interval '21 hours', v_submitted + interval '21 hours'
    from public.platforms
    join public.memberships on memberships.platform_id = platforms.id and memberships.role = 'manager'
    where platforms.id = v_application.platform_id
    limit 1;
    if v_story.kind = 'literature' then
      insert into private.application_file_pieces (delivery_id, position, bytes)
      values (pg_temp.demo_id('delivery/' || v_story.key), 0, convert_to('演示原文，并非真实文献。', 'UTF8'));
    end if;

    if v_application.delivered_at is not null then
      update public.applications
      set
        downloads = case v_story.kind when 'dataset' then 1 else 0 end,
        service_record_id = private.record_delivery(
          v_application,
          case v_story.kind when 'dataset' then 860 else 1 end,
          case v_story.kind when 'dataset' then 'MB' else 'item' end,
          case v_story.kind when 'dataset' then 0 else 360 end,
          case v_story.kind when 'dataset' then 'customer'::public.booking_side else 'lab' end
        )
      where applications.id = v_application.id;
    end if;
    if v_story.kind = 'dataset' and v_application.delivered_at is not null then
      insert into public.application_downloads (
        id, application_id, delivery_id, platform_id, organisation_id, person_id, at
      )
      values (
        pg_temp.demo_id('download/' || v_story.key), v_application.id, pg_temp.demo_id('delivery/' || v_story.key),
        v_application.platform_id, v_application.organisation_id, pg_temp.demo_id('person/' || v_story.person),
        v_application.delivered_at
      );
    end if;
  end loop;

  insert into public.application_messages (
    id, application_id, platform_id, organisation_id, person_id, side, body, created_at
  )
  select
    pg_temp.demo_id('application-message/' || talk.key || '/' || talk.nth), applications.id,
    applications.platform_id, applications.organisation_id, pg_temp.demo_id('person/' || talk.person),
    talk.side::public.booking_side, talk.body, applications.submitted_at + talk.later
  from (
    values
      ('cycling-chengxi', 1, 'startup', 'customer', '热成像文件的时间戳和循环编号怎么对应？', interval '3 days'),
      ('cycling-chengxi', 2, 'lab', 'lab', '每个文件名的前四位就是循环编号，另附了对照表。', interval '76 hours')
  ) as talk (key, nth, person, side, body, later)
  join public.applications on applications.id = pg_temp.demo_id('application/' || talk.key);

  -- It all happened before anybody was looking.
  delete from private.outbox where outbox.topic = 'service_recorded';
end;
$$;
drop table demo_applications;

/*
 * What people were told of it in the last days, as the worker would have told it. Nothing of it is
 * mailed, and what is two days old has been read.
 */
do $$
begin
  if exists (select from public.notices) then
    return;
  end if;

  insert into private.outbox (topic, subject_id, actor_id, created_at)
  select
    case entries.action
      when 'book' then
        case entries.after ->> 'status' when 'pending' then 'booking_requested' else 'booking_confirmed' end
      when 'approve' then 'booking_approved'
      when 'decline' then 'booking_declined'
      when 'move' then 'booking_moved'
      else 'booking_cancelled'
    end,
    entries.subject_id,
    entries.person_id,
    entries.at as told_at
  from public.audit_entries as entries
  where entries.subject_type = 'booking'
    and entries.at between now() - interval '10 days' and now()
  union all
  select 'booking_displaced', offers.booking_id, closures.planned_by, offers.created_at
  from public.closure_offers as offers
  join public.closures on closures.id = offers.closure_id
  order by told_at;

  perform private.write_notices(outbox) from private.outbox order by outbox.id;
  update private.outbox set delivered_at = outbox.created_at;

  update public.notices
  set
    created_at = date_trunc('milliseconds', outbox.created_at),
    read_at = case
      when notices.is_read or outbox.created_at < now() - interval '2 days' then outbox.created_at
    end
  from private.outbox
  where notices.cause = 'outbox/' || outbox.id;
  delete from private.notice_mails;
end;
$$;

/*
 * What was looked at and taken of data and literature in the last hundred days: by visitors who did not
 * sign in, and by members of startups and makerspaces. Some things are asked for more than others.
 */
do $$
declare
  v_month date;
begin
  if exists (select from private.usage_events) then
    return;
  end if;
  for v_month in
    select months.month::date
    from generate_series(
      private.usage_month(now() - interval '101 days')::timestamp, private.usage_month(now())::timestamp,
      interval '1 month'
    ) as months (month)
  loop
    perform private.ensure_usage_partition(v_month);
  end loop;

  with resources as (
    select 'dataset'::public.resource_kind as kind, datasets.id, datasets.platform_id, datasets.size_bytes,
      datasets.access_level in ('open', 'registered') as is_given
    from public.datasets
    union all
    select 'literature', items.id, items.platform_id, null, items.full_text_url is not null
    from public.literature_items as items
  ),
  clicks as (
    select
      resources.*,
      now() - days.day * interval '1 day'
        - abs(hashtextextended(resources.id || '/' || days.day || '/' || turns.turn, 1) % 43200) * interval '1 second' as at,
      abs(hashtextextended(resources.id || '/' || days.day || '/' || turns.turn, 2) % 60) as visitor,
      abs(hashtextextended(resources.id || '/' || days.day || '/' || turns.turn, 3) % 100) as wish
    from resources
    cross join generate_series(0, 99) as days (day)
    cross join lateral generate_series(1, abs(hashtextextended(resources.id::text, 4) % 4)::integer) as turns (turn)
    where abs(hashtextextended(resources.id || '/' || days.day, 5) % 10) < 6
  ),
  customers as (
    select organisations.id, row_number() over (order by organisations.id) - 1 as place
    from public.organisations
    where organisations.kind in ('startup', 'makerspace')
  ),
  parties as (
    select
      customers.id as organisation_id, customers.place, platforms.id as platform_id,
      private.beneficiary_on(customers.id, platforms.organisation_id, current_date) as party
    from customers
    cross join public.platforms
  )
  insert into private.usage_events (
    at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status, visitor,
    organisation_id, makerspace_id, beneficiary_class, bytes
  )
  select
    clicks.at, clicks.kind, clicks.id, clicks.platform_id, actions.action, 'regular', 'browser',
    case actions.action when 'request' then 302 when 'no_license' then 403 else 200 end,
    convert_to('demo ' || clicks.visitor, 'UTF8'),
    parties.organisation_id, (parties.party).makerspace_id, (parties.party).class,
    case actions.action when 'request' then clicks.size_bytes end
  from clicks
  cross join lateral (
    select
      case
        when clicks.is_given and clicks.wish < 40 then 'request'
        when not clicks.is_given and clicks.wish < 8 then 'no_license'
        else 'investigation'
      end::public.usage_action as action
  ) as actions
  left join parties on parties.platform_id = clicks.platform_id and parties.place = clicks.visitor;

  insert into private.usage_events (at, resource_id, action, access_method, agent_class, status, visitor)
  select
    now() - days.day * interval '1 day' - turns.turn * interval '47 minutes',
    pg_temp.demo_id('search/' || days.day || '/' || turns.turn), 'search', 'regular', 'browser', 200,
    convert_to('demo ' || turns.turn, 'UTF8')
  from generate_series(0, 99) as days (day)
  cross join lateral generate_series(1, pg_temp.demo_pick('searches/' || days.day, 9)) as turns (turn);

  for v_month in
    select distinct private.usage_month(events.at) from private.usage_events as events
  loop
    perform private.count_usage_month(v_month);
  end loop;
end;
$$;

/*
 * Two evaluations of all platforms: one over the first two months of what was served, published, and
 * one over the last month, in which platforms report; the materials platform disputes a record.
 */
do $$
declare
  v_evaluator constant uuid := (select users.id from auth.users where users.email = 'evaluator@demo.test');
  v_manager   constant uuid := (select users.id from auth.users where users.email = 'lab@demo.test');
  v_today     constant date := (now() at time zone private.ledger_zone())::date;
  v_rules     constant uuid := (
    select rules.id from public.evaluation_rule_sets as rules where rules.code = 'LN-2022' and rules.version = 1
  );
  v_platform  constant uuid := (
    select memberships.platform_id from public.memberships
    where memberships.person_id = v_manager and memberships.role = 'manager'
  );
  v_cycle     uuid;
  v_state     public.evaluation_state;
begin
  if exists (select from public.evaluation_cycles) then
    return;
  end if;
  perform set_config(
    'request.jwt.claims', json_build_object('sub', v_evaluator, 'role', 'authenticated')::text, true
  );
  insert into public.evaluation_cycles (
    id, code, name, name_en, rule_set_id, window_from, window_until, self_report_until, created_by
  )
  values
    (
      pg_temp.demo_id('evaluation/published'), 'DEMO-1', '演示：前两个月创新平台服务评价',
      'Demo: service of innovation platforms, two months', v_rules, v_today - 90, v_today - 31, null, v_evaluator
    ),
    (
      pg_temp.demo_id('evaluation/reporting'), 'DEMO-2', '演示：最近一月创新平台服务评价',
      'Demo: service of innovation platforms, last month', v_rules, v_today - 30, v_today - 1, v_today + 14,
      v_evaluator
    );
  insert into public.evaluation_transitions (cycle_id, to_state, person_id)
  select cycles.id, 'draft', v_evaluator from public.evaluation_cycles as cycles;

  v_cycle := pg_temp.demo_id('evaluation/published');
  foreach v_state in array array['open', 'collecting', 'self_report']::public.evaluation_state[]
  loop
    perform public.move_evaluation(v_cycle, v_state);
    -- A demonstration does not wait for the worker.
    if v_state = 'collecting' then
      perform private.measure_collection((private.last_collection(v_cycle)).id);
    end if;
  end loop;
  perform set_config(
    'request.jwt.claims', json_build_object('sub', v_manager, 'role', 'authenticated')::text, true
  );
  perform public.report_for_evaluation(
    v_cycle, v_platform, null,
    '本期电镜机组向创业企业开放晚间和周末时段；两台仪器因检修停用一周，已提前通知并改期。'
  );
  perform public.report_for_evaluation(
    v_cycle, v_platform, 'A3', '开放制度、收费标准和合同模板均已在平台页面公开。', array['演示制度〔2026〕3 号']
  );
  perform set_config(
    'request.jwt.claims', json_build_object('sub', v_evaluator, 'role', 'authenticated')::text, true
  );
  perform public.move_evaluation(v_cycle, 'verification');
  perform public.record_finding(v_cycle, samples.record_id, 'in_order')
  from public.evaluation_samples as samples
  where samples.cycle_id = v_cycle;
  perform public.judge_report(v_cycle, v_platform, 'A3', 90, '合同模板缺知识产权条款');
  foreach v_state in array array['expert_scoring', 'preliminary', 'publicity']::public.evaluation_state[]
  loop
    perform public.move_evaluation(v_cycle, v_state);
    -- A demonstration does not wait for the worker.
    if v_state = 'expert_scoring' then
      perform private.measure_collection((private.last_collection(v_cycle)).id);
    end if;
  end loop;
  -- A demonstration does not wait for working days.
  update public.evaluation_cycles set publicity_until = now() where id = v_cycle;
  perform public.move_evaluation(v_cycle, 'published');

  v_cycle := pg_temp.demo_id('evaluation/reporting');
  foreach v_state in array array['open', 'collecting', 'self_report']::public.evaluation_state[]
  loop
    perform public.move_evaluation(v_cycle, v_state);
    -- A demonstration does not wait for the worker.
    if v_state = 'collecting' then
      perform private.measure_collection((private.last_collection(v_cycle)).id);
    end if;
  end loop;
  perform set_config(
    'request.jwt.claims', json_build_object('sub', v_manager, 'role', 'authenticated')::text, true
  );
  perform public.dispute_evaluation(
    v_cycle, v_platform, '该次为样品更换期间的空载，实际未提供服务。', records.id, 'leave_out'
  )
  from private.evaluated_records((private.last_collection(v_cycle)).id, v_platform) as records
  where records.standing = 'counts' and records.is_shared
  order by records.seq
  limit 1;
  perform set_config('request.jwt.claims', '', true);
end;
$$;

/* The annual report of a city, begun and not finished. */
insert into public.annual_reports (
  id, city, year, version, implementation, measures, results, updated_by, updated_at
)
select
  pg_temp.demo_id('annual-report/this-year'), '沈阳市', extract(year from demo_today.today), 1,
  '演示：各平台的开放制度、收费标准和合同模板均已公开，服务情况纳入年度绩效评价。',
  '演示：电镜机组在晚间和周末向创业企业开放，众创空间入驻团队由空间统一担保后即可预约。',
  '演示：创业企业和众创空间的用机时间逐月增加，科学数据和文献传递面向入驻团队开放。',
  pg_temp.demo_id('person/evaluator'), now()
from demo_today
on conflict do nothing;

drop table demo_plan, demo_days, demo_appointments, demo_customers, demo_today;
drop table demo_instruments;
drop function pg_temp.demo_id(text);
drop function pg_temp.demo_pick(text, integer);
