/**
 * The text of a reply as it streams, without what models add to it against their instructions: marks of citations like [1],
 * a code fence around all of it, and a second control line. Holds back what may be the beginning of such a thing.
 */
import { controlLine } from "./control-line.ts";

/** Citation marks like [1] or [1, 2]. */
const marker = /\s?\[\d{1,2}(?:\s*,\s*\d{1,2})*\](?!\()/g;
/** The beginning of such a mark, whose end may be in the next piece. */
const openMarker = /[^\S\n]?(?:\[[\d,\s]{0,12}\]?)?$/;
/** A last line that may become a control line or the end of a fence. */
const openLine = /(?:^|(?<=\n))[*_`([]{0,4}(?:(?:S|C|O)[A-Z]{0,8}(?::[^\n]{0,40})?[*_)\]]{0,3})?$/;
const closingFence = /\n?`{3}\s*$/;
/** Characters that say whether a text is a single OFFER. */
const OFFER_LENGTH = 12;

export class ReplyText {
	#held = "";
	#fenced: boolean;
	text = "";
	/** The text begins with OFFER: the model has named sources and then declined. */
	offers = false;

	/** `fenced`: a fence was opened before the control line. */
	constructor(fenced: boolean) {
		this.#fenced = fenced;
	}

	/** Takes the next piece; returns what of the text may be shown. */
	feed(piece: string): string {
		this.#held = this.text === "" ? (this.#held + piece).trimStart() : this.#held + piece;
		if (this.text === "" && this.#held.length < OFFER_LENGTH && /^\W*o?f{0,2}e?r?\W*$/i.test(this.#held)) return "";
		const lines = this.#withoutControlLines(this.#held);
		const clean = lines.replace(marker, "");
		const openings = this.#fenced ? [openMarker, openLine, closingFence] : [openMarker, openLine];
		const from = Math.min(...openings.map((opening) => opening.exec(clean)?.index ?? clean.length));
		this.#held = clean.slice(from);
		if (this.offers) return "";
		return this.#show(clean.slice(0, from));
	}

	/** Ends the stream; returns what was held back of the text. */
	end(): string {
		const rest = this.#withoutControlLines(`${this.#held}\n`).replace(marker, "").replace(/\n$/, "");
		this.#held = "";
		if (this.offers) return "";
		return this.#show(this.#fenced ? rest.replace(closingFence, "") : rest);
	}

	/** Takes out whole lines that are control lines. The first line of what is held is one where the text before it ends with a line. */
	#withoutControlLines(held: string): string {
		if (!/^[*_`([]{0,4}(?:S|C|O)[A-Z]/m.test(held)) return held;
		const lines = held.split("\n");
		const startsLine = this.text === "" || this.text.endsWith("\n");
		const kept = lines.filter((line, at) => {
			if (at === lines.length - 1 || (at === 0 && !startsLine)) return true;
			const { control, rest } = controlLine(line);
			if (control.kind === "offer" && this.text === "" && lines.slice(0, at).every((before) => before.trim() === ""))
				this.offers = true;
			return control.kind === "none" || rest !== "";
		});
		return kept.join("\n");
	}

	#show(text: string): string {
		this.text += text;
		return text;
	}
}
