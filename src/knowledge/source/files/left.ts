/** What was left out of a file's text, piece by piece, as what its source says of it. Pure. */
import type { Omission } from "../../../protocol/knowledge/omissions.ts";
import type { LeftReason } from "../../../protocol/knowledge/originals.ts";

export type Left = { reason: LeftReason; text: string };

const kinds: Record<LeftReason, string> = {
	hidden: "hidden_text",
	struck: "struck",
	navigation: "page_parts",
	notice: "page_parts",
	control: "page_parts",
	outside: "page_parts",
	caption: "page_parts",
};

const MAX_DETAIL = 200;

/** One omission of each kind: how many pieces there were, and the beginning of the first. */
export function leftOut(pieces: readonly Left[]): Omission[] {
	const found = new Map<string, Omission>();
	for (const { reason, text } of pieces) {
		const said = text.replace(/\s+/g, " ").trim();
		if (said === "") continue;
		const known = found.get(kinds[reason]);
		if (known) known.count++;
		else found.set(kinds[reason], { kind: kinds[reason], count: 1, of: null, detail: said.slice(0, MAX_DETAIL) });
	}
	return [...found.values()];
}
