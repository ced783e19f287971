/**
 * Puts the names of tabs above their panels where the page says in no word which opens which: a row of as many buttons or
 * labels as elements of one kind follow, in their order. Rows that fit nothing are left out.
 */
import type { ControlRow } from "./controls.ts";
import type { PagePlace } from "./main-part/places.ts";
import type { HtmlBlock } from "./text/block.ts";

/** The elements that a row's controls open; null where there aren't as many. */
function panelsOf({ names, ended, place }: ControlRow): PagePlace[] | null {
	// The outermost element that opened after the row.
	let outer = place;
	while (outer.parent && outer.parent.index >= ended) outer = outer.parent;
	if (outer.index < ended) return null;
	const isLike = ({ name, index }: PagePlace) => name === outer.name && index >= outer.index;
	const beside = (outer.parent?.children ?? []).filter(isLike);
	if (beside.length >= names.length) return beside.slice(0, names.length);
	return outer.children.length === names.length ? outer.children : null;
}

const isIn = (place: PagePlace, panel: PagePlace): boolean => {
	for (let each: PagePlace | null = place; each && each.index >= panel.index; each = each.parent)
		if (each === panel) return true;
	return false;
};

/** The blocks with a heading for each panel. `leave` takes the names that head none. */
export function withTabs(blocks: HtmlBlock[], rows: readonly ControlRow[], leave: (text: string) => void): HtmlBlock[] {
	const heads = new Map<HtmlBlock, string>();
	for (const row of rows) {
		const panels = panelsOf(row) ?? [];
		// Blocks and panels are in the order of the page.
		let at = row.before;
		for (const [index, name] of row.names.entries()) {
			const panel = panels[index];
			const from = panel?.index ?? 0;
			while (at < blocks.length && (blocks[at]?.place.index ?? 0) < from) at++;
			const first = blocks[at];
			if (panel && first && isIn(first.place, panel) && first.kind !== "heading") heads.set(first, name);
			else leave(name);
		}
	}
	if (heads.size === 0) return blocks;
	let level = 1;
	return blocks.flatMap((block): HtmlBlock[] => {
		if (block.kind === "heading") level = block.level;
		const text = heads.get(block);
		const { part, place } = block;
		return text === undefined
			? [block]
			: [{ kind: "heading", level: Math.min(level + 1, 6), text, part, place, linked: 0 }, block];
	});
}
