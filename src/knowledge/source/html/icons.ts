/**
 * What an icon says where it is all that a table's cell holds, as in a comparison of plans: its own label, else a sign for
 * what its class calls it. Everywhere else icons stand beside words and are left out. Pure; used by the reader of pages.
 */
import type { Attributes } from "./noise.ts";

const iconElements = new Set("svg i img span em".split(" "));
const MAX_LABEL = 100;

const icon = (names: string): RegExp =>
	new RegExp(
		`(?:^|[\\s_-])(?:icon|fa|fas|far|bi|mdi|ti|glyphicon|ico|svg)[a-z]{0,8}[\\s_-]{1,2}(?:[a-z]+-)?(?:${names})(?:$|[\\s_-])`,
	);
const yes = icon("check|checked|checkmark|tick|ok|yes|true|included");
const no = icon("times|cross|xmark|x|close|remove|no|false|minus|dash|excluded");

/** "" where an element is no icon, or says nothing. `hint`: class and id in lower case. */
export function iconText(name: string, attributes: Attributes, hint: string): string {
	if (!iconElements.has(name)) return "";
	const isPicture = name === "svg" || name === "img" || attributes["role"] === "img";
	const label = isPicture ? (attributes["aria-label"] ?? attributes["alt"] ?? attributes["title"] ?? "") : "";
	if (label.trim() !== "") return label.trim().slice(0, MAX_LABEL);
	if (yes.test(hint)) return "✓";
	return no.test(hint) ? "✗" : "";
}

export const isReadAloud = (hint: string): boolean =>
	/(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-text)(?:$|\s)/.test(hint);
