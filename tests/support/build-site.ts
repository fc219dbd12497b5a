/** Builds before the tests begin: files that each built for themselves would do so into one folder at once. */
import { buildIfNeeded } from '../../scripts/build-app.ts';

export default function buildSite(): void {
	buildIfNeeded(() => {
		console.log('Building the application…');
	});
}
