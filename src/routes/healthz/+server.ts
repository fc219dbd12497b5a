import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The process is up; says nothing about what it depends on. */
export const GET: RequestHandler = () => json({ status: 'ok' });
