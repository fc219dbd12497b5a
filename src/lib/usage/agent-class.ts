import counterRobots from './agents/counter-robots.txt?raw';
import dataMachines from './agents/make-data-count-machine.txt?raw';
import dataRobots from './agents/make-data-count-robot.txt?raw';

/** One expression for a whole list, so that a name is looked at once. Lines with a # are comments. */
function compile(list: string): RegExp {
	const patterns = list.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
	return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'i');
}

const COUNTER_ROBOTS = compile(counterRobots);
const DATA_ROBOTS = compile(dataRobots);
const DATA_MACHINES = compile(dataMachines);

export type UsedKind = 'dataset' | 'literature';

export type AgentClass = {
	agent_class: 'browser' | 'program' | 'token' | 'unnamed';
	access_method: 'regular' | 'machine' | 'tdm';
};

/**
 * What a user agent counts as, by the filter of the kind of thing it asks for; null for a robot, which
 * is not counted. An access token is the agreed key without which mining of literature would be robot
 * traffic (reference 5.1.6); data need none to be fetched by a program (5.2).
 */
export function classifyAgent(
	kind: UsedKind,
	userAgent: string | null,
	hasToken: boolean
): AgentClass | null {
	const agent = userAgent?.trim() ?? '';
	if (kind === 'literature') {
		if (hasToken) return { agent_class: 'token', access_method: 'tdm' };
		return COUNTER_ROBOTS.test(agent) ? null : { agent_class: 'browser', access_method: 'regular' };
	}
	if (DATA_ROBOTS.test(agent)) return null;
	if (hasToken) return { agent_class: 'token', access_method: 'machine' };
	if (agent === '') return { agent_class: 'unnamed', access_method: 'machine' };
	return DATA_MACHINES.test(agent)
		? { agent_class: 'program', access_method: 'machine' }
		: { agent_class: 'browser', access_method: 'regular' };
}
