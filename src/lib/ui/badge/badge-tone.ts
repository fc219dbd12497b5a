/** What a badge's colour supports; the words alone must say it too. */
export type BadgeTone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger';
