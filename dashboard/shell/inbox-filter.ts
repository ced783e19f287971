/** What the list of conversations shows: a filter, and the text searched for in it. Pure; addresses of views are views.ts. */
import type { InboxFilter } from "../../src/protocol/inbox.ts";

export type ListFilter = InboxFilter & { text: string };

export const defaultFilter: ListFilter = { status: "open", handler: "any", assignee: "anyone", text: "" };

/** Conversations that the AI has passed to people and that nobody has taken yet. */
export const waitingFilter: ListFilter = { ...defaultFilter, handler: "waiting" };

/** Equal for equal filters. */
export const filterKey = ({ status, handler, assignee, text }: ListFilter): string =>
	`${status}/${handler}/${assignee}/${text}`;

export const sameFilter = (a: ListFilter, b: ListFilter): boolean => filterKey(a) === filterKey(b);
