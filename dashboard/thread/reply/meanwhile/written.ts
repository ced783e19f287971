/**
 * What others have written while a reply was being written, of which its writer is to know before it is sent. Pure: callers pass
 * the time in.
 */
import type { Entry, Message, Note } from "../../../../src/protocol/conversation/entry.ts";

/** On the screen for so long, while its reader writes on, a visitor's message has been read: they often send several in a row. */
const READ_WITHIN_MS = 5_000;

export type Written = Message | Note;

/** Since when the reader has had the log before them, up to which `seq`. */
export class Shown {
	#known = 0;
	#times: { seq: number; at: number }[] = [];

	/** The log up to `seq` is on the screen of somebody who looks at it. */
	show(seq: number, at: number): void {
		if (seq > (this.#times.at(-1)?.seq ?? this.#known)) this.#times.push({ seq, at });
	}

	/** The reader writes on: what has been before them for a while, they know. */
	wrote(at: number): void {
		const read = this.#times.filter((each) => at - each.at >= READ_WITHIN_MS);
		this.#known = read.at(-1)?.seq ?? this.#known;
		this.#times = this.#times.slice(read.length);
	}

	/** The `seq` up to which the reader knows what a visitor wrote. */
	get known(): number {
		return this.#known;
	}
}

/**
 * What others have written after the `seq` at which the reply was begun. The visitor's messages up to `known` don't count;
 * what our side said always does, as two answers contradict each other, or say the same twice.
 */
export function writtenSince(entries: readonly Entry[], began: number, known: number, me: string): Written[] {
	return entries.filter((entry): entry is Written => {
		if (entry.kind === "event" || entry.seq <= began) return false;
		if (entry.author.kind === "visitor") return entry.seq > known;
		return entry.author.kind === "ai" || entry.author.id !== me;
	});
}
