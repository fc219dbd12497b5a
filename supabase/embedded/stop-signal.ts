/** Resolves at Ctrl-C, at a request to end, and when the terminal is closed. */
export function untilAskedToStop(): Promise<void> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			// Kept after the first, so that a second Ctrl-C does not cut the tidy end short.
			process.on(signal, () => {
				resolve();
			});
		}
	});
}
