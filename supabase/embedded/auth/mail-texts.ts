/** The kinds of mail that are sent. */
export type MailKind =
	'confirmation' | 'invite' | 'recovery' | 'magicLink' | 'emailChange' | 'reauthentication';

type Text = {
	subject: string;
	/** What has happened, one paragraph. */
	reason: string;
	/** What the link does, in the words that stand for it. */
	action: string;
};

type Language = 'zh' | 'en';

const TEXTS: Record<MailKind, Record<Language, Text>> = {
	confirmation: {
		zh: {
			subject: '确认您的邮箱',
			reason: '您正在使用此邮箱注册账号。请点击下面的链接完成注册。',
			action: '确认邮箱'
		},
		en: {
			subject: 'Confirm your e-mail address',
			reason: 'You are signing up with this address. Follow the link to finish.',
			action: 'Confirm address'
		}
	},
	invite: {
		zh: {
			subject: '您收到一份邀请',
			reason: '有人邀请您开通账号。请点击下面的链接接受邀请。',
			action: '接受邀请'
		},
		en: {
			subject: 'You have been invited',
			reason: 'You have been invited to open an account. Follow the link to accept.',
			action: 'Accept the invitation'
		}
	},
	recovery: {
		zh: {
			subject: '重置密码',
			reason: '我们收到了重置您账号密码的请求。请点击下面的链接设置新密码。',
			action: '重置密码'
		},
		en: {
			subject: 'Reset your password',
			reason:
				'Somebody asked to reset the password of your account. Follow the link to choose one.',
			action: 'Reset password'
		}
	},
	magicLink: {
		zh: {
			subject: '登录链接',
			reason: '请点击下面的链接登录。',
			action: '登录'
		},
		en: {
			subject: 'Your sign-in link',
			reason: 'Follow the link to sign in.',
			action: 'Sign in'
		}
	},
	emailChange: {
		zh: {
			subject: '确认更换邮箱',
			reason: '您的账号正在更换邮箱。请点击下面的链接确认。',
			action: '确认更换'
		},
		en: {
			subject: 'Confirm the change of your e-mail address',
			reason: 'The address of your account is being changed. Follow the link to confirm.',
			action: 'Confirm the change'
		}
	},
	reauthentication: {
		zh: {
			subject: '验证您的身份',
			reason: '您正在进行需要验证身份的操作，请输入下面的验证码。',
			action: ''
		},
		en: {
			subject: 'Confirm that it is you',
			reason: 'Something that you are doing needs to know that it is you. Enter this code.',
			action: ''
		}
	}
};

const CODE_LABEL: Record<Language, string> = { zh: '验证码', en: 'Code' };

const NOT_YOU: Record<Language, string> = {
	zh: '如果这不是您本人的操作，请忽略此邮件。',
	en: 'If this was not you, ignore this message.'
};

/** English where the person has chosen it, else Chinese followed by English. */
function chooseLanguages(preference: unknown): Language[] {
	return preference === 'en' ? ['en'] : ['zh', 'en'];
}

/** The subject and both bodies of a mail. A mail without a link holds the code alone. */
export function composeMail(
	kind: MailKind,
	{ preference, link, code }: { preference: unknown; link: string | null; code: string }
): { subject: string; text: string; html: string } {
	const parts = chooseLanguages(preference).map((language) => ({
		...TEXTS[kind][language],
		language,
		code: `${CODE_LABEL[language]}${language === 'zh' ? '：' : ': '}${code}`,
		notYou: NOT_YOU[language]
	}));

	return {
		subject: parts.map(({ subject }) => subject).join(' · '),
		text: parts
			.map(({ reason, code, notYou }) =>
				[reason, link, code, notYou].filter((line) => line !== null).join('\n\n')
			)
			.join('\n\n---\n\n'),
		html: parts
			.map(({ language, reason, action, code, notYou }) => {
				const lang = language === 'zh' ? 'zh-Hans' : 'en';
				const anchor =
					link === null ? '' : `<p><a href="${escapeHtml(link)}">${escapeHtml(action)}</a></p>`;
				return `<div lang="${lang}"><p>${reason}</p>${anchor}<p>${code}</p><p>${notYou}</p></div>`;
			})
			.join('<hr>')
	};
}

const HTML_ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character);
}
