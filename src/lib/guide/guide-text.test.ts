import { describe, expect, it } from 'vitest';
import { readGuideText } from './guide-text.ts';

describe('a page of the guide', () => {
	it('begins with its title and what it is about, and goes on in headings, lists and pictures', () => {
		const text = readGuideText(`# 找到仪器

一般只要**一分钟**。

## 选择时段

![预约页面](../../pictures/book.zh.jpg)

1. 按**查找**。
2. 见[规则](https://example.org)。

- 运行 \`npm start\`
`);

		expect(text).toEqual({
			title: '找到仪器',
			lead: [{ text: '一般只要' }, { text: '一分钟', isStrong: true }, { text: '。' }],
			blocks: [
				{ kind: 'heading', text: '选择时段' },
				{ kind: 'picture', name: 'book.zh.jpg', alt: '预约页面' },
				{
					kind: 'list',
					isOrdered: true,
					items: [
						[{ text: '按' }, { text: '查找', isStrong: true }, { text: '。' }],
						[{ text: '见' }, { text: '规则', href: 'https://example.org' }, { text: '。' }]
					]
				},
				{
					kind: 'list',
					isOrdered: false,
					items: [[{ text: '运行 ' }, { text: 'npm start', isCode: true }]]
				}
			]
		});
	});

	it.each([
		['no title', '没有标题'],
		['HTML', '# 标题\n\n说明\n\n<script>alert(1)</script>'],
		['a table', '# 标题\n\n说明\n\n| a | b |\n| - | - |\n| 1 | 2 |'],
		['a picture within a line', '# 标题\n\n说明\n\n看![图](a.jpg)这里']
	])('is refused with %s, which could not be shown', (_case, markdown) => {
		expect(() => readGuideText(markdown)).toThrow();
	});
});
