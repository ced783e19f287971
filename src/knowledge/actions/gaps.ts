/**
 * What conversations report (the questions nobody answered, the answers that people gave) and what the team makes of it.
 * Reports are the system's only, and idempotent: a conversation delivers them at least once.
 */
import type { Actor } from "../../protocol/actor.ts";
import * as reports from "../gap/reports.ts";
import * as store from "../gap/store.ts";
import { configuring, doneIf, forbidden, type KnowledgeContext } from "./context.ts";

/** Once for each conversation and entry. */
export function reportTurn({ storage }: KnowledgeContext, actor: Actor, report: reports.TurnReport) {
	if (actor.kind !== "system") return forbidden;
	storage.transactionSync(() => reports.recordTurn(storage.sql, report));
	return { ok: true } as const;
}

/** Once for each conversation. */
export function reportSolved({ storage }: KnowledgeContext, actor: Actor, report: reports.SolvedReport) {
	if (actor.kind !== "system") return forbidden;
	storage.transactionSync(() => reports.recordSolved(storage.sql, report));
	return { ok: true } as const;
}

/** Takes a conversation's words out of gaps and suggestions. */
export const forgetConversation = configuring(({ storage }, { id }: { id: string }) => ({
	ok: true as const,
	forgotten: storage.transactionSync(() => reports.forgetConversation(storage.sql, id)),
}));

export const setGapState = configuring(
	({ storage }, { id, state }: { id: number; state: "open" | "dismissed" | "resolved" }) =>
		doneIf(storage.transactionSync(() => store.setGapState(storage.sql, id, state))),
);

export const setSuggestionState = configuring(
	({ storage }, { id, state }: { id: number; state: "open" | "dismissed" | "saved" }) =>
		doneIf(store.setSuggestionState(storage.sql, id, state)),
);
