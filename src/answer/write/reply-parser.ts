/**
 * Parses a model's reply as it streams: first the control line (control-line.ts), then the text. No text is passed on before the
 * control line has named the citations. A reply that doesn't begin with one is held back whole: its end says whether the line
 * stands elsewhere in it. If it doesn't, the text cites nothing, and guard/attribution.ts looks for what it rests on.
 */
import { type Control, controlLine } from "./control-line.ts";
import { ReplyText } from "./reply-text.ts";
import { Thoughts } from "./thoughts.ts";

/** Characters in which the control line must begin and end. */
const MAX_HEAD_LENGTH = 200;

/** A line of nothing but a fence or marks, which may stand before the control line. */
const fence = /^\s*(?:`{3,}|~{3,})[\w-]*[ \t]*\n/;

/** A label whose numbers are on the next line. */
const label = /^([*_[]*sources?[*_\]]*:[*_]*)\s*\n/i;

export class ReplyParser {
	#thoughts = new Thoughts();
	#control: Control | null = null;
	#head = "";
	#reply = new ReplyText(false);

	get control(): Control | null {
		return this.#reply.offers ? { kind: "offer" } : this.#control;
	}

	/** The text so far, or the whole reply where it has no control line. */
	get text(): string {
		if (this.control?.kind === "offer") return "";
		return this.#control?.kind === "sources" ? this.#reply.text : this.#head;
	}

	/** Takes the next piece; returns the text that may be shown. */
	feed(piece: string): string {
		const { text, thought } = this.#thoughts.feed(piece);
		if (thought !== null && this.#control?.kind !== "sources") {
			// A stray end of a thought may also come right after the control line.
			const before = (this.#head + thought).trim();
			const { control, rest } = controlLine(before);
			[this.#head, this.#control] = [control.kind === "sources" && rest === "" ? `${before}\n` : "", null];
		}
		return this.#add(text);
	}

	/** Ends the stream; returns the text that was held back. */
	end(): string {
		const shown = this.#add(this.#thoughts.end());
		if (this.#control === null && this.#head.trim() !== "") return shown + this.#begin(true);
		if (this.#control?.kind === "none") return this.#find();
		return shown + (this.#control?.kind === "sources" ? this.#reply.end() : "");
	}

	#add(text: string): string {
		if (this.#control?.kind === "sources") return this.#reply.feed(text);
		this.#head += text;
		return this.#control === null ? this.#begin(false) : "";
	}

	/** Reads the first line, if it is complete. */
	#begin(ended: boolean): string {
		const start = this.#head.replace(fence, "").trimStart().replace(label, "$1 ");
		const end = start.indexOf("\n");
		if (!ended && end < 0 && start.length < MAX_HEAD_LENGTH) return "";
		const { control, rest, aside } = controlLine(end < 0 ? start : start.slice(0, end));
		this.#control = control;
		if (control.kind === "sources") {
			const after = end < 0 ? "" : start.slice(end + 1);
			this.#reply = new ReplyText(fence.test(this.#head));
			const shown = this.#reply.feed(aside && end >= 0 ? after : rest + (rest !== "" && end >= 0 ? "\n" : "") + after);
			return ended ? shown + this.#reply.end() : shown;
		}
		return control.kind === "none" && ended ? this.#find() : "";
	}

	/** Looks for the control line in a reply that doesn't begin with one: behind an introduction, or at the end. */
	#find(): string {
		const lines = this.#head.split("\n");
		const at = lines.findIndex((line) => {
			const { control, rest } = controlLine(line);
			return control.kind !== "none" && rest === "";
		});
		if (at < 0) {
			this.#head = this.#head.replace(fence, "").trimStart().replace(label, "");
			return "";
		}
		const { control } = controlLine(lines[at] ?? "");
		this.#control = control;
		if (control.kind !== "sources") return "";
		const [before, after] = [lines.slice(0, at).join("\n"), lines.slice(at + 1).join("\n")];
		this.#reply = new ReplyText(fence.test(this.#head));
		return (
			this.#reply.feed(/[\p{L}\p{N}]/u.test(after) ? after : before.replace(fence, "").trimEnd()) + this.#reply.end()
		);
	}
}
