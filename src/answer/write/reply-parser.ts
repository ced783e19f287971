/**
 * Reads a model's reply as it streams: first the control line, then the text. Nothing reaches the visitor before the
 * line has said what the text will rest on, and a reply without the line is text that cites nothing.
 */

/** A model that has written this much without a control line isn't going to. Characters. */
const MAX_HEAD_LENGTH = 200;

export type Control = { kind: "sources"; numbers: number[] } | { kind: "offer" } | { kind: "none" };

/** Marks like [1] or [1, 2] that models add against their instructions. */
const marker = /\s?\[\d{1,2}(?:\s*,\s*\d{1,2})*\](?!\()/g;
/** The start of such a mark, whose rest may be in the next piece. */
const openMarker = /\s?(?:\[[\d,\s]{0,12}\]?)?$/;

/** The numbers of a control line, or null where the line is something else. */
function numbersOf(line: string): number[] | null {
	const list = /^\W*SOURCES?\b(.*)$/i.exec(line)?.[1]?.replace(/passages?|and/gi, " ") ?? "";
	const numbers = /^[\d\s\p{P}]*$/u.test(list) ? list.match(/\d{1,3}/g) : null;
	return numbers && [...new Set(numbers.map(Number))];
}

export class ReplyParser {
	#control: Control | null = null;
	#head = "";
	#held = "";
	text = "";

	get control(): Control | null {
		return this.#control;
	}

	/** Takes the next piece; gives what may be shown of it. */
	feed(piece: string): string {
		if (this.#control === null) {
			this.#head += piece;
			const start = this.#head.trimStart();
			const end = start.indexOf("\n");
			if (end < 0 && start.length < MAX_HEAD_LENGTH) return "";
			return this.#begin(start, end);
		}
		return this.#show(piece);
	}

	/** The stream is over; gives what was held back. */
	end(): string {
		const start = this.#head.trimStart();
		const shown = this.#control === null && start !== "" ? this.#begin(start, start.indexOf("\n")) : "";
		const rest = this.#control?.kind === "sources" ? this.#held.replace(marker, "") : "";
		this.#held = "";
		this.text += rest;
		return shown + rest;
	}

	#begin(start: string, end: number): string {
		const line = end < 0 ? start : start.slice(0, end);
		if (/^\W*OFFER\W*$/i.test(line)) {
			this.#control = { kind: "offer" };
			return "";
		}
		const numbers = numbersOf(line);
		if (!numbers) {
			this.#control = { kind: "none" };
			this.text = start;
			return "";
		}
		this.#control = { kind: "sources", numbers };
		return end < 0 ? "" : this.#show(start.slice(end + 1));
	}

	#show(piece: string): string {
		if (this.#control?.kind === "none") this.text += piece;
		if (this.#control?.kind !== "sources") return "";
		// Blank lines after the control line are no part of the answer.
		const all = this.text === "" ? (this.#held + piece).trimStart() : this.#held + piece;
		const clean = all.replace(marker, "");
		const holdFrom = openMarker.exec(clean)?.index ?? clean.length;
		this.#held = clean.slice(holdFrom);
		const shown = clean.slice(0, holdFrom);
		this.text += shown;
		return shown;
	}
}
