/**
 * Numbers and names that both ends of the wire must agree on.
 * Used by the Worker, the widget and the dashboard. Holds constants only.
 */

/**
 * Raised only when a frame changes its meaning: words, kinds and fields may be added within a version, for clients read
 * around what they don't know. A client of another version is told to reload.
 */
export const PROTOCOL_VERSION = 1;

/** The header by which a client says `SUBPROTOCOL` over HTTP. */
export const PROTOCOL_HEADER = "parley-protocol";

/** First entry of `Sec-WebSocket-Protocol`; a visitor's token is the second, so it never stands in a URL. */
export const SUBPROTOCOL = `parley.${PROTOCOL_VERSION}`;

/** Sent by clients as a plain text frame. The platform answers without waking the object, so idle sockets cost nothing. */
export const PING = "ping";
export const PONG = "pong";

/** Characters in one message, counted as UTF-16 units as `maxlength` does. */
export const MAX_TEXT_LENGTH = 4_000;

/** Bytes in one frame. 4,000 characters of three bytes each, escaped, still fit. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** Entries in a page of history. */
export const PAGE_SIZE = 50;

/** A client that missed more than this gets the latest page instead and pages back as it scrolls. */
export const RESUME_LIMIT = 200;

/** A dashboard says so each time it has taken so many characters off the list's socket, which carries far more than a thread's. */
export const TAKEN_EVERY = 128 * 1024;

/** Typing is said again at most this often, and forgotten by the receiver after `TYPING_EXPIRES_MS`. */
export const TYPING_EVERY_MS = 2_500;
export const TYPING_EXPIRES_MS = 6_000;

/**
 * Close codes of ours (4000 to 4999 are free for applications, RFC 6455 section 7.4.2). A client switches on the code:
 * every other code means "reconnect".
 */
export const CloseCode = {
	/** The client speaks another protocol version: reload the page. */
	reload: 4400,
	/** The token or session is no longer good: get a new one. */
	unauthorized: 4401,
	/** What the socket was let in on has to be checked again: reconnect from the last seq. */
	renew: 4402,
	/** The visitor is blocked: stay away. */
	blocked: 4403,
	/** Too many frames, too fast: come back later. */
	flood: 4429,
} as const;
