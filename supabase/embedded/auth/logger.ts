import { destination, pino } from 'pino';

/** JSON lines on stderr. Bodies, tokens and passwords are never given to it. */
export const logger = pino({ name: 'auth' }, destination(2));
