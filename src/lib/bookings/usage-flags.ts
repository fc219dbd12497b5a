import * as m from '#lib/paraglide/messages.js';

const FLAGS: Record<string, () => string> = {
	late: m.desk_flag_late,
	reported_late: m.desk_flag_reported_late,
	overrun: m.desk_flag_overrun,
	forgotten: m.desk_flag_forgotten
};

/** What is out of the ordinary about a use, in words. */
export function flagsInWords(flags: string[]): string[] {
	return flags.map((flag) => FLAGS[flag]?.() ?? flag);
}
