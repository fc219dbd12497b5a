import { api } from '#lib/api/problem.ts';
import { LIST_FORMAT } from '#lib/evaluation/result-document.ts';
import { listEvaluations } from '#lib/evaluation/results.server.ts';

/** Evaluations that have opened, with the digests of all that was made public, for who keeps them. */
export const GET = api(async ({ locals, url }) => {
	const evaluations = await listEvaluations(locals.supabase);
	const items = evaluations.map(({ id: _, rule_set: rules, versions, ...evaluation }) => ({
		...evaluation,
		url: `${url.origin}/evaluations/${evaluation.code}`,
		rule_set: { code: rules.code, version: rules.version },
		versions
	}));
	return Response.json({ format: LIST_FORMAT, items });
});
