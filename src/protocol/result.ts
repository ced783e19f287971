/** The result of an action: its value, or the reason of a refusal. Expected refusals are values; an exception is a bug or an outage. */
import type { RefusalReason } from "./conversation/frames.ts";

export type Result<Value, Reason extends string = RefusalReason> =
	| { ok: true; value: Value }
	| { ok: false; reason: Reason };
