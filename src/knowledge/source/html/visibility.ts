/**
 * Whether a reader sees an element, as far as its own HTML says: `hidden`, `aria-hidden`, and inline styles. What hides
 * until somebody acts (a closed answer, a tab) is text; what only a machine would read is not. Style sheets aren't read.
 */
import type { Attributes } from "./noise.ts";

/** What an element's text inherits. */
export type Sight = { zero: boolean; unseen: boolean; clear: boolean };

export const seen: Sight = { zero: false, unseen: false, clear: false };

const none = /(?:^|;)\s*display\s*:\s*none/i;
const fontSize = /(?:^|;)\s*font(?:-size)?\s*:\s*([^;]*)/i;
const visibility = /(?:^|;)\s*visibility\s*:\s*(\w+)/i;
/** What moves text out of sight for good; a script that reveals it writes another style. */
const away =
	/(?:^|;)\s*(?:(?:left|top|text-indent|right|margin-left)\s*:\s*-\d{4,}(?:px|em|rem)?|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%)/i;
const struck = /(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through/i;

const styleOf = (attributes: Attributes): string => (attributes["style"] ?? "").slice(0, 2_000);

/** Text in no colour, but for that which is cut out of its background. */
const colour = /(?:^|;)\s*color\s*:\s*([^;]*)/i;
const noColour = /^(?:transparent|rgba\([^)]*,\s*0?\.?0+\s*\)|#[0-9a-f]{3}0\s*$|#[0-9a-f]{6}00)/i;

/** Hidden as a whole: no child can be seen. */
export function isHidden(attributes: Attributes): boolean {
	const hidden = attributes["hidden"];
	if (hidden !== undefined && hidden.toLowerCase() !== "until-found") return true;
	if (attributes["aria-hidden"]?.toLowerCase() === "true") return true;
	const style = styleOf(attributes);
	return style !== "" && (none.test(style) || away.test(style));
}

export const isStruck = (name: string, attributes: Attributes): boolean =>
	name === "del" ||
	name === "s" ||
	name === "strike" ||
	attributes["data-a-strike"] === "true" ||
	struck.test(styleOf(attributes));

/** Whether a script that animates the page shows it as soon as it is scrolled to. */
const isRevealed = (style: string, attributes: Attributes): boolean =>
	/opacity\s*:\s*0|animation/i.test(style) ||
	attributes["data-aos"] !== undefined ||
	/(?:^|\s)(?:wow|aos-\w+|animate\w*|gsap\S*|reveal\S*|fade-?(?:in|up)\S*|scroll-?reveal)(?:$|\s)/i.test(
		attributes["class"]?.slice(0, 500) ?? "",
	);

/** `font-size: 0` (or a pixel), `visibility: hidden` and a transparent colour end where a child sets them anew. Opacity alone hides nothing: it fades in. */
export function sightOf(before: Sight, name: string, attributes: Attributes): Sight {
	const style = styleOf(attributes);
	if (style === "" && name !== "font") return before;
	let { zero, unseen, clear } = before;
	const size = fontSize.exec(style)?.[1]?.trim();
	if (name === "font" && attributes["size"] !== undefined) zero = false;
	if (size !== undefined) {
		if (/^(?:[^,/]*\s)?0*\.?0*(?:px|pt|em|rem|%|vw|vh)?(?:\s|\/|!|$)/.test(size) && /0/.test(size)) zero = true;
		else if (/^(?:[^,/]*\s)?(?:0?\.\d+|1)(?:px|pt)(?:\s|\/|!|$)/.test(size)) zero = true;
		// A share of nothing is nothing.
		else if (!/^\s*[\d.]+(?:em|%)/.test(size)) zero = false;
	}
	const shown = visibility.exec(style)?.[1]?.toLowerCase();
	if (shown === "hidden" || shown === "collapse") unseen ||= !isRevealed(style, attributes);
	else if (shown === "visible") unseen = false;
	const ink = colour.exec(style)?.[1];
	if (ink !== undefined) clear = noColour.test(ink) && !/background-clip/i.test(style);
	const same = zero === before.zero && unseen === before.unseen && clear === before.clear;
	return same ? before : { zero, unseen, clear };
}
