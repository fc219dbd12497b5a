import { beforeEach } from 'vitest';
import { isTimeOver, NO_TIME } from './in-time.ts';

beforeEach(({ skip }) => {
	skip(isTimeOver(), NO_TIME);
});
