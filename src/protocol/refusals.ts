/**
 * Why a server refuses something: the one list, as plain data, for what reads it without the schema library. The schema
 * and the type are made of it (frames.ts). It holds no sentences; each face has its own, and a general one for the rest.
 */

export const refusalReasons = [
	"too_long",
	"empty",
	"too_big",
	"unknown_type",
	"invalid",
	"invalid_email",
	"flood",
	"blocked",
	/** The same id came with another body. */
	"conflict",
	"forbidden",
	"not_found",
	/** The conversation's state doesn't allow it: handing back what nobody took, say. */
	"not_now",
	/** Over HTTP only: the client speaks another version of the protocol. A socket is closed with a code instead. */
	"reload",
] as const;

const known: readonly unknown[] = refusalReasons;

/** False also for the reasons of a later release: who reads one shows the general sentence. */
export const isRefusalReason = (value: unknown): value is (typeof refusalReasons)[number] => known.includes(value);
