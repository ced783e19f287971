/** The words for what a filter lets through, in chips and titles. */
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { me, myId } from "../../shell/session.ts";
import { tagsOf } from "../../tags/tags.ts";
import type { ListFilter } from "../../shell/inbox-filter.ts";

export const statusNames: Record<InboxFilter["status"], string> = {
	open: "Open",
	pending: "Pending",
	closed: "Closed",
	snoozed: "Snoozed",
	archived: "Archived",
	active: "Open or pending",
	all: "Any status",
};

export const handlerNames: Record<InboxFilter["handler"], string> = {
	any: "Any handler",
	ai: "AI",
	waiting: "Waiting",
	human: "Person",
};

export const sourceNames = { widget: "Widget", api: "API" } as const;

const memberName = (id: string): string => me.value?.members.find((one) => one.id === id)?.name ?? "A former teammate";

export function assigneeName(assignee: string): string {
	if (assignee === "anyone") return "Anyone";
	if (assignee === "nobody") return "Nobody";
	return assignee === myId.value ? "Me" : memberName(assignee);
}

/** A tag may have been removed since the address was made. */
export const tagName = (id: string): string => tagsOf([id])[0]?.name ?? "A removed tag";

const periods: Record<string, string> = { today: "Today", "7d": "Last 7 days", "30d": "Last 30 days" };

/** A day such as "2026-11-30" in the reader's form. */
const dayName = (day: string): string =>
	new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });

export function dateName(date: string): string {
	const period = periods[date];
	if (period !== undefined) return period;
	const [from = "", to = ""] = date.split("..");
	if (from === to) return dayName(from);
	if (from === "") return `Until ${dayName(to)}`;
	return to === "" ? `Since ${dayName(from)}` : `${dayName(from)} to ${dayName(to)}`;
}

/** A filter in words. */
export function filterWords(filter: ListFilter): string {
	const parts = filter.text !== "" && filter.status === "all" ? [] : [statusNames[filter.status]];
	if (filter.handler !== "any") parts.push(handlerNames[filter.handler]);
	if (filter.assignee !== "anyone") parts.push(assigneeName(filter.assignee));
	if (filter.mentioned !== undefined)
		parts.push(filter.mentioned === myId.value ? "Mentions" : `Mentions of ${memberName(filter.mentioned)}`);
	if (filter.tag !== undefined) parts.push(tagName(filter.tag));
	if (filter.date !== undefined) parts.push(dateName(filter.date));
	if (filter.source !== undefined) parts.push(sourceNames[filter.source]);
	if (filter.unread) parts.push("Unread");
	if (filter.from !== undefined) parts.push(`From ${filter.from}`);
	if (filter.text !== "") parts.unshift(`“${filter.text}”`);
	return parts.join(" · ");
}
