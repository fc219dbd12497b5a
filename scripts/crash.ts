/**
 * npm run crash [-- ROUNDS]: kills Postgres, PostgREST, the application and the worker in the middle
 * of a load, ten times unless said, and reports whether anything acknowledged was lost or told twice.
 */
import { buildIfNeeded } from './build-app.ts';
import { crash } from '../tests/support/crash.ts';

const rounds = Number(process.argv[2] ?? 10);
if (!Number.isInteger(rounds) || rounds < 1) {
	console.error('Usage: npm run crash [-- ROUNDS]');
	process.exit(2);
}

buildIfNeeded(() => {
	console.log('Building the application…');
});
const report = await crash({
	rounds,
	log: (line) => {
		console.log(line);
	}
});
console.log(report);

const { lostBookings, lostCancellations, overlapping, noticesMissing, noticesDoubled, mailsLost } =
	report;
const faults = [
	lostBookings,
	lostCancellations,
	overlapping,
	noticesMissing,
	noticesDoubled,
	mailsLost
].flat();
process.exitCode = faults.length === 0 ? 0 : 1;
