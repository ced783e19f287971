/**
 * The elements of a page that make blocks, as a light tree: what the finding of the main part (scores.ts) looks at. Made
 * by the reader while the page streams by; phrasing elements such as links and spans count for the block they stand in.
 */
import type { Attributes } from "../noise.ts";

/** One block element. Texts are not held here: blocks name their place. */
export type PagePlace = {
	/** In the order of the page: parents before children. */
	index: number;
	name: string;
	parent: PagePlace | null;
	children: PagePlace[];
	classes: string;
	id: string;
	role: string;
	/** Straight in it, or in phrasing elements of it. */
	images: number;
	inputs: number;
};

/** More than any page that people read has. A page past it is read without asking for its main part. */
const MAX_PLACES = 20_000;
const MAX_HINT_LENGTH = 500;

const cut = (text: string | undefined): string => (text ?? "").slice(0, MAX_HINT_LENGTH).toLowerCase();

export class Places {
	readonly root: PagePlace = {
		index: 0,
		name: "body",
		parent: null,
		children: [],
		classes: "",
		id: "",
		role: "",
		images: 0,
		inputs: 0,
	};
	readonly all: PagePlace[] = [this.root];

	/** Whether the page had more elements than are kept apart. */
	get full(): boolean {
		return this.all.length >= MAX_PLACES;
	}

	/** The place of an element that opens in `parent`; the parent itself once there are too many, and for the page's frame. */
	open(parent: PagePlace, name: string, attributes: Attributes): PagePlace {
		if (this.full || name === "html" || name === "body") return parent;
		const place: PagePlace = {
			index: this.all.length,
			name,
			parent,
			children: [],
			classes: cut(attributes["class"]),
			id: cut(attributes["id"]),
			role: cut(attributes["role"]),
			images: 0,
			inputs: 0,
		};
		this.all.push(place);
		parent.children.push(place);
		return place;
	}
}

/** Whether an element fits, or one around it does; found for all of them in one pass. */
export function within(all: readonly PagePlace[], fits: (place: PagePlace) => boolean): (place: PagePlace) => boolean {
	const flags = new Uint8Array(all.length);
	for (const place of all) flags[place.index] = flags[place.parent?.index ?? 0] === 1 || fits(place) ? 1 : 0;
	return ({ index }) => flags[index] === 1;
}

/** The outermost element that fits around each, itself included; null where none does. Found for all of them in one pass. */
export function outermost(
	all: readonly PagePlace[],
	fits: (place: PagePlace) => boolean,
): (place: PagePlace) => PagePlace | null {
	const found: (PagePlace | null)[] = [];
	for (const place of all) found[place.index] = found[place.parent?.index ?? -1] ?? (fits(place) ? place : null);
	return ({ index }) => found[index] ?? null;
}

/** The innermost element around both. */
export function sharedBy(one: PagePlace, other: PagePlace): PagePlace {
	let [a, b] = [one, other];
	// Parents come before their children.
	while (a !== b) {
		if (a.index > b.index) a = a.parent ?? b;
		else b = b.parent ?? a;
	}
	return a;
}
