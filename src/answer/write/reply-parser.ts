/**
 * Parses a model's reply as it streams: first the control line (see prompt.ts), then the text. No text is passed on before the
 * control line has named the citations; a reply without a control line is a text without citations, which guard/check.ts refuses.
 */

/** Characters after which a reply counts as one without a control line. */
const MAX_HEAD_LENGTH = 200;

export type Control = { kind: "sources"; numbers: number[] } | { kind: "offer" } | { kind: "none" };

/** Citation marks like [1] or [1, 2], which models add against their instructions. */
const marker = /\s?\[\d{1,2}(?:\s*,\s*\d{1,2})*\](?!\()/g;
/** The beginning of such a mark, whose end may be in the next piece. */
const openMarker = /\s?(?:\[[\d,\s]{0,12}\]?)?$/;

/** The passage numbers of a control line; null where the line is none. */
function numbersOf(line: string): number[] | null {
	const list = /^\W*SOURCES?\b(.*)$/i.exec(line)?.[1]?.replace(/passages?|and/gi, " ") ?? "";
	const numbers = /^[\d\s\p{P}]*$/u.test(list) ? list.match(/\d{1,3}/g) : null;
	return numbers && [...new Set(numbers.map(Number))];
}

export class ReplyParser {
	#control: Control | null = null;
	#head = "";
	#heldBack = "";
	text = "";

	get control(): Control | null {
		return this.#control;
	}

	/** Takes the next piece; returns the text that may be shown. */
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

	/** Ends the stream; returns the text that was held back. */
	end(): string {
		const start = this.#head.trimStart();
		const shown = this.#control === null && start !== "" ? this.#begin(start, start.indexOf("\n")) : "";
		const rest = this.#control?.kind === "sources" ? this.#heldBack.replace(marker, "") : "";
		this.#heldBack = "";
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
		// Blank lines after the control line don't belong to the answer.
		const all = this.text === "" ? (this.#heldBack + piece).trimStart() : this.#heldBack + piece;
		const clean = all.replace(marker, "");
		const holdFrom = openMarker.exec(clean)?.index ?? clean.length;
		this.#heldBack = clean.slice(holdFrom);
		const shown = clean.slice(0, holdFrom);
		this.text += shown;
		return shown;
	}
}
