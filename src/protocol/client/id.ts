/** Ids made by the client before sending, which is what makes a resend safe. */

/**
 * 22 url-safe characters, 132 random bits. `crypto.randomUUID` and `btoa` tricks are avoided: the first is missing on
 * pages served over plain http, where a widget may stand.
 */
export function randomId(): string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	let id = "";
	for (const byte of crypto.getRandomValues(new Uint8Array(22))) id += alphabet.charAt(byte & 63);
	return id;
}

export const newConversationId = (): string => `c_${randomId()}`;
