/** Whether what a member was told of still holds, by the conversation as it is now. Pure. */
import type { ListItem } from "../protocol/inbox.ts";
import type { What } from "../protocol/notification/table.ts";

const isOpen = (item: ListItem | null): item is ListItem => item !== null && item.status !== "closed" && !item.archived;

const isFor = ({ assignee }: ListItem, member: string): boolean => assignee === null || assignee.id === member;

/** `item` null: the conversation is gone. A member who has looked at it has no row any more, so that isn't asked here. */
export function stillHolds(what: What, member: string, item: ListItem | null): boolean {
	switch (what) {
		case "waiting":
			return isOpen(item) && item.handler === "waiting" && !item.snooze && isFor(item, member);
		case "woke":
			return isOpen(item) && !item.snooze && isFor(item, member);
		case "mine":
			return item !== null && item.unread > 0 && item.assignee?.id === member && !item.archived;
		case "assigned":
			return isOpen(item) && item.assignee?.id === member;
		case "reopened":
			return isOpen(item) && item.unread > 0;
		case "mentioned":
		case "ai_trouble":
		case "source_failed":
		case "bounced":
		case "channel_failed":
			return true;
		default:
			return what satisfies never;
	}
}
