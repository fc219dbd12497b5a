import { listDevMail } from '#lib/server/dev-mail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'cache-control': 'no-store' });
	return { mails: await listDevMail(event) };
};
