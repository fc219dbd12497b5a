/*
 * What a lab takes along, a file for each table, with its columns in the order of the file. Columns
 * are named one by one, so that a new one is not given away by being there.
 */

export type Part = {
	table: string;
	columns: readonly string[];
	/** The table through which a row belongs to the platform, where it does not say so itself. */
	through?: string;
	/** Rows that are written for the platform or for one of its instruments. */
	isScoped?: true;
};

function columns(text: string): readonly string[] {
	return text.trim().split(/\s+/);
}

const RULES = 'id instrument_id platform_id customer_kind version valid_from valid_until';

export const PARTS: readonly Part[] = [
	{
		table: 'platform_designations',
		columns: columns('id kind_code level document_no granted_on revoked_on')
	},
	{
		table: 'opening_hours',
		columns: columns('id instrument_id weekday opens closes'),
		through: 'instruments'
	},
	{
		table: 'opening_exceptions',
		columns: columns('id instrument_id on_date opens closes reason'),
		through: 'instruments'
	},
	{
		table: 'booking_rules',
		columns: columns(`${RULES} granularity_minutes shortest_minutes longest_minutes lead_minutes
			horizon_days setup_minutes teardown_minutes gap_minutes grace_minutes cancel_until_minutes
			late_cancel_bp late_cancel_counts no_show_bp no_show_limit no_show_window_days suspension_days
			approval approval_needed approval_hours off_hours_admitted admits_outsiders purpose_required
			course_id`),
		isScoped: true
	},
	{
		table: 'tariffs',
		columns: columns(`${RULES} basis currency rate_fen minimum_fen off_hours_bp`),
		isScoped: true
	},
	{
		table: 'booking_quotas',
		columns: columns(`${RULES} holder measure span at_most`),
		isScoped: true
	},
	{
		table: 'bookings',
		columns: columns(`id instrument_id organisation_id person_id booked_by starts_at ends_at status
			purpose purpose_code price_fen currency created_at decided_at decided_by decision_note
			cancelled_at cancelled_by cancel_reason cancelled_late no_show_at`)
	},
	{
		table: 'usage_sessions',
		columns: columns(`id booking_id instrument_id unit started_at started_by ended_at ended_by
			source`),
		through: 'bookings'
	},
	{
		table: 'closures',
		columns: columns('id instrument_id kind during reason status activated_at ended_at created_at')
	},
	{
		table: 'courses',
		columns: columns('id name name_en description valid_months created_at retired_at')
	},
	{
		table: 'qualifications',
		columns: columns(`id course_id person_id granted_at granted_by grant_reason expires_at
			revoked_at revoked_by revoke_reason`),
		through: 'courses'
	},
	{
		table: 'faults',
		columns: columns(`id instrument_id booking_id closure_id severity description reported_by
			created_at advice settlement settled_at settled_by`)
	},
	{
		table: 'suspensions',
		columns: columns(`id organisation_id person_id starts_at ends_at reason suspended_by lifted_at
			lifted_by lift_reason created_at`)
	}
];
