/**
 * Text from outside, without the characters that nobody sees: every schema for something that people type or a file holds
 * cleans it here, once. Kept is what is invisible and yet changes what is read: the joiners of Persian, Indic scripts and
 * emoji, the word breaks of Thai and Khmer, the marks of direction. Search ignores those too (language/text/fold.ts).
 */
import * as v from "valibot";
import { isBlank } from "../limits.ts";

/**
 * Controls but tab and line feed; soft hyphen, word joiner and byte order mark; the embeddings, overrides and isolates that
 * draw a text in another order than it is read ("exe.gnp", https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
 */
const hidden =
	// oxlint-disable-next-line no-control-regex -- controls are what this looks for
	/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|(?<!\p{Script=Han})[\u{E0100}-\u{E01EF}]/gu;

/** The line breaks of word processors: vertical tab, form feed, next line, line and paragraph separator. */
const lineBreaks = /[\v\f\u0085\u2028\u2029]/g;

/** Tags: invisible twins of ASCII, which can hide a message to a model. Only the flags of regions need them. */
const tags = /(\u{1F3F4}[\u{E0030}-\u{E007A}]{3,6}\u{E007F})|[\u{E0000}-\u{E007F}]/gu;

/** The text without what nobody sees; half a surrogate pair becomes U+FFFD. Cleaning twice changes nothing. */
export const cleanText = (text: string): string =>
	text
		.toWellFormed()
		.replace(lineBreaks, "\n")
		.replace(hidden, "")
		.replace(tags, (_, flag: string | undefined) => flag ?? "");

/** The same for what stands on one line, such as a name or a title. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, " ").trim();

const cleaned = v.transform(cleanText);
const cleanedLine = v.transform(cleanLine);

/** A text of several lines. */
export const ShownText = v.pipe(v.string(), cleaned);

/** A text of one line, without spaces at its ends; "" where it shows nothing. */
export const ShownLine = v.pipe(
	v.string(),
	cleanedLine,
	v.transform((line) => (isBlank(line) ? "" : line)),
);
