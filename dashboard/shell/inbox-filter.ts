/** The filter of the list of conversations, with the search text. Pure; conversations/views.ts turns it into addresses. */
import type { InboxFilter } from "../../src/protocol/inbox.ts";

export type ListFilter = InboxFilter & { text: string };

export const defaultFilter: ListFilter = { status: "open", handler: "any", assignee: "anyone", text: "" };

/** The filter for conversations that wait for a person. */
export const waitingFilter: ListFilter = { ...defaultFilter, handler: "waiting" };

/** A key that is equal for equal filters. */
export const filterKey = ({ status, handler, assignee, tag = "", text }: ListFilter): string =>
	`${status}/${handler}/${assignee}/${tag}/${text}`;

export const sameFilter = (a: ListFilter, b: ListFilter): boolean => filterKey(a) === filterKey(b);
