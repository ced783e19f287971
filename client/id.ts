/** Ids that the client makes before sending, so that a resend is idempotent. */

/**
 * A random id: 22 url-safe characters, 110 bits. It doesn't use `crypto.randomUUID`, which pages over plain http lack; the
 * widget may run on one.
 */
export function randomId(): string {
	let id = "";
	for (const byte of crypto.getRandomValues(new Uint8Array(22))) id += (byte & 31).toString(32);
	return id;
}

export const newConversationId = (): string => `c_${randomId()}`;
