import type { JwtPayload } from '@supabase/supabase-js';
import type { Db, TokenRefusal } from '#lib/server/supabase.ts';
import type { Flash } from '#lib/server/flash.ts';
import type { Viewer } from '#lib/people/viewer.ts';
import type { Theme } from '#lib/theme/theme.ts';
import type { FormMessage } from '#lib/ui/form/create-form.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** Also in the log, so that a report can be matched with what happened. */
			id?: string;
		}
		interface Locals {
			requestId: string;
			/** Acts as the person who asks: row-level security decides what it may. */
			supabase: Db;
			/** The verified claims of the person who asks; null for a visitor. */
			claims: JwtPayload | null;
			/** Why a token in the Authorization header was not accepted. */
			authError: TokenRefusal | null;
		}
		interface PageData {
			viewer: Viewer | null;
			theme: Theme;
			flash: Flash | null;
			/** A page that fills its screen alone, without the site's head and foot. */
			isBare?: boolean;
		}
		namespace Superforms {
			type Message = FormMessage;
		}
	}
}

export {};
