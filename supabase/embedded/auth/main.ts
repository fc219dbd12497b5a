import { once } from 'node:events';
import { startCleanup } from './cleanup.ts';
import { parseConfig } from './config.ts';
import { openPool } from './database.ts';
import { loadKeys } from './keys.ts';
import { logger } from './logger.ts';
import { Mailer } from './mailer.ts';
import { migrate } from './migrate.ts';
import { RateLimits } from './rate-limits.ts';
import { createAuthServer } from './server.ts';

const [command = 'serve'] = process.argv.slice(2);

try {
	const config = parseConfig(process.env);
	logger.level = config.logLevel;
	const pool = openPool(config.databaseUrl, config.databasePoolSize);

	if (command === 'migrate') {
		logger.info({ changed: await migrate(pool) }, 'schema laid');
		await pool.end();
	} else if (command === 'serve') {
		const keys = loadKeys(config);
		const mailer = new Mailer(config);
		const rateLimits = new RateLimits(config);
		await migrate(pool);
		const stopCleanup = startCleanup(pool);

		const server = createAuthServer({ config, pool, keys, mailer, rateLimits });
		server.listen(config.port, config.host);
		await once(server, 'listening');
		logger.info({ host: config.host, port: config.port }, 'listening');

		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => {
				// Requests under way are answered; connections without one are closed.
				stopCleanup();
				server.close(() => {
					mailer.close();
					void pool.end();
				});
				server.closeIdleConnections();
			});
		}
	} else {
		throw new Error(`Unknown command "${command}": it is serve or migrate.`);
	}
} catch (error) {
	logger.fatal({ err: error }, 'cannot start');
	process.exitCode = 1;
	process.exit();
}
