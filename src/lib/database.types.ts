export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			access_tokens: {
				Row: {
					created_at: string;
					expires_at: string | null;
					id: string;
					instrument_id: string | null;
					last_used_at: string | null;
					name: string;
					person_id: string;
					revoked_at: string | null;
					revoked_by: string | null;
					scopes: string[];
					starts_with: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					expires_at?: string | null;
					id?: string;
					instrument_id?: string | null;
					last_used_at?: string | null;
					name: string;
					person_id: string;
					revoked_at?: string | null;
					revoked_by?: string | null;
					scopes: string[];
					starts_with: string;
				};
				Update: {
					created_at?: string;
					expires_at?: string | null;
					id?: string;
					instrument_id?: string | null;
					last_used_at?: string | null;
					name?: string;
					person_id?: string;
					revoked_at?: string | null;
					revoked_by?: string | null;
					scopes?: string[];
					starts_with?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'access_tokens_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'access_tokens_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'access_tokens_revoked_by_fkey';
						columns: ['revoked_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			alliance_admissions: {
				Row: {
					admitted_on: string;
					alliance_id: string;
					left_on: string | null;
					makerspace_id: string;
				};
				ComputedFields: never;
				Insert: {
					admitted_on: string;
					alliance_id: string;
					left_on?: string | null;
					makerspace_id: string;
				};
				Update: {
					admitted_on?: string;
					alliance_id?: string;
					left_on?: string | null;
					makerspace_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'alliance_admissions_alliance_id_fkey';
						columns: ['alliance_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'alliance_admissions_makerspace_id_fkey';
						columns: ['makerspace_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			annual_reports: {
				Row: {
					as_of_day: string | null;
					city: string | null;
					digest: string | null;
					figures: Json | null;
					id: string;
					implementation: string | null;
					issued_at: string | null;
					issued_by: string | null;
					measures: string | null;
					problems: string | null;
					results: string | null;
					updated_at: string;
					updated_by: string | null;
					version: number;
					year: number;
				};
				ComputedFields: never;
				Insert: {
					as_of_day?: string | null;
					city?: string | null;
					digest?: string | null;
					figures?: Json | null;
					id?: string;
					implementation?: string | null;
					issued_at?: string | null;
					issued_by?: string | null;
					measures?: string | null;
					problems?: string | null;
					results?: string | null;
					updated_at?: string;
					updated_by?: string | null;
					version: number;
					year: number;
				};
				Update: {
					as_of_day?: string | null;
					city?: string | null;
					digest?: string | null;
					figures?: Json | null;
					id?: string;
					implementation?: string | null;
					issued_at?: string | null;
					issued_by?: string | null;
					measures?: string | null;
					problems?: string | null;
					results?: string | null;
					updated_at?: string;
					updated_by?: string | null;
					version?: number;
					year?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'annual_reports_issued_by_fkey';
						columns: ['issued_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'annual_reports_updated_by_fkey';
						columns: ['updated_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			application_deliveries: {
				Row: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				ComputedFields: never;
				Insert: {
					application_id: string;
					content_type?: string | null;
					created_at?: string;
					id?: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces?: number;
					platform_id: string;
					retired_at?: string | null;
					shared_at?: string | null;
					size_bytes?: number | null;
					url?: string | null;
				};
				Update: {
					application_id?: string;
					content_type?: string | null;
					created_at?: string;
					id?: string;
					name?: string;
					organisation_id?: string;
					person_id?: string;
					pieces?: number;
					platform_id?: string;
					retired_at?: string | null;
					shared_at?: string | null;
					size_bytes?: number | null;
					url?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'application_deliveries_application_id_fkey';
						columns: ['application_id'];
						isOneToOne: false;
						referencedRelation: 'applications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_deliveries_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_deliveries_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_deliveries_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			application_details: {
				Row: {
					accepted_at: string | null;
					accepted_licence: string | null;
					accepted_version: string | null;
					application_id: string;
					intended_use: string;
					licence: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					report: string | null;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string | null;
					accepted_licence?: string | null;
					accepted_version?: string | null;
					application_id: string;
					intended_use: string;
					licence?: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					report?: string | null;
				};
				Update: {
					accepted_at?: string | null;
					accepted_licence?: string | null;
					accepted_version?: string | null;
					application_id?: string;
					intended_use?: string;
					licence?: string | null;
					organisation_id?: string;
					person_id?: string;
					platform_id?: string;
					report?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'application_details_application_id_fkey';
						columns: ['application_id'];
						isOneToOne: true;
						referencedRelation: 'applications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_details_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_details_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_details_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			application_downloads: {
				Row: {
					application_id: string;
					at: string;
					delivery_id: string;
					id: string;
					organisation_id: string;
					person_id: string | null;
					platform_id: string;
				};
				ComputedFields: never;
				Insert: {
					application_id: string;
					at?: string;
					delivery_id: string;
					id?: string;
					organisation_id: string;
					person_id?: string | null;
					platform_id: string;
				};
				Update: {
					application_id?: string;
					at?: string;
					delivery_id?: string;
					id?: string;
					organisation_id?: string;
					person_id?: string | null;
					platform_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'application_downloads_application_id_fkey';
						columns: ['application_id'];
						isOneToOne: false;
						referencedRelation: 'applications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_downloads_delivery_id_fkey';
						columns: ['delivery_id'];
						isOneToOne: false;
						referencedRelation: 'application_deliveries';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_downloads_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_downloads_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_downloads_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			application_messages: {
				Row: {
					application_id: string;
					body: string;
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				ComputedFields: never;
				Insert: {
					application_id: string;
					body: string;
					created_at?: string;
					id?: string;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				Update: {
					application_id?: string;
					body?: string;
					created_at?: string;
					id?: string;
					organisation_id?: string;
					person_id?: string;
					platform_id?: string;
					side?: Database['public']['Enums']['booking_side'];
				};
				Relationships: [
					{
						foreignKeyName: 'application_messages_application_id_fkey';
						columns: ['application_id'];
						isOneToOne: false;
						referencedRelation: 'applications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_messages_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_messages_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_messages_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			application_reasons: {
				Row: {
					code: string;
					kind: Database['public']['Enums']['resource_kind'];
					name: string;
					name_en: string;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					kind: Database['public']['Enums']['resource_kind'];
					name: string;
					name_en: string;
					position: number;
				};
				Update: {
					code?: string;
					kind?: Database['public']['Enums']['resource_kind'];
					name?: string;
					name_en?: string;
					position?: number;
				};
				Relationships: [];
			};
			application_steps: {
				Row: {
					after: Database['public']['Enums']['application_status'];
					application_id: string;
					at: string;
					before: Database['public']['Enums']['application_status'] | null;
					id: string;
					organisation_id: string;
					person_id: string | null;
					platform_id: string;
					reason: string | null;
					reason_code: string | null;
					side: Database['public']['Enums']['booking_side'];
				};
				ComputedFields: never;
				Insert: {
					after: Database['public']['Enums']['application_status'];
					application_id: string;
					at?: string;
					before?: Database['public']['Enums']['application_status'] | null;
					id?: string;
					organisation_id: string;
					person_id?: string | null;
					platform_id: string;
					reason?: string | null;
					reason_code?: string | null;
					side: Database['public']['Enums']['booking_side'];
				};
				Update: {
					after?: Database['public']['Enums']['application_status'];
					application_id?: string;
					at?: string;
					before?: Database['public']['Enums']['application_status'] | null;
					id?: string;
					organisation_id?: string;
					person_id?: string | null;
					platform_id?: string;
					reason?: string | null;
					reason_code?: string | null;
					side?: Database['public']['Enums']['booking_side'];
				};
				Relationships: [
					{
						foreignKeyName: 'application_steps_application_id_fkey';
						columns: ['application_id'];
						isOneToOne: false;
						referencedRelation: 'applications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_steps_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_steps_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'application_steps_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			applications: {
				Row: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
					application_stage: string | null;
					is_overdue: boolean | null;
					my_side_of_application: Database['public']['Enums']['booking_side'] | null;
				};
				ComputedFields: 'application_stage' | 'is_overdue' | 'my_side_of_application';
				Insert: {
					access_until?: string | null;
					created_at?: string;
					dataset_id?: string | null;
					decide_by?: string | null;
					decided_at?: string | null;
					delivered_at?: string | null;
					download_limit?: number | null;
					downloads?: number;
					ended_at?: string | null;
					fee_fen?: number | null;
					id?: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id?: string | null;
					number?: never;
					organisation_id: string;
					page_fee_fen?: number | null;
					pages?: number | null;
					platform_id: string;
					purpose_code: string;
					rating?: number | null;
					ready_by?: string | null;
					reason_code?: string | null;
					service_record_id?: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at?: string | null;
				};
				Update: {
					access_until?: string | null;
					created_at?: string;
					dataset_id?: string | null;
					decide_by?: string | null;
					decided_at?: string | null;
					delivered_at?: string | null;
					download_limit?: number | null;
					downloads?: number;
					ended_at?: string | null;
					fee_fen?: number | null;
					id?: string;
					kind?: Database['public']['Enums']['resource_kind'];
					literature_item_id?: string | null;
					number?: never;
					organisation_id?: string;
					page_fee_fen?: number | null;
					pages?: number | null;
					platform_id?: string;
					purpose_code?: string;
					rating?: number | null;
					ready_by?: string | null;
					reason_code?: string | null;
					service_record_id?: string | null;
					status?: Database['public']['Enums']['application_status'];
					submitted_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'applications_dataset_id_fkey';
						columns: ['dataset_id'];
						isOneToOne: false;
						referencedRelation: 'datasets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'applications_literature_item_id_fkey';
						columns: ['literature_item_id'];
						isOneToOne: false;
						referencedRelation: 'literature_items';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'applications_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'applications_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'applications_purpose_code_fkey';
						columns: ['purpose_code'];
						isOneToOne: false;
						referencedRelation: 'purpose_codes';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'applications_reason_fkey';
						columns: ['kind', 'reason_code'];
						isOneToOne: false;
						referencedRelation: 'application_reasons';
						referencedColumns: ['kind', 'code'];
					},
					{
						foreignKeyName: 'applications_service_record_id_fkey';
						columns: ['service_record_id'];
						isOneToOne: false;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'applications_service_record_id_fkey';
						columns: ['service_record_id'];
						isOneToOne: false;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					}
				];
			};
			approval_delegations: {
				Row: {
					created_at: string;
					delegate_id: string;
					ends_at: string;
					granted_by: string;
					id: string;
					platform_id: string;
					revoked_at: string | null;
					starts_at: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					delegate_id: string;
					ends_at: string;
					granted_by: string;
					id?: string;
					platform_id: string;
					revoked_at?: string | null;
					starts_at: string;
				};
				Update: {
					created_at?: string;
					delegate_id?: string;
					ends_at?: string;
					granted_by?: string;
					id?: string;
					platform_id?: string;
					revoked_at?: string | null;
					starts_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'approval_delegations_delegate_id_fkey';
						columns: ['delegate_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'approval_delegations_granted_by_fkey';
						columns: ['granted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'approval_delegations_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			audit_entries: {
				Row: {
					action: string;
					after: Json | null;
					at: string;
					before: Json | null;
					from_address: string | null;
					id: number;
					person_id: string | null;
					request_id: string | null;
					subject_id: string;
					subject_type: string;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					after?: Json | null;
					at?: string;
					before?: Json | null;
					from_address?: string | null;
					id?: never;
					person_id?: string | null;
					request_id?: string | null;
					subject_id: string;
					subject_type: string;
				};
				Update: {
					action?: string;
					after?: Json | null;
					at?: string;
					before?: Json | null;
					from_address?: string | null;
					id?: never;
					person_id?: string | null;
					request_id?: string | null;
					subject_id?: string;
					subject_type?: string;
				};
				Relationships: [];
			};
			benefit_entries: {
				Row: {
					academic_year: number;
					awards_national: number;
					awards_provincial: number;
					awards_school: number;
					core_papers: number;
					entered_at: string;
					entered_by: string | null;
					external_income_fen: number;
					functions_new: number;
					functions_original: number;
					functions_used: number;
					id: string;
					instrument_id: string;
					internal_income_fen: number;
					note: string | null;
					people_qualified: number;
					people_shown: number;
					people_supervised: number;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					academic_year: number;
					awards_national: number;
					awards_provincial: number;
					awards_school: number;
					core_papers: number;
					entered_at?: string;
					entered_by?: string | null;
					external_income_fen: number;
					functions_new: number;
					functions_original: number;
					functions_used: number;
					id?: string;
					instrument_id: string;
					internal_income_fen: number;
					note?: string | null;
					people_qualified: number;
					people_shown: number;
					people_supervised: number;
					version: number;
				};
				Update: {
					academic_year?: number;
					awards_national?: number;
					awards_provincial?: number;
					awards_school?: number;
					core_papers?: number;
					entered_at?: string;
					entered_by?: string | null;
					external_income_fen?: number;
					functions_new?: number;
					functions_original?: number;
					functions_used?: number;
					id?: string;
					instrument_id?: string;
					internal_income_fen?: number;
					note?: string | null;
					people_qualified?: number;
					people_shown?: number;
					people_supervised?: number;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'benefit_entries_entered_by_fkey';
						columns: ['entered_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'benefit_entries_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			booking_files: {
				Row: {
					booking_id: string;
					content_type: string;
					created_at: string;
					id: string;
					name: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					content_type: string;
					created_at?: string;
					id?: string;
					name: string;
					person_id: string;
					pieces?: number;
					platform_id: string;
					retired_at?: string | null;
					shared_at?: string | null;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				};
				Update: {
					booking_id?: string;
					content_type?: string;
					created_at?: string;
					id?: string;
					name?: string;
					person_id?: string;
					pieces?: number;
					platform_id?: string;
					retired_at?: string | null;
					shared_at?: string | null;
					side?: Database['public']['Enums']['booking_side'];
					size_bytes?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_files_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_files_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_files_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			booking_message_readings: {
				Row: {
					booking_id: string;
					person_id: string;
					read_until: string;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					person_id: string;
					read_until: string;
				};
				Update: {
					booking_id?: string;
					person_id?: string;
					read_until?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_message_readings_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_message_readings_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			booking_messages: {
				Row: {
					body: string;
					booking_id: string;
					created_at: string;
					id: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				ComputedFields: never;
				Insert: {
					body: string;
					booking_id: string;
					created_at?: string;
					id?: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				Update: {
					body?: string;
					booking_id?: string;
					created_at?: string;
					id?: string;
					person_id?: string;
					platform_id?: string;
					side?: Database['public']['Enums']['booking_side'];
				};
				Relationships: [
					{
						foreignKeyName: 'booking_messages_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_messages_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_messages_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			booking_quotas: {
				Row: {
					at_most: number;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					holder: string;
					id: string;
					instrument_id: string | null;
					measure: string;
					platform_id: string | null;
					scope_id: string | null;
					span: string;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					at_most: number;
					created_at?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					holder: string;
					id?: string;
					instrument_id?: string | null;
					measure: string;
					platform_id?: string | null;
					scope_id?: never;
					span: string;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Update: {
					at_most?: number;
					created_at?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					holder?: string;
					id?: string;
					instrument_id?: string | null;
					measure?: string;
					platform_id?: string | null;
					scope_id?: never;
					span?: string;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_quotas_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_quotas_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			booking_rules: {
				Row: {
					admits_outsiders: boolean;
					approval: Database['public']['Enums']['approval_kind'];
					approval_hours: number;
					approval_needed: boolean;
					cancel_until_minutes: number;
					course_id: string | null;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					gap_minutes: number;
					grace_minutes: number | null;
					granularity_minutes: number;
					horizon_days: number;
					id: string;
					instrument_id: string | null;
					late_cancel_bp: number;
					late_cancel_counts: boolean;
					lead_minutes: number;
					longest_minutes: number;
					no_show_bp: number;
					no_show_limit: number | null;
					no_show_window_days: number;
					off_hours_admitted: boolean;
					platform_id: string | null;
					purpose_required: boolean;
					scope_id: string | null;
					setup_minutes: number;
					shortest_minutes: number;
					suspension_days: number;
					teardown_minutes: number;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					admits_outsiders?: boolean;
					approval?: Database['public']['Enums']['approval_kind'];
					approval_hours?: number;
					approval_needed?: never;
					cancel_until_minutes?: number;
					course_id?: string | null;
					created_at?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					gap_minutes?: number;
					grace_minutes?: number | null;
					granularity_minutes?: number;
					horizon_days?: number;
					id?: string;
					instrument_id?: string | null;
					late_cancel_bp?: number;
					late_cancel_counts?: boolean;
					lead_minutes?: number;
					longest_minutes?: number;
					no_show_bp?: number;
					no_show_limit?: number | null;
					no_show_window_days?: number;
					off_hours_admitted?: boolean;
					platform_id?: string | null;
					purpose_required?: boolean;
					scope_id?: never;
					setup_minutes?: number;
					shortest_minutes?: number;
					suspension_days?: number;
					teardown_minutes?: number;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Update: {
					admits_outsiders?: boolean;
					approval?: Database['public']['Enums']['approval_kind'];
					approval_hours?: number;
					approval_needed?: never;
					cancel_until_minutes?: number;
					course_id?: string | null;
					created_at?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					gap_minutes?: number;
					grace_minutes?: number | null;
					granularity_minutes?: number;
					horizon_days?: number;
					id?: string;
					instrument_id?: string | null;
					late_cancel_bp?: number;
					late_cancel_counts?: boolean;
					lead_minutes?: number;
					longest_minutes?: number;
					no_show_bp?: number;
					no_show_limit?: number | null;
					no_show_window_days?: number;
					off_hours_admitted?: boolean;
					platform_id?: string | null;
					purpose_required?: boolean;
					scope_id?: never;
					setup_minutes?: number;
					shortest_minutes?: number;
					suspension_days?: number;
					teardown_minutes?: number;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_rules_course_id_fkey';
						columns: ['course_id'];
						isOneToOne: false;
						referencedRelation: 'courses';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_rules_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_rules_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			bookings: {
				Row: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
					due_fen: number | null;
					effective_status: Database['public']['Enums']['booking_status'] | null;
					missed_before: number | null;
					my_side: Database['public']['Enums']['booking_side'] | null;
				};
				ComputedFields: 'due_fen' | 'effective_status' | 'missed_before' | 'my_side';
				Insert: {
					approval_stage?: string | null;
					booked_by?: string | null;
					cancel_reason?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					cancelled_late?: boolean;
					created_at?: string;
					currency: string;
					decide_by?: string | null;
					decided_at?: string | null;
					decided_by?: string | null;
					decision_note?: string | null;
					displaced_by?: string | null;
					ends_at?: never;
					id?: string;
					instrument_id: string;
					lift_reason?: string | null;
					lifted?: Json | null;
					no_show_at?: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen?: number | null;
					purpose?: string | null;
					purpose_code?: string | null;
					reserved: unknown;
					revision?: number;
					rule_id: string;
					starts_at?: never;
					status: Database['public']['Enums']['booking_status'];
					tariff_id?: string | null;
					updated_at?: string;
				};
				Update: {
					approval_stage?: string | null;
					booked_by?: string | null;
					cancel_reason?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					cancelled_late?: boolean;
					created_at?: string;
					currency?: string;
					decide_by?: string | null;
					decided_at?: string | null;
					decided_by?: string | null;
					decision_note?: string | null;
					displaced_by?: string | null;
					ends_at?: never;
					id?: string;
					instrument_id?: string;
					lift_reason?: string | null;
					lifted?: Json | null;
					no_show_at?: string | null;
					organisation_id?: string;
					person_id?: string;
					platform_id?: string;
					price_fen?: number | null;
					purpose?: string | null;
					purpose_code?: string | null;
					reserved?: unknown;
					revision?: number;
					rule_id?: string;
					starts_at?: never;
					status?: Database['public']['Enums']['booking_status'];
					tariff_id?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'bookings_booked_by_fkey';
						columns: ['booked_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_cancelled_by_fkey';
						columns: ['cancelled_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_displaced_by_fkey';
						columns: ['displaced_by'];
						isOneToOne: false;
						referencedRelation: 'closures';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_purpose_code_fkey';
						columns: ['purpose_code'];
						isOneToOne: false;
						referencedRelation: 'purpose_codes';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'bookings_rule_id_fkey';
						columns: ['rule_id'];
						isOneToOne: false;
						referencedRelation: 'booking_rules';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_tariff_id_fkey';
						columns: ['tariff_id'];
						isOneToOne: false;
						referencedRelation: 'tariffs';
						referencedColumns: ['id'];
					}
				];
			};
			calendar_feeds: {
				Row: {
					created_at: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id: string | null;
					person_id: string;
					platform_id: string | null;
					renewed_at: string | null;
					revoked_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id?: string;
					instrument_id?: string | null;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id?: string | null;
					person_id: string;
					platform_id?: string | null;
					renewed_at?: string | null;
					revoked_at?: string | null;
				};
				Update: {
					created_at?: string;
					id?: string;
					instrument_id?: string | null;
					kind?: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id?: string | null;
					person_id?: string;
					platform_id?: string | null;
					renewed_at?: string | null;
					revoked_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'calendar_feeds_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'calendar_feeds_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'calendar_feeds_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'calendar_feeds_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			catalogue_entries: {
				Row: {
					access_level: string;
					city: string | null;
					class_code: string | null;
					class_codes: string[];
					currency: string | null;
					heading: unknown;
					id: string;
					is_bookable: boolean;
					keys: string[];
					kind: Database['public']['Enums']['resource_kind'];
					language: string;
					name: string;
					name_en: string | null;
					organisation_id: string;
					organisation_name: string;
					organisation_name_en: string | null;
					picture: string | null;
					place: number;
					platform_id: string;
					platform_name: string;
					platform_name_en: string | null;
					price_fen: number | null;
					price_unit: string | null;
					registered_category: string | null;
					summary: string | null;
					terms: unknown;
				};
				ComputedFields: never;
				Insert: {
					access_level: string;
					city?: string | null;
					class_code?: string | null;
					class_codes: string[];
					currency?: string | null;
					heading: unknown;
					id: string;
					is_bookable: boolean;
					keys: string[];
					kind: Database['public']['Enums']['resource_kind'];
					language: string;
					name: string;
					name_en?: string | null;
					organisation_id: string;
					organisation_name: string;
					organisation_name_en?: string | null;
					picture?: string | null;
					place: number;
					platform_id: string;
					platform_name: string;
					platform_name_en?: string | null;
					price_fen?: number | null;
					price_unit?: string | null;
					registered_category?: string | null;
					summary?: string | null;
					terms: unknown;
				};
				Update: {
					access_level?: string;
					city?: string | null;
					class_code?: string | null;
					class_codes?: string[];
					currency?: string | null;
					heading?: unknown;
					id?: string;
					is_bookable?: boolean;
					keys?: string[];
					kind?: Database['public']['Enums']['resource_kind'];
					language?: string;
					name?: string;
					name_en?: string | null;
					organisation_id?: string;
					organisation_name?: string;
					organisation_name_en?: string | null;
					picture?: string | null;
					place?: number;
					platform_id?: string;
					platform_name?: string;
					platform_name_en?: string | null;
					price_fen?: number | null;
					price_unit?: string | null;
					registered_category?: string | null;
					summary?: string | null;
					terms?: unknown;
				};
				Relationships: [
					{
						foreignKeyName: 'catalogue_entries_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'catalogue_entries_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			closure_offers: {
				Row: {
					answered_at: string | null;
					booking_id: string;
					closure_id: string;
					created_at: string;
					outcome: string | null;
					slots: NonNullable<Json>;
				};
				ComputedFields: never;
				Insert: {
					answered_at?: string | null;
					booking_id: string;
					closure_id: string;
					created_at?: string;
					outcome?: string | null;
					slots: NonNullable<Json>;
				};
				Update: {
					answered_at?: string | null;
					booking_id?: string;
					closure_id?: string;
					created_at?: string;
					outcome?: string | null;
					slots?: NonNullable<Json>;
				};
				Relationships: [
					{
						foreignKeyName: 'closure_offers_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'closure_offers_closure_id_fkey';
						columns: ['closure_id'];
						isOneToOne: false;
						referencedRelation: 'closures';
						referencedColumns: ['id'];
					}
				];
			};
			closures: {
				Row: {
					activated_at: string | null;
					created_at: string;
					during: unknown;
					ended_at: string | null;
					id: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					planned_by: string | null;
					platform_id: string;
					reason: string | null;
					series_id: string;
					status: string;
				};
				ComputedFields: never;
				Insert: {
					activated_at?: string | null;
					created_at?: string;
					during: unknown;
					ended_at?: string | null;
					id?: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					planned_by?: string | null;
					platform_id: string;
					reason?: string | null;
					series_id?: string;
					status?: string;
				};
				Update: {
					activated_at?: string | null;
					created_at?: string;
					during?: unknown;
					ended_at?: string | null;
					id?: string;
					instrument_id?: string;
					kind?: Database['public']['Enums']['occupancy_kind'];
					planned_by?: string | null;
					platform_id?: string;
					reason?: string | null;
					series_id?: string;
					status?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'closures_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'closures_planned_by_fkey';
						columns: ['planned_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'closures_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			counting_parameters: {
				Row: {
					basis: string;
					name: string;
					valid_from: string;
					value: number;
				};
				ComputedFields: never;
				Insert: {
					basis: string;
					name: string;
					valid_from: string;
					value: number;
				};
				Update: {
					basis?: string;
					name?: string;
					valid_from?: string;
					value?: number;
				};
				Relationships: [];
			};
			course_enrolments: {
				Row: {
					created_at: string;
					id: string;
					person_id: string;
					qualification_id: string | null;
					session_id: string;
					withdrawn_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id?: string;
					person_id: string;
					qualification_id?: string | null;
					session_id: string;
					withdrawn_at?: string | null;
				};
				Update: {
					created_at?: string;
					id?: string;
					person_id?: string;
					qualification_id?: string | null;
					session_id?: string;
					withdrawn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'course_enrolments_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'course_enrolments_qualification_id_fkey';
						columns: ['qualification_id'];
						isOneToOne: false;
						referencedRelation: 'qualifications';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'course_enrolments_session_id_fkey';
						columns: ['session_id'];
						isOneToOne: false;
						referencedRelation: 'course_sessions';
						referencedColumns: ['id'];
					}
				];
			};
			course_sessions: {
				Row: {
					cancel_reason: string | null;
					cancelled_at: string | null;
					course_id: string;
					created_at: string;
					ends_at: string;
					id: string;
					place: string;
					seats: number;
					seats_taken: number;
					starts_at: string;
				};
				ComputedFields: never;
				Insert: {
					cancel_reason?: string | null;
					cancelled_at?: string | null;
					course_id: string;
					created_at?: string;
					ends_at: string;
					id?: string;
					place: string;
					seats: number;
					seats_taken?: number;
					starts_at: string;
				};
				Update: {
					cancel_reason?: string | null;
					cancelled_at?: string | null;
					course_id?: string;
					created_at?: string;
					ends_at?: string;
					id?: string;
					place?: string;
					seats?: number;
					seats_taken?: number;
					starts_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'course_sessions_course_id_fkey';
						columns: ['course_id'];
						isOneToOne: false;
						referencedRelation: 'courses';
						referencedColumns: ['id'];
					}
				];
			};
			courses: {
				Row: {
					created_at: string;
					description: string | null;
					id: string;
					name: string;
					name_en: string | null;
					platform_id: string;
					retired_at: string | null;
					valid_months: number | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					description?: string | null;
					id?: string;
					name: string;
					name_en?: string | null;
					platform_id: string;
					retired_at?: string | null;
					valid_months?: number | null;
				};
				Update: {
					created_at?: string;
					description?: string | null;
					id?: string;
					name?: string;
					name_en?: string | null;
					platform_id?: string;
					retired_at?: string | null;
					valid_months?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'courses_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			dataset_instruments: {
				Row: {
					dataset_id: string;
					instrument_id: string;
				};
				ComputedFields: never;
				Insert: {
					dataset_id: string;
					instrument_id: string;
				};
				Update: {
					dataset_id?: string;
					instrument_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'dataset_instruments_dataset_id_fkey';
						columns: ['dataset_id'];
						isOneToOne: false;
						referencedRelation: 'datasets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'dataset_instruments_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			datasets: {
				Row: {
					abstract: string | null;
					access_level: string;
					citation_text: string | null;
					created_at: string;
					creators: string[];
					cstr: string | null;
					doi: string | null;
					embargo_until: string | null;
					formats: string[];
					id: string;
					keywords: string[];
					landing_page: string | null;
					language: string;
					licence: string | null;
					method: string | null;
					platform_id: string;
					published_on: string | null;
					publisher: string | null;
					retired_at: string | null;
					size_bytes: number | null;
					source: string | null;
					source_key: string;
					spatial: string | null;
					subject_codes: string[];
					temporal: string | null;
					title: string;
					title_en: string | null;
					update_frequency: string | null;
					updated_at: string;
					use_statement: string | null;
					version: string | null;
				};
				ComputedFields: never;
				Insert: {
					abstract?: string | null;
					access_level?: string;
					citation_text?: string | null;
					created_at?: string;
					creators?: string[];
					cstr?: string | null;
					doi?: string | null;
					embargo_until?: string | null;
					formats?: string[];
					id?: string;
					keywords?: string[];
					landing_page?: string | null;
					language?: string;
					licence?: string | null;
					method?: string | null;
					platform_id: string;
					published_on?: string | null;
					publisher?: string | null;
					retired_at?: string | null;
					size_bytes?: number | null;
					source?: string | null;
					source_key: string;
					spatial?: string | null;
					subject_codes?: string[];
					temporal?: string | null;
					title: string;
					title_en?: string | null;
					update_frequency?: string | null;
					updated_at?: string;
					use_statement?: string | null;
					version?: string | null;
				};
				Update: {
					abstract?: string | null;
					access_level?: string;
					citation_text?: string | null;
					created_at?: string;
					creators?: string[];
					cstr?: string | null;
					doi?: string | null;
					embargo_until?: string | null;
					formats?: string[];
					id?: string;
					keywords?: string[];
					landing_page?: string | null;
					language?: string;
					licence?: string | null;
					method?: string | null;
					platform_id?: string;
					published_on?: string | null;
					publisher?: string | null;
					retired_at?: string | null;
					size_bytes?: number | null;
					source?: string | null;
					source_key?: string;
					spatial?: string | null;
					subject_codes?: string[];
					temporal?: string | null;
					title?: string;
					title_en?: string | null;
					update_frequency?: string | null;
					updated_at?: string;
					use_statement?: string | null;
					version?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'datasets_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			delivery_terms: {
				Row: {
					delivery_days: number;
					page_fee_fen: number;
					platform_id: string;
					review_days: number;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					delivery_days?: number;
					page_fee_fen?: number;
					platform_id: string;
					review_days?: number;
					updated_at?: string;
				};
				Update: {
					delivery_days?: number;
					page_fee_fen?: number;
					platform_id?: string;
					review_days?: number;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'delivery_terms_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: true;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			designation_kinds: {
				Row: {
					code: string;
					maps_to: string | null;
					name: string;
					name_en: string;
					policy_class: string;
					position: number;
					valid_from: string | null;
					valid_to: string | null;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					maps_to?: string | null;
					name: string;
					name_en: string;
					policy_class: string;
					position: number;
					valid_from?: string | null;
					valid_to?: string | null;
				};
				Update: {
					code?: string;
					maps_to?: string | null;
					name?: string;
					name_en?: string;
					policy_class?: string;
					position?: number;
					valid_from?: string | null;
					valid_to?: string | null;
				};
				Relationships: [];
			};
			evaluation_collections: {
				Row: {
					as_of: string;
					counted: string[];
					created_at: string;
					cycle_id: string;
					id: string;
					input_hash: string | null;
					left_out: string[];
					number: number;
					shared_purposes: string[];
				};
				ComputedFields: never;
				Insert: {
					as_of: string;
					counted: string[];
					created_at?: string;
					cycle_id: string;
					id?: string;
					input_hash?: string | null;
					left_out: string[];
					number: number;
					shared_purposes: string[];
				};
				Update: {
					as_of?: string;
					counted?: string[];
					created_at?: string;
					cycle_id?: string;
					id?: string;
					input_hash?: string | null;
					left_out?: string[];
					number?: number;
					shared_purposes?: string[];
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_collections_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_cycles: {
				Row: {
					city: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					designation_kind: string | null;
					id: string;
					name: string;
					name_en: string;
					policy_class: string | null;
					publicity_until: string | null;
					rectify_until: string | null;
					rule_set_id: string;
					sample_seed: string | null;
					self_report_until: string | null;
					state: Database['public']['Enums']['evaluation_state'];
					window_from: string;
					window_until: string;
				};
				ComputedFields: never;
				Insert: {
					city?: string | null;
					code: string;
					created_at?: string;
					created_by?: string | null;
					designation_kind?: string | null;
					id?: string;
					name: string;
					name_en: string;
					policy_class?: string | null;
					publicity_until?: string | null;
					rectify_until?: string | null;
					rule_set_id: string;
					sample_seed?: string | null;
					self_report_until?: string | null;
					state?: Database['public']['Enums']['evaluation_state'];
					window_from: string;
					window_until: string;
				};
				Update: {
					city?: string | null;
					code?: string;
					created_at?: string;
					created_by?: string | null;
					designation_kind?: string | null;
					id?: string;
					name?: string;
					name_en?: string;
					policy_class?: string | null;
					publicity_until?: string | null;
					rectify_until?: string | null;
					rule_set_id?: string;
					sample_seed?: string | null;
					self_report_until?: string | null;
					state?: Database['public']['Enums']['evaluation_state'];
					window_from?: string;
					window_until?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_cycles_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_cycles_designation_kind_fkey';
						columns: ['designation_kind'];
						isOneToOne: false;
						referencedRelation: 'designation_kinds';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'evaluation_cycles_rule_set_id_fkey';
						columns: ['rule_set_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_rule_sets';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_disputes: {
				Row: {
					cycle_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision: string | null;
					evidence: string[];
					id: string;
					is_upheld: boolean | null;
					kind: string;
					platform_id: string;
					raised_at: string;
					raised_by: string | null;
					reason: string;
					record_id: string | null;
					wish: string | null;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decision?: string | null;
					evidence?: string[];
					id?: string;
					is_upheld?: boolean | null;
					kind: string;
					platform_id: string;
					raised_at?: string;
					raised_by?: string | null;
					reason: string;
					record_id?: string | null;
					wish?: string | null;
				};
				Update: {
					cycle_id?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decision?: string | null;
					evidence?: string[];
					id?: string;
					is_upheld?: boolean | null;
					kind?: string;
					platform_id?: string;
					raised_at?: string;
					raised_by?: string | null;
					reason?: string;
					record_id?: string | null;
					wish?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_disputes_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_participant_fkey';
						columns: ['cycle_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_participants';
						referencedColumns: ['cycle_id', 'platform_id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_raised_by_fkey';
						columns: ['raised_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_disputes_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_expert_scores: {
				Row: {
					comment: string | null;
					cycle_id: string;
					indicator_code: string;
					person_id: string;
					platform_id: string;
					score: number;
					scored_at: string;
				};
				ComputedFields: never;
				Insert: {
					comment?: string | null;
					cycle_id: string;
					indicator_code: string;
					person_id: string;
					platform_id: string;
					score: number;
					scored_at?: string;
				};
				Update: {
					comment?: string | null;
					cycle_id?: string;
					indicator_code?: string;
					person_id?: string;
					platform_id?: string;
					score?: number;
					scored_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_expert_scores_interest_fkey';
						columns: ['cycle_id', 'person_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_interests';
						referencedColumns: ['cycle_id', 'person_id', 'platform_id'];
					}
				];
			};
			evaluation_experts: {
				Row: {
					cycle_id: string;
					id: string;
					invited_at: string;
					invited_by: string | null;
					person_id: string;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					id?: string;
					invited_at?: string;
					invited_by?: string | null;
					person_id: string;
				};
				Update: {
					cycle_id?: string;
					id?: string;
					invited_at?: string;
					invited_by?: string | null;
					person_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_experts_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_experts_invited_by_fkey';
						columns: ['invited_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_experts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_files: {
				Row: {
					content_type: string;
					created_at: string;
					cycle_id: string;
					digest: string;
					id: string;
					indicator_code: string | null;
					name: string;
					person_id: string | null;
					platform_id: string;
					retired_at: string | null;
					size_bytes: number;
				};
				ComputedFields: never;
				Insert: {
					content_type: string;
					created_at?: string;
					cycle_id: string;
					digest: string;
					id?: string;
					indicator_code?: string | null;
					name: string;
					person_id?: string | null;
					platform_id: string;
					retired_at?: string | null;
					size_bytes: number;
				};
				Update: {
					content_type?: string;
					created_at?: string;
					cycle_id?: string;
					digest?: string;
					id?: string;
					indicator_code?: string | null;
					name?: string;
					person_id?: string | null;
					platform_id?: string;
					retired_at?: string | null;
					size_bytes?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_files_participant_fkey';
						columns: ['cycle_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_participants';
						referencedColumns: ['cycle_id', 'platform_id'];
					},
					{
						foreignKeyName: 'evaluation_files_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_indicators: {
				Row: {
					code: string;
					evidence_required: boolean;
					formula: string | null;
					min_sample: number;
					name: string;
					name_en: string;
					normaliser: string | null;
					normaliser_parameters: NonNullable<Json>;
					parameters: NonNullable<Json>;
					parent: string | null;
					position: number;
					rule_set_id: string;
					source: string | null;
					weight: number | null;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					evidence_required?: boolean;
					formula?: string | null;
					min_sample?: number;
					name: string;
					name_en: string;
					normaliser?: string | null;
					normaliser_parameters?: NonNullable<Json>;
					parameters?: NonNullable<Json>;
					parent?: string | null;
					position: number;
					rule_set_id: string;
					source?: string | null;
					weight?: number | null;
				};
				Update: {
					code?: string;
					evidence_required?: boolean;
					formula?: string | null;
					min_sample?: number;
					name?: string;
					name_en?: string;
					normaliser?: string | null;
					normaliser_parameters?: NonNullable<Json>;
					parameters?: NonNullable<Json>;
					parent?: string | null;
					position?: number;
					rule_set_id?: string;
					source?: string | null;
					weight?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_indicators_parent_fkey';
						columns: ['rule_set_id', 'parent'];
						isOneToOne: false;
						referencedRelation: 'evaluation_indicators';
						referencedColumns: ['rule_set_id', 'code'];
					},
					{
						foreignKeyName: 'evaluation_indicators_rule_set_id_fkey';
						columns: ['rule_set_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_rule_sets';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_inputs: {
				Row: {
					answered_in_time: number;
					answers: number;
					backfilled: number;
					collection_id: string;
					counted_records: number;
					head_hash: string;
					head_seq: number;
					input_hash: string | null;
					measured_at: string | null;
					orders_called_off: number;
					orders_kept: number;
					platform_id: string;
					requests: number;
					unreasoned: number;
				};
				ComputedFields: never;
				Insert: {
					answered_in_time?: number;
					answers?: number;
					backfilled?: number;
					collection_id: string;
					counted_records?: number;
					head_hash: string;
					head_seq: number;
					input_hash?: string | null;
					measured_at?: string | null;
					orders_called_off?: number;
					orders_kept?: number;
					platform_id: string;
					requests?: number;
					unreasoned?: number;
				};
				Update: {
					answered_in_time?: number;
					answers?: number;
					backfilled?: number;
					collection_id?: string;
					counted_records?: number;
					head_hash?: string;
					head_seq?: number;
					input_hash?: string | null;
					measured_at?: string | null;
					orders_called_off?: number;
					orders_kept?: number;
					platform_id?: string;
					requests?: number;
					unreasoned?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_inputs_collection_id_fkey';
						columns: ['collection_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_collections';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_inputs_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_instruments: {
				Row: {
					collection_id: string;
					days: number;
					filled: number;
					instrument_id: string;
					is_current: boolean;
					is_open: boolean;
					platform_id: string;
					rated_hours: number;
				};
				ComputedFields: never;
				Insert: {
					collection_id: string;
					days: number;
					filled: number;
					instrument_id: string;
					is_current: boolean;
					is_open: boolean;
					platform_id: string;
					rated_hours: number;
				};
				Update: {
					collection_id?: string;
					days?: number;
					filled?: number;
					instrument_id?: string;
					is_current?: boolean;
					is_open?: boolean;
					platform_id?: string;
					rated_hours?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_instruments_input_fkey';
						columns: ['collection_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_inputs';
						referencedColumns: ['collection_id', 'platform_id'];
					},
					{
						foreignKeyName: 'evaluation_instruments_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_interests: {
				Row: {
					cycle_id: string;
					declared_at: string;
					has_interest: boolean;
					person_id: string;
					platform_id: string;
					reason: string | null;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					declared_at?: string;
					has_interest: boolean;
					person_id: string;
					platform_id: string;
					reason?: string | null;
				};
				Update: {
					cycle_id?: string;
					declared_at?: string;
					has_interest?: boolean;
					person_id?: string;
					platform_id?: string;
					reason?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_interests_expert_fkey';
						columns: ['cycle_id', 'person_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_experts';
						referencedColumns: ['cycle_id', 'person_id'];
					},
					{
						foreignKeyName: 'evaluation_interests_participant_fkey';
						columns: ['cycle_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_participants';
						referencedColumns: ['cycle_id', 'platform_id'];
					}
				];
			};
			evaluation_participants: {
				Row: {
					cycle_id: string;
					designation_id: string;
					id: string;
					narrated_at: string | null;
					narrative: string | null;
					platform_id: string;
					rectification_accepted: boolean | null;
					rectification_note: string | null;
					rectification_report: string | null;
					rectified_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					designation_id: string;
					id?: string;
					narrated_at?: string | null;
					narrative?: string | null;
					platform_id: string;
					rectification_accepted?: boolean | null;
					rectification_note?: string | null;
					rectification_report?: string | null;
					rectified_at?: string | null;
				};
				Update: {
					cycle_id?: string;
					designation_id?: string;
					id?: string;
					narrated_at?: string | null;
					narrative?: string | null;
					platform_id?: string;
					rectification_accepted?: boolean | null;
					rectification_note?: string | null;
					rectification_report?: string | null;
					rectified_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_participants_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_participants_designation_id_fkey';
						columns: ['designation_id'];
						isOneToOne: false;
						referencedRelation: 'platform_designations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_participants_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_reports: {
				Row: {
					cycle_id: string;
					evidence: string[];
					indicator_code: string;
					judged_at: string | null;
					judged_by: string | null;
					note: string | null;
					platform_id: string;
					reported_at: string;
					reported_by: string | null;
					score: number | null;
					statement: string;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					evidence?: string[];
					indicator_code: string;
					judged_at?: string | null;
					judged_by?: string | null;
					note?: string | null;
					platform_id: string;
					reported_at?: string;
					reported_by?: string | null;
					score?: number | null;
					statement: string;
				};
				Update: {
					cycle_id?: string;
					evidence?: string[];
					indicator_code?: string;
					judged_at?: string | null;
					judged_by?: string | null;
					note?: string | null;
					platform_id?: string;
					reported_at?: string;
					reported_by?: string | null;
					score?: number | null;
					statement?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_reports_judged_by_fkey';
						columns: ['judged_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_reports_participant_fkey';
						columns: ['cycle_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_participants';
						referencedColumns: ['cycle_id', 'platform_id'];
					},
					{
						foreignKeyName: 'evaluation_reports_reported_by_fkey';
						columns: ['reported_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_results: {
				Row: {
					created_at: string;
					created_by: string | null;
					cycle_id: string;
					digest: string;
					document: string;
					reason: string | null;
					stage: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					created_by?: string | null;
					cycle_id: string;
					digest: string;
					document: string;
					reason?: string | null;
					stage: string;
					version: number;
				};
				Update: {
					created_at?: string;
					created_by?: string | null;
					cycle_id?: string;
					digest?: string;
					document?: string;
					reason?: string | null;
					stage?: string;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_results_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_results_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_rule_sets: {
				Row: {
					backfilled_at_most_bp: number;
					based_on: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					cycle_years: number;
					frozen_at: string | null;
					grade_bands: NonNullable<Json>;
					grade_from_points: number;
					id: string;
					is_preset: boolean;
					is_read_only: boolean;
					jurisdiction: string;
					legal_basis: string[];
					name: string;
					name_en: string;
					note: string | null;
					note_en: string | null;
					objections_at_most: number;
					organisation_cap_bp: number;
					period_type: string;
					policy_class: string | null;
					publicity_days: number;
					rated_hours: NonNullable<Json>;
					refusals_at_most_bp: number;
					scope_min_worth_fen: number;
					tie_breaker: string | null;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					backfilled_at_most_bp?: number;
					based_on?: string | null;
					code: string;
					created_at?: string;
					created_by?: string | null;
					cycle_years?: number;
					frozen_at?: string | null;
					grade_bands?: NonNullable<Json>;
					grade_from_points?: number;
					id?: string;
					is_preset?: boolean;
					is_read_only?: boolean;
					jurisdiction: string;
					legal_basis?: string[];
					name: string;
					name_en: string;
					note?: string | null;
					note_en?: string | null;
					objections_at_most?: number;
					organisation_cap_bp?: number;
					period_type: string;
					policy_class?: string | null;
					publicity_days?: number;
					rated_hours?: NonNullable<Json>;
					refusals_at_most_bp?: number;
					scope_min_worth_fen?: number;
					tie_breaker?: string | null;
					version?: number;
				};
				Update: {
					backfilled_at_most_bp?: number;
					based_on?: string | null;
					code?: string;
					created_at?: string;
					created_by?: string | null;
					cycle_years?: number;
					frozen_at?: string | null;
					grade_bands?: NonNullable<Json>;
					grade_from_points?: number;
					id?: string;
					is_preset?: boolean;
					is_read_only?: boolean;
					jurisdiction?: string;
					legal_basis?: string[];
					name?: string;
					name_en?: string;
					note?: string | null;
					note_en?: string | null;
					objections_at_most?: number;
					organisation_cap_bp?: number;
					period_type?: string;
					policy_class?: string | null;
					publicity_days?: number;
					rated_hours?: NonNullable<Json>;
					refusals_at_most_bp?: number;
					scope_min_worth_fen?: number;
					tie_breaker?: string | null;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_rule_sets_based_on_fkey';
						columns: ['based_on'];
						isOneToOne: false;
						referencedRelation: 'evaluation_rule_sets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_rule_sets_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_rule_sets_tie_breaker_fkey';
						columns: ['id', 'tie_breaker'];
						isOneToOne: false;
						referencedRelation: 'evaluation_indicators';
						referencedColumns: ['rule_set_id', 'code'];
					}
				];
			};
			evaluation_samples: {
				Row: {
					cycle_id: string;
					finding: string | null;
					found_at: string | null;
					found_by: string | null;
					note: string | null;
					platform_id: string;
					position: number;
					record_id: string;
				};
				ComputedFields: never;
				Insert: {
					cycle_id: string;
					finding?: string | null;
					found_at?: string | null;
					found_by?: string | null;
					note?: string | null;
					platform_id: string;
					position: number;
					record_id: string;
				};
				Update: {
					cycle_id?: string;
					finding?: string | null;
					found_at?: string | null;
					found_by?: string | null;
					note?: string | null;
					platform_id?: string;
					position?: number;
					record_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_samples_found_by_fkey';
						columns: ['found_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_samples_participant_fkey';
						columns: ['cycle_id', 'platform_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_participants';
						referencedColumns: ['cycle_id', 'platform_id'];
					},
					{
						foreignKeyName: 'evaluation_samples_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_samples_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_steps: {
				Row: {
					from_state: Database['public']['Enums']['evaluation_state'];
					needs_reason: boolean;
					to_state: Database['public']['Enums']['evaluation_state'];
				};
				ComputedFields: never;
				Insert: {
					from_state: Database['public']['Enums']['evaluation_state'];
					needs_reason?: boolean;
					to_state: Database['public']['Enums']['evaluation_state'];
				};
				Update: {
					from_state?: Database['public']['Enums']['evaluation_state'];
					needs_reason?: boolean;
					to_state?: Database['public']['Enums']['evaluation_state'];
				};
				Relationships: [];
			};
			evaluation_transitions: {
				Row: {
					at: string;
					cycle_id: string;
					from_state: Database['public']['Enums']['evaluation_state'] | null;
					id: string;
					person_id: string | null;
					reason: string | null;
					to_state: Database['public']['Enums']['evaluation_state'];
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					cycle_id: string;
					from_state?: Database['public']['Enums']['evaluation_state'] | null;
					id?: string;
					person_id?: string | null;
					reason?: string | null;
					to_state: Database['public']['Enums']['evaluation_state'];
				};
				Update: {
					at?: string;
					cycle_id?: string;
					from_state?: Database['public']['Enums']['evaluation_state'] | null;
					id?: string;
					person_id?: string | null;
					reason?: string | null;
					to_state?: Database['public']['Enums']['evaluation_state'];
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_transitions_cycle_id_fkey';
						columns: ['cycle_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_cycles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_transitions_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			evaluation_values: {
				Row: {
					collection_id: string;
					facts: NonNullable<Json>;
					indicator_code: string;
					platform_id: string;
					sample: number;
					value: number | null;
				};
				ComputedFields: never;
				Insert: {
					collection_id: string;
					facts: NonNullable<Json>;
					indicator_code: string;
					platform_id: string;
					sample: number;
					value?: number | null;
				};
				Update: {
					collection_id?: string;
					facts?: NonNullable<Json>;
					indicator_code?: string;
					platform_id?: string;
					sample?: number;
					value?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evaluation_values_collection_id_fkey';
						columns: ['collection_id'];
						isOneToOne: false;
						referencedRelation: 'evaluation_collections';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evaluation_values_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			fault_comments: {
				Row: {
					body: string;
					created_at: string;
					fault_id: string;
					id: string;
					person_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					body: string;
					created_at?: string;
					fault_id: string;
					id?: string;
					person_id?: string | null;
				};
				Update: {
					body?: string;
					created_at?: string;
					fault_id?: string;
					id?: string;
					person_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'fault_comments_fault_id_fkey';
						columns: ['fault_id'];
						isOneToOne: false;
						referencedRelation: 'faults';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'fault_comments_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			faults: {
				Row: {
					advice: string | null;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					description: string;
					id: string;
					instrument_id: string;
					platform_id: string;
					reported_by: string | null;
					settled_at: string | null;
					settled_by: string | null;
					settlement: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				ComputedFields: never;
				Insert: {
					advice?: string | null;
					booking_id?: string | null;
					closure_id?: string | null;
					created_at?: string;
					description: string;
					id?: string;
					instrument_id: string;
					platform_id: string;
					reported_by?: string | null;
					settled_at?: string | null;
					settled_by?: string | null;
					settlement?: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				Update: {
					advice?: string | null;
					booking_id?: string | null;
					closure_id?: string | null;
					created_at?: string;
					description?: string;
					id?: string;
					instrument_id?: string;
					platform_id?: string;
					reported_by?: string | null;
					settled_at?: string | null;
					settled_by?: string | null;
					settlement?: string | null;
					severity?: Database['public']['Enums']['fault_severity'];
				};
				Relationships: [
					{
						foreignKeyName: 'faults_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'faults_closure_id_fkey';
						columns: ['closure_id'];
						isOneToOne: false;
						referencedRelation: 'closures';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'faults_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'faults_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'faults_reported_by_fkey';
						columns: ['reported_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'faults_settled_by_fkey';
						columns: ['settled_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			figure_definitions: {
				Row: {
					basis: string;
					code: string;
					min_worth_fen: number | null;
					name: string;
					name_en: string;
					position: number;
					rated_hours: number;
					rated_hours_special: number;
				};
				ComputedFields: never;
				Insert: {
					basis: string;
					code: string;
					min_worth_fen?: number | null;
					name: string;
					name_en: string;
					position: number;
					rated_hours: number;
					rated_hours_special: number;
				};
				Update: {
					basis?: string;
					code?: string;
					min_worth_fen?: number | null;
					name?: string;
					name_en?: string;
					position?: number;
					rated_hours?: number;
					rated_hours_special?: number;
				};
				Relationships: [];
			};
			file_kinds: {
				Row: {
					content_type: string;
					extension: string;
					is_text: boolean;
					signatures: string[];
				};
				ComputedFields: never;
				Insert: {
					content_type: string;
					extension: string;
					is_text?: boolean;
					signatures?: string[];
				};
				Update: {
					content_type?: string;
					extension?: string;
					is_text?: boolean;
					signatures?: string[];
				};
				Relationships: [];
			};
			holiday_calendars: {
				Row: {
					country: string;
					document_no: string | null;
					year: number;
				};
				ComputedFields: never;
				Insert: {
					country: string;
					document_no?: string | null;
					year: number;
				};
				Update: {
					country?: string;
					document_no?: string | null;
					year?: number;
				};
				Relationships: [];
			};
			holidays: {
				Row: {
					country: string;
					is_working_day: boolean;
					name: string;
					name_en: string | null;
					on_date: string;
					year: number;
				};
				ComputedFields: never;
				Insert: {
					country: string;
					is_working_day?: boolean;
					name: string;
					name_en?: string | null;
					on_date: string;
					year: number;
				};
				Update: {
					country?: string;
					is_working_day?: boolean;
					name?: string;
					name_en?: string | null;
					on_date?: string;
					year?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'holidays_country_year_fkey';
						columns: ['country', 'year'];
						isOneToOne: false;
						referencedRelation: 'holiday_calendars';
						referencedColumns: ['country', 'year'];
					}
				];
			};
			import_runs: {
				Row: {
					file_name: string;
					finished_at: string | null;
					id: string;
					kind: string;
					person_id: string;
					platform_id: string;
					report: Json | null;
					rows_done: number;
					rows_total: number | null;
					started_at: string;
					told_at: string;
				};
				ComputedFields: never;
				Insert: {
					file_name: string;
					finished_at?: string | null;
					id?: string;
					kind: string;
					person_id: string;
					platform_id: string;
					report?: Json | null;
					rows_done?: number;
					rows_total?: number | null;
					started_at?: string;
					told_at?: string;
				};
				Update: {
					file_name?: string;
					finished_at?: string | null;
					id?: string;
					kind?: string;
					person_id?: string;
					platform_id?: string;
					report?: Json | null;
					rows_done?: number;
					rows_total?: number | null;
					started_at?: string;
					told_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'import_runs_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'import_runs_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			instrument_classes: {
				Row: {
					code: string;
					level: number;
					name: string;
					name_en: string | null;
					parent_code: string | null;
					scheme: string;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					level: number;
					name: string;
					name_en?: string | null;
					parent_code?: string | null;
					scheme?: string;
				};
				Update: {
					code?: string;
					level?: number;
					name?: string;
					name_en?: string | null;
					parent_code?: string | null;
					scheme?: string;
				};
				Relationships: [];
			};
			instruments: {
				Row: {
					achievement: string | null;
					acquired_by: string | null;
					asset_kind: string | null;
					city: string | null;
					class_code: string | null;
					class_level: number | null;
					class_scheme: string;
					county: string | null;
					created_at: string;
					external_use: Database['public']['Enums']['external_use'];
					fee_band: Database['public']['Enums']['fee_band'];
					fee_note: string | null;
					functions: string | null;
					funds: string[];
					id: string;
					in_service_on: string | null;
					landing_page: string | null;
					language: string;
					manufacturer: string | null;
					model: string | null;
					name: string;
					name_en: string | null;
					origin_country: string | null;
					picture: string | null;
					platform_id: string;
					province: string | null;
					registered_category: string | null;
					retired_at: string | null;
					serial_number: string | null;
					service_content: string | null;
					sharing_rules: string | null;
					source_key: string;
					street: string | null;
					subject_codes: string[];
					technical: string | null;
					under_customs: boolean | null;
					units: number;
					updated_at: string;
					worth_fen: number | null;
					current_quotas: {
						at_most: number;
						created_at: string;
						customer_kind: Database['public']['Enums']['customer_kind'];
						holder: string;
						id: string;
						instrument_id: string | null;
						measure: string;
						platform_id: string | null;
						scope_id: string | null;
						span: string;
						valid_from: string;
						valid_until: string | null;
						version: number;
					} | null;
					current_rules: {
						admits_outsiders: boolean;
						approval: Database['public']['Enums']['approval_kind'];
						approval_hours: number;
						approval_needed: boolean;
						cancel_until_minutes: number;
						course_id: string | null;
						created_at: string;
						customer_kind: Database['public']['Enums']['customer_kind'];
						gap_minutes: number;
						grace_minutes: number | null;
						granularity_minutes: number;
						horizon_days: number;
						id: string;
						instrument_id: string | null;
						late_cancel_bp: number;
						late_cancel_counts: boolean;
						lead_minutes: number;
						longest_minutes: number;
						no_show_bp: number;
						no_show_limit: number | null;
						no_show_window_days: number;
						off_hours_admitted: boolean;
						platform_id: string | null;
						purpose_required: boolean;
						scope_id: string | null;
						setup_minutes: number;
						shortest_minutes: number;
						suspension_days: number;
						teardown_minutes: number;
						valid_from: string;
						valid_until: string | null;
						version: number;
					} | null;
					current_tariffs: {
						basis: string;
						created_at: string;
						currency: string;
						customer_kind: Database['public']['Enums']['customer_kind'];
						id: string;
						instrument_id: string | null;
						minimum_fen: number;
						off_hours_bp: number;
						platform_id: string | null;
						rate_fen: number | null;
						scope_id: string | null;
						valid_from: string;
						valid_until: string | null;
						version: number;
					} | null;
					has_rules: boolean | null;
					overrun_since: string | null;
				};
				ComputedFields:
					'current_quotas' | 'current_rules' | 'current_tariffs' | 'has_rules' | 'overrun_since';
				Insert: {
					achievement?: string | null;
					acquired_by?: string | null;
					asset_kind?: string | null;
					city?: string | null;
					class_code?: string | null;
					class_level?: number | null;
					class_scheme?: string;
					county?: string | null;
					created_at?: string;
					external_use?: Database['public']['Enums']['external_use'];
					fee_band?: Database['public']['Enums']['fee_band'];
					fee_note?: string | null;
					functions?: string | null;
					funds?: string[];
					id?: string;
					in_service_on?: string | null;
					landing_page?: string | null;
					language?: string;
					manufacturer?: string | null;
					model?: string | null;
					name: string;
					name_en?: string | null;
					origin_country?: string | null;
					picture?: string | null;
					platform_id: string;
					province?: string | null;
					registered_category?: string | null;
					retired_at?: string | null;
					serial_number?: string | null;
					service_content?: string | null;
					sharing_rules?: string | null;
					source_key: string;
					street?: string | null;
					subject_codes?: string[];
					technical?: string | null;
					under_customs?: boolean | null;
					units?: number;
					updated_at?: string;
					worth_fen?: number | null;
				};
				Update: {
					achievement?: string | null;
					acquired_by?: string | null;
					asset_kind?: string | null;
					city?: string | null;
					class_code?: string | null;
					class_level?: number | null;
					class_scheme?: string;
					county?: string | null;
					created_at?: string;
					external_use?: Database['public']['Enums']['external_use'];
					fee_band?: Database['public']['Enums']['fee_band'];
					fee_note?: string | null;
					functions?: string | null;
					funds?: string[];
					id?: string;
					in_service_on?: string | null;
					landing_page?: string | null;
					language?: string;
					manufacturer?: string | null;
					model?: string | null;
					name?: string;
					name_en?: string | null;
					origin_country?: string | null;
					picture?: string | null;
					platform_id?: string;
					province?: string | null;
					registered_category?: string | null;
					retired_at?: string | null;
					serial_number?: string | null;
					service_content?: string | null;
					sharing_rules?: string | null;
					source_key?: string;
					street?: string | null;
					subject_codes?: string[];
					technical?: string | null;
					under_customs?: boolean | null;
					units?: number;
					updated_at?: string;
					worth_fen?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'instruments_class_fkey';
						columns: ['class_scheme', 'class_level', 'class_code'];
						isOneToOne: false;
						referencedRelation: 'instrument_classes';
						referencedColumns: ['scheme', 'level', 'code'];
					},
					{
						foreignKeyName: 'instruments_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			invitations: {
				Row: {
					accepted_at: string | null;
					accepted_by: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					organisation_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent: number;
					withdrawn_at: string | null;
					withdrawn_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string | null;
					accepted_by?: string | null;
					created_at?: string;
					email: string;
					expires_at: string;
					id?: string;
					invited_by: string;
					organisation_id: string;
					platform_id?: string | null;
					role?: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent?: number;
					withdrawn_at?: string | null;
					withdrawn_by?: string | null;
				};
				Update: {
					accepted_at?: string | null;
					accepted_by?: string | null;
					created_at?: string;
					email?: string;
					expires_at?: string;
					id?: string;
					invited_by?: string;
					organisation_id?: string;
					platform_id?: string | null;
					role?: Database['public']['Enums']['membership_role'] | null;
					sent_at?: string;
					times_sent?: number;
					withdrawn_at?: string | null;
					withdrawn_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'invitations_accepted_by_fkey';
						columns: ['accepted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_invited_by_fkey';
						columns: ['invited_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_withdrawn_by_fkey';
						columns: ['withdrawn_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			ledger_days: {
				Row: {
					day: string;
					digest: string;
					id: string;
					key_id: string;
					prev_digest: string | null;
					sealed_at: string;
					signature: string;
				};
				ComputedFields: never;
				Insert: {
					day: string;
					digest: string;
					id?: string;
					key_id: string;
					prev_digest?: string | null;
					sealed_at?: string;
					signature: string;
				};
				Update: {
					day?: string;
					digest?: string;
					id?: string;
					key_id?: string;
					prev_digest?: string | null;
					sealed_at?: string;
					signature?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'ledger_days_key_id_fkey';
						columns: ['key_id'];
						isOneToOne: false;
						referencedRelation: 'ledger_keys';
						referencedColumns: ['id'];
					}
				];
			};
			ledger_digests: {
				Row: {
					day: string;
					digest: string;
					head_hash: string;
					last_seq: number;
					platform_id: string;
				};
				ComputedFields: never;
				Insert: {
					day: string;
					digest: string;
					head_hash: string;
					last_seq: number;
					platform_id: string;
				};
				Update: {
					day?: string;
					digest?: string;
					head_hash?: string;
					last_seq?: number;
					platform_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'ledger_digests_day_fkey';
						columns: ['day'];
						isOneToOne: false;
						referencedRelation: 'ledger_days';
						referencedColumns: ['day'];
					},
					{
						foreignKeyName: 'ledger_digests_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			ledger_keys: {
				Row: {
					first_used: string;
					id: string;
					public_key: string;
				};
				ComputedFields: never;
				Insert: {
					first_used?: string;
					id: string;
					public_key: string;
				};
				Update: {
					first_used?: string;
					id?: string;
					public_key?: string;
				};
				Relationships: [];
			};
			licence_acceptances: {
				Row: {
					accepted_at: string;
					dataset_id: string;
					id: string;
					licence: string;
					person_id: string;
					version: string;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string;
					dataset_id: string;
					id?: string;
					licence: string;
					person_id: string;
					version: string;
				};
				Update: {
					accepted_at?: string;
					dataset_id?: string;
					id?: string;
					licence?: string;
					person_id?: string;
					version?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'licence_acceptances_dataset_id_fkey';
						columns: ['dataset_id'];
						isOneToOne: false;
						referencedRelation: 'datasets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'licence_acceptances_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			literature_instruments: {
				Row: {
					instrument_id: string;
					literature_item_id: string;
				};
				ComputedFields: never;
				Insert: {
					instrument_id: string;
					literature_item_id: string;
				};
				Update: {
					instrument_id?: string;
					literature_item_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'literature_instruments_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'literature_instruments_literature_item_id_fkey';
						columns: ['literature_item_id'];
						isOneToOne: false;
						referencedRelation: 'literature_items';
						referencedColumns: ['id'];
					}
				];
			};
			literature_items: {
				Row: {
					abstract: string | null;
					access: string;
					authors: string[];
					created_at: string;
					data_type: string;
					doi: string | null;
					full_text_url: string | null;
					id: string;
					keywords: string[];
					language: string;
					platform_id: string;
					published_year: number | null;
					retired_at: string | null;
					source_key: string;
					title: string;
					title_en: string | null;
					updated_at: string;
					venue: string | null;
				};
				ComputedFields: never;
				Insert: {
					abstract?: string | null;
					access?: string;
					authors?: string[];
					created_at?: string;
					data_type?: string;
					doi?: string | null;
					full_text_url?: string | null;
					id?: string;
					keywords?: string[];
					language?: string;
					platform_id: string;
					published_year?: number | null;
					retired_at?: string | null;
					source_key: string;
					title: string;
					title_en?: string | null;
					updated_at?: string;
					venue?: string | null;
				};
				Update: {
					abstract?: string | null;
					access?: string;
					authors?: string[];
					created_at?: string;
					data_type?: string;
					doi?: string | null;
					full_text_url?: string | null;
					id?: string;
					keywords?: string[];
					language?: string;
					platform_id?: string;
					published_year?: number | null;
					retired_at?: string | null;
					source_key?: string;
					title?: string;
					title_en?: string | null;
					updated_at?: string;
					venue?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'literature_items_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			makerspace_registrations: {
				Row: {
					document_no: string | null;
					id: string;
					level: string;
					organisation_id: string;
					registered_on: string;
					revoked_on: string | null;
				};
				ComputedFields: never;
				Insert: {
					document_no?: string | null;
					id?: string;
					level: string;
					organisation_id: string;
					registered_on: string;
					revoked_on?: string | null;
				};
				Update: {
					document_no?: string | null;
					id?: string;
					level?: string;
					organisation_id?: string;
					registered_on?: string;
					revoked_on?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'makerspace_registrations_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			memberships: {
				Row: {
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'];
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id?: string;
					organisation_id: string;
					person_id: string;
					platform_id?: string | null;
					role: Database['public']['Enums']['membership_role'];
				};
				Update: {
					created_at?: string;
					id?: string;
					organisation_id?: string;
					person_id?: string;
					platform_id?: string | null;
					role?: Database['public']['Enums']['membership_role'];
				};
				Relationships: [
					{
						foreignKeyName: 'memberships_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'memberships_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'memberships_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			no_show_appeals: {
				Row: {
					appealed_at: string | null;
					appealed_by: string | null;
					booking_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					outcome: string | null;
					reason: string | null;
				};
				ComputedFields: never;
				Insert: {
					appealed_at?: string | null;
					appealed_by?: string | null;
					booking_id: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decision_note?: string | null;
					outcome?: string | null;
					reason?: string | null;
				};
				Update: {
					appealed_at?: string | null;
					appealed_by?: string | null;
					booking_id?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decision_note?: string | null;
					outcome?: string | null;
					reason?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'no_show_appeals_appealed_by_fkey';
						columns: ['appealed_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'no_show_appeals_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'no_show_appeals_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			notice_kinds: {
				Row: {
					by_mail: boolean;
					code: string;
					in_app: boolean;
					position: number;
					section: string;
				};
				ComputedFields: never;
				Insert: {
					by_mail: boolean;
					code: string;
					in_app: boolean;
					position: number;
					section: string;
				};
				Update: {
					by_mail?: boolean;
					code?: string;
					in_app?: boolean;
					position?: number;
					section?: string;
				};
				Relationships: [];
			};
			notice_preferences: {
				Row: {
					by_mail: boolean;
					in_app: boolean;
					kind: string;
					person_id: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					by_mail: boolean;
					in_app: boolean;
					kind: string;
					person_id: string;
					updated_at?: string;
				};
				Update: {
					by_mail?: boolean;
					in_app?: boolean;
					kind?: string;
					person_id?: string;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'notice_preferences_kind_fkey';
						columns: ['kind'];
						isOneToOne: false;
						referencedRelation: 'notice_kinds';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'notice_preferences_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			notices: {
				Row: {
					address: string | null;
					cause: string;
					created_at: string;
					facts: NonNullable<Json>;
					id: string;
					is_listed: boolean;
					is_read: boolean;
					kind: string;
					person_id: string | null;
					read_at: string | null;
					subject_id: string;
					subject_type: string;
				};
				ComputedFields: never;
				Insert: {
					address?: string | null;
					cause: string;
					created_at?: string;
					facts: NonNullable<Json>;
					id?: string;
					is_listed: boolean;
					is_read?: never;
					kind: string;
					person_id?: string | null;
					read_at?: string | null;
					subject_id: string;
					subject_type: string;
				};
				Update: {
					address?: string | null;
					cause?: string;
					created_at?: string;
					facts?: NonNullable<Json>;
					id?: string;
					is_listed?: boolean;
					is_read?: never;
					kind?: string;
					person_id?: string | null;
					read_at?: string | null;
					subject_id?: string;
					subject_type?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'notices_kind_fkey';
						columns: ['kind'];
						isOneToOne: false;
						referencedRelation: 'notice_kinds';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'notices_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			nrii_record_supplements: {
				Row: {
					content: string | null;
					customs_notice: string | null;
					has_agreement: boolean | null;
					is_off_site: boolean;
					move_address: string | null;
					record_id: string;
					service_ways: string[];
					subject_areas: string[];
					subject_content: string | null;
					subject_incomes: string[];
					tax_record: string | null;
					updated_at: string;
					updated_by: string | null;
					user_comment: string | null;
				};
				ComputedFields: never;
				Insert: {
					content?: string | null;
					customs_notice?: string | null;
					has_agreement?: boolean | null;
					is_off_site?: boolean;
					move_address?: string | null;
					record_id: string;
					service_ways?: string[];
					subject_areas?: string[];
					subject_content?: string | null;
					subject_incomes?: string[];
					tax_record?: string | null;
					updated_at?: string;
					updated_by?: string | null;
					user_comment?: string | null;
				};
				Update: {
					content?: string | null;
					customs_notice?: string | null;
					has_agreement?: boolean | null;
					is_off_site?: boolean;
					move_address?: string | null;
					record_id?: string;
					service_ways?: string[];
					subject_areas?: string[];
					subject_content?: string | null;
					subject_incomes?: string[];
					tax_record?: string | null;
					updated_at?: string;
					updated_by?: string | null;
					user_comment?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'nrii_record_supplements_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'nrii_record_supplements_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'nrii_record_supplements_updated_by_fkey';
						columns: ['updated_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			nrii_units: {
				Row: {
					address: string | null;
					carrier_name: string | null;
					carrier_type: number | null;
					contact_email: string | null;
					contact_name: string | null;
					contact_phone: string | null;
					department: string | null;
					ins_code: string | null;
					platform_id: string;
					postal_code: string | null;
					updated_at: string;
					updated_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					address?: string | null;
					carrier_name?: string | null;
					carrier_type?: number | null;
					contact_email?: string | null;
					contact_name?: string | null;
					contact_phone?: string | null;
					department?: string | null;
					ins_code?: string | null;
					platform_id: string;
					postal_code?: string | null;
					updated_at?: string;
					updated_by?: string | null;
				};
				Update: {
					address?: string | null;
					carrier_name?: string | null;
					carrier_type?: number | null;
					contact_email?: string | null;
					contact_name?: string | null;
					contact_phone?: string | null;
					department?: string | null;
					ins_code?: string | null;
					platform_id?: string;
					postal_code?: string | null;
					updated_at?: string;
					updated_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'nrii_units_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: true;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'nrii_units_updated_by_fkey';
						columns: ['updated_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			occupancies: {
				Row: {
					active: boolean;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					during: unknown;
					id: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					lapses_at: string | null;
					unit: number;
				};
				ComputedFields: never;
				Insert: {
					active?: boolean;
					booking_id?: string | null;
					closure_id?: string | null;
					created_at?: string;
					during: unknown;
					id?: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					lapses_at?: string | null;
					unit?: number;
				};
				Update: {
					active?: boolean;
					booking_id?: string | null;
					closure_id?: string | null;
					created_at?: string;
					during?: unknown;
					id?: string;
					instrument_id?: string;
					kind?: Database['public']['Enums']['occupancy_kind'];
					lapses_at?: string | null;
					unit?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'occupancies_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'occupancies_closure_id_fkey';
						columns: ['closure_id'];
						isOneToOne: false;
						referencedRelation: 'closures';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'occupancies_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			opening_exceptions: {
				Row: {
					closes: string | null;
					holiday_year: number | null;
					id: string;
					instrument_id: string;
					on_date: string;
					opens: string | null;
					reason: string | null;
				};
				ComputedFields: never;
				Insert: {
					closes?: string | null;
					holiday_year?: number | null;
					id?: string;
					instrument_id: string;
					on_date: string;
					opens?: string | null;
					reason?: string | null;
				};
				Update: {
					closes?: string | null;
					holiday_year?: number | null;
					id?: string;
					instrument_id?: string;
					on_date?: string;
					opens?: string | null;
					reason?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'opening_exceptions_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			opening_hours: {
				Row: {
					closes: string;
					id: string;
					instrument_id: string;
					opens: string;
					weekday: number;
				};
				ComputedFields: never;
				Insert: {
					closes: string;
					id?: string;
					instrument_id: string;
					opens: string;
					weekday: number;
				};
				Update: {
					closes?: string;
					id?: string;
					instrument_id?: string;
					opens?: string;
					weekday?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'opening_hours_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					}
				];
			};
			organisations: {
				Row: {
					address: string | null;
					city: string | null;
					created_at: string;
					established_on: string | null;
					id: string;
					kind: Database['public']['Enums']['organisation_kind'];
					language: string;
					name: string;
					name_en: string | null;
					province: string | null;
					unified_social_credit_code: string | null;
					verified_at: string | null;
					website: string | null;
				};
				ComputedFields: never;
				Insert: {
					address?: string | null;
					city?: string | null;
					created_at?: string;
					established_on?: string | null;
					id?: string;
					kind: Database['public']['Enums']['organisation_kind'];
					language?: string;
					name: string;
					name_en?: string | null;
					province?: string | null;
					unified_social_credit_code?: string | null;
					verified_at?: string | null;
					website?: string | null;
				};
				Update: {
					address?: string | null;
					city?: string | null;
					created_at?: string;
					established_on?: string | null;
					id?: string;
					kind?: Database['public']['Enums']['organisation_kind'];
					language?: string;
					name?: string;
					name_en?: string | null;
					province?: string | null;
					unified_social_credit_code?: string | null;
					verified_at?: string | null;
					website?: string | null;
				};
				Relationships: [];
			};
			people: {
				Row: {
					created_at: string;
					display_name: string;
					id: string;
					language: string;
					phone: string | null;
					requests_to_decide: number | null;
					unread_notices: number | null;
				};
				ComputedFields: 'requests_to_decide' | 'unread_notices';
				Insert: {
					created_at?: string;
					display_name: string;
					id: string;
					language?: string;
					phone?: string | null;
				};
				Update: {
					created_at?: string;
					display_name?: string;
					id?: string;
					language?: string;
					phone?: string | null;
				};
				Relationships: [];
			};
			platform_contacts: {
				Row: {
					email: string | null;
					name: string | null;
					phone: string | null;
					platform_id: string;
				};
				ComputedFields: never;
				Insert: {
					email?: string | null;
					name?: string | null;
					phone?: string | null;
					platform_id: string;
				};
				Update: {
					email?: string | null;
					name?: string | null;
					phone?: string | null;
					platform_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'platform_contacts_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: true;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			platform_designations: {
				Row: {
					document_no: string | null;
					granted_on: string | null;
					id: string;
					kind_code: string;
					level: string;
					platform_id: string;
					revoked_on: string | null;
				};
				ComputedFields: never;
				Insert: {
					document_no?: string | null;
					granted_on?: string | null;
					id?: string;
					kind_code: string;
					level: string;
					platform_id: string;
					revoked_on?: string | null;
				};
				Update: {
					document_no?: string | null;
					granted_on?: string | null;
					id?: string;
					kind_code?: string;
					level?: string;
					platform_id?: string;
					revoked_on?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'platform_designations_kind_code_fkey';
						columns: ['kind_code'];
						isOneToOne: false;
						referencedRelation: 'designation_kinds';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'platform_designations_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			platform_displays: {
				Row: {
					is_public: boolean;
					opened_at: string;
					opened_by: string | null;
					platform_id: string;
					shows_organisations: boolean;
				};
				ComputedFields: never;
				Insert: {
					is_public?: boolean;
					opened_at?: string;
					opened_by?: string | null;
					platform_id: string;
					shows_organisations?: boolean;
				};
				Update: {
					is_public?: boolean;
					opened_at?: string;
					opened_by?: string | null;
					platform_id?: string;
					shows_organisations?: boolean;
				};
				Relationships: [
					{
						foreignKeyName: 'platform_displays_opened_by_fkey';
						columns: ['opened_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'platform_displays_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: true;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			platform_exports: {
				Row: {
					bytes_done: number;
					finished_at: string | null;
					id: string;
					parts_done: number;
					person_id: string;
					platform_id: string;
					rows_done: number;
					started_at: string;
					told_at: string;
				};
				ComputedFields: never;
				Insert: {
					bytes_done?: number;
					finished_at?: string | null;
					id?: string;
					parts_done?: number;
					person_id: string;
					platform_id: string;
					rows_done?: number;
					started_at?: string;
					told_at?: string;
				};
				Update: {
					bytes_done?: number;
					finished_at?: string | null;
					id?: string;
					parts_done?: number;
					person_id?: string;
					platform_id?: string;
					rows_done?: number;
					started_at?: string;
					told_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'platform_exports_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'platform_exports_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			platforms: {
				Row: {
					city: string | null;
					county: string | null;
					created_at: string;
					directions: string | null;
					directions_en: string | null;
					id: string;
					language: string;
					name: string;
					name_en: string | null;
					night_ends: string;
					night_starts: string;
					organisation_id: string;
					province: string | null;
					retired_at: string | null;
					sharing_rules: string | null;
					street: string | null;
					summary: string | null;
					summary_en: string | null;
					time_zone: string;
					website: string | null;
				};
				ComputedFields: never;
				Insert: {
					city?: string | null;
					county?: string | null;
					created_at?: string;
					directions?: string | null;
					directions_en?: string | null;
					id?: string;
					language?: string;
					name: string;
					name_en?: string | null;
					night_ends?: string;
					night_starts?: string;
					organisation_id: string;
					province?: string | null;
					retired_at?: string | null;
					sharing_rules?: string | null;
					street?: string | null;
					summary?: string | null;
					summary_en?: string | null;
					time_zone?: string;
					website?: string | null;
				};
				Update: {
					city?: string | null;
					county?: string | null;
					created_at?: string;
					directions?: string | null;
					directions_en?: string | null;
					id?: string;
					language?: string;
					name?: string;
					name_en?: string | null;
					night_ends?: string;
					night_starts?: string;
					organisation_id?: string;
					province?: string | null;
					retired_at?: string | null;
					sharing_rules?: string | null;
					street?: string | null;
					summary?: string | null;
					summary_en?: string | null;
					time_zone?: string;
					website?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'platforms_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			purpose_codes: {
				Row: {
					code: string;
					is_shared: boolean;
					name: string;
					name_en: string;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					is_shared: boolean;
					name: string;
					name_en: string;
					position: number;
				};
				Update: {
					code?: string;
					is_shared?: boolean;
					name?: string;
					name_en?: string;
					position?: number;
				};
				Relationships: [];
			};
			qualifications: {
				Row: {
					course_id: string;
					expires_at: string | null;
					grant_reason: string | null;
					granted_at: string;
					granted_by: string | null;
					id: string;
					person_id: string;
					revoke_reason: string | null;
					revoked_at: string | null;
					revoked_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					course_id: string;
					expires_at?: string | null;
					grant_reason?: string | null;
					granted_at?: string;
					granted_by?: string | null;
					id?: string;
					person_id: string;
					revoke_reason?: string | null;
					revoked_at?: string | null;
					revoked_by?: string | null;
				};
				Update: {
					course_id?: string;
					expires_at?: string | null;
					grant_reason?: string | null;
					granted_at?: string;
					granted_by?: string | null;
					id?: string;
					person_id?: string;
					revoke_reason?: string | null;
					revoked_at?: string | null;
					revoked_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'qualifications_course_id_fkey';
						columns: ['course_id'];
						isOneToOne: false;
						referencedRelation: 'courses';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'qualifications_granted_by_fkey';
						columns: ['granted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'qualifications_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'qualifications_revoked_by_fkey';
						columns: ['revoked_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			residencies: {
				Row: {
					ended_on: string | null;
					id: string;
					makerspace_id: string;
					organisation_id: string;
					started_on: string;
				};
				ComputedFields: never;
				Insert: {
					ended_on?: string | null;
					id?: string;
					makerspace_id: string;
					organisation_id: string;
					started_on: string;
				};
				Update: {
					ended_on?: string | null;
					id?: string;
					makerspace_id?: string;
					organisation_id?: string;
					started_on?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'residencies_makerspace_id_fkey';
						columns: ['makerspace_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'residencies_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			search_synonyms: {
				Row: {
					concept: string;
					is_narrower: boolean;
					pattern: string;
					term: string;
				};
				ComputedFields: never;
				Insert: {
					concept: string;
					is_narrower?: boolean;
					pattern: string;
					term: string;
				};
				Update: {
					concept?: string;
					is_narrower?: boolean;
					pattern?: string;
					term?: string;
				};
				Relationships: [];
			};
			service_record_confirmations: {
				Row: {
					created_at: string;
					id: string;
					person_id: string | null;
					reason: string | null;
					record_id: string;
					side: Database['public']['Enums']['booking_side'];
					verdict: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id?: string;
					person_id?: string | null;
					reason?: string | null;
					record_id: string;
					side: Database['public']['Enums']['booking_side'];
					verdict: string;
				};
				Update: {
					created_at?: string;
					id?: string;
					person_id?: string | null;
					reason?: string | null;
					record_id?: string;
					side?: Database['public']['Enums']['booking_side'];
					verdict?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'service_record_confirmations_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_confirmations_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_confirmations_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: false;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					}
				];
			};
			service_record_details: {
				Row: {
					content: string | null;
					reason: string | null;
					record_id: string;
					salt: string | null;
					subject_name: string | null;
				};
				ComputedFields: never;
				Insert: {
					content?: string | null;
					reason?: string | null;
					record_id: string;
					salt?: string | null;
					subject_name?: string | null;
				};
				Update: {
					content?: string | null;
					reason?: string | null;
					record_id?: string;
					salt?: string | null;
					subject_name?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'service_record_details_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_details_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					}
				];
			};
			service_record_people: {
				Row: {
					person_id: string | null;
					record_id: string;
					recorded_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					person_id?: string | null;
					record_id: string;
					recorded_by?: string | null;
				};
				Update: {
					person_id?: string | null;
					record_id?: string;
					recorded_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'service_record_people_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_people_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_people_record_id_fkey';
						columns: ['record_id'];
						isOneToOne: true;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_record_people_recorded_by_fkey';
						columns: ['recorded_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			service_records: {
				Row: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					class_evidence: NonNullable<Json>;
					contract_no: string | null;
					corrects: string | null;
					currency: string;
					dataset_id: string | null;
					designation_id: string | null;
					details_digest: string;
					ends_at: string;
					evidence: string[];
					flags: string[];
					hash: string;
					host_id: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence: string | null;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					rule_id: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					tariff_id: string | null;
					unit: string;
					usage_session_id: string | null;
					version: number;
					voucher_fen: number | null;
					confirmed_from: string | null;
					is_shared: boolean | null;
					my_side_of_record: Database['public']['Enums']['booking_side'] | null;
				};
				ComputedFields: 'confirmed_from' | 'is_shared' | 'my_side_of_record';
				Insert: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id?: string | null;
					charged_fen?: number | null;
					class_evidence: NonNullable<Json>;
					contract_no?: string | null;
					corrects?: string | null;
					currency?: string;
					dataset_id?: string | null;
					designation_id?: string | null;
					details_digest: string;
					ends_at: string;
					evidence?: string[];
					flags?: string[];
					hash: string;
					host_id: string;
					id?: string;
					instrument_id?: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen?: number | null;
					literature_item_id?: string | null;
					makerspace_id?: string | null;
					paid_fen?: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code?: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence?: string | null;
					related_party?: boolean;
					reserved_from?: string | null;
					reserved_until?: string | null;
					rule_id?: string | null;
					seq: number;
					service_id?: string | null;
					source: string;
					starts_at: string;
					state?: Database['public']['Enums']['service_state'];
					tariff_id?: string | null;
					unit: string;
					usage_session_id?: string | null;
					version?: number;
					voucher_fen?: number | null;
				};
				Update: {
					beneficiary_class?: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id?: string;
					booking_id?: string | null;
					charged_fen?: number | null;
					class_evidence?: NonNullable<Json>;
					contract_no?: string | null;
					corrects?: string | null;
					currency?: string;
					dataset_id?: string | null;
					designation_id?: string | null;
					details_digest?: string;
					ends_at?: string;
					evidence?: string[];
					flags?: string[];
					hash?: string;
					host_id?: string;
					id?: string;
					instrument_id?: string | null;
					kind?: Database['public']['Enums']['service_kind'];
					list_price_fen?: number | null;
					literature_item_id?: string | null;
					makerspace_id?: string | null;
					paid_fen?: number | null;
					platform_id?: string;
					prev_hash?: string;
					purpose_code?: string | null;
					quantity?: number;
					recorded_at?: string;
					related_evidence?: string | null;
					related_party?: boolean;
					reserved_from?: string | null;
					reserved_until?: string | null;
					rule_id?: string | null;
					seq?: number;
					service_id?: string | null;
					source?: string;
					starts_at?: string;
					state?: Database['public']['Enums']['service_state'];
					tariff_id?: string | null;
					unit?: string;
					usage_session_id?: string | null;
					version?: number;
					voucher_fen?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'service_records_beneficiary_id_fkey';
						columns: ['beneficiary_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_corrects_fkey';
						columns: ['corrects'];
						isOneToOne: true;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_corrects_fkey';
						columns: ['corrects'];
						isOneToOne: true;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_dataset_id_fkey';
						columns: ['dataset_id'];
						isOneToOne: false;
						referencedRelation: 'datasets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_designation_id_fkey';
						columns: ['designation_id'];
						isOneToOne: false;
						referencedRelation: 'platform_designations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_host_id_fkey';
						columns: ['host_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_literature_item_id_fkey';
						columns: ['literature_item_id'];
						isOneToOne: false;
						referencedRelation: 'literature_items';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_makerspace_id_fkey';
						columns: ['makerspace_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_purpose_code_fkey';
						columns: ['purpose_code'];
						isOneToOne: false;
						referencedRelation: 'purpose_codes';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'service_records_rule_id_fkey';
						columns: ['rule_id'];
						isOneToOne: false;
						referencedRelation: 'booking_rules';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_service_id_fkey';
						columns: ['service_id'];
						isOneToOne: false;
						referencedRelation: 'services';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_tariff_id_fkey';
						columns: ['tariff_id'];
						isOneToOne: false;
						referencedRelation: 'tariffs';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_usage_session_id_fkey';
						columns: ['usage_session_id'];
						isOneToOne: false;
						referencedRelation: 'usage_sessions';
						referencedColumns: ['id'];
					}
				];
			};
			services: {
				Row: {
					created_at: string;
					currency: string;
					description: string | null;
					group_name: string | null;
					id: string;
					instrument_id: string | null;
					instrument_name: string | null;
					language: string;
					method_standard: string | null;
					name: string;
					name_en: string | null;
					platform_id: string;
					retired_at: string | null;
					source_key: string;
					turnaround_days: number | null;
					unit: string | null;
					unit_price_fen: number | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					currency?: string;
					description?: string | null;
					group_name?: string | null;
					id?: string;
					instrument_id?: string | null;
					instrument_name?: string | null;
					language?: string;
					method_standard?: string | null;
					name: string;
					name_en?: string | null;
					platform_id: string;
					retired_at?: string | null;
					source_key: string;
					turnaround_days?: number | null;
					unit?: string | null;
					unit_price_fen?: number | null;
					updated_at?: string;
				};
				Update: {
					created_at?: string;
					currency?: string;
					description?: string | null;
					group_name?: string | null;
					id?: string;
					instrument_id?: string | null;
					instrument_name?: string | null;
					language?: string;
					method_standard?: string | null;
					name?: string;
					name_en?: string | null;
					platform_id?: string;
					retired_at?: string | null;
					source_key?: string;
					turnaround_days?: number | null;
					unit?: string | null;
					unit_price_fen?: number | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'services_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'services_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			subjects: {
				Row: {
					code: string;
					name: string;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					name: string;
				};
				Update: {
					code?: string;
					name?: string;
				};
				Relationships: [];
			};
			suspensions: {
				Row: {
					created_at: string;
					ends_at: string;
					id: string;
					lift_reason: string | null;
					lifted_at: string | null;
					lifted_by: string | null;
					organisation_id: string | null;
					person_id: string | null;
					platform_id: string;
					reason: string;
					starts_at: string;
					suspended_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					ends_at: string;
					id?: string;
					lift_reason?: string | null;
					lifted_at?: string | null;
					lifted_by?: string | null;
					organisation_id?: string | null;
					person_id?: string | null;
					platform_id: string;
					reason: string;
					starts_at?: string;
					suspended_by?: string | null;
				};
				Update: {
					created_at?: string;
					ends_at?: string;
					id?: string;
					lift_reason?: string | null;
					lifted_at?: string | null;
					lifted_by?: string | null;
					organisation_id?: string | null;
					person_id?: string | null;
					platform_id?: string;
					reason?: string;
					starts_at?: string;
					suspended_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'suspensions_lifted_by_fkey';
						columns: ['lifted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'suspensions_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'suspensions_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'suspensions_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'suspensions_suspended_by_fkey';
						columns: ['suspended_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			tariffs: {
				Row: {
					basis: string;
					created_at: string;
					currency: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					id: string;
					instrument_id: string | null;
					minimum_fen: number;
					off_hours_bp: number;
					platform_id: string | null;
					rate_fen: number | null;
					scope_id: string | null;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					basis?: string;
					created_at?: string;
					currency?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					id?: string;
					instrument_id?: string | null;
					minimum_fen?: number;
					off_hours_bp?: number;
					platform_id?: string | null;
					rate_fen?: number | null;
					scope_id?: never;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Update: {
					basis?: string;
					created_at?: string;
					currency?: string;
					customer_kind?: Database['public']['Enums']['customer_kind'];
					id?: string;
					instrument_id?: string | null;
					minimum_fen?: number;
					off_hours_bp?: number;
					platform_id?: string | null;
					rate_fen?: number | null;
					scope_id?: never;
					valid_from?: string;
					valid_until?: string | null;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'tariffs_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tariffs_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			usage_by_month: {
				Row: {
					access_method: Database['public']['Enums']['usage_access_method'];
					beneficiary_class: Database['public']['Enums']['beneficiary_class'] | null;
					bytes: number;
					count: number;
					id: number;
					makerspace_id: string | null;
					metric: Database['public']['Enums']['usage_metric'];
					month: string;
					organisation_id: string | null;
					platform_id: string;
					resource_id: string;
					resource_kind: Database['public']['Enums']['resource_kind'];
				};
				ComputedFields: never;
				Insert: {
					access_method: Database['public']['Enums']['usage_access_method'];
					beneficiary_class?: Database['public']['Enums']['beneficiary_class'] | null;
					bytes: number;
					count: number;
					id?: never;
					makerspace_id?: string | null;
					metric: Database['public']['Enums']['usage_metric'];
					month: string;
					organisation_id?: string | null;
					platform_id: string;
					resource_id: string;
					resource_kind: Database['public']['Enums']['resource_kind'];
				};
				Update: {
					access_method?: Database['public']['Enums']['usage_access_method'];
					beneficiary_class?: Database['public']['Enums']['beneficiary_class'] | null;
					bytes?: number;
					count?: number;
					id?: never;
					makerspace_id?: string | null;
					metric?: Database['public']['Enums']['usage_metric'];
					month?: string;
					organisation_id?: string | null;
					platform_id?: string;
					resource_id?: string;
					resource_kind?: Database['public']['Enums']['resource_kind'];
				};
				Relationships: [
					{
						foreignKeyName: 'usage_by_month_makerspace_id_fkey';
						columns: ['makerspace_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'usage_by_month_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'usage_by_month_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					}
				];
			};
			usage_months: {
				Row: {
					counted_at: string;
					events: number;
					month: string;
				};
				ComputedFields: never;
				Insert: {
					counted_at?: string;
					events: number;
					month: string;
				};
				Update: {
					counted_at?: string;
					events?: number;
					month?: string;
				};
				Relationships: [];
			};
			usage_sessions: {
				Row: {
					booking_id: string | null;
					closed_at: string | null;
					created_at: string;
					ended_at: string | null;
					ended_by: string | null;
					flags: string[];
					id: string;
					instrument_id: string;
					source: string;
					started_at: string;
					started_by: string | null;
					unit: number;
				};
				ComputedFields: never;
				Insert: {
					booking_id?: string | null;
					closed_at?: string | null;
					created_at?: string;
					ended_at?: string | null;
					ended_by?: string | null;
					flags?: string[];
					id?: string;
					instrument_id: string;
					source: string;
					started_at: string;
					started_by?: string | null;
					unit?: number;
				};
				Update: {
					booking_id?: string | null;
					closed_at?: string | null;
					created_at?: string;
					ended_at?: string | null;
					ended_by?: string | null;
					flags?: string[];
					id?: string;
					instrument_id?: string;
					source?: string;
					started_at?: string;
					started_by?: string | null;
					unit?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'usage_sessions_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'usage_sessions_ended_by_fkey';
						columns: ['ended_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'usage_sessions_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'usage_sessions_started_by_fkey';
						columns: ['started_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
		};
		Views: {
			current_service_records: {
				Row: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					corrects: string | null;
					currency: string;
					customer_confirmation: string | null;
					dataset_id: string | null;
					designation_id: string | null;
					ends_at: string;
					flags: string[];
					host_id: string;
					id: string;
					instrument_id: string | null;
					is_flagged: boolean | null;
					is_shared: boolean | null;
					kind: Database['public']['Enums']['service_kind'];
					lab_confirmation: string | null;
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					unit: string;
					version: number;
					voucher_fen: number | null;
				};
				ComputedFields: never;
				Insert: {
					beneficiary_class?: Database['public']['Enums']['beneficiary_class'] | null;
					beneficiary_id?: string | null;
					booking_id?: string | null;
					charged_fen?: number | null;
					corrects?: string | null;
					currency?: string | null;
					customer_confirmation?: never;
					dataset_id?: string | null;
					designation_id?: string | null;
					ends_at?: string | null;
					flags?: string[] | null;
					host_id?: string | null;
					id?: string | null;
					instrument_id?: string | null;
					is_flagged?: never;
					is_shared?: never;
					kind?: Database['public']['Enums']['service_kind'] | null;
					lab_confirmation?: never;
					list_price_fen?: number | null;
					literature_item_id?: string | null;
					makerspace_id?: string | null;
					paid_fen?: number | null;
					platform_id?: string | null;
					purpose_code?: string | null;
					quantity?: number | null;
					recorded_at?: string | null;
					related_party?: boolean | null;
					reserved_from?: string | null;
					reserved_until?: string | null;
					seq?: number | null;
					service_id?: string | null;
					source?: string | null;
					starts_at?: string | null;
					state?: Database['public']['Enums']['service_state'] | null;
					unit?: string | null;
					version?: number | null;
					voucher_fen?: number | null;
				};
				Update: {
					beneficiary_class?: Database['public']['Enums']['beneficiary_class'] | null;
					beneficiary_id?: string | null;
					booking_id?: string | null;
					charged_fen?: number | null;
					corrects?: string | null;
					currency?: string | null;
					customer_confirmation?: never;
					dataset_id?: string | null;
					designation_id?: string | null;
					ends_at?: string | null;
					flags?: string[] | null;
					host_id?: string | null;
					id?: string | null;
					instrument_id?: string | null;
					is_flagged?: never;
					is_shared?: never;
					kind?: Database['public']['Enums']['service_kind'] | null;
					lab_confirmation?: never;
					list_price_fen?: number | null;
					literature_item_id?: string | null;
					makerspace_id?: string | null;
					paid_fen?: number | null;
					platform_id?: string | null;
					purpose_code?: string | null;
					quantity?: number | null;
					recorded_at?: string | null;
					related_party?: boolean | null;
					reserved_from?: string | null;
					reserved_until?: string | null;
					seq?: number | null;
					service_id?: string | null;
					source?: string | null;
					starts_at?: string | null;
					state?: Database['public']['Enums']['service_state'] | null;
					unit?: string | null;
					version?: number | null;
					voucher_fen?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'service_records_beneficiary_id_fkey';
						columns: ['beneficiary_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_corrects_fkey';
						columns: ['corrects'];
						isOneToOne: true;
						referencedRelation: 'current_service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_corrects_fkey';
						columns: ['corrects'];
						isOneToOne: true;
						referencedRelation: 'service_records';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_dataset_id_fkey';
						columns: ['dataset_id'];
						isOneToOne: false;
						referencedRelation: 'datasets';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_designation_id_fkey';
						columns: ['designation_id'];
						isOneToOne: false;
						referencedRelation: 'platform_designations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_host_id_fkey';
						columns: ['host_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_instrument_id_fkey';
						columns: ['instrument_id'];
						isOneToOne: false;
						referencedRelation: 'instruments';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_literature_item_id_fkey';
						columns: ['literature_item_id'];
						isOneToOne: false;
						referencedRelation: 'literature_items';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_makerspace_id_fkey';
						columns: ['makerspace_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_platform_id_fkey';
						columns: ['platform_id'];
						isOneToOne: false;
						referencedRelation: 'platforms';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'service_records_purpose_code_fkey';
						columns: ['purpose_code'];
						isOneToOne: false;
						referencedRelation: 'purpose_codes';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'service_records_service_id_fkey';
						columns: ['service_id'];
						isOneToOne: false;
						referencedRelation: 'services';
						referencedColumns: ['id'];
					}
				];
			};
		};
		Functions: {
			abandon_booking_file: { Args: { file_id: string }; Returns: undefined };
			accept_dataset_licence: {
				Args: { dataset_id: string; licence: string };
				Returns: {
					accepted_at: string;
					dataset_id: string;
					id: string;
					licence: string;
					person_id: string;
					version: string;
				};
				SetofOptions: {
					from: '*';
					to: 'licence_acceptances';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			accept_invitation: {
				Args: { organisation_id?: string; token: string };
				Returns: {
					accepted_at: string | null;
					accepted_by: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					organisation_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent: number;
					withdrawn_at: string | null;
					withdrawn_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'invitations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			accept_literature_request: {
				Args: { application_id: string; pages: number; ready_by: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			activate_closure: {
				Args: { closure_id: string };
				Returns: {
					activated_at: string | null;
					created_at: string;
					during: unknown;
					ended_at: string | null;
					id: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					planned_by: string | null;
					platform_id: string;
					reason: string | null;
					series_id: string;
					status: string;
				};
				SetofOptions: {
					from: '*';
					to: 'closures';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			add_application_file_piece: {
				Args: { content: string; delivery_id: string; piece_position: number };
				Returns: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'application_deliveries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			add_booking_file_piece: {
				Args: { content: string; file_id: string; piece_position: number };
				Returns: {
					booking_id: string;
					content_type: string;
					created_at: string;
					id: string;
					name: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_files';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			add_course: {
				Args: {
					description?: string;
					name: string;
					name_en?: string;
					platform_id: string;
					valid_months?: number;
				};
				Returns: {
					created_at: string;
					description: string | null;
					id: string;
					name: string;
					name_en: string | null;
					platform_id: string;
					retired_at: string | null;
					valid_months: number | null;
				};
				SetofOptions: {
					from: '*';
					to: 'courses';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			adopt_rule_set: {
				Args: { rule_set_id: string };
				Returns: {
					backfilled_at_most_bp: number;
					based_on: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					cycle_years: number;
					frozen_at: string | null;
					grade_bands: NonNullable<Json>;
					grade_from_points: number;
					id: string;
					is_preset: boolean;
					is_read_only: boolean;
					jurisdiction: string;
					legal_basis: string[];
					name: string;
					name_en: string;
					note: string | null;
					note_en: string | null;
					objections_at_most: number;
					organisation_cap_bp: number;
					period_type: string;
					policy_class: string | null;
					publicity_days: number;
					rated_hours: NonNullable<Json>;
					refusals_at_most_bp: number;
					scope_min_worth_fen: number;
					tie_breaker: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_rule_sets';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			annual_figures: { Args: { city?: string; year: number }; Returns: Json };
			answer_closure_offer: {
				Args: { booking_id: string; starts_at?: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			answer_times: {
				Args: { from_day: string; platform_id: string; until_day: string };
				Returns: {
					answered: number;
					asked: number;
					in_time: number;
					kind: string;
					median_hours: number;
					slowest_hours: number;
				}[];
			};
			appeal_no_show: {
				Args: { booking_id: string; reason: string };
				Returns: {
					appealed_at: string | null;
					appealed_by: string | null;
					booking_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					outcome: string | null;
					reason: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'no_show_appeals';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			application_history: {
				Args: { application_id: string };
				Returns: {
					actor: string;
					after: Database['public']['Enums']['application_status'];
					at: string;
					before: Database['public']['Enums']['application_status'];
					id: string;
					reason: string;
					reason_code: string;
					side: Database['public']['Enums']['booking_side'];
				}[];
			};
			application_stage: {
				Args: {
					application: Omit<
						Database['public']['Tables']['applications']['Row'],
						Database['public']['Tables']['applications']['ComputedFields']
					>;
				};
				Returns: string;
			};
			application_thread: {
				Args: { application_id: string };
				Returns: {
					author: string;
					body: string;
					created_at: string;
					id: string;
					is_mine: boolean;
					side: Database['public']['Enums']['booking_side'];
				}[];
			};
			apply_for_data: {
				Args: {
					dataset_id: string;
					intended_use: string;
					is_draft?: boolean;
					licence?: string;
					organisation_id?: string;
					purpose_code: string;
				};
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			approve_booking: {
				Args: { booking_id: string; note?: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			approve_data_application: {
				Args: {
					access_until: string;
					application_id: string;
					download_limit: number;
					licence: string;
					reason?: string;
				};
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			ask_about_data_application: {
				Args: { application_id: string; reason: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			assess_fault: {
				Args: {
					advice?: string;
					fault_id: string;
					severity: Database['public']['Enums']['fault_severity'];
				};
				Returns: {
					advice: string | null;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					description: string;
					id: string;
					instrument_id: string;
					platform_id: string;
					reported_by: string | null;
					settled_at: string | null;
					settled_by: string | null;
					settlement: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				SetofOptions: {
					from: '*';
					to: 'faults';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			attach_evaluation_file: {
				Args: {
					content: string;
					content_type: string;
					cycle_id: string;
					indicator_code: string;
					name: string;
					platform_id: string;
				};
				Returns: {
					content_type: string;
					created_at: string;
					cycle_id: string;
					digest: string;
					id: string;
					indicator_code: string | null;
					name: string;
					person_id: string | null;
					platform_id: string;
					retired_at: string | null;
					size_bytes: number;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_files';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			begin_application_file: {
				Args: { application_id: string; name: string; size_bytes: number };
				Returns: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'application_deliveries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			begin_booking_file: {
				Args: { booking_id: string; name: string; size_bytes: number };
				Returns: {
					booking_id: string;
					content_type: string;
					created_at: string;
					id: string;
					name: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_files';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			begin_data_review: {
				Args: { application_id: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			begin_import: {
				Args: { file_name: string; kind: string; platform_id: string; rows_total?: number };
				Returns: string;
			};
			book_instrument: {
				Args: {
					ends_at: string;
					idempotency_key?: string;
					instrument_id: string;
					lift?: string[];
					lift_reason?: string;
					organisation_id?: string;
					person_id?: string;
					purpose?: string;
					purpose_code?: string;
					starts_at: string;
				};
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			booking_conditions: {
				Args: { instrument_id: string; organisation_id?: string };
				Returns: Json;
			};
			booking_history: {
				Args: { booking_id: string };
				Returns: {
					action: string;
					actor: string;
					at: string;
					ends_at: string;
					note: string;
					starts_at: string;
				}[];
			};
			booking_thread: {
				Args: { booking_id: string };
				Returns: {
					author: string;
					body: string;
					created_at: string;
					id: string;
					is_mine: boolean;
					is_new: boolean;
					side: Database['public']['Enums']['booking_side'];
				}[];
			};
			cancel_booking: {
				Args: { booking_id: string; reason?: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			cancel_course_session: {
				Args: { reason: string; session_id: string };
				Returns: {
					cancel_reason: string | null;
					cancelled_at: string | null;
					course_id: string;
					created_at: string;
					ends_at: string;
					id: string;
					place: string;
					seats: number;
					seats_taken: number;
					starts_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'course_sessions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			change_course: {
				Args: {
					course_id: string;
					description?: string;
					is_given?: boolean;
					name: string;
					name_en?: string;
					valid_months?: number;
				};
				Returns: {
					created_at: string;
					description: string | null;
					id: string;
					name: string;
					name_en: string | null;
					platform_id: string;
					retired_at: string | null;
					valid_months: number | null;
				};
				SetofOptions: {
					from: '*';
					to: 'courses';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			change_role: {
				Args: { membership_id: string; role: Database['public']['Enums']['membership_role'] };
				Returns: {
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'];
				};
				SetofOptions: {
					from: '*';
					to: 'memberships';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			check_in: {
				Args: { booking_id: string; happened_at?: string };
				Returns: {
					booking_id: string | null;
					closed_at: string | null;
					created_at: string;
					ended_at: string | null;
					ended_by: string | null;
					flags: string[];
					id: string;
					instrument_id: string;
					source: string;
					started_at: string;
					started_by: string | null;
					unit: number;
				};
				SetofOptions: {
					from: '*';
					to: 'usage_sessions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			check_out: {
				Args: { booking_id: string; happened_at?: string };
				Returns: {
					booking_id: string | null;
					closed_at: string | null;
					created_at: string;
					ended_at: string | null;
					ended_by: string | null;
					flags: string[];
					id: string;
					instrument_id: string;
					source: string;
					started_at: string;
					started_by: string | null;
					unit: number;
				};
				SetofOptions: {
					from: '*';
					to: 'usage_sessions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			close_for_fault: {
				Args: { ends_at: string; fault_id: string };
				Returns: {
					advice: string | null;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					description: string;
					id: string;
					instrument_id: string;
					platform_id: string;
					reported_by: string | null;
					settled_at: string | null;
					settled_by: string | null;
					settlement: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				SetofOptions: {
					from: '*';
					to: 'faults';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			comment_on_fault: {
				Args: { body: string; fault_id: string };
				Returns: {
					body: string;
					created_at: string;
					fault_id: string;
					id: string;
					person_id: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'fault_comments';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			compare_usage: {
				Args: { begin_month: string; end_month: string };
				Returns: {
					bytes: number;
					organisations: number;
					platform_id: string;
					policy_requests: number;
					resource_kind: Database['public']['Enums']['resource_kind'];
					unique_investigations: number;
					unique_requests: number;
				}[];
			};
			confirm_literature: {
				Args: { application_id: string; comment?: string; rating?: number };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			confirm_service_record: {
				Args: { record_id: string; side?: Database['public']['Enums']['booking_side'] };
				Returns: {
					created_at: string;
					id: string;
					person_id: string | null;
					reason: string | null;
					record_id: string;
					side: Database['public']['Enums']['booking_side'];
					verdict: string;
				};
				SetofOptions: {
					from: '*';
					to: 'service_record_confirmations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			confirmation: {
				Args: {
					record: Omit<
						Database['public']['Tables']['service_records']['Row'],
						Database['public']['Tables']['service_records']['ComputedFields']
					>;
					side: Database['public']['Enums']['booking_side'];
				};
				Returns: string;
			};
			confirmed_from: {
				Args: {
					record: Omit<
						Database['public']['Tables']['service_records']['Row'],
						Database['public']['Tables']['service_records']['ComputedFields']
					>;
				};
				Returns: string;
			};
			continue_evaluation: {
				Args: { cycle_id: string };
				Returns: Database['public']['CompositeTypes']['collection_progress'][];
				SetofOptions: {
					from: '*';
					to: 'collection_progress';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			copy_rule_set: {
				Args: { name: string; name_en: string; rule_set_id: string };
				Returns: {
					backfilled_at_most_bp: number;
					based_on: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					cycle_years: number;
					frozen_at: string | null;
					grade_bands: NonNullable<Json>;
					grade_from_points: number;
					id: string;
					is_preset: boolean;
					is_read_only: boolean;
					jurisdiction: string;
					legal_basis: string[];
					name: string;
					name_en: string;
					note: string | null;
					note_en: string | null;
					objections_at_most: number;
					organisation_cap_bp: number;
					period_type: string;
					policy_class: string | null;
					publicity_days: number;
					rated_hours: NonNullable<Json>;
					refusals_at_most_bp: number;
					scope_min_worth_fen: number;
					tie_breaker: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_rule_sets';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			correct_service_record: {
				Args: { changes: Json; reason: string; record_id: string };
				Returns: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					class_evidence: NonNullable<Json>;
					contract_no: string | null;
					corrects: string | null;
					currency: string;
					dataset_id: string | null;
					designation_id: string | null;
					details_digest: string;
					ends_at: string;
					evidence: string[];
					flags: string[];
					hash: string;
					host_id: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence: string | null;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					rule_id: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					tariff_id: string | null;
					unit: string;
					usage_session_id: string | null;
					version: number;
					voucher_fen: number | null;
				};
				SetofOptions: {
					from: '*';
					to: 'service_records';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			create_access_token: {
				Args: { expires_at?: string; instrument_id?: string; name: string; scopes?: string[] };
				Returns: Json;
			};
			create_calendar_feed: {
				Args: { kind: Database['public']['Enums']['calendar_feed_kind']; subject_id?: string };
				Returns: {
					created_at: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id: string | null;
					person_id: string;
					platform_id: string | null;
					renewed_at: string | null;
					revoked_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'calendar_feeds';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			create_evaluation: {
				Args: {
					city?: string;
					code: string;
					designation_kind?: string;
					name: string;
					name_en: string;
					policy_class?: string;
					rule_set_id: string;
					self_report_until?: string;
					window_from: string;
					window_until: string;
				};
				Returns: {
					city: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					designation_kind: string | null;
					id: string;
					name: string;
					name_en: string;
					policy_class: string | null;
					publicity_until: string | null;
					rectify_until: string | null;
					rule_set_id: string;
					sample_seed: string | null;
					self_report_until: string | null;
					state: Database['public']['Enums']['evaluation_state'];
					window_from: string;
					window_until: string;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_cycles';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			current_access_token: { Args: Record<PropertyKey, never>; Returns: Json };
			current_quotas: {
				Args: {
					instrument: Omit<
						Database['public']['Tables']['instruments']['Row'],
						Database['public']['Tables']['instruments']['ComputedFields']
					>;
				};
				Returns: {
					at_most: number;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					holder: string;
					id: string;
					instrument_id: string | null;
					measure: string;
					platform_id: string | null;
					scope_id: string | null;
					span: string;
					valid_from: string;
					valid_until: string | null;
					version: number;
				}[];
				SetofOptions: {
					from: 'instruments';
					to: 'booking_quotas';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			current_rules: {
				Args: {
					instrument: Omit<
						Database['public']['Tables']['instruments']['Row'],
						Database['public']['Tables']['instruments']['ComputedFields']
					>;
				};
				Returns: {
					admits_outsiders: boolean;
					approval: Database['public']['Enums']['approval_kind'];
					approval_hours: number;
					approval_needed: boolean;
					cancel_until_minutes: number;
					course_id: string | null;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					gap_minutes: number;
					grace_minutes: number | null;
					granularity_minutes: number;
					horizon_days: number;
					id: string;
					instrument_id: string | null;
					late_cancel_bp: number;
					late_cancel_counts: boolean;
					lead_minutes: number;
					longest_minutes: number;
					no_show_bp: number;
					no_show_limit: number | null;
					no_show_window_days: number;
					off_hours_admitted: boolean;
					platform_id: string | null;
					purpose_required: boolean;
					scope_id: string | null;
					setup_minutes: number;
					shortest_minutes: number;
					suspension_days: number;
					teardown_minutes: number;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: 'instruments';
					to: 'booking_rules';
					isOneToOne: true;
					isSetofReturn: true;
				};
			};
			current_tariffs: {
				Args: {
					instrument: Omit<
						Database['public']['Tables']['instruments']['Row'],
						Database['public']['Tables']['instruments']['ComputedFields']
					>;
				};
				Returns: {
					basis: string;
					created_at: string;
					currency: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					id: string;
					instrument_id: string | null;
					minimum_fen: number;
					off_hours_bp: number;
					platform_id: string | null;
					rate_fen: number | null;
					scope_id: string | null;
					valid_from: string;
					valid_until: string | null;
					version: number;
				}[];
				SetofOptions: {
					from: 'instruments';
					to: 'tariffs';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			decide_bookings: {
				Args: { approved: boolean; booking_ids: string[]; note?: string };
				Returns: {
					booking_id: string;
					refusal: string;
					status: Database['public']['Enums']['booking_status'];
				}[];
			};
			decide_evaluation_dispute: {
				Args: { decision: string; dispute_id: string; is_upheld: boolean };
				Returns: {
					cycle_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision: string | null;
					evidence: string[];
					id: string;
					is_upheld: boolean | null;
					kind: string;
					platform_id: string;
					raised_at: string;
					raised_by: string | null;
					reason: string;
					record_id: string | null;
					wish: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_disputes';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			declare_interest: {
				Args: { cycle_id: string; has_interest: boolean; platform_id: string; reason?: string };
				Returns: undefined;
			};
			decline_booking: {
				Args: { booking_id: string; reason: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			delegate_approvals: {
				Args: { delegate_id: string; ends_at: string; platform_id: string; starts_at: string };
				Returns: {
					created_at: string;
					delegate_id: string;
					ends_at: string;
					granted_by: string;
					id: string;
					platform_id: string;
					revoked_at: string | null;
					starts_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'approval_delegations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			discard_evaluation: { Args: { cycle_id: string }; Returns: undefined };
			display_token: { Args: { platform_id: string }; Returns: string };
			dispute_evaluation: {
				Args: {
					cycle_id: string;
					evidence?: string[];
					platform_id: string;
					reason: string;
					record_id?: string;
					wish?: string;
				};
				Returns: {
					cycle_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision: string | null;
					evidence: string[];
					id: string;
					is_upheld: boolean | null;
					kind: string;
					platform_id: string;
					raised_at: string;
					raised_by: string | null;
					reason: string;
					record_id: string | null;
					wish: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_disputes';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			dispute_service_record: {
				Args: {
					reason: string;
					record_id: string;
					side?: Database['public']['Enums']['booking_side'];
				};
				Returns: {
					created_at: string;
					id: string;
					person_id: string | null;
					reason: string | null;
					record_id: string;
					side: Database['public']['Enums']['booking_side'];
					verdict: string;
				};
				SetofOptions: {
					from: '*';
					to: 'service_record_confirmations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			due_fen: {
				Args: {
					booking: Omit<
						Database['public']['Tables']['bookings']['Row'],
						Database['public']['Tables']['bookings']['ComputedFields']
					>;
				};
				Returns: number;
			};
			effective_status: {
				Args: {
					booking: Omit<
						Database['public']['Tables']['bookings']['Row'],
						Database['public']['Tables']['bookings']['ComputedFields']
					>;
				};
				Returns: Database['public']['Enums']['booking_status'];
			};
			end_closure: {
				Args: { closure_id: string };
				Returns: {
					activated_at: string | null;
					created_at: string;
					during: unknown;
					ended_at: string | null;
					id: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					planned_by: string | null;
					platform_id: string;
					reason: string | null;
					series_id: string;
					status: string;
				};
				SetofOptions: {
					from: '*';
					to: 'closures';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			end_quota: {
				Args: { quota_id: string; valid_until?: string };
				Returns: {
					at_most: number;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					holder: string;
					id: string;
					instrument_id: string | null;
					measure: string;
					platform_id: string | null;
					scope_id: string | null;
					span: string;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_quotas';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			end_residency: {
				Args: { residency_id: string };
				Returns: {
					ended_on: string | null;
					id: string;
					makerspace_id: string;
					organisation_id: string;
					started_on: string;
				};
				SetofOptions: {
					from: '*';
					to: 'residencies';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			end_rules: {
				Args: { rules_id: string; valid_until?: string };
				Returns: {
					admits_outsiders: boolean;
					approval: Database['public']['Enums']['approval_kind'];
					approval_hours: number;
					approval_needed: boolean;
					cancel_until_minutes: number;
					course_id: string | null;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					gap_minutes: number;
					grace_minutes: number | null;
					granularity_minutes: number;
					horizon_days: number;
					id: string;
					instrument_id: string | null;
					late_cancel_bp: number;
					late_cancel_counts: boolean;
					lead_minutes: number;
					longest_minutes: number;
					no_show_bp: number;
					no_show_limit: number | null;
					no_show_window_days: number;
					off_hours_admitted: boolean;
					platform_id: string | null;
					purpose_required: boolean;
					scope_id: string | null;
					setup_minutes: number;
					shortest_minutes: number;
					suspension_days: number;
					teardown_minutes: number;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_rules';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			end_tariff: {
				Args: { tariff_id: string; valid_until?: string };
				Returns: {
					basis: string;
					created_at: string;
					currency: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					id: string;
					instrument_id: string | null;
					minimum_fen: number;
					off_hours_bp: number;
					platform_id: string | null;
					rate_fen: number | null;
					scope_id: string | null;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'tariffs';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			enrol_in_course: {
				Args: { session_id: string };
				Returns: {
					created_at: string;
					id: string;
					person_id: string;
					qualification_id: string | null;
					session_id: string;
					withdrawn_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'course_enrolments';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			enter_benefit: {
				Args: { academic_year: number; entries: Json; instrument_id: string };
				Returns: {
					academic_year: number;
					awards_national: number;
					awards_provincial: number;
					awards_school: number;
					core_papers: number;
					entered_at: string;
					entered_by: string | null;
					external_income_fen: number;
					functions_new: number;
					functions_original: number;
					functions_used: number;
					id: string;
					instrument_id: string;
					internal_income_fen: number;
					note: string | null;
					people_qualified: number;
					people_shown: number;
					people_supervised: number;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'benefit_entries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			evaluation_file_content: { Args: { file_id: string }; Returns: string };
			evaluation_grades: {
				Args: { cycle_id: string };
				Returns: Database['public']['CompositeTypes']['evaluation_grade'][];
				SetofOptions: {
					from: '*';
					to: 'evaluation_grade';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			evaluation_progress: {
				Args: { cycle_id: string };
				Returns: Database['public']['CompositeTypes']['collection_progress'][];
				SetofOptions: {
					from: '*';
					to: 'collection_progress';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			evaluation_records: {
				Args: {
					after_seq?: number;
					cycle_id: string;
					indicator_code: string;
					platform_id: string;
					size?: number;
				};
				Returns: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					ends_at: string;
					id: string;
					instrument_id: string;
					is_in_value: boolean;
					is_shared: boolean;
					kind: Database['public']['Enums']['service_kind'];
					seq: number;
					source: string;
					standing: string;
					starts_at: string;
				}[];
			};
			evaluation_sheet: {
				Args: { cycle_id: string; platform_id?: string };
				Returns: Database['public']['CompositeTypes']['evaluation_score'][];
				SetofOptions: {
					from: '*';
					to: 'evaluation_score';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			evaluation_supplement: {
				Args: { cycle_id: string; platform_id: string };
				Returns: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					class_evidence: NonNullable<Json>;
					contract_no: string | null;
					corrects: string | null;
					currency: string;
					dataset_id: string | null;
					designation_id: string | null;
					details_digest: string;
					ends_at: string;
					evidence: string[];
					flags: string[];
					hash: string;
					host_id: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence: string | null;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					rule_id: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					tariff_id: string | null;
					unit: string;
					usage_session_id: string | null;
					version: number;
					voucher_fen: number | null;
				}[];
				SetofOptions: {
					from: '*';
					to: 'service_records';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			evaluation_ways: {
				Args: { cycle_id: string };
				Returns: {
					from_state: Database['public']['Enums']['evaluation_state'];
					needs_reason: boolean;
					to_state: Database['public']['Enums']['evaluation_state'];
				}[];
				SetofOptions: {
					from: '*';
					to: 'evaluation_steps';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			extend_booking: {
				Args: { booking_id: string; ends_at: string; lift?: string[]; lift_reason?: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			find_invitation: {
				Args: { token: string };
				Returns: {
					email: string;
					expires_at: string;
					id: string;
					inviter: string;
					is_mine: boolean;
					organisation: string;
					organisation_en: string;
					organisation_id: string;
					organisation_kind: Database['public']['Enums']['organisation_kind'];
					platform: string;
					platform_en: string;
					platform_id: string;
					role: Database['public']['Enums']['membership_role'];
					status: string;
				}[];
			};
			find_slots: {
				Args: {
					city?: string;
					class_code?: string;
					duration_minutes?: number;
					ends_at?: string;
					page_size?: number;
					query?: string;
					starts_at?: string;
				};
				Returns: {
					approval_needed: boolean;
					city: string;
					currency: string;
					ends_at: string;
					instrument_id: string;
					name: string;
					name_en: string;
					platform_id: string;
					platform_name: string;
					price_fen: number;
					starts_at: string;
					time_zone: string;
				}[];
			};
			fulfil_literature_request: {
				Args: { application_id: string; pages: number };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			give_link: {
				Args: { application_id: string; url: string };
				Returns: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'application_deliveries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			grant_qualification: {
				Args: { course_id: string; mail: string; reason: string };
				Returns: {
					course_id: string;
					expires_at: string | null;
					grant_reason: string | null;
					granted_at: string;
					granted_by: string | null;
					id: string;
					person_id: string;
					revoke_reason: string | null;
					revoked_at: string | null;
					revoked_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'qualifications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			harvest_catalogue: {
				Args: {
					after_at?: string;
					after_id?: string;
					changed_from?: string;
					changed_until?: string;
					cities?: string[];
					kinds: Database['public']['Enums']['resource_kind'][];
					of_platform?: string;
					size?: number;
				};
				Returns: {
					changed_at: string;
					city: string;
					id: string;
					is_retired: boolean;
					kind: Database['public']['Enums']['resource_kind'];
					platform_id: string;
				}[];
			};
			has_rules: {
				Args: {
					instrument: Omit<
						Database['public']['Tables']['instruments']['Row'],
						Database['public']['Tables']['instruments']['ComputedFields']
					>;
				};
				Returns: boolean;
			};
			import_datasets: {
				Args: { dry_run?: boolean; platform_id?: string; rows: Json; run_id?: string };
				Returns: Json;
			};
			import_instruments: {
				Args: {
					closes?: string;
					dry_run?: boolean;
					opens?: string;
					platform_id?: string;
					rows: Json;
					run_id?: string;
				};
				Returns: Json;
			};
			import_literature: {
				Args: { dry_run?: boolean; platform_id?: string; rows: Json; run_id?: string };
				Returns: Json;
			};
			import_services: {
				Args: { dry_run?: boolean; platform_id?: string; rows: Json; run_id?: string };
				Returns: Json;
			};
			import_use_log: {
				Args: { before?: Json; dry_run?: boolean; entries: Json; platform_id: string };
				Returns: Json;
			};
			instrument_availability: {
				Args: {
					ends_at: string;
					instrument_id: string;
					organisation_id?: string;
					starts_at: string;
				};
				Returns: Json;
			};
			instrument_desk: { Args: { instrument_id: string }; Returns: Json };
			invite_expert: {
				Args: { cycle_id: string; email: string };
				Returns: {
					cycle_id: string;
					id: string;
					invited_at: string;
					invited_by: string | null;
					person_id: string;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_experts';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			invite_member: {
				Args: {
					email: string;
					organisation_id: string;
					platform_id?: string;
					role: Database['public']['Enums']['membership_role'];
				};
				Returns: {
					accepted_at: string | null;
					accepted_by: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					organisation_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent: number;
					withdrawn_at: string | null;
					withdrawn_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'invitations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			invite_resident: {
				Args: { email: string; makerspace_id: string };
				Returns: {
					accepted_at: string | null;
					accepted_by: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					organisation_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent: number;
					withdrawn_at: string | null;
					withdrawn_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'invitations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			is_overdue: {
				Args: {
					application: Omit<
						Database['public']['Tables']['applications']['Row'],
						Database['public']['Tables']['applications']['ComputedFields']
					>;
				};
				Returns: boolean;
			};
			is_shared: {
				Args: {
					record: Omit<
						Database['public']['Tables']['service_records']['Row'],
						Database['public']['Tables']['service_records']['ComputedFields']
					>;
				};
				Returns: boolean;
			};
			issue_annual_report: {
				Args: { report_id: string };
				Returns: {
					as_of_day: string | null;
					city: string | null;
					digest: string | null;
					figures: Json | null;
					id: string;
					implementation: string | null;
					issued_at: string | null;
					issued_by: string | null;
					measures: string | null;
					problems: string | null;
					results: string | null;
					updated_at: string;
					updated_by: string | null;
					version: number;
					year: number;
				};
				SetofOptions: {
					from: '*';
					to: 'annual_reports';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			judge_booking: {
				Args: {
					booking_id?: string;
					ends_at: string;
					instrument_id: string;
					organisation_id?: string;
					purpose?: string;
					starts_at: string;
				};
				Returns: Json;
			};
			judge_rectification: {
				Args: { accepted: boolean; cycle_id: string; note: string; platform_id: string };
				Returns: undefined;
			};
			judge_report: {
				Args: {
					cycle_id: string;
					indicator_code: string;
					note?: string;
					platform_id: string;
					score: number;
				};
				Returns: undefined;
			};
			last_public_grade: {
				Args: { platform_id: string };
				Returns: {
					code: string;
					grade: string;
					name: string;
					name_en: string;
					place: number;
					window_from: string;
					window_until: string;
				}[];
			};
			leave_literature_unfilled: {
				Args: { application_id: string; reason: string; reason_code: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			leave_organisation: {
				Args: { membership_id: string };
				Returns: {
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'];
				};
				SetofOptions: {
					from: '*';
					to: 'memberships';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			ledger_page: {
				Args: { after_seq: number; platform_id: string; recorded_before: string; size: number };
				Returns: Json[];
			};
			lift_suspension: {
				Args: { reason: string; suspension_id: string };
				Returns: {
					created_at: string;
					ends_at: string;
					id: string;
					lift_reason: string | null;
					lifted_at: string | null;
					lifted_by: string | null;
					organisation_id: string | null;
					person_id: string | null;
					platform_id: string;
					reason: string;
					starts_at: string;
					suspended_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'suspensions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			list_booking_files: {
				Args: { booking_id: string };
				Returns: {
					content_type: string;
					id: string;
					is_mine: boolean;
					name: string;
					shared_at: string;
					shared_by: string;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				}[];
			};
			list_calendar_feeds: {
				Args: Record<PropertyKey, never>;
				Returns: {
					created_at: string;
					id: string;
					is_permitted: boolean;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					last_read_at: string;
					renewed_at: string;
					shows_names: boolean;
					subject: Json;
					token: string;
				}[];
			};
			load_holidays: {
				Args: { days?: Json; dry_run?: boolean; instrument_ids: string[]; year: number };
				Returns: Json;
			};
			machine_hours: {
				Args: { ends_at: string; instrument_id: string; starts_at: string };
				Returns: {
					flagged: number;
					records: number;
					shared_minutes: number;
					startup_minutes: number;
					used_minutes: number;
				}[];
			};
			mark_notices_read: { Args: { notice_ids?: string[]; until?: string }; Returns: number };
			missed_before: {
				Args: {
					booking: Omit<
						Database['public']['Tables']['bookings']['Row'],
						Database['public']['Tables']['bookings']['ComputedFields']
					>;
				};
				Returns: number;
			};
			move_booking: {
				Args: {
					booking_id: string;
					ends_at: string;
					lift?: string[];
					lift_reason?: string;
					starts_at: string;
				};
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			move_evaluation: {
				Args: {
					cycle_id: string;
					reason?: string;
					to_state: Database['public']['Enums']['evaluation_state'];
				};
				Returns: {
					city: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					designation_kind: string | null;
					id: string;
					name: string;
					name_en: string;
					policy_class: string | null;
					publicity_until: string | null;
					rectify_until: string | null;
					rule_set_id: string;
					sample_seed: string | null;
					self_report_until: string | null;
					state: Database['public']['Enums']['evaluation_state'];
					window_from: string;
					window_until: string;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_cycles';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			my_invitations: {
				Args: Record<PropertyKey, never>;
				Returns: {
					email: string;
					expires_at: string;
					id: string;
					inviter: string;
					is_mine: boolean;
					organisation: string;
					organisation_en: string;
					organisation_id: string;
					organisation_kind: Database['public']['Enums']['organisation_kind'];
					platform: string;
					platform_en: string;
					platform_id: string;
					role: Database['public']['Enums']['membership_role'];
					status: string;
				}[];
			};
			my_side: {
				Args: {
					booking: Omit<
						Database['public']['Tables']['bookings']['Row'],
						Database['public']['Tables']['bookings']['ComputedFields']
					>;
				};
				Returns: Database['public']['Enums']['booking_side'];
			};
			my_side_of_application: {
				Args: {
					application: Omit<
						Database['public']['Tables']['applications']['Row'],
						Database['public']['Tables']['applications']['ComputedFields']
					>;
				};
				Returns: Database['public']['Enums']['booking_side'];
			};
			my_side_of_record: {
				Args: {
					record: Omit<
						Database['public']['Tables']['service_records']['Row'],
						Database['public']['Tables']['service_records']['ComputedFields']
					>;
				};
				Returns: Database['public']['Enums']['booking_side'];
			};
			names_of: { Args: { ids: string[] }; Returns: Json };
			nrii_head: {
				Args: {
					as_of?: string;
					from_day: string;
					organisation_id?: string;
					platform_id?: string;
					until_day: string;
				};
				Returns: {
					as_of_day: string;
					digest: string;
					ins_code: string;
					names_people: boolean;
					platforms: number;
				}[];
			};
			nrii_instruments: {
				Args: {
					after_id?: string;
					as_of?: string;
					min_worth_fen?: number;
					organisation_id?: string;
					platform_id?: string;
					size?: number;
					year: number;
				};
				Returns: Database['public']['CompositeTypes']['nrii_instrument'][];
				SetofOptions: {
					from: '*';
					to: 'nrii_instrument';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			nrii_records: {
				Args: {
					after_id?: string;
					after_starts_at?: string;
					as_of?: string;
					from_day: string;
					organisation_id?: string;
					platform_id?: string;
					size?: number;
					until_day: string;
				};
				Returns: Database['public']['CompositeTypes']['nrii_record'][];
				SetofOptions: {
					from: '*';
					to: 'nrii_record';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			open_delivery: {
				Args: { delivery_id: string; licence?: string };
				Returns: Database['public']['CompositeTypes']['opened_delivery'];
				SetofOptions: {
					from: '*';
					to: 'opened_delivery';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			open_display: {
				Args: { is_public?: boolean; platform_id: string; shows_organisations?: boolean };
				Returns: {
					is_public: boolean;
					opened_at: string;
					opened_by: string | null;
					platform_id: string;
					shows_organisations: boolean;
				};
				SetofOptions: {
					from: '*';
					to: 'platform_displays';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			open_faults: {
				Args: { instrument_id: string };
				Returns: {
					advice: string;
					reported_at: string;
					severity: Database['public']['Enums']['fault_severity'];
				}[];
			};
			opened_file: {
				Args: { download_id: string };
				Returns: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'application_deliveries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			overrun_since: {
				Args: {
					instrument: Omit<
						Database['public']['Tables']['instruments']['Row'],
						Database['public']['Tables']['instruments']['ComputedFields']
					>;
				};
				Returns: string;
			};
			own_usage: {
				Args: { from_day: string; group_by: string; organisation_id?: string; until_day: string };
				Returns: Database['public']['CompositeTypes']['usage_report_row'][];
				SetofOptions: {
					from: '*';
					to: 'usage_report_row';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			pass_course: { Args: { person_ids: string[]; session_id: string }; Returns: number };
			plan_closure: {
				Args: {
					ends_at: string;
					every_weeks?: number;
					instrument_ids: string[];
					kind: Database['public']['Enums']['occupancy_kind'];
					reason?: string;
					repeat_until?: string;
					starts_at: string;
				};
				Returns: {
					activated_at: string | null;
					created_at: string;
					during: unknown;
					ended_at: string | null;
					id: string;
					instrument_id: string;
					kind: Database['public']['Enums']['occupancy_kind'];
					planned_by: string | null;
					platform_id: string;
					reason: string | null;
					series_id: string;
					status: string;
				}[];
				SetofOptions: {
					from: '*';
					to: 'closures';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			plan_course_session: {
				Args: {
					course_id: string;
					ends_at: string;
					place: string;
					seats: number;
					starts_at: string;
				};
				Returns: {
					cancel_reason: string | null;
					cancelled_at: string | null;
					course_id: string;
					created_at: string;
					ends_at: string;
					id: string;
					place: string;
					seats: number;
					seats_taken: number;
					starts_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'course_sessions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			platform_customers: {
				Args: { platform_id: string; since: string; skip?: number; words?: string };
				Returns: {
					bookings: number;
					late_cancels: number;
					latest_at: string;
					minutes: number;
					name: string;
					name_en: string;
					no_shows: number;
					organisation_id: string;
					people: Json;
					suspended_until: string;
				}[];
			};
			platform_display: { Args: { platform_id: string; token?: string }; Returns: Json };
			platform_timeline: {
				Args: { ends_at: string; platform_id: string; starts_at: string };
				Returns: Json;
			};
			post_application_message: {
				Args: { application_id: string; body: string };
				Returns: {
					application_id: string;
					body: string;
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				SetofOptions: {
					from: '*';
					to: 'application_messages';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			post_booking_message: {
				Args: { body: string; booking_id: string };
				Returns: {
					body: string;
					booking_id: string;
					created_at: string;
					id: string;
					person_id: string;
					platform_id: string;
					side: Database['public']['Enums']['booking_side'];
				};
				SetofOptions: {
					from: '*';
					to: 'booking_messages';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			preview_closure: {
				Args: {
					ends_at: string;
					every_weeks?: number;
					instrument_ids: string[];
					repeat_until?: string;
					starts_at: string;
				};
				Returns: Json;
			};
			preview_rules: {
				Args: {
					customer_kind: Database['public']['Enums']['customer_kind'];
					instrument_id?: string;
					platform_id?: string;
					rules: Json;
					valid_from?: string;
				};
				Returns: Json;
			};
			preview_tariff: {
				Args: {
					customer_kind: Database['public']['Enums']['customer_kind'];
					instrument_id?: string;
					platform_id?: string;
					tariff: Json;
				};
				Returns: Json;
			};
			read_application_file_piece: {
				Args: { download_id: string; piece_position: number };
				Returns: string;
			};
			read_booking_file_piece: {
				Args: { file_id: string; piece_position: number };
				Returns: string;
			};
			read_booking_messages: { Args: { booking_id: string; until?: string }; Returns: undefined };
			read_calendar_feed: { Args: { known_digest?: string; token: string }; Returns: Json };
			record_export: { Args: { part?: string; platform_id: string }; Returns: string };
			record_finding: {
				Args: { cycle_id: string; finding: string; note?: string; record_id: string };
				Returns: undefined;
			};
			record_nrii_export: {
				Args: {
					from_day: string;
					list: string;
					organisation_id?: string;
					platform_id?: string;
					until_day: string;
				};
				Returns: undefined;
			};
			record_service: {
				Args: { platform_id: string; service: Json };
				Returns: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					class_evidence: NonNullable<Json>;
					contract_no: string | null;
					corrects: string | null;
					currency: string;
					dataset_id: string | null;
					designation_id: string | null;
					details_digest: string;
					ends_at: string;
					evidence: string[];
					flags: string[];
					hash: string;
					host_id: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence: string | null;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					rule_id: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					tariff_id: string | null;
					unit: string;
					usage_session_id: string | null;
					version: number;
					voucher_fen: number | null;
				};
				SetofOptions: {
					from: '*';
					to: 'service_records';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			record_usage: { Args: { events: Json }; Returns: number };
			register_organisation: {
				Args: {
					city?: string;
					kind?: Database['public']['Enums']['organisation_kind'];
					name: string;
					unified_social_credit_code?: string;
				};
				Returns: {
					address: string | null;
					city: string | null;
					created_at: string;
					established_on: string | null;
					id: string;
					kind: Database['public']['Enums']['organisation_kind'];
					language: string;
					name: string;
					name_en: string | null;
					province: string | null;
					unified_social_credit_code: string | null;
					verified_at: string | null;
					website: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'organisations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			reinstate_booking: {
				Args: { booking_id: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			reject_data_application: {
				Args: { application_id: string; reason: string; reason_code: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			remove_member: {
				Args: { membership_id: string };
				Returns: {
					created_at: string;
					id: string;
					organisation_id: string;
					person_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'];
				};
				SetofOptions: {
					from: '*';
					to: 'memberships';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			remove_opening_exceptions: {
				Args: { dry_run?: boolean; instrument_id: string; last_date?: string; on_date: string };
				Returns: Json;
			};
			renew_calendar_feed: {
				Args: { feed_id: string };
				Returns: {
					created_at: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id: string | null;
					person_id: string;
					platform_id: string | null;
					renewed_at: string | null;
					revoked_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'calendar_feeds';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			report_data_use: {
				Args: { application_id: string; report: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			report_fault: {
				Args: {
					booking_id?: string;
					description: string;
					instrument_id: string;
					severity: Database['public']['Enums']['fault_severity'];
				};
				Returns: {
					advice: string | null;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					description: string;
					id: string;
					instrument_id: string;
					platform_id: string;
					reported_by: string | null;
					settled_at: string | null;
					settled_by: string | null;
					settlement: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				SetofOptions: {
					from: '*';
					to: 'faults';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			report_for_evaluation: {
				Args: {
					cycle_id: string;
					evidence?: string[];
					indicator_code: string;
					platform_id: string;
					statement: string;
				};
				Returns: undefined;
			};
			report_rectification: {
				Args: { cycle_id: string; platform_id: string; report: string };
				Returns: undefined;
			};
			report_usage: {
				Args: {
					after_key?: string;
					as_of?: string;
					city?: string;
					definition?: string;
					designation_kind?: string;
					from_day: string;
					group_by: string;
					platform_id?: string;
					size?: number;
					until_day: string;
				};
				Returns: Database['public']['CompositeTypes']['usage_report_row'][];
				SetofOptions: {
					from: '*';
					to: 'usage_report_row';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			request_literature: {
				Args: {
					literature_item_id: string;
					note?: string;
					organisation_id?: string;
					purpose_code: string;
				};
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			requests_to_decide: {
				Args: {
					person: Omit<
						Database['public']['Tables']['people']['Row'],
						Database['public']['Tables']['people']['ComputedFields']
					>;
				};
				Returns: number;
			};
			resource_usage: {
				Args: { resource_id: string };
				Returns: {
					investigations: number;
					organisations: number;
					requests: number;
				}[];
			};
			restate_evaluation: {
				Args: { cycle_id: string; reason: string };
				Returns: Database['public']['CompositeTypes']['collection_progress'][];
				SetofOptions: {
					from: '*';
					to: 'collection_progress';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			resume_data_application: {
				Args: {
					application_id: string;
					intended_use: string;
					is_draft?: boolean;
					licence?: string;
					purpose_code: string;
				};
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			retire_booking_file: {
				Args: { file_id: string };
				Returns: {
					booking_id: string;
					content_type: string;
					created_at: string;
					id: string;
					name: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					side: Database['public']['Enums']['booking_side'];
					size_bytes: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_files';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			retire_delivery: {
				Args: { delivery_id: string };
				Returns: {
					application_id: string;
					content_type: string | null;
					created_at: string;
					id: string;
					name: string;
					organisation_id: string;
					person_id: string;
					pieces: number;
					platform_id: string;
					retired_at: string | null;
					shared_at: string | null;
					size_bytes: number | null;
					url: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'application_deliveries';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			retire_evaluation_file: { Args: { file_id: string }; Returns: undefined };
			revise_rule_set: {
				Args: { changes: Json; rule_set_id: string };
				Returns: {
					backfilled_at_most_bp: number;
					based_on: string | null;
					code: string;
					created_at: string;
					created_by: string | null;
					cycle_years: number;
					frozen_at: string | null;
					grade_bands: NonNullable<Json>;
					grade_from_points: number;
					id: string;
					is_preset: boolean;
					is_read_only: boolean;
					jurisdiction: string;
					legal_basis: string[];
					name: string;
					name_en: string;
					note: string | null;
					note_en: string | null;
					objections_at_most: number;
					organisation_cap_bp: number;
					period_type: string;
					policy_class: string | null;
					publicity_days: number;
					rated_hours: NonNullable<Json>;
					refusals_at_most_bp: number;
					scope_min_worth_fen: number;
					tie_breaker: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'evaluation_rule_sets';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			revoke_access_token: {
				Args: { token_id: string };
				Returns: {
					created_at: string;
					expires_at: string | null;
					id: string;
					instrument_id: string | null;
					last_used_at: string | null;
					name: string;
					person_id: string;
					revoked_at: string | null;
					revoked_by: string | null;
					scopes: string[];
					starts_with: string;
				};
				SetofOptions: {
					from: '*';
					to: 'access_tokens';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			revoke_calendar_feed: {
				Args: { feed_id: string };
				Returns: {
					created_at: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['calendar_feed_kind'];
					organisation_id: string | null;
					person_id: string;
					platform_id: string | null;
					renewed_at: string | null;
					revoked_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'calendar_feeds';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			revoke_delegation: { Args: { delegation_id: string }; Returns: undefined };
			revoke_qualification: {
				Args: { qualification_id: string; reason: string };
				Returns: {
					course_id: string;
					expires_at: string | null;
					grant_reason: string | null;
					granted_at: string;
					granted_by: string | null;
					id: string;
					person_id: string;
					revoke_reason: string | null;
					revoked_at: string | null;
					revoked_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'qualifications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			save_annual_report: {
				Args: { city?: string; texts?: Json; year: number };
				Returns: {
					as_of_day: string | null;
					city: string | null;
					digest: string | null;
					figures: Json | null;
					id: string;
					implementation: string | null;
					issued_at: string | null;
					issued_by: string | null;
					measures: string | null;
					problems: string | null;
					results: string | null;
					updated_at: string;
					updated_by: string | null;
					version: number;
					year: number;
				};
				SetofOptions: {
					from: '*';
					to: 'annual_reports';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			save_quota: {
				Args: {
					at_most: number;
					customer_kind: Database['public']['Enums']['customer_kind'];
					holder: string;
					instrument_id?: string;
					measure: string;
					platform_id?: string;
					span: string;
					valid_from?: string;
				};
				Returns: {
					at_most: number;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					holder: string;
					id: string;
					instrument_id: string | null;
					measure: string;
					platform_id: string | null;
					scope_id: string | null;
					span: string;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_quotas';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			save_rules: {
				Args: {
					customer_kind: Database['public']['Enums']['customer_kind'];
					instrument_id?: string;
					platform_id?: string;
					rules: Json;
					valid_from?: string;
				};
				Returns: {
					admits_outsiders: boolean;
					approval: Database['public']['Enums']['approval_kind'];
					approval_hours: number;
					approval_needed: boolean;
					cancel_until_minutes: number;
					course_id: string | null;
					created_at: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					gap_minutes: number;
					grace_minutes: number | null;
					granularity_minutes: number;
					horizon_days: number;
					id: string;
					instrument_id: string | null;
					late_cancel_bp: number;
					late_cancel_counts: boolean;
					lead_minutes: number;
					longest_minutes: number;
					no_show_bp: number;
					no_show_limit: number | null;
					no_show_window_days: number;
					off_hours_admitted: boolean;
					platform_id: string | null;
					purpose_required: boolean;
					scope_id: string | null;
					setup_minutes: number;
					shortest_minutes: number;
					suspension_days: number;
					teardown_minutes: number;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'booking_rules';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			save_tariff: {
				Args: {
					customer_kind: Database['public']['Enums']['customer_kind'];
					instrument_id?: string;
					platform_id?: string;
					tariff: Json;
					valid_from?: string;
				};
				Returns: {
					basis: string;
					created_at: string;
					currency: string;
					customer_kind: Database['public']['Enums']['customer_kind'];
					id: string;
					instrument_id: string | null;
					minimum_fen: number;
					off_hours_bp: number;
					platform_id: string | null;
					rate_fen: number | null;
					scope_id: string | null;
					valid_from: string;
					valid_until: string | null;
					version: number;
				};
				SetofOptions: {
					from: '*';
					to: 'tariffs';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			score_as_expert: {
				Args: {
					comment?: string;
					cycle_id: string;
					indicator_code: string;
					platform_id: string;
					score: number;
				};
				Returns: undefined;
			};
			search_catalogue: {
				Args: {
					bookable?: boolean;
					category?: string;
					city?: string;
					class_code?: string;
					cursor?: string;
					kinds?: Database['public']['Enums']['resource_kind'][];
					organisation_id?: string;
					page_size?: number;
					platform_id?: string;
					platform_kind?: string;
					query?: string;
				};
				Returns: Json;
			};
			sees_whole_ledger: { Args: { platform_id: string }; Returns: boolean };
			service_funnel: {
				Args: {
					city?: string;
					designation_kind?: string;
					from_day: string;
					platform_id?: string;
					until_day: string;
				};
				Returns: {
					confirmed: number;
					held: number;
					recorded: number;
					requested: number;
					shared: number;
					used: number;
				}[];
			};
			service_record_versions: {
				Args: { record_id: string };
				Returns: {
					beneficiary_class: Database['public']['Enums']['beneficiary_class'];
					beneficiary_id: string;
					booking_id: string | null;
					charged_fen: number | null;
					class_evidence: NonNullable<Json>;
					contract_no: string | null;
					corrects: string | null;
					currency: string;
					dataset_id: string | null;
					designation_id: string | null;
					details_digest: string;
					ends_at: string;
					evidence: string[];
					flags: string[];
					hash: string;
					host_id: string;
					id: string;
					instrument_id: string | null;
					kind: Database['public']['Enums']['service_kind'];
					list_price_fen: number | null;
					literature_item_id: string | null;
					makerspace_id: string | null;
					paid_fen: number | null;
					platform_id: string;
					prev_hash: string;
					purpose_code: string | null;
					quantity: number;
					recorded_at: string;
					related_evidence: string | null;
					related_party: boolean;
					reserved_from: string | null;
					reserved_until: string | null;
					rule_id: string | null;
					seq: number;
					service_id: string | null;
					source: string;
					starts_at: string;
					state: Database['public']['Enums']['service_state'];
					tariff_id: string | null;
					unit: string;
					usage_session_id: string | null;
					version: number;
					voucher_fen: number | null;
				}[];
				SetofOptions: {
					from: '*';
					to: 'service_records';
					isOneToOne: false;
					isSetofReturn: true;
				};
			};
			set_delivery_terms: {
				Args: {
					delivery_days: number;
					page_fee_fen: number;
					platform_id: string;
					review_days: number;
				};
				Returns: {
					delivery_days: number;
					page_fee_fen: number;
					platform_id: string;
					review_days: number;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'delivery_terms';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			set_notice_preferences: { Args: { preferences: Json }; Returns: undefined };
			set_opening_exceptions: {
				Args: {
					dry_run?: boolean;
					instrument_id: string;
					last_date?: string;
					on_date: string;
					reason?: string;
					spans: Json;
				};
				Returns: Json;
			};
			set_opening_hours: {
				Args: { dry_run?: boolean; instrument_id: string; spans: Json };
				Returns: Json;
			};
			settle_fault: {
				Args: { fault_id: string; settlement: string };
				Returns: {
					advice: string | null;
					booking_id: string | null;
					closure_id: string | null;
					created_at: string;
					description: string;
					id: string;
					instrument_id: string;
					platform_id: string;
					reported_by: string | null;
					settled_at: string | null;
					settled_by: string | null;
					settlement: string | null;
					severity: Database['public']['Enums']['fault_severity'];
				};
				SetofOptions: {
					from: '*';
					to: 'faults';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			source_literature: {
				Args: { application_id: string; reason?: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			state_nrii_unit: {
				Args: { platform_id: string; unit: Json };
				Returns: {
					address: string | null;
					carrier_name: string | null;
					carrier_type: number | null;
					contact_email: string | null;
					contact_name: string | null;
					contact_phone: string | null;
					department: string | null;
					ins_code: string | null;
					platform_id: string;
					postal_code: string | null;
					updated_at: string;
					updated_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'nrii_units';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			state_purpose: {
				Args: { booking_id: string; purpose_code: string };
				Returns: {
					approval_stage: string | null;
					booked_by: string | null;
					cancel_reason: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean;
					created_at: string;
					currency: string;
					decide_by: string | null;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					displaced_by: string | null;
					ends_at: string;
					id: string;
					instrument_id: string;
					lift_reason: string | null;
					lifted: Json | null;
					no_show_at: string | null;
					organisation_id: string;
					person_id: string;
					platform_id: string;
					price_fen: number | null;
					purpose: string | null;
					purpose_code: string | null;
					reserved: unknown;
					revision: number;
					rule_id: string;
					starts_at: string;
					status: Database['public']['Enums']['booking_status'];
					tariff_id: string | null;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'bookings';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			sum_shared_files: {
				Args: { platform_id: string };
				Returns: {
					bytes: number;
					files: number;
				}[];
			};
			supplement_nrii_record: {
				Args: { record_id: string; supplement: Json };
				Returns: {
					content: string | null;
					customs_notice: string | null;
					has_agreement: boolean | null;
					is_off_site: boolean;
					move_address: string | null;
					record_id: string;
					service_ways: string[];
					subject_areas: string[];
					subject_content: string | null;
					subject_incomes: string[];
					tax_record: string | null;
					updated_at: string;
					updated_by: string | null;
					user_comment: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'nrii_record_supplements';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			suspend_customer: {
				Args: {
					ends_at: string;
					organisation_id?: string;
					person_id?: string;
					platform_id: string;
					reason: string;
				};
				Returns: {
					created_at: string;
					ends_at: string;
					id: string;
					lift_reason: string | null;
					lifted_at: string | null;
					lifted_by: string | null;
					organisation_id: string | null;
					person_id: string | null;
					platform_id: string;
					reason: string;
					starts_at: string;
					suspended_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'suspensions';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			tell_export: {
				Args: {
					bytes_done: number;
					export_id: string;
					is_finished?: boolean;
					parts_done: number;
					rows_done: number;
				};
				Returns: undefined;
			};
			tell_import: {
				Args: { report?: Json; rows_done: number; run_id: string };
				Returns: undefined;
			};
			terms_of_platform: {
				Args: { platform_id: string };
				Returns: {
					delivery_days: number;
					page_fee_fen: number;
					platform_id: string;
					review_days: number;
					updated_at: string;
				};
				SetofOptions: {
					from: '*';
					to: 'delivery_terms';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			unload_holidays: {
				Args: { dry_run?: boolean; instrument_ids: string[]; year: number };
				Returns: Json;
			};
			unread_booking_messages: {
				Args: Record<PropertyKey, never>;
				Returns: {
					booking_id: string;
					latest_at: string;
					unread: number;
				}[];
			};
			unread_notices: {
				Args: {
					person: Omit<
						Database['public']['Tables']['people']['Row'],
						Database['public']['Tables']['people']['ComputedFields']
					>;
				};
				Returns: number;
			};
			update_instrument: {
				Args: { instrument_id: string; record: Json };
				Returns: {
					achievement: string | null;
					acquired_by: string | null;
					asset_kind: string | null;
					city: string | null;
					class_code: string | null;
					class_level: number | null;
					class_scheme: string;
					county: string | null;
					created_at: string;
					external_use: Database['public']['Enums']['external_use'];
					fee_band: Database['public']['Enums']['fee_band'];
					fee_note: string | null;
					functions: string | null;
					funds: string[];
					id: string;
					in_service_on: string | null;
					landing_page: string | null;
					language: string;
					manufacturer: string | null;
					model: string | null;
					name: string;
					name_en: string | null;
					origin_country: string | null;
					picture: string | null;
					platform_id: string;
					province: string | null;
					registered_category: string | null;
					retired_at: string | null;
					serial_number: string | null;
					service_content: string | null;
					sharing_rules: string | null;
					source_key: string;
					street: string | null;
					subject_codes: string[];
					technical: string | null;
					under_customs: boolean | null;
					units: number;
					updated_at: string;
					worth_fen: number | null;
				};
				SetofOptions: {
					from: '*';
					to: 'instruments';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			uphold_no_show: {
				Args: { booking_id: string; reason: string };
				Returns: {
					appealed_at: string | null;
					appealed_by: string | null;
					booking_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					outcome: string | null;
					reason: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'no_show_appeals';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			usage_available: {
				Args: Record<PropertyKey, never>;
				Returns: {
					first_month: string;
					last_month: string;
				}[];
			};
			usage_of_items: {
				Args: {
					after?: string;
					begin_month: string;
					end_month: string;
					platform_id?: string;
					resource_kind: Database['public']['Enums']['resource_kind'];
					size?: number;
				};
				Returns: {
					access_method: Database['public']['Enums']['usage_access_method'];
					bytes: number;
					counts: number[];
					item: Json;
					metric: Database['public']['Enums']['usage_metric'];
					platform: Json;
					resource_id: string;
					total: number;
					volumes: number[];
				}[];
			};
			usage_of_platforms: {
				Args: {
					begin_month: string;
					end_month: string;
					platform_id?: string;
					resource_kind: Database['public']['Enums']['resource_kind'];
				};
				Returns: {
					access_method: Database['public']['Enums']['usage_access_method'];
					bytes: number;
					counts: number[];
					data_type: string;
					metric: Database['public']['Enums']['usage_metric'];
					platform: Json;
					total: number;
				}[];
			};
			usage_report_head: {
				Args: {
					as_of?: string;
					city?: string;
					designation_kind?: string;
					from_day: string;
					platform_id?: string;
					until_day: string;
				};
				Returns: {
					as_of_day: string;
					digest: string;
					platforms: number;
					sees_all: boolean;
				}[];
			};
			used_by_hour: {
				Args: {
					city?: string;
					designation_kind?: string;
					from_day: string;
					platform_id?: string;
					until_day: string;
				};
				Returns: {
					hour: number;
					used_minutes: number;
					weekday: number;
				}[];
			};
			utilisation_by_hour: {
				Args: { ends_on: string; instrument_id?: string; platform_id: string; starts_on: string };
				Returns: Json;
			};
			waive_no_show: {
				Args: { booking_id: string; reason: string };
				Returns: {
					appealed_at: string | null;
					appealed_by: string | null;
					booking_id: string;
					decided_at: string | null;
					decided_by: string | null;
					decision_note: string | null;
					outcome: string | null;
					reason: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'no_show_appeals';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			withdraw_application: {
				Args: { application_id: string; reason?: string };
				Returns: {
					access_until: string | null;
					created_at: string;
					dataset_id: string | null;
					decide_by: string | null;
					decided_at: string | null;
					delivered_at: string | null;
					download_limit: number | null;
					downloads: number;
					ended_at: string | null;
					fee_fen: number | null;
					id: string;
					kind: Database['public']['Enums']['resource_kind'];
					literature_item_id: string | null;
					number: string;
					organisation_id: string;
					page_fee_fen: number | null;
					pages: number | null;
					platform_id: string;
					purpose_code: string;
					rating: number | null;
					ready_by: string | null;
					reason_code: string | null;
					service_record_id: string | null;
					status: Database['public']['Enums']['application_status'];
					submitted_at: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'applications';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
			withdraw_display: { Args: { platform_id: string }; Returns: undefined };
			withdraw_from_course: { Args: { session_id: string }; Returns: undefined };
			withdraw_invitation: {
				Args: { invitation_id: string };
				Returns: {
					accepted_at: string | null;
					accepted_by: string | null;
					created_at: string;
					email: string;
					expires_at: string;
					id: string;
					invited_by: string;
					organisation_id: string;
					platform_id: string | null;
					role: Database['public']['Enums']['membership_role'] | null;
					sent_at: string;
					times_sent: number;
					withdrawn_at: string | null;
					withdrawn_by: string | null;
				};
				SetofOptions: {
					from: '*';
					to: 'invitations';
					isOneToOne: true;
					isSetofReturn: false;
				};
			};
		};
		Enums: {
			application_status:
				| 'draft'
				| 'submitted'
				| 'in_review'
				| 'more_info'
				| 'approved'
				| 'rejected'
				| 'delivered'
				| 'closed'
				| 'withdrawn'
				| 'accepted'
				| 'sourcing'
				| 'fulfilled'
				| 'unfilled'
				| 'cancelled'
				| 'confirmed'
				| 'rated';
			approval_kind: 'none' | 'lab' | 'owner_then_lab';
			beneficiary_class: 'makerspace' | 'startup' | 'other_external' | 'internal';
			booking_side: 'customer' | 'lab';
			booking_status:
				| 'pending'
				| 'confirmed'
				| 'in_use'
				| 'completed'
				| 'cancelled'
				| 'declined'
				| 'expired'
				| 'no_show';
			calendar_feed_kind: 'person' | 'organisation' | 'instrument' | 'platform';
			customer_kind: 'everyone' | 'internal' | 'startup' | 'makerspace' | 'academic' | 'company';
			evaluation_state:
				| 'draft'
				| 'open'
				| 'collecting'
				| 'self_report'
				| 'verification'
				| 'expert_scoring'
				| 'preliminary'
				| 'publicity'
				| 'published'
				| 'rectification'
				| 're_evaluation'
				| 'closed';
			external_use: 'yes' | 'ask' | 'no' | 'unknown';
			fault_severity: 'minor' | 'degraded' | 'unusable';
			fee_band: 'paid' | 'free' | 'unknown';
			membership_role:
				'owner' | 'member' | 'manager' | 'technician' | 'evaluator' | 'administrator';
			occupancy_kind: 'booking' | 'request' | 'hold' | 'maintenance' | 'closure' | 'own_use';
			organisation_kind:
				| 'university'
				| 'institute'
				| 'company'
				| 'startup'
				| 'makerspace'
				| 'alliance'
				| 'agency'
				| 'other';
			resource_kind: 'instrument' | 'dataset' | 'literature' | 'service';
			service_kind:
				'instrument_time' | 'sample_order' | 'dataset' | 'literature' | 'technical' | 'incubation';
			service_state: 'rendered' | 'missed' | 'maintenance' | 'calibration' | 'cancelled' | 'voided';
			usage_access_method: 'regular' | 'machine' | 'tdm';
			usage_action: 'investigation' | 'request' | 'no_license' | 'limit_exceeded' | 'search';
			usage_metric:
				| 'total_investigations'
				| 'unique_investigations'
				| 'total_requests'
				| 'unique_requests'
				| 'unique_title_investigations'
				| 'unique_title_requests'
				| 'no_license'
				| 'limit_exceeded'
				| 'searches_platform';
		};
		CompositeTypes: {
			collection_progress: {
				number: number | null;
				is_restatement: boolean | null;
				platforms: number | null;
				measured: number | null;
				failing: number | null;
				begun_at: string | null;
				told_at: string | null;
				finished_at: string | null;
			};
			evaluation_grade: {
				platform_id: string | null;
				points: number | null;
				reachable: number | null;
				total: number | null;
				tie_points: number | null;
				place: number | null;
				grade: string | null;
				grade_by_points: string | null;
				vetoes: string[] | null;
				ungraded: string | null;
				needs_audit: boolean | null;
			};
			evaluation_score: {
				platform_id: string | null;
				indicator_code: string | null;
				position: number | null;
				weight: number | null;
				source: string | null;
				value: number | null;
				taken_value: number | null;
				sample: number | null;
				score: number | null;
				points: number | null;
				facts: Json | null;
			};
			nrii_instrument: {
				id: string | null;
				platform_id: string | null;
				ins_code: string | null;
				inner_id: string | null;
				department: string | null;
				name: string | null;
				name_en: string | null;
				carrier_type: number | null;
				carrier_name: string | null;
				class_scheme: string | null;
				class_level: number | null;
				class_code: string | null;
				acquired_by: string | null;
				under_customs: boolean | null;
				worth_fen: number | null;
				origin_country: string | null;
				manufacturer: string | null;
				in_service_on: string | null;
				asset_kind: string | null;
				model: string | null;
				technical: string | null;
				functions: string | null;
				subject_codes: string[] | null;
				service_content: string | null;
				sharing_rules: string | null;
				fee_note: string | null;
				used_minutes: number | null;
				shared_minutes: number | null;
				funds: string[] | null;
				province: string | null;
				city: string | null;
				county: string | null;
				street: string | null;
				contact_name: string | null;
				contact_phone: string | null;
				contact_email: string | null;
				address: string | null;
				postal_code: string | null;
				picture: string | null;
			};
			nrii_record: {
				record_id: string | null;
				inner_id: string | null;
				starts_at: string | null;
				ins_code: string | null;
				instrument_id: string | null;
				instrument_inner_id: string | null;
				instrument_name: string | null;
				kind: Database['public']['Enums']['service_kind'] | null;
				charged_fen: number | null;
				currency: string | null;
				service_hours: number | null;
				end_hour: string | null;
				quantity: number | null;
				unit: string | null;
				content: string | null;
				service_ways: string[] | null;
				subject_name: string | null;
				subject_incomes: string[] | null;
				subject_areas: string[] | null;
				subject_content: string | null;
				applicant: string | null;
				applicant_phone: string | null;
				applicant_email: string | null;
				applicant_unit: string | null;
				user_comment: string | null;
				is_internal: boolean | null;
				purpose_code: string | null;
				tax_record: string | null;
				is_off_site: boolean | null;
				move_address: string | null;
				customs_notice: string | null;
				has_agreement: boolean | null;
			};
			opened_delivery: {
				download_id: string | null;
				url: string | null;
				name: string | null;
				content_type: string | null;
				size_bytes: number | null;
			};
			usage_report_row: {
				key: string | null;
				name: string | null;
				name_en: string | null;
				is_suppressed: boolean | null;
				records: number | null;
				dropped: number | null;
				flagged: number | null;
				backfilled: number | null;
				organisations: number | null;
				shared_organisations: number | null;
				reserved_minutes: number | null;
				used_minutes: number | null;
				shared_minutes: number | null;
				startup_minutes: number | null;
				instruments: number | null;
				instrument_days: number | null;
				rated_minutes: number | null;
				hours: number | null;
				samples: number | null;
				requests: number | null;
				megabytes: number | null;
				pages: number | null;
				items: number | null;
				services: number | null;
				list_price_fen: number | null;
				charged_fen: number | null;
				unpriced: number | null;
				other_currency: number | null;
			};
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		| keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		| { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends
		keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends
		keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {
			application_status: [
				'draft',
				'submitted',
				'in_review',
				'more_info',
				'approved',
				'rejected',
				'delivered',
				'closed',
				'withdrawn',
				'accepted',
				'sourcing',
				'fulfilled',
				'unfilled',
				'cancelled',
				'confirmed',
				'rated'
			],
			approval_kind: ['none', 'lab', 'owner_then_lab'],
			beneficiary_class: ['makerspace', 'startup', 'other_external', 'internal'],
			booking_side: ['customer', 'lab'],
			booking_status: [
				'pending',
				'confirmed',
				'in_use',
				'completed',
				'cancelled',
				'declined',
				'expired',
				'no_show'
			],
			calendar_feed_kind: ['person', 'organisation', 'instrument', 'platform'],
			customer_kind: ['everyone', 'internal', 'startup', 'makerspace', 'academic', 'company'],
			evaluation_state: [
				'draft',
				'open',
				'collecting',
				'self_report',
				'verification',
				'expert_scoring',
				'preliminary',
				'publicity',
				'published',
				'rectification',
				're_evaluation',
				'closed'
			],
			external_use: ['yes', 'ask', 'no', 'unknown'],
			fault_severity: ['minor', 'degraded', 'unusable'],
			fee_band: ['paid', 'free', 'unknown'],
			membership_role: ['owner', 'member', 'manager', 'technician', 'evaluator', 'administrator'],
			occupancy_kind: ['booking', 'request', 'hold', 'maintenance', 'closure', 'own_use'],
			organisation_kind: [
				'university',
				'institute',
				'company',
				'startup',
				'makerspace',
				'alliance',
				'agency',
				'other'
			],
			resource_kind: ['instrument', 'dataset', 'literature', 'service'],
			service_kind: [
				'instrument_time',
				'sample_order',
				'dataset',
				'literature',
				'technical',
				'incubation'
			],
			service_state: ['rendered', 'missed', 'maintenance', 'calibration', 'cancelled', 'voided'],
			usage_access_method: ['regular', 'machine', 'tdm'],
			usage_action: ['investigation', 'request', 'no_license', 'limit_exceeded', 'search'],
			usage_metric: [
				'total_investigations',
				'unique_investigations',
				'total_requests',
				'unique_requests',
				'unique_title_investigations',
				'unique_title_requests',
				'no_license',
				'limit_exceeded',
				'searches_platform'
			]
		}
	}
} as const;
