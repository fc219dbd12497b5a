/** Whether the address is this machine's own, where nobody else can come in. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** How this machine calls a server of its own that listens there: 0.0.0.0 is no address to call. */
export function callableHost(host: string): string {
	if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
	return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
