/** What an action answers: what it made, or why it was refused. A refusal is an answer; what is thrown is a bug or an outage. */
import type { RefusalReason } from "./conversation/frames.ts";

export type Result<Value, Reason extends string = RefusalReason> =
	| { ok: true; value: Value }
	| { ok: false; reason: Reason };
