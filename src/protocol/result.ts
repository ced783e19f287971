/** What an action ends with: what it was for, or why not. Refusals are values; what is thrown is a bug or an outage. */
export type Result<Value, Reason extends string> = { ok: true; value: Value } | { ok: false; reason: Reason };
