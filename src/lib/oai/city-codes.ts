/** Cities by their code of GB/T 2260, which names their sets: a set's name holds no Chinese. */
export const CITY_CODES: Readonly<Record<string, string>> = {
	沈阳市: '210100',
	大连市: '210200',
	鞍山市: '210300',
	抚顺市: '210400',
	本溪市: '210500',
	丹东市: '210600',
	锦州市: '210700',
	营口市: '210800',
	阜新市: '210900',
	辽阳市: '211000',
	盘锦市: '211100',
	铁岭市: '211200',
	朝阳市: '211300',
	葫芦岛市: '211400'
};
