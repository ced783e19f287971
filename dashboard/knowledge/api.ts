/** HTTP calls for the playground, gaps and suggestions. */
import { Gap, GapList, Suggestion, SuggestionList } from "../../src/protocol/knowledge/gaps.ts";
import { PlaygroundAnswer, type PlaygroundRequest } from "../../src/protocol/conversation/trace.ts";
import { anything, call } from "../api.ts";

export const playground = (body: PlaygroundRequest, signal: AbortSignal) =>
	call("/playground", { method: "POST", body, schema: PlaygroundAnswer, signal });

export const gaps = (signal: AbortSignal) => call("/gaps", { schema: GapList, signal });
export const gap = (id: string, signal: AbortSignal) =>
	call(`/gaps/${encodeURIComponent(id)}`, { schema: Gap, signal });
export const suggestions = (signal: AbortSignal) => call("/suggestions", { schema: SuggestionList, signal });
export const suggestion = (id: string, signal: AbortSignal) =>
	call(`/suggestions/${encodeURIComponent(id)}`, { schema: Suggestion, signal });

export type Settling = "dismiss" | "resolve" | "reopen";
export const changeState = (what: "gaps" | "suggestions", id: number | string, how: Settling) =>
	call(`/${what}/${encodeURIComponent(id)}/${how}`, { method: "POST", body: {}, schema: anything });
