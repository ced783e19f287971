/**
 * Turns a log into the thread's lines: messages, notes, events as sentences, and separators. Pure. Read marks have no lines;
 * messages show them as "Seen".
 */
import type {
	Entry,
	HandoffReason,
	EventBody,
	Message,
	Note,
	Teammate,
} from "../../../src/protocol/conversation/entry.ts";
import { reasonWords } from "../labels.ts";
import { day, dayAndTime, isSameDay, moment } from "../../ui/time.ts";

export type Line =
	| { kind: "day"; key: string; text: string }
	| { kind: "new"; key: string }
	/** `why`: the event's seq if it is a handoff with a trace, which "Why" opens; otherwise null. */
	| { kind: "event"; key: string; text: string; at: number; handedOff: boolean; why: number | null }
	/** A mail that waits for the team: `sentOn` once somebody has sent it on. */
	| { kind: "held"; key: string; seq: number; at: number; mail: HeldMail; sentOn: boolean }
	/** The address took no mail; `isLast`: and nobody has said to try it again. */
	| { kind: "mail_failed"; key: string; text: string; isLast: boolean }
	| { kind: "message"; key: string; message: Message }
	| { kind: "note"; key: string; note: Note }
	/** A note that was deleted: what is said of it in its place. */
	| { kind: "note_deleted"; key: string; seq: number; text: string };

export type HeldMail = Extract<EventBody, { type: "mail_held" }>;

/** The reasons of handoffs that follow from an attempt to answer, and not from a button or a request. */
const attempted = new Set<HandoffReason | undefined>(["too_many_turns", "frustrated", "sensitive"]);

/** The visitor's name and the signed-in member's id, for the sentences. */
export type Cast = { visitor: string; me: string };

/** The sentence of an event; null for events that the thread doesn't show. */
export function sentence(event: EventBody, { visitor, me }: Cast): string | null {
	const name = (member: { id: string; name: string } | undefined): string =>
		member === undefined ? "A teammate" : member.id === me ? "You" : member.name;
	switch (event.type) {
		case "handed_off":
			return `${event.reason ? `${reasonWords[event.reason]} · ` : ""}the AI has stopped · ${visitor} is waiting`;
		case "taken_over":
			return `${name(event.member)} took over`;
		case "routed":
			return event.member.id === me ? "Offered to you" : `Offered to ${event.member.name}`;
		case "route_lapsed":
			return `${name(event.member)} didn't take it`;
		case "handed_back":
			return `${name(event.member)} handed back to the AI`;
		case "assigned":
			if (event.member === null && event.by.id === "system") return "Whoever had it isn't in · nobody has it";
			if (event.member === null) return `${name(event.by)} gave it up · nobody has it`;
			if (event.member.id === event.by.id) return `${name(event.by)} took it`;
			return `${name(event.by)} assigned it to ${event.member.id === me ? "you" : event.member.name}`;
		case "closed":
			if (event.by === "visitor") return `${visitor} ended the conversation`;
			return event.by === "idle" ? "Closed after a long silence" : `${name(event.member)} closed the conversation`;
		case "reopened":
			return event.by === "visitor"
				? `${visitor} wrote again · reopened`
				: `${name(event.member)} reopened the conversation`;
		case "read":
		case "unread":
		// The note's own place says so.
		case "note_deleted":
			return null;
		case "blocked":
			return `${name(event.by)} blocked ${visitor} ${event.until === null ? "for good" : `until ${moment(event.until)}`}`;
		case "unblocked":
			return event.by === null ? "The block has ended" : `${name(event.by)} unblocked ${visitor}`;
		case "snoozed":
			return `${name(event.by)} snoozed this until ${event.until === null ? `${visitor} writes` : dayAndTime(event.until)}`;
		case "woke":
			if (event.by === "time") return "The snooze is over · woke up";
			return event.by === "visitor" ? "Woken by the visitor's message" : `${name(event.member)} woke it`;
		case "tagged": {
			const told = (verb: string, all: readonly { name: string }[]) =>
				all.length === 0
					? null
					: `${verb} the ${all.length === 1 ? "tag" : "tags"} ${all.map((one) => one.name).join(", ")}`;
			const [added, removed] = [told("added", event.added), told("removed", event.removed)];
			return `${name(event.by)} ${[added, removed].filter(Boolean).join(" and ")}`;
		}
		case "undone":
			return `${name(event.by)} ${undoneWords(event, me)}`;
		case "nobody_in":
			return `Nobody was in · ${visitor} was told so`;
		case "offer_declined":
			return `${visitor} chose to ask something else`;
		case "identified": {
			if (event.by === "visitor")
				// A visitor without a name is called by this address, in earlier lines too.
				return event.email === undefined
					? null
					: `${visitor === event.email ? "The visitor" : visitor} left the address ${event.email}`;
			// The name is enough: the address is in the line before, or beside the thread.
			const what = event.name ?? event.email;
			return what === undefined ? null : `Known as ${what}`;
		}
		case "mailed":
			return `Sent to ${event.to} by e-mail`;
		case "transcript":
			return `The conversation was sent to ${event.to}`;
		case "mail_failed":
			if (event.reason === "complained") return `${event.to} reported our e-mail as unwanted`;
			return event.reason === "unsubscribed"
				? `${event.to} wants no e-mail`
				: `An e-mail could not be delivered to ${event.to}`;
		case "mail_resumed":
			return `${name(event.by)} had ${event.to} tried again`;
		case "mail_held":
			return `Answered from ${event.from}, unconfirmed`;
		case "mail_sent_on":
			return `${name(event.by)} sent the e-mail on as ${visitor}'s`;
		case "mail_automatic":
			return `An automatic answer came from ${event.from}`;
		case "unknown":
			return "Something happened that this page can't show yet · reload it to see";
		default:
			return event satisfies never;
	}
}

