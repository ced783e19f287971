/**
 * Recognises a call of a Durable Object's method that the other end lacks. For some minutes after a deploy or a roll-back a
 * newer Worker calls an older object, or the reverse, so such a call should be tried again and not given up.
 */

/** The start of workerd's message: the error has no code, and the test runner quotes the method's name in another way. */
const MISSING = /RPC receiver does not implement/;

/** True also where the error is the cause of `error`, or one of several in an AggregateError. */
export function isMethodMissing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (MISSING.test(error.message)) return true;
	return error instanceof AggregateError ? error.errors.some(isMethodMissing) : isMethodMissing(error.cause);
}
