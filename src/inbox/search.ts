/**
 * The list's search: the conversations of a filter in which something was said, a page at a time, latest match first, each
 * with the text around its match. The index of messages finds them; the items say which the filter lets through.
 */
import * as v from "valibot";
import { type ListItem, matches } from "../protocol/inbox.ts";
import type { InboxFilter } from "../protocol/list/filter.ts";
import { PAGE_SIZE } from "../protocol/limits.ts";
import { readItem } from "./items.ts";
import type { MessageIndex } from "./message-index.ts";

/** The cursor of a search: the number of a row of `message_text`. */
const SearchCursor = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

/** `at`: the seq of the message that matched, by conversation, where it is known. */
type SearchPage = {
	items: ListItem[];
	excerpts: Record<string, string>;
	at: Record<string, number>;
	cursor: string | null;
};

/** `after`: the last page's cursor; null, or one that can't be read, is the first page. */
export function searchList(
	sql: SqlStorage,
	messages: Pick<MessageIndex, "find" | "excerpt">,
	filter: InboxFilter,
	query: string,
	after: string | null,
): SearchPage {
	const cursor = v.safeParse(SearchCursor, after);
	const { matches: found, next } = messages.find(query, cursor.success ? cursor.output : null);
	const items: ListItem[] = [];
	const excerpts: Record<string, string> = {};
	const at: Record<string, number> = {};
	for (const { item: itemNo, no, seq } of found) {
		const [item] = sql
			.exec<{ body: string }>("SELECT body FROM list_item WHERE no = ?", itemNo)
			.toArray()
			.map(readItem);
		if (!item || !matches(filter, item)) continue;
		// The page is full: the next page starts with this match.
		if (items.length === PAGE_SIZE) return { items, excerpts, at, cursor: String(no + 1) };
		items.push(item);
		excerpts[item.id] = messages.excerpt(no, query);
		if (seq !== null) at[item.id] = seq;
	}
	return { items, excerpts, at, cursor: next === null ? null : String(next) };
}
