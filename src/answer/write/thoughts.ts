/**
 * Takes a model's thoughts out of its reply as it streams: `<think>…</think>` before the text, also empty or without its
 * beginning, as GLM 4.7 closes a thought that it didn't open. The provider takes out those that the model's API marks.
 */

const opening = /^<(?:think(?:ing)?|thoughts?|reasoning)>/i;
const closing = /<\/(?:think(?:ing)?|thoughts?|reasoning)>/i;
/** The beginning of a tag, whose end may be in the next piece. */
const open = /<\/?[a-z]{0,9}$/i;
/** Characters of the longest closing tag. */
const TAG_LENGTH = 12;

/** What a piece adds to the text. `thought`: not null where all text before was one; the last of it that wasn't passed on. */
export type Said = { text: string; thought: string | null };

export class Thoughts {
	#state: "before" | "inside" | "text" = "before";
	/** What can't be told yet. Inside of a thought no more of it than a tag is long. */
	#held = "";

	feed(piece: string): Said {
		this.#held += piece;
		let thought: string | null = null;
		let text = "";
		for (;;) {
			const tag = closing.exec(this.#held);
			if (tag) {
				thought = this.#state === "inside" ? "" : text + this.#held.slice(0, tag.index);
				text = "";
				this.#held = this.#held.slice(tag.index + tag[0].length);
				this.#state = "before";
			} else if (this.#state === "inside") {
				this.#held = this.#held.slice(-TAG_LENGTH);
				return { text, thought };
			} else if (this.#state === "before") {
				this.#held = this.#held.trimStart();
				const begun = opening.exec(this.#held);
				if (begun) {
					this.#held = this.#held.slice(begun[0].length);
					this.#state = "inside";
				} else if (/^(?:<[a-z]{0,9})?$/i.test(this.#held)) {
					return { text, thought };
				} else this.#state = "text";
			} else {
				const from = open.exec(this.#held)?.index ?? this.#held.length;
				text += this.#held.slice(0, from);
				this.#held = this.#held.slice(from);
				return { text, thought };
			}
		}
	}

	/** Ends the stream; returns the text that was held back. A thought without an end is no text. */
	end(): string {
		const rest = this.#state === "inside" ? "" : this.#held;
		this.#held = "";
		return rest;
	}
}
