/** Texts that depend on data: availability, events, refusals, times. Fixed texts are in the components. */
import { daysBetween } from "../../client/days.ts";
import type { EventBody, Teammate } from "../../src/protocol/conversation/entry.ts";
import type { Availability, RefusalReason } from "../../src/protocol/conversation/frames.ts";

/** The team's availability, to follow "AI answers first"; empty where nothing certain is known. */
export const availability = ({ open, until, online }: Availability): string =>
	!open ? " · people are away" : until ? ` · people until ${until}` : online ? " · people are online" : "";

/** The teammate's name. An event of another release may lack it. */
const name = (member?: Teammate): string => member?.name ?? "The team";

/** An event's line in the thread; null for events that visitors don't see. */
export function eventLabel(event: EventBody): string | null {
	switch (event.type) {
		case "handed_off":
			return "The team has been told";
		case "taken_over":
			return `${name(event.member)} joined`;
		case "routed":
			return `${name(event.member)} will be with you`;
		case "handed_back":
			return `${name(event.member)} handed over to the AI`;
		case "closed":
			return event.by === "visitor"
				? "You ended the conversation"
				: event.by === "idle"
					? "Closed, as nobody wrote for a while"
					: `${name(event.member)} closed the conversation`;
		case "reopened":
			return "Conversation reopened";
		case "nobody_in":
			return "Nobody could reply so far";
		default:
			return null;
	}
}

/** Sentences for refusals that a visitor can do something about. All others get the general sentence. */
const reasons = new Map<RefusalReason | undefined, string>([
	["too_long", "It is longer than 4,000 characters."],
	["invalid_email", "That is not an e-mail address."],
	["flood", "That was a lot. Wait a moment."],
	["not_now", "That is not possible just now."],
]);

export const refusal = (reason: RefusalReason | undefined): string => reasons.get(reason) ?? "It was not accepted.";

/** "4 min" or "2 h", from milliseconds, to follow "within". */
export function duration(ms: number): string {
	const minutes = Math.ceil(ms / 60_000);
	return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

export const time = (at: number): string =>
	new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

/** "Today", "Yesterday" or a date. Both times in ms since 1970 by the server's clock. */
export function day(at: number, now: number): string {
	const past = daysBetween(at, now);
	return past === 0
		? "Today"
		: past === 1
			? "Yesterday"
			: new Date(at).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}
