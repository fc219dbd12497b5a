/** The drawn signs, as paths in a square of 20 with a stroke of 1.5. */
export const ICONS = {
	search: 'M13.2 13.2 17 17M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Z',
	close: 'M5 5l10 10M15 5 5 15',
	check: 'm4 10.5 4 4 8-9',
	'arrow-left': 'M16 10H4m5-5-5 5 5 5',
	'arrow-right': 'M4 10h12m-5-5 5 5-5 5',
	'chevron-down': 'm5 8 5 5 5-5',
	'chevron-right': 'm8 5 5 5-5 5',
	bell: 'M10 3.5a4.5 4.5 0 0 1 4.5 4.5c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5A4.5 4.5 0 0 1 10 3.5ZM10 2.2v1.3M8.3 15.5a1.8 1.8 0 0 0 3.4 0',
	calendar: 'M3.5 5.5h13v11h-13zM3.5 9h13M7 3v4M13 3v4',
	copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
	external: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
	person: 'M10 10a3.2 3.2 0 1 0 0-6.5 3.2 3.2 0 0 0 0 6.5ZM4 17c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5',
	info: 'M10 9v5M10 6.2v.1M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z',
	alert: 'M10 7.5v4M10 14v.1M10 3 2.5 16.5h15L10 3Z',
	menu: 'M3.5 6h13M3.5 10h13M3.5 14h13'
} as const;

export type IconName = keyof typeof ICONS;
