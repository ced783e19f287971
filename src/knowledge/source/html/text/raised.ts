/**
 * Figures and letters that stand raised or lowered (`sup`, `sub`): in plain text they would be glued to what is before
 * them, and "49" with a small "90" become 4990 euros. Pure; used by blocks.ts when a paragraph ends.
 */
import { currency, ordinal, units } from "../../../../language/document-words.ts";

/** Stand around raised text until the paragraph's end, where both neighbours are known. Noncharacters: no text has them. */
export const RAISED = "\uFDD0";
export const FOOTNOTE = "\uFDD1";
export const LOWERED = "\uFDD2";
export const CENTS = "\uFDD3";
export const RAISED_END = "\uFDD4";

export const raisedMarks = /[\uFDD0-\uFDD4]/g;

const raised = /([\uFDD0-\uFDD3])([^\uFDD0-\uFDD4]*)\uFDD4/g;

/** Around a price. */
const NEAR = 12;

const small: Record<string, string> = { "1": "¹", "2": "²", "3": "³" };

/** Text with its raised and lowered parts set apart as a reader of plain text would understand them. */
export function settleRaised(text: string): string {
	if (!text.includes(RAISED_END)) return text.replace(raisedMarks, "");
	return text
		.replace(raised, (_, mark: string, inner: string, at: number, whole: string) => {
			const said = inner.trim();
			const before = whole.slice(Math.max(0, at - NEAR), at).replace(raisedMarks, "");
			const end = at + inner.length + 2;
			const after = whole.slice(end, end + NEAR);
			if (said === "" || before === "" || /\s$/.test(before)) return said;
			const glued = /\d$/.test(before);
			if (mark === LOWERED) return glued || said.length > 3 ? `_${said}` : said;
			if (mark === FOOTNOTE) return ` [${said.replace(/^\[|\]$/g, "")}]`;
			if (ordinal.test(said)) return said;
			if (/^[*†‡§¶#]+$/.test(said)) return said;
			if (/^\[.*\]$/.test(said)) return ` ${said}`;
			const isPrice = mark === CENTS || currency.test(before) || currency.test(after.slice(0, 8));
			if (glued && (said === "00" || (/^(?:\d\d|[–—-]+)$/.test(said) && isPrice))) return `.${said}`;
			if (!/^[-−–+]?\d+(?:[.,–-]\d+)*$/.test(said)) return /^\p{L}{1,2}$/u.test(said) ? `^${said}` : ` ${said}`;
			if (!glued && units.test(before) && small[said]) return small[said];
			if (/^[-−–]/.test(said) || /(?:^|[^\d.,])(?:10|2|e)$/.test(before) || /[×x·*]\s?\d+$/.test(before))
				return `^${said}`;
			// "See the list (3)": a small number behind a word or a number is a footnote's.
			return ` [${said}]`;
		})
		.replace(raisedMarks, "");
}
