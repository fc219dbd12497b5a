import { json } from '@sveltejs/kit';
import {
	counterApi,
	requireCustomer,
	requireRequestor,
	THE_WORLD
} from '#lib/usage/counter-api.server.ts';

/** Whose usage can be harvested: of everybody together, and never of one institution. */
export const GET = counterApi((event) => {
	requireRequestor(event);
	requireCustomer(event.url.searchParams);
	return json([
		{
			Customer_ID: THE_WORLD,
			Institution_Name: 'The World',
			Institution_ID: { Proprietary: [`yixiang:${THE_WORLD}`] }
		}
	]);
});
