import type { Handle } from '@sveltejs/kit';

const HEADERS = {
	'X-Content-Type-Options': 'nosniff',
	// Addresses here can name what somebody works on, and some hold a secret: other sites learn neither.
	'Referrer-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
	'Cross-Origin-Opener-Policy': 'same-origin'
};

/** Headers beside the Content-Security-Policy, which SvelteKit writes from svelte.config.js. */
export const securityHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);

	for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
	if (event.url.protocol === 'https:') {
		response.headers.set('Strict-Transport-Security', 'max-age=31536000');
	}
	return response;
};
