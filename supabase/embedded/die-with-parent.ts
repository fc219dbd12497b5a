/*
 * Loaded before the main file of every Node process that the stack starts. The channel to the
 * parent closes also when the parent is killed outright, and then this process stops as if asked.
 */

process.on('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
});
// The channel alone shall not keep a process running that is otherwise done.
process.channel?.unref();
