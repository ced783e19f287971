/**
 * Whether a reader sees an element, as far as its own HTML says: `hidden`, `aria-hidden`, and inline styles. What hides
 * until somebody acts (a closed answer, a tab) is text; what only a machine would read is not. Style sheets aren't read.
 */
import type { Attributes } from "./noise.ts";

/** What an element's text inherits. */
export type Sight = { zero: boolean; unseen: boolean };

export const seen: Sight = { zero: false, unseen: false };

const none = /(?:^|;)\s*display\s*:\s*none/i;
const fontSize = /(?:^|;)\s*font(?:-size)?\s*:\s*([^;]*)/i;
const visibility = /(?:^|;)\s*visibility\s*:\s*(\w+)/i;
/** What moves text out of sight for good; a script that reveals it writes another style. */
const away =
	/(?:^|;)\s*(?:(?:left|top|text-indent|right|margin-left)\s*:\s*-\d{4,}(?:px|em|rem)?|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%)/i;
const struck = /(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through/i;

const styleOf = (attributes: Attributes): string => (attributes["style"] ?? "").slice(0, 2_000);

/** Hidden as a whole: no child can be seen. */
export function isHidden(attributes: Attributes): boolean {
	const hidden = attributes["hidden"];
	if (hidden !== undefined && hidden.toLowerCase() !== "until-found") return true;
	if (attributes["aria-hidden"]?.toLowerCase() === "true") return true;
	const style = styleOf(attributes);
	return style !== "" && (none.test(style) || away.test(style));
}

export const isStruck = (name: string, attributes: Attributes): boolean =>
	name === "del" || name === "s" || name === "strike" || struck.test(styleOf(attributes));

/** `font-size: 0` and `visibility: hidden` end where a child sets them anew. Opacity alone hides nothing: it fades in. */
export function sightOf(before: Sight, name: string, attributes: Attributes): Sight {
	const style = styleOf(attributes);
	if (style === "" && name !== "font") return before;
	let { zero, unseen } = before;
	const size = fontSize.exec(style)?.[1]?.trim();
	if (name === "font" && attributes["size"] !== undefined) zero = false;
	if (size !== undefined) {
		if (/^(?:[^,/]*\s)?0*\.?0*(?:px|pt|em|rem|%|vw|vh)?(?:\s|\/|!|$)/.test(size) && /0/.test(size)) zero = true;
		// A share of nothing is nothing.
		else if (!/^\s*[\d.]+(?:em|%)/.test(size)) zero = false;
	}
	const shown = visibility.exec(style)?.[1]?.toLowerCase();
	if (shown === "hidden" || shown === "collapse") unseen = true;
	else if (shown === "visible") unseen = false;
	return zero === before.zero && unseen === before.unseen ? before : { zero, unseen };
}
