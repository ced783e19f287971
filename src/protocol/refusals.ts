/**
 * The reasons why the server refuses a frame or action, as plain data for the widget, which doesn't load the schema library.
 * frames.ts makes the schema and the type from this list. It holds no sentences: the widget and the dashboard have their
 * own, and a general one for reasons they don't know.
 */

export const refusalReasons = [
	"too_long",
	"empty",
	/** A file that a message names isn't there, or another's. */
	"no_file",
	"too_big",
	"unknown_type",
	"invalid",
	"invalid_email",
	"flood",
	"blocked",
	/** The id was used before, with another body. */
	"conflict",
	"forbidden",
	"not_found",
	/** The conversation's state doesn't allow it, such as handing back a conversation that nobody took over. */
	"not_now",
	/** Somebody has changed the conversation since: an action can't be undone any more, or its actor hadn't seen the change. */
	"changed",
	/** The time in which an action can be undone is over. */
	"too_late",
	/** The client has another protocol version. Over HTTP only; a socket is closed with a code instead. */
	"reload",
] as const;

const known: readonly unknown[] = refusalReasons;

/** False also for reasons of a later release, for which a client shows its general sentence. */
export const isRefusalReason = (value: unknown): value is (typeof refusalReasons)[number] => known.includes(value);
