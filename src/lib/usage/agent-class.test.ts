import { describe, expect, it } from 'vitest';
import { classifyAgent } from './agent-class.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const WECHAT =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50';
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const BAIDU = 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)';

describe('classifyAgent (reference 5.1.6 and 5.2)', () => {
	it.each([FIREFOX, WECHAT])('takes a browser for a person: %s', (agent) => {
		const person = { agent_class: 'browser', access_method: 'regular' };

		expect(classifyAgent('dataset', agent, false)).toEqual(person);
		expect(classifyAgent('literature', agent, false)).toEqual(person);
	});

	it.each([GOOGLEBOT, BAIDU, 'AhrefsBot/7.0'])('counts a robot nowhere: %s', (agent) => {
		expect(classifyAgent('dataset', agent, false)).toBeNull();
		expect(classifyAgent('literature', agent, false)).toBeNull();
	});

	it.each(['curl/8.14.1', 'python-requests/2.32', 'Wget/1.25', 'libwww-perl/6.7', 'PHP/8.3'])(
		'counts %s as a machine for datasets and not at all for literature',
		(agent) => {
			expect(classifyAgent('dataset', agent, false)).toEqual({
				agent_class: 'program',
				access_method: 'machine'
			});
			expect(classifyAgent('literature', agent, false)).toBeNull();
		}
	);

	it.each([null, '', ' '])(
		'counts who gives no name (%j) as a machine for datasets alone',
		(agent) => {
			expect(classifyAgent('dataset', agent, false)).toEqual({
				agent_class: 'unnamed',
				access_method: 'machine'
			});
			expect(classifyAgent('literature', agent, false)).toBeNull();
		}
	);

	it('counts what an access token fetches as mining of literature, and as a machine for datasets', () => {
		expect(classifyAgent('literature', 'python-requests/2.32', true)).toEqual({
			agent_class: 'token',
			access_method: 'tdm'
		});
		expect(classifyAgent('dataset', 'python-requests/2.32', true)).toEqual({
			agent_class: 'token',
			access_method: 'machine'
		});
	});
});
