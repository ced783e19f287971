/**
 * What somebody wrote in an answer by e-mail, without what it quotes and its signature. Whether lines introduce a quote or
 * begin a signature, in some fifteen languages, says the library email-reply-parser: it is asked for a few short lines at a
 * time, because its patterns take a whole mail apart in more than proportion to its length. Pure. The whole mail is kept
 * elsewhere, so what is cut by mistake isn't lost.
 */
import EmailReplyParser from "email-reply-parser";
import { cleanText } from "../../protocol/text/shown.ts";

/** Characters and lines that are looked at: a message has 4,000 at most. */
const MOST = 24_000;
const MOST_LINES = 400;
/** A line that introduces a quote is no longer: it is a date, a name and an address. */
const LONGEST_LINE = 200;
/** Lines over which mail programs break it. */
const LINES_OF_HEADER = 3;

const QUOTED = /^\s*[>|]/;

/** Whether the library sees nothing of its own in what follows "x". */
const isHidden = (after: string): boolean => new EmailReplyParser().parseReply(`x${after}`).trim() === "x";

const isSignature = (line: string): boolean => line.length <= LONGEST_LINE && isHidden(`\n${line}`);

/** What introduces a quote has a date or an address; a sentence that ends in "I wrote:" may have neither. */
const canIntroduce = (lines: string): boolean => /[\d@]/.test(lines) || lines.startsWith("-");

/** How many lines from `at` on introduce a quote; 0: none. */
function headerAt(lines: readonly string[], at: number, own: string | null): number {
	if (own !== null && lines[at]?.toLowerCase().includes(own)) return 1;
	for (let count = 1; count <= LINES_OF_HEADER; count++) {
		const some = lines.slice(at, at + count);
		const last = some.at(-1) ?? "";
		if (some.length < count || last.trim() === "" || last.length > LONGEST_LINE || QUOTED.test(last)) return 0;
		const all = some.join("\n");
		if (canIntroduce(all) && isHidden(`\n\n${all}\n> x`)) return count;
	}
	return 0;
}

/** Without empty lines at its ends, and more than one in a row. */
const tidy = (lines: readonly string[]): string =>
	lines
		.map((line) => line.trimEnd())
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();

/** `own`: the reply address of the conversation in lower case, which stands in what introduces our own words; null: none is known. */
export function replyText(text: string, own: string | null = null): string {
	const lines = cleanText(text.slice(0, MOST)).replace(/\r\n?/g, "\n").split("\n").slice(0, MOST_LINES);
	const kept: string[] = [];
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? "";
		if (QUOTED.test(line)) continue;
		if (line.trim() === "") {
			kept.push("");
			continue;
		}
		if (isSignature(line)) break;
		const count = headerAt(lines, at, own);
		if (count === 0) {
			kept.push(line);
			continue;
		}
		// Answers below or between quotes go on; where nothing below is marked as quoted, all of it is.
		if (!lines.slice(at + count).some((each) => QUOTED.test(each))) break;
		at += count - 1;
	}
	return tidy(kept);
}
