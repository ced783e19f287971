/**
 * Numbers and names that the server and its clients must agree on.
 * Used by the Worker, the widget and the dashboard.
 */

/**
 * The protocol's version. It is raised only when a frame changes its meaning: words, kinds and fields may be added within a
 * version, because clients skip what they don't know. A client of another version is told to reload.
 */
export const PROTOCOL_VERSION = 1;

/** The header in which a client sends `SUBPROTOCOL` over HTTP. */
export const PROTOCOL_HEADER = "parley-protocol";

/** The first entry of `Sec-WebSocket-Protocol`. The second is a visitor's token, which therefore is never part of a URL. */
export const SUBPROTOCOL = `parley.${PROTOCOL_VERSION}`;

/** The text frame of a client's ping. The platform answers it without waking the object, so idle sockets cost nothing. */
export const PING = "ping";
export const PONG = "pong";

/** The most characters in one message, counted in UTF-16 units as `maxlength` does. */
export const MAX_TEXT_LENGTH = 4_000;

/** Whether a text has nothing that a reader could see: spaces, control characters, what Unicode says not to draw, and half of a pair. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Cs}\p{DI}\u2800\ufffd]/u.test(text);

/** The most bytes in one frame. A message of 4,000 three-byte characters fits, with ten files and what they show in words. */
export const MAX_FRAME_BYTES = 24 * 1024;

/** Entries in a page of history, and items in a page of the list. */
export const PAGE_SIZE = 50;

/** The most entries that a resume sends. A client that missed more gets the latest page, and loads older ones as it scrolls. */
export const RESUME_LIMIT = 200;

/**
 * A dashboard acknowledges what it received on the Inbox's socket each time it is this many characters. That socket has far
 * more traffic than a conversation's.
 */
export const TAKEN_EVERY = 128 * 1024;

/**
 * How long an action of the team can be undone, in ms. A change of a thousand conversations takes up to a minute, and its
 * undoing as long. Whoever wants it back later does so by an action of its own.
 */
export const UNDO_WITHIN_MS = 120_000;

/** How long the effects of such an action on others wait, in ms: as long as its toast is shown. */
export const UNDO_HOLD_MS = 10_000;

/**
 * A client sends a typing frame at most this often: oftener than the AI's pause for more messages is long
 * (conversation/turn/pause.ts). The receiver forgets it after `TYPING_EXPIRES_MS`.
 */
export const TYPING_EVERY_MS = 1_000;
export const TYPING_EXPIRES_MS = 6_000;

/**
 * Our WebSocket close codes (4000 to 4999 are for applications, RFC 6455 section 7.4.2). A client switches on the code;
 * after any other code it reconnects.
 */
export const CloseCode = {
	/** The client speaks another protocol version: reload the page. */
	reload: 4400,
	/** The token or session is no longer valid: get a new one. */
	unauthorized: 4401,
	/** What the socket was admitted on has to be checked again: reconnect from the last seq. */
	renew: 4402,
	/** The visitor is blocked: don't reconnect. */
	blocked: 4403,
	/** The client sends too fast: reconnect later. */
	flood: 4429,
} as const;
