/**
 * From the log to what a thread shows: messages, notes, events as sentences, and the separators between them. Pure.
 * Read marks are no lines of their own; they show as "Seen" on messages.
 */
import type { Entry, HandoffReason, EventBody, Message, Note } from "../../../src/protocol/conversation/entry.ts";
import { reasonWords } from "../labels.ts";
import { day, isSameDay, moment } from "../../ui/time.ts";

export type Line =
	| { kind: "day"; key: string; text: string }
	| { kind: "new"; key: string }
	/** `why`: the seq of a hand-over that an attempt to answer led to. */
	| { kind: "event"; key: string; text: string; at: number; handedOff: boolean; why: number | null }
	| { kind: "message"; key: string; message: Message }
	| { kind: "note"; key: string; note: Note };

/** Hand-overs that come of an attempt to answer, not of a button or a wish. */
const attempted = new Set<HandoffReason | undefined>(["too_many_turns", "frustrated", "sensitive"]);

/** Who is who in the sentences. */
export type Cast = { visitor: string; me: string };

/** A happening in plain words, or null when it is nothing to read. */
export function sentence(event: EventBody, { visitor, me }: Cast): string | null {
	const name = (member: { id: string; name: string } | undefined): string =>
		member === undefined ? "A teammate" : member.id === me ? "You" : member.name;
	switch (event.type) {
		case "handed_off":
			return `${event.reason ? `${reasonWords[event.reason]} · ` : ""}the AI has stopped · ${visitor} is waiting`;
		case "taken_over":
			return `${name(event.member)} took over`;
		case "handed_back":
			return `${name(event.member)} handed back to the AI`;
		case "assigned":
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
			return null;
		case "blocked":
			return `${name(event.by)} blocked ${visitor} ${event.until === null ? "for good" : `until ${moment(event.until)}`}`;
		case "unblocked":
			return event.by === null ? "The block has ended" : `${name(event.by)} unblocked ${visitor}`;
		case "nobody_in":
			return `Nobody was in · ${visitor} was told so`;
		case "offer_declined":
			return `${visitor} chose to ask something else`;
		case "identified": {
			if (event.by === "visitor")
				// Whoever has no other name is called by that address, from then on also in the lines above.
				return event.email === undefined
					? null
					: `${visitor === event.email ? "The visitor" : visitor} left the address ${event.email}`;
			// The address stands in the line before, or beside the thread.
			const what = event.name ?? event.email;
			return what === undefined ? null : `Known as ${what}`;
		}
		case "unknown":
			return "Something happened that this page can't show yet · reload it to see";
		default:
			return event satisfies never;
	}
}

/** `newAfter`: the divider stands before the first visitor's message past this seq; null when there is none. */
export function lines(entries: readonly Entry[], cast: Cast, newAfter: number | null): Line[] {
	const result: Line[] = [];
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
			// At the very top it would divide nothing.
			if (result.some((line) => line.kind !== "day")) result.push({ kind: "new", key: "new" });
		}
		const key = `${entry.seq}`;
		if (entry.kind === "message") result.push({ kind: "message", key, message: entry });
		else if (entry.kind === "note") result.push({ kind: "note", key, note: entry });
		else {
			const handedOff = entry.event.type === "handed_off";
			const why = entry.event.type === "handed_off" && attempted.has(entry.event.reason) ? entry.seq : null;
			result.push({ kind: "event", key, text, at: entry.at, handedOff, why });
		}
	}
	return result;
}

/** Seq of the last message of our side, on which "Seen" or "Delivered" of the AI stands. */
export const lastOwn = (entries: readonly Entry[]): number =>
	entries.findLast((entry) => entry.kind === "message" && entry.author.kind !== "visitor")?.seq ?? 0;
