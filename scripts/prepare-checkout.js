/*
 * Runs after `npm install` in a checkout: the hooks of the repository are the ones that git runs.
 * Where there is no repository, as in a downloaded archive or an image, there is nothing to do.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const checkout = join(import.meta.dirname, '..');
if (existsSync(join(checkout, '.git'))) {
	// A missing git, or a repository that belongs to somebody else, is no reason to fail an install.
	spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { cwd: checkout, stdio: 'ignore' });
}
