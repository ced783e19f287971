/**
 * Short lines amid an article of news that are about it and none of it: dates, authors' names, credits of pictures, counts,
 * controls, links to other articles. Pure; used by news.ts only, as in help a date or a number may be the answer.
 */
import type { HtmlBlock } from "../text/block.ts";
import { aboutAuthor, aboutPage, byAuthor, controlWord, credit, dated } from "../../../../language/document-words.ts";

const MAX_LINE = 120;
const MAX_DATE = 90;
const MAX_NAMES = 60;
const MAX_BIO = 700;
const MAX_LINK_LINE = 240;
/** A mark such as "***", or a count such as "1.2K". */
const MAX_MARK = 6;

/** Languages whose months and days are known, by Intl. */
const calendars = "en de fr es it pt nl pl sv da nb fi cs hu ro tr ru uk el ja zh ko ar ar-LB he".split(" ");

/** Letters without what is written above or below them, as many write the months. */
const wordsOf = (text: string): string[] =>
	text
		.toLowerCase()
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.match(/\p{L}+/gu) ?? [];

let words: ReadonlySet<string> | null = null;

/** Names of months and days in all calendars, long and short. Made when first asked for. */
function calendarWords(): ReadonlySet<string> {
	if (words) return words;
	const found = new Set<string>();
	for (const language of calendars)
		for (const length of ["long", "short"] as const) {
			const format = new Intl.DateTimeFormat(language, {
				day: "numeric",
				month: length,
				weekday: length,
				timeZone: "UTC",
			});
			// Days 30 apart from the middle of January meet every month and every day of the week.
			for (let day = 15; day < 365; day += 30)
				for (const { type, value } of format.formatToParts(Date.UTC(2024, 0, day)))
					if (type === "month" || type === "weekday") for (const word of wordsOf(value)) found.add(word);
		}
	return (words = found);
}

/** Nothing but a date or a time, with words such as "Published" and a time zone. */
function isDate(text: string): boolean {
	if (text.length > MAX_DATE || !/\d{4}|\d[:.]\d\d/.test(text)) return false;
	const rest =
		text
			.toLowerCase()
			.replace(dated, " ")
			.match(/\p{L}+/gu) ?? [];
	return rest.every(
		(word) => calendarWords().has(word) || /^[apm.]{2}$|^(?:utc|gmt|[a-z]{1,2}[sd]t|h|min|uhr|st|nd|rd|th)$/.test(word),
	);
}

/** Names behind "By", in few words and with no sentence. */
const isByline = (text: string): boolean =>
	text.length <= MAX_NAMES && byAuthor.test(text) && !/[.!?:]\s*$/.test(text) && text.split(/\s+/).length <= 8;

const isMark = (text: string): boolean => text.length <= MAX_MARK && !/\p{L}{2}/u.test(text);

/** Whether a block of an article says something about the page; `edge`: before its first or after its last paragraph. */
export function isRemark({ kind, text, linked }: HtmlBlock, edge: boolean): boolean {
	if (kind === "table" || kind === "code") return false;
	const line = text.trim();
	if (controlWord.test(line) || (kind !== "item" && isMark(line))) return true;
	if (line.length <= MAX_LINE && (aboutPage.test(line) || credit.test(line))) return true;
	if (kind === "paragraph" && linked > 0 && linked >= line.length * 0.8 && line.length <= MAX_LINK_LINE) return true;
	if (!edge) return false;
	return isDate(line) || isByline(line) || (line.length <= MAX_BIO && aboutAuthor.test(line));
}
