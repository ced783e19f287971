/**
 * What a failed call of a Durable Object's method means for the caller. For a while after a deploy or a roll-back a newer
 * Worker calls an older object, or the reverse, and a method may be missing at the other end: a matter of minutes, so it
 * counts as "try again", never as an answer. Used by whoever would otherwise give up.
 */

/** workerd's words, all there is to go by, for the error has no code; up to the name, which its test runner quotes another way. */
const MISSING = /RPC receiver does not implement/;

/** Also within what was wrapped around it, or gathered from several calls. */
export function isMethodMissing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (MISSING.test(error.message)) return true;
	return error instanceof AggregateError ? error.errors.some(isMethodMissing) : isMethodMissing(error.cause);
}
