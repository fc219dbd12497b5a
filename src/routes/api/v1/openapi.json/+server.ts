import { openApiDocument } from '#lib/api/openapi.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => Response.json(openApiDocument(url.origin));
