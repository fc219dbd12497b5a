/**
 * A calendar file as another program reads it: Debian's python3-icalendar, which is what khal and
 * many others are built on. What our own code would forgive, it may not.
 */
import { spawnSync } from 'node:child_process';

type CalendarEvent = {
	uid: string;
	sequence: number;
	status: string;
	summary: string;
	start: string;
	end: string;
	stamp: string;
};

type CalendarFile = {
	method: string;
	name: string | null;
	refresh: string | null;
	events: CalendarEvent[];
};

/** Debian's own Python, whose packages apt installs; another one on the path would not see them. */
const PYTHON = '/usr/bin/python3';

const PROGRAM = `
import json, sys
from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
def utc(value):
    assert value.dt.tzinfo is not None and value.dt.utcoffset().total_seconds() == 0, value
    return value.dt.strftime('%Y-%m-%dT%H:%M:%SZ')
def text(name):
    value = calendar.get(name)
    return None if value is None else value.to_ical().decode()
for component in calendar.walk():
    assert not getattr(component, 'errors', []), component.errors
json.dump({
    'method': str(calendar['METHOD']),
    'name': None if calendar.get('X-WR-CALNAME') is None else str(calendar['X-WR-CALNAME']),
    'refresh': text('REFRESH-INTERVAL'),
    'events': [{
        'uid': str(event['UID']),
        'sequence': int(event['SEQUENCE']),
        'status': str(event['STATUS']),
        'summary': str(event['SUMMARY']),
        'start': utc(event['DTSTART']),
        'end': utc(event['DTEND']),
        'stamp': utc(event['DTSTAMP']),
    } for event in calendar.walk('VEVENT')]
}, sys.stdout)
`;

/** @throws when the file is no calendar, or the program is not installed. */
export function readCalendar(file: string): CalendarFile {
	const { status, stdout, stderr, error } = spawnSync(PYTHON, ['-c', PROGRAM], {
		input: file,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024
	});
	if (error !== undefined || stderr.includes("No module named 'icalendar'")) {
		throw new Error(
			'python3-icalendar is missing, by which this test reads calendars as another program does. On Debian: apt-get install python3-icalendar. On other systems /usr/bin/python3 has to find the module icalendar.'
		);
	}
	if (status !== 0) throw new Error(`python3-icalendar refuses the file:\n${stderr}`);
	return JSON.parse(stdout) as CalendarFile;
}
