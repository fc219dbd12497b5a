import type { Logger } from 'pino';

/**
 * Runs a task again and again, the next time so long after it has ended, never beside itself. A task
 * that fails is logged and has its next turn: the database may be restarting.
 *
 * @returns what stops it, once the turn under way has ended.
 */
export function repeat(
	name: string,
	everyMs: number,
	task: () => Promise<void>,
	logger: Logger
): () => Promise<void> {
	let isStopping = false;
	let timer: NodeJS.Timeout | undefined;
	let turn = takeTurn();

	async function takeTurn(): Promise<void> {
		try {
			await task();
		} catch (err) {
			logger.error({ err, task: name }, 'a task failed');
		}
		if (isStopping) return;
		timer = setTimeout(() => {
			turn = takeTurn();
		}, everyMs);
	}

	return async () => {
		isStopping = true;
		clearTimeout(timer);
		await turn;
	};
}
