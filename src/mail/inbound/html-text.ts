/**
 * The text of a mail that has only HTML, with what it quotes marked by ">" as in plain text, so that the same rules cut it
 * (reply-text.ts). It streams by in one pass, and nothing of it is ever markup again. Pure.
 */
import { Parser } from "htmlparser2";

/** Characters that are read, and that are made. */
const MOST_READ = 2_000_000;
const MOST_MADE = 100_000;

const left = new Set(["head", "script", "style", "title", "template", "object", "svg", "select"]);
const blocks = new Set(
	"address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul".split(
		" ",
	),
);
/** Where Outlook's answers begin to quote: the rest of the mail is what it answers. */
const outlook = new Set(["divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"]);

const HIDDEN = /(?:^|;)\s*display\s*:\s*none/i;

class Writer {
	#text = "";
	/** Pieces, joined once: a parser gives a hostile text letter by letter. */
	#line: string[] = [];
	#endsInSpace = true;

	add(text: string): void {
		const plain = text.replace(/\s+/g, " ");
		const piece = this.#endsInSpace && plain.startsWith(" ") ? plain.slice(1) : plain;
		if (piece === "") return;
		this.#line.push(piece);
		this.#endsInSpace = piece.endsWith(" ");
	}

	/** Ends the line. `quoted`: how deep it was quoted. */
	end(quoted: number): void {
		const line = this.#line.join("").trimEnd();
		this.#line = [];
		this.#endsInSpace = true;
		if (this.#text.length < MOST_MADE) this.#text += `${quoted > 0 ? "> " : ""}${line}\n`;
	}

	get isEmpty(): boolean {
		return this.#line.length === 0;
	}

	get text(): string {
		return this.#text
			.replace(/\n{3,}/g, "\n\n")
			.replace(/(?:> \n){2,}/g, "> \n")
			.trim();
	}
}

export function htmlText(html: string): string {
	const writer = new Writer();
	const open: { name: string; isLeft: boolean; isQuoted: boolean }[] = [];
	let [leftDepth, quotedDepth] = [0, 0];
	let isRestQuoted = false;
	const quoted = () => quotedDepth + Number(isRestQuoted);
	const parser = new Parser({
		onopentag(name, { id = "", style = "" }) {
			if (outlook.has(id.toLowerCase().replace(/^x_/, ""))) {
				if (!writer.isEmpty) writer.end(quoted());
				isRestQuoted = true;
			}
			if (blocks.has(name) && (name === "br" || !writer.isEmpty)) writer.end(quoted());
			const one = {
				name,
				isLeft: left.has(name) || HIDDEN.test(style.slice(0, 1_000)),
				isQuoted: name === "blockquote",
			};
			open.push(one);
			leftDepth += Number(one.isLeft);
			quotedDepth += Number(one.isQuoted);
		},
		ontext(text) {
			if (leftDepth === 0) writer.add(text);
		},
		onclosetag(name) {
			const one = open.pop();
			if (blocks.has(name) && name !== "br" && !writer.isEmpty) writer.end(quoted());
			if (name === "p" || name === "blockquote") writer.end(quoted());
			leftDepth -= Number(one?.isLeft ?? false);
			quotedDepth -= Number(one?.isQuoted ?? false);
		},
	});
	parser.end(html.slice(0, MOST_READ));
	writer.end(quoted());
	return writer.text;
}
