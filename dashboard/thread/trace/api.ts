/** The HTTP call for an answer's trace. */
import { EntryTrace } from "../../../src/protocol/conversation/trace.ts";
import { call } from "../../api.ts";

export const traceOf = (conversation: string, seq: number, signal: AbortSignal) =>
	call(`/conversations/${encodeURIComponent(conversation)}/entries/${seq}/trace`, { schema: EntryTrace, signal });