/** What was taken back, to follow the name of who did. */
function undoneWords({ what, to, handler, assignee }: Extract<EventBody, { type: "undone" }>, me: string): string {
	const again = assignee ? `${assignee.id === me ? "you have" : `${assignee.name} has`} it again` : "";
	const holder = again || (handler === "ai" ? "the AI has it again" : handler === "waiting" ? "nobody has it" : "");
	const after = holder === "" ? "" : ` · ${holder}`;
	switch (what) {
		case "closed":
			return `took back closing it${after}`;
		case "assigned":
			if (!to) return `took back giving it up${after}`;
			return `took back assigning it to ${to.id === me ? "you" : to.name}${after}`;
		case "snoozed":
			return "took back the snooze";
		case "tagged":
			return "took back a change of tags";
		default:
			return what satisfies never;
	}
}

/** Whose note somebody deleted, to follow "deleted". */
const whose = ({ author }: Note, by: Teammate, me: string): string =>
	author.id === by.id ? "a" : author.id === me ? "your" : `${author.name}'s`;

/** The lines of a log. `newAfter`: the "new" divider comes before the visitor's first message after this seq; null: no divider. */
export function lines(entries: readonly Entry[], cast: Cast, newAfter: number | null): Line[] {
	const result: Line[] = [];
	const sentOn = new Set<string>();
	const deletedBy = new Map<number, Teammate>();
	let failed = 0;
	for (const entry of entries) {
		if (entry.kind !== "event") continue;
		if (entry.event.type === "mail_sent_on") sentOn.add(entry.event.id);
		if (entry.event.type === "note_deleted") deletedBy.set(entry.event.note, entry.event.by);
		if (entry.event.type === "mail_failed") failed = entry.seq;
		if (entry.event.type === "mail_resumed") failed = 0;
	}
	let last = 0;
	let divided = newAfter === null;
	for (const entry of entries) {
		const text = entry.kind === "event" ? sentence(entry.event, cast) : "";
		if (text === null) continue;
		if (last === 0 || !isSameDay(last, entry.at))
			result.push({ kind: "day", key: `d${entry.seq}`, text: day(entry.at) });
		last = entry.at;
		if (!divided && entry.kind === "message" && entry.author.kind === "visitor" && entry.seq > (newAfter ?? 0)) {
			divided = true;
			// A divider at the top would separate nothing.
			if (result.some((line) => line.kind !== "day")) result.push({ kind: "new", key: "new" });
		}
		const key = `${entry.seq}`;
		if (entry.kind === "message") result.push({ kind: "message", key, message: entry });
		else if (entry.kind === "note") {
			const by = entry.deletedBy ?? deletedBy.get(entry.seq);
			const words = by && `${by.id === cast.me ? "You" : by.name} deleted ${whose(entry, by, cast.me)} note`;
			result.push(
				words ? { kind: "note_deleted", key, seq: entry.seq, text: words } : { kind: "note", key, note: entry },
			);
		} else if (entry.event.type === "mail_held") {
			const { seq, at, event } = entry;
			result.push({ kind: "held", key, seq, at, mail: event, sentOn: sentOn.has(event.id) });
		} else if (entry.event.type === "mail_failed") {
			result.push({ kind: "mail_failed", key, text, isLast: entry.seq === failed });
		} else {
			const handedOff = entry.event.type === "handed_off";
			const why = entry.event.type === "handed_off" && attempted.has(entry.event.reason) ? entry.seq : null;
			result.push({ kind: "event", key, text, at: entry.at, handedOff, why });
		}
	}
	return result;
}

/** The seq of the last message by the AI or the team, which shows "Seen" or "Delivered". */
export const lastOwn = (entries: readonly Entry[]): number =>
	entries.findLast((entry) => entry.kind === "message" && entry.author.kind !== "visitor")?.seq ?? 0;
