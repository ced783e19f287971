/** The filter of the list of conversations, with the search text. Pure; conversations/views.ts turns it into addresses. */
import type { InboxFilter } from "../../src/protocol/list/filter.ts";

export type ListFilter = InboxFilter & { text: string };

export const defaultFilter: ListFilter = { status: "open", handler: "any", assignee: "anyone", text: "" };

/** The filter for conversations that wait for a person. */
export const waitingFilter: ListFilter = { ...defaultFilter, handler: "waiting" };

/** A key that is equal for equal filters. The zone is this browser's. */
export const filterKey = ({ status, handler, assignee, text, ...others }: ListFilter): string => {
	const { tag, date, source, unread, from, mentioned, order } = others;
	return JSON.stringify([status, handler, assignee, text, tag, date, source, unread, from, mentioned, order]);
};

export const sameFilter = (a: ListFilter, b: ListFilter): boolean => filterKey(a) === filterKey(b);

/** Whether the counts by status, handler and assignee say how many a filter matches. */
export const isCounted = ({ text, tag, date, source, unread, from, mentioned }: ListFilter): boolean =>
	text === "" && [tag, date, source, unread, from, mentioned].every((each) => each === undefined);
