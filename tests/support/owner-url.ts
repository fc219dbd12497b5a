import { resolveDataDir } from '../../supabase/embedded/data-dir.ts';
import { loadKeys } from '../../supabase/embedded/keys.ts';

/**
 * The database of a test stack as its superuser, for tests that make databases of their own.
 *
 * @param dataDir the folder of the stack, whose keys hold the password.
 * @param databaseUrl the address that the stack gives to everybody else.
 */
export function ownerUrl(dataDir: string, databaseUrl: string): string {
	const url = new URL(databaseUrl);
	url.username = 'supabase_admin';
	url.password = loadKeys(resolveDataDir(dataDir)).databasePasswords.supabase_admin;
	return url.href;
}
