import type { Application } from './queries.server.ts';

/** An application as its parties see it: with what was said. */
export type DetailedApplication = Application & { details: NonNullable<Application['details']> };
