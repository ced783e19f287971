/** From a log to the lines a visitor sees: days, runs of messages, events worth a line. Pure. */
import type { Author, Entry, Message } from "../../src/protocol/conversation/entry.ts";
import { day, eventText } from "./labels.ts";

export type Line =
	| { kind: "day"; key: string; text: string }
	| { kind: "event"; key: string; text: string }
	/** `tail`: the last of a run, which says who wrote it and when. */
	| { kind: "message"; key: string; message: Message; tail: boolean };

const RUN_MS = 5 * 60_000;

const speaker = (author: Author): string => (author.kind === "member" ? author.id : author.kind);

export function timeline(entries: readonly Entry[], now: number): Line[] {
	const lines: Line[] = [];
	let today = "";
	for (const entry of entries) {
		if (entry.kind === "note") continue;
		const text = entry.kind === "event" ? eventText(entry.event) : "";
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

/** Our messages that the visitor hasn't seen. */
export const unread = (entries: readonly Entry[], readSeq: number): number =>
	entries.filter((entry) => entry.kind === "message" && entry.author.kind !== "visitor" && entry.seq > readSeq).length;

/** Nobody came since the conversation was last handed off. */
export function nobodyIn(entries: readonly Entry[]): boolean {
	const events = entries.flatMap((entry) => (entry.kind === "event" ? entry.event.type : []));
	return events.findLast((type) => type === "nobody_in" || type === "handed_off") === "nobody_in";
}
