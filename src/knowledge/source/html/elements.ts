/** Kinds of elements as the reader of pages tells them apart: blocks and phrases, what is raised, where words meet. Pure. */
import type { Attributes } from "./noise.ts";
import { CENTS, FOOTNOTE, LOWERED, RAISED } from "./text/raised.ts";

export const blockElements = new Set(
	`address article aside blockquote body center dd details div dl fieldset figcaption figure form header hgroup hr html
	 main p section tbody thead tfoot caption footer td th tr table ul ol li dt pre h1 h2 h3 h4 h5 h6 summary`.split(
		/\s+/,
	),
);
/** Phrasing elements that stand for a thing of their own, often with space between them that only a style makes. */
const phrases = new Set("span strong b em i small a label time data code var abbr big font bdi output".split(" "));
/** An element of a site's own making is one as well, as far as its name tells. */
export const isPhrase = (name: string): boolean => phrases.has(name) || name.includes("-");
export const flexible =
	/(?:^|[\s_-])(?:flex|row|grid|columns?|inline-flex|hstack|table-row)(?:$|[\s_:-])|display\s*:\s*(?:inline-)?(?:flex|grid)/;
export const priceName = /(?:^|[\s_-])(?:price|preis|prix|precio|prezzo|prijs|cena|amount|cost)/;
const raisedName = /(?:^|\s)(?:sup|superscript|align-(?:super|top|text-top)|v?-?align-?super)(?:$|\s)/;
const centsName = /(?:^|[\s_-])(?:cents?|decimals?|fraction|penny|pence)(?:$|[\s_-])/;
const noteName = /(?:^|[\s_-])(?:footnote|fn|fnref|reference|noteref|cite_ref|citation)/;

/** Where two phrases meet whose words would be glued: "Norway" and "3 days", "20" and "EUR", "Norway" and "Sweden". */
export const isSeam = (before: string, after: string): boolean =>
	!(unspaced.test(before) || unspaced.test(after)) &&
	((/\d/.test(after) && /[\p{L}\d)]/u.test(before)) ||
		(/\d/.test(before) && /\p{L}/u.test(after)) ||
		(after === "(" && /[\p{L}\d]/u.test(before)) ||
		(/\p{Ll}/u.test(before) && /\p{Lu}/u.test(after)));
/** Scripts that have no spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The mark of raised.ts for an element that is raised or lowered, else null. `around`: what it stands in. */
export function raisedSign(
	name: string,
	attributes: Attributes,
	hint: string,
	around: { note: boolean; price: boolean },
): string | null {
	if (name === "sub") return LOWERED;
	const above = around.price ? CENTS : RAISED;
	if (name === "sup")
		return around.note || noteName.test(hint) || attributes["role"] === "doc-noteref" ? FOOTNOTE : above;
	if (name !== "span" && name !== "small") return null;
	if (centsName.test(hint)) return CENTS;
	const style = (attributes["style"] ?? "").slice(0, 500);
	return raisedName.test(hint) || /vertical-align\s*:\s*(?:super|text-top|top)/i.test(style) ? above : null;
}
