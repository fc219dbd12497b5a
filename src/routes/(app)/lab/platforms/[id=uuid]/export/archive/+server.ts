import { openArchive } from '#lib/export/archive.server.ts';
import { beginExport, downloadHeaders } from '#lib/export/export.server.ts';
import { tellExport } from '#lib/export/progress.server.ts';
import { writeReadme } from '#lib/export/readme.ts';
import type { RequestHandler } from './$types';

/** All that a lab owns in one file, written while it is read. */
export const GET: RequestHandler = async (event) => {
	const { platform, db, exportId } = await beginExport(event, event.params.id, null);
	if (exportId === null) throw new Error('an export of everything has an id');
	const asOf = new Date();
	const readme = writeReadme(platform, asOf);
	return new Response(
		openArchive(db, { platform, asOf, readme, teller: tellExport(db, exportId) }),
		{
			headers: downloadHeaders('application/zip', platform, asOf, '.zip')
		}
	);
};
