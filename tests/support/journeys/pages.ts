import { demoId } from '../demo-id.ts';
import { dayFromNow } from './booking.ts';

/** A page of the site with the demo data, and the demo account that has something to see on it. */
export type SitePage = { name: string; path: string; account?: string };

const FE_SEM = `/instruments/${demoId('instrument/fe-sem')}`;
/** A fortnight that disturbs every booking of an instrument that lies in it. */
const LONG_CLOSURE = new URLSearchParams({
	instrument: demoId('instrument/fe-sem'),
	start: `${dayFromNow(1)}T00:00`,
	end: `${dayFromNow(15)}T00:00`,
	reason: '更换灯丝',
	every_weeks: '4',
	repeat_until: dayFromNow(80)
}).toString();
const MATERIALS = `/lab/platforms/${demoId('platform/materials')}`;
const BOOKING = `/bookings/${demoId('booking/startup-sem')}`;

export const PAGES: readonly SitePage[] = [
	{ name: 'home', path: '/' },
	{ name: 'home-startup', path: '/', account: 'startup' },
	{ name: 'home-lab', path: '/', account: 'lab' },
	{ name: 'home-evaluator', path: '/', account: 'evaluator' },
	{ name: 'search', path: `/search?q=${encodeURIComponent('电镜')}` },
	{ name: 'search-all', path: '/search' },
	{ name: 'search-nothing', path: `/search?kind=instrument&q=${encodeURIComponent('永动机')}` },
	{ name: 'instrument', path: FE_SEM },
	{ name: 'instrument-insiders', path: `/instruments/${demoId('instrument/etcher')}` },
	{ name: 'dataset', path: `/datasets/${demoId('dataset/separator-pores')}` },
	{ name: 'literature', path: `/literature/${demoId('literature/coated-separators')}` },
	{ name: 'service', path: `/services/${demoId('service/sem-section')}` },
	{ name: 'platforms', path: '/platforms' },
	{ name: 'platform', path: `/platforms/${demoId('platform/materials')}` },
	{ name: 'organisation', path: `/organisations/${demoId('organisation/hhut')}` },
	{ name: 'sign-in', path: `/sign-in?next=${encodeURIComponent('/bookings')}` },
	{ name: 'sign-up', path: '/sign-up' },
	{ name: 'confirm-email', path: '/confirm-email?email=ada%40example.org' },
	{ name: 'recover', path: '/recover' },
	{ name: 'dev-mail', path: '/dev/mail' },
	{ name: 'dev-ui', path: '/dev/ui' },
	{ name: 'not-found', path: `/instruments/${demoId('instrument/unknown')}` },
	{ name: 'book-signed-out', path: `${FE_SEM}/book` },
	{ name: 'book', path: `${FE_SEM}/book`, account: 'startup' },
	{
		name: 'book-calendar',
		path: `/instruments/${demoId('instrument/xrd')}/book?view=calendar`,
		account: 'startup'
	},
	{
		name: 'book-refused',
		path: `${FE_SEM}/book?start=2020-01-01T03:10&end=2020-01-01T03:20`,
		account: 'startup'
	},
	{ name: 'bookings', path: '/bookings', account: 'startup' },
	{ name: 'bookings-today', path: '/bookings/today', account: 'startup' },
	{ name: 'bookings-all', path: '/bookings?tab=past&of=organisation', account: 'startup' },
	{ name: 'booking', path: BOOKING, account: 'startup' },
	{ name: 'booking-move', path: `${BOOKING}/move`, account: 'startup' },
	{
		name: 'booking-offer',
		path: `/bookings/${demoId('booking/startup-xrd')}`,
		account: 'startup'
	},
	{ name: 'desk', path: `/desk/${demoId('instrument/fe-sem')}`, account: 'startup' },
	{ name: 'calendars', path: '/calendars', account: 'startup' },
	{ name: 'notices', path: '/notices', account: 'startup' },
	{ name: 'notices-lab', path: '/notices', account: 'lab' },
	{ name: 'profile', path: '/profile', account: 'startup' },
	{ name: 'profile-lab', path: '/profile', account: 'lab' },
	{ name: 'set-new-password', path: '/set-new-password', account: 'startup' },
	{ name: 'forbidden', path: '/lab', account: 'startup' },
	{ name: 'lab', path: '/lab', account: 'lab' },
	{
		name: 'lab-instrument',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}`,
		account: 'lab'
	},
	{ name: 'tokens', path: '/profile/tokens', account: 'startup' },
	{
		name: 'lab-agents',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}/agents`,
		account: 'lab'
	},
	{
		name: 'lab-instrument-edit',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}/edit`,
		account: 'lab'
	},
	{
		name: 'lab-instrument-hours',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}/hours`,
		account: 'lab'
	},
	{
		name: 'lab-instrument-rules',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}/rules?kind=startup`,
		account: 'lab'
	},
	{
		name: 'lab-rules',
		path: `/lab/platforms/${demoId('platform/materials')}/rules`,
		account: 'lab'
	},
	{
		name: 'lab-timeline',
		path: `/lab/platforms/${demoId('platform/materials')}/timeline`,
		account: 'lab'
	},
	{
		name: 'lab-utilisation',
		path: `/lab/platforms/${demoId('platform/materials')}/utilisation`,
		account: 'lab'
	},
	{
		name: 'lab-day',
		path: `/lab/platforms/${demoId('platform/materials')}/day`,
		account: 'lab'
	},
	{ name: 'lab-ledger', path: `${MATERIALS}/ledger`, account: 'lab' },
	{ name: 'lab-use-log', path: `${MATERIALS}/ledger/import`, account: 'lab' },
	{ name: 'lab-ledger-new', path: `${MATERIALS}/ledger/new`, account: 'lab' },
	{ name: 'records', path: '/records', account: 'startup' },
	{ name: 'figures', path: '/figures', account: 'startup' },
	{ name: 'lab-figures', path: `${MATERIALS}/figures`, account: 'lab' },
	{ name: 'evaluation', path: '/evaluation', account: 'evaluator' },
	{ name: 'evaluation-usage', path: '/evaluation/usage', account: 'evaluator' },
	{ name: 'lab-usage', path: `${MATERIALS}/usage`, account: 'lab' },
	{ name: 'statistics', path: '/evaluation/statistics', account: 'evaluator' },
	{ name: 'evaluation-benefit', path: '/evaluation/benefit', account: 'evaluator' },
	{ name: 'annual-reports', path: '/evaluation/reports', account: 'evaluator' },
	{
		name: 'annual-report',
		path: `/evaluation/reports/${demoId('annual-report/this-year')}`,
		account: 'evaluator'
	},
	{ name: 'rule-sets', path: '/evaluation/rule-sets', account: 'evaluator' },
	{ name: 'ledger', path: '/ledger' },
	{ name: 'ledger-verify', path: '/ledger/verify' },
	{ name: 'lab-requests', path: '/lab/requests', account: 'lab' },
	{
		name: 'lab-import',
		path: `/lab/platforms/${demoId('platform/materials')}/import`,
		account: 'lab'
	},
	{ name: 'lab-export', path: `${MATERIALS}/export`, account: 'lab' },
	{
		name: 'lab-members',
		path: `/lab/platforms/${demoId('platform/materials')}/members`,
		account: 'lab'
	},
	{
		name: 'members',
		path: `/organisations/${demoId('organisation/chengxi')}/members`,
		account: 'founder'
	},
	{
		name: 'residents',
		path: `/organisations/${demoId('organisation/riverside')}/residents`,
		account: 'makerspace'
	},
	{ name: 'lab-display', path: `${MATERIALS}/display`, account: 'lab' },
	{ name: 'lab-qr', path: '/lab/qr', account: 'technician' },
	{ name: 'lab-closures', path: '/lab/closures', account: 'technician' },
	{ name: 'lab-closure', path: `/lab/closures/${demoId('closure/xrd-tube')}`, account: 'lab' },
	{ name: 'lab-closure-impact', path: `/lab/closures/new?${LONG_CLOSURE}`, account: 'lab' },
	{ name: 'course', path: `/courses/${demoId('course/sem')}`, account: 'startup' },
	{ name: 'training', path: '/profile/training', account: 'startup' },
	{ name: 'lab-courses', path: `${MATERIALS}/courses`, account: 'lab' },
	{ name: 'lab-course', path: `/lab/courses/${demoId('course/sem')}`, account: 'lab' },
	{
		name: 'lab-course-session',
		path: `/lab/courses/${demoId('course/sem')}/sessions/${demoId('course-session/sem-past')}`,
		account: 'lab'
	},
	{
		name: 'fault-report',
		path: `/instruments/${demoId('instrument/afm')}/fault`,
		account: 'startup'
	},
	{ name: 'fault', path: `/faults/${demoId('fault/afm-laser')}`, account: 'lab' },
	{ name: 'fault-own', path: `/faults/${demoId('fault/sem-stage')}`, account: 'startup' },
	{ name: 'lab-faults', path: `${MATERIALS}/faults`, account: 'lab' },
	{ name: 'lab-customers', path: `${MATERIALS}/customers`, account: 'lab' },
	{ name: 'profile-suspended', path: '/profile', account: 'bai.yinuo' },
	{ name: 'applications', path: '/applications', account: 'startup' },
	{
		name: 'application-data',
		path: `/applications/${demoId('application/cycling-chengxi')}`,
		account: 'startup'
	},
	{
		name: 'application-copy',
		path: `/applications/${demoId('application/grain-startup')}`,
		account: 'startup'
	},
	{
		name: 'application-draft',
		path: `/applications/${demoId('application/cycling-haiyue')}`,
		account: 'jiang.haiyue'
	},
	{
		name: 'application-apply',
		path: `/datasets/${demoId('dataset/flapping-wing')}/apply`,
		account: 'startup'
	},
	{
		name: 'literature-request',
		path: `/literature/${demoId('literature/saponin-apoptosis')}/request`,
		account: 'startup'
	},
	{ name: 'dataset-application', path: `/datasets/${demoId('dataset/flapping-wing')}` },
	{
		name: 'dataset-registered',
		path: `/datasets/${demoId('dataset/soil-metals')}`,
		account: 'startup'
	},
	{ name: 'literature-delivery', path: `/literature/${demoId('literature/xps-fluorination')}` },
	{ name: 'lab-applications', path: `${MATERIALS}/applications`, account: 'lab' },
	{
		name: 'lab-application-data',
		path: `/applications/${demoId('application/cycling-yisun')}`,
		account: 'lab'
	},
	{
		name: 'lab-application-copy',
		path: `/applications/${demoId('application/grain-meiyu')}`,
		account: 'lab'
	},
	{ name: 'results', path: '/evaluations' },
	{ name: 'result', path: '/evaluations/DEMO-1' },
	{ name: 'evaluations', path: '/evaluation/cycles', account: 'evaluator' },
	{ name: 'evaluation-new', path: '/evaluation/cycles/new', account: 'evaluator' },
	{
		name: 'evaluation-published',
		path: `/evaluation/cycles/${demoId('evaluation/published')}`,
		account: 'evaluator'
	},
	{
		name: 'evaluation-sheet',
		path: `/evaluation/cycles/${demoId('evaluation/published')}/platforms/${demoId('platform/materials')}`,
		account: 'evaluator'
	},
	{ name: 'lab-evaluations', path: `${MATERIALS}/evaluation`, account: 'lab' },
	{
		name: 'lab-evaluation',
		path: `/evaluation/cycles/${demoId('evaluation/reporting')}/platforms/${demoId('platform/materials')}`,
		account: 'lab'
	},
	{
		name: 'lab-evaluation-records',
		path: `/evaluation/cycles/${demoId('evaluation/reporting')}/platforms/${demoId('platform/materials')}/records?indicator=B2`,
		account: 'lab'
	},
	{
		name: 'lab-instrument-benefit',
		path: `/lab/instruments/${demoId('instrument/afm')}/benefit`,
		account: 'lab'
	},
	{ name: 'lab-nrii', path: `${MATERIALS}/nrii?from=2026-01-01&to=2026-12-31`, account: 'lab' },
	{
		name: 'evaluation-nrii',
		path: `/evaluation/nrii?of=platform:${demoId('platform/materials')}`,
		account: 'evaluator'
	},
	{ name: 'offline', path: '/offline' },
	{ name: 'guide', path: '/guide' },
	{ name: 'guide-page', path: '/guide/startup/book' },
	{ name: 'invitation-none', path: '/invitations/none' },
	{ name: 'lab-request', path: `/bookings/${demoId('booking/startup-tem')}`, account: 'lab' }
];

/** The address of a page in a language. */
export function inLanguage(path: string, language: 'zh' | 'en'): string {
	return language === 'zh' ? path : `/en${path === '/' ? '' : path}`;
}
