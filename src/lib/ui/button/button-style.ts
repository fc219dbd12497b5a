const VARIANTS = {
	primary:
		'border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
	secondary:
		'border-line-strong bg-surface text-ink hover:border-accent hover:text-accent active:bg-accent-soft',
	quiet: 'border-transparent text-accent hover:bg-accent-soft',
	danger: 'border-danger bg-surface text-danger hover:bg-danger-soft'
};
/** Large for a thumb, where a page is about one press. */
const SIZES = { usual: 'min-h-control text-sm', large: 'min-h-16 text-lg' };
const WIDTHS = { auto: '', full: 'w-full' };
/** Many where the words are data, such as a period, and the place may be narrow. */
const LINES = { one: 'whitespace-nowrap', many: 'max-w-full py-1 text-balance break-keep' };

export type ButtonStyle = {
	variant?: keyof typeof VARIANTS | undefined;
	size?: keyof typeof SIZES | undefined;
	width?: keyof typeof WIDTHS | undefined;
	lines?: keyof typeof LINES | undefined;
};

export function buttonStyle({
	variant = 'secondary',
	size = 'usual',
	width = 'auto',
	lines = 'one'
}: ButtonStyle): string {
	return `inline-flex items-center justify-center gap-2 rounded-md border px-4 font-medium transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress ${VARIANTS[variant]} ${SIZES[size]} ${WIDTHS[width]} ${LINES[lines]}`;
}
