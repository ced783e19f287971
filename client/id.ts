/** Ids made by the client before sending, which is what makes a resend safe. */

/**
 * 22 url-safe characters, 110 random bits. `crypto.randomUUID` and `btoa` tricks are avoided: the first is missing on
 * pages served over plain http, where a widget may stand.
 */
export function randomId(): string {
	let id = "";
	for (const byte of crypto.getRandomValues(new Uint8Array(22))) id += (byte & 31).toString(32);
	return id;
}

export const newConversationId = (): string => `c_${randomId()}`;
