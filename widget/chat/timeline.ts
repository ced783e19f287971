/** Turns a log into the feed's lines: days, messages in runs, and events that visitors see. Pure. */
import type { Author, Entry, Message } from "../../src/protocol/conversation/entry.ts";
import { day, eventLabel } from "./labels.ts";

export type Line =
	| { kind: "day"; key: string; text: string }
	| { kind: "event"; key: string; text: string }
	/** `tail`: the last message of a run by one author, which shows the author and the time. */
	| { kind: "message"; key: string; message: Message; tail: boolean };

const RUN_MS = 5 * 60_000;

const speaker = (author: Author): string => (author.kind === "member" ? author.id : author.kind);

export function timeline(entries: readonly Entry[], now: number): Line[] {
	const lines: Line[] = [];
	let today = "";
	for (const entry of entries) {
		if (entry.kind === "note") continue;
		const text = entry.kind === "event" ? eventLabel(entry.event) : "";
		if (text === null) continue;
		const date = day(entry.at, now);
		if (date !== today) lines.push({ kind: "day", key: `day-${entry.seq}`, text: (today = date) });
		if (entry.kind === "event") {
			lines.push({ kind: "event", key: `${entry.seq}`, text });
			continue;
		}
		const before = lines.at(-1);
		if (
			before?.kind === "message" &&
			speaker(before.message.author) === speaker(entry.author) &&
			entry.at - before.message.at < RUN_MS
		)
			before.tail = false;
		lines.push({ kind: "message", key: `${entry.seq}`, message: entry, tail: true });
	}
	return lines;
}

/** The number of the AI's and the team's messages that the visitor hasn't read. */
export const unread = (entries: readonly Entry[], readSeq: number): number =>
	entries.filter((entry) => entry.kind === "message" && entry.author.kind !== "visitor" && entry.seq > readSeq).length;

/** Whether no teammate has replied in time since the last handoff. */
export function nobodyIn(entries: readonly Entry[]): boolean {
	const events = entries.flatMap((entry) => (entry.kind === "event" ? entry.event.type : []));
	return events.findLast((type) => type === "nobody_in" || type === "handed_off") === "nobody_in";
}
