import { evaluationPlaces } from '#lib/navigation/places.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ parent }) => {
	const { viewer } = await parent();
	return { evaluationPlaces: viewer?.isEvaluator ? evaluationPlaces() : null };
};
