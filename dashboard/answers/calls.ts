/** What the dashboard asks about answers: how one came about, the playground, gaps and suggestions. */
import { Gap, GapList, Suggestion, SuggestionList } from "../../src/protocol/gaps.ts";
import { EntryTrace, PlaygroundAnswer, type PlaygroundRequest } from "../../src/protocol/trace.ts";
import { anything, call } from "../api.ts";

export const traceOf = (conversation: string, seq: number) =>
	call(`/conversations/${encodeURIComponent(conversation)}/entries/${seq}/trace`, { schema: EntryTrace });

export const playground = (body: PlaygroundRequest, signal: AbortSignal) =>
	call("/playground", { method: "POST", body, schema: PlaygroundAnswer, signal });

export const gaps = () => call("/gaps", { schema: GapList });
export const gap = (id: string) => call(`/gaps/${encodeURIComponent(id)}`, { schema: Gap });
export const suggestions = () => call("/suggestions", { schema: SuggestionList });
export const suggestion = (id: string) => call(`/suggestions/${encodeURIComponent(id)}`, { schema: Suggestion });

export type Settling = "dismiss" | "resolve" | "reopen";
export const settle = (what: "gaps" | "suggestions", id: number | string, how: Settling) =>
	call(`/${what}/${encodeURIComponent(id)}/${how}`, { method: "POST", body: {}, schema: anything });
