/** An event as the notifier gets it, and the notice that a dashboard gets of it. Pure. */
import type { ListItem } from "../protocol/inbox.ts";
import type { Happening, Notice } from "../protocol/notification/notice.ts";
import type { Way } from "../protocol/notification/table.ts";
import type { NotificationEvent } from "./decide.ts";

export type Event = NotificationEvent & {
	/** The conversation's id, or what else it is about: one notification is shown for each. */
	topic: string;
	/** Grows with what happens in one topic. */
	seq: number;
	/** ms since 1970. */
	at: number;
	/** A source's name, where it is about one. */
	about: string | null;
};

export const eventOf = (conversationId: string, happening: Happening): Event => ({
	...happening,
	conversationId,
	topic: conversationId,
	about: null,
});

/** The visitor as teammates know them. */
export const visitorName = (item: Pick<ListItem, "name" | "email"> | null): string | null =>
	item === null ? null : (item.name ?? item.email);

export const noticeOf = (
	{ topic, seq, what, conversationId, about }: Event,
	item: ListItem | null,
	ways: Way[],
): Notice => ({
	id: `${topic}.${seq}.${what}`,
	what,
	conversation: conversationId,
	name: about ?? visitorName(item),
	preview: item?.preview ?? "",
	ways: ways.filter((way) => way !== "push"),
});
