/** The words of an action that came after a teammate's change: who did what and when, and how it is done all the same. Pure. */
import type { EventBody, EventEntry } from "../../../src/protocol/conversation/entry.ts";
import type { MemberAction } from "../../../src/protocol/conversation/frames.ts";

type Reader = {
	/** The signed-in member's id. */
	me: string;
	/** The server's time in ms since 1970. */
	now: number;
	time: (at: number) => string;
	dayAndTime: (at: number) => string;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const undone = { closed: "the closing", assigned: "the assignment", snoozed: "the snooze", tagged: "the tags" };

/** Who did what, and what goes after the time. */
function did(event: EventBody, { me, dayAndTime }: Reader): [what: string, more?: string] {
	const name = (member: { name: string } | undefined) => member?.name ?? "A teammate";
	switch (event.type) {
		case "taken_over":
			return [`${name(event.member)} took this over`];
		case "handed_back":
			return [`${name(event.member)} handed this back to the AI`];
		case "assigned": {
			if (event.member?.id === event.by.id) return [`${event.by.name} took this`];
			const to = event.member === null ? "nobody" : event.member.id === me ? "you" : event.member.name;
			return [`${event.by.name} assigned this to ${to}`];
		}
		case "closed":
			return [`${name(event.member)} closed this`];
		case "reopened":
			return [`${name(event.member)} reopened this`];
		case "snoozed": {
			const until = event.until === null ? "the visitor writes" : dayAndTime(event.until);
			return [`${event.by.name} snoozed this`, `, until ${until}`];
		}
		case "woke":
			return [`${name(event.member)} woke this`];
		case "undone":
			return [`${event.by.name} took back ${undone[event.what]}`];
		default:
			return ["Somebody changed this"];
	}
}

/** "Bea assigned this to Omar a moment ago.", "Bea closed this at 14:02." */
export function happenedWords({ at, event }: EventEntry, reader: Reader): string {
	const ms = reader.now - at;
	const soon = ms < 12 * HOUR_MS ? `at ${reader.time(at)}` : `on ${reader.dayAndTime(at)}`;
	const [what, more = ""] = did(event, reader);
	return `${what} ${ms < MINUTE_MS ? "a moment ago" : soon}${more}.`;
}

const verbs: Partial<Record<MemberAction["type"], string>> = {
	take_over: "Take over",
	accept: "Accept",
	hand_back: "Hand back",
	assign: "Assign",
	close: "Close",
	reopen: "Reopen",
	snooze: "Snooze",
	wake: "Wake",
};

/** The button that does the action all the same. */
export const anywayWords = ({ type }: MemberAction): string => `${verbs[type] ?? "Do it"} anyway`;
