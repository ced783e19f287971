/** A page's words as they may stand in Markdown: without what nobody sees, and with nothing that would make structure. Pure. */
import { raisedMarks, settleRaised } from "./raised.ts";

/** Ends with a question mark. */
export const asking = /[?？؟]\s*$/;

/** Characters that nobody sees: they only break words up, turn their order around, or hide text from people. */
const invisible = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** Text at a line's start that Markdown would take for a heading or for code. */
export const inert = (text: string): string => text.replace(/^ *(?:#{1,6}(?=\s)\s*|```+|~~~+)/gm, "");

/** What a reader sees of a text node. */
export const visibleText = (data: string): string =>
	data.replace(invisible, "").replace(raisedMarks, "").replace(/\s+/g, " ");

/** What was gathered, as paragraphs of lines. */
export const paragraphsOf = (gathered: string): string =>
	settleRaised(gathered)
		.replace(/(?<!`)``(?!`)/g, "")
		.replace(/ {2,}/g, " ")
		.replace(/ ?\n ?/g, "\n")
		.trim();

/** The same in one line. */
export const lineOf = (gathered: string): string => settleRaised(gathered).replace(/\s+/g, " ").trim();

/** A fenced block of code; null where there is none. */
export function codeOf(gathered: string): string | null {
	const text = gathered
		.replace(/^\n/, "")
		.trimEnd()
		.replace(/^( *)(?:```|~~~)/gm, "$1'''");
	return text.trim() === "" ? null : `\`\`\`\n${text}\n\`\`\``;
}
