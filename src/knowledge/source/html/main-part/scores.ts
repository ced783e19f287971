/**
 * Which elements of a page are its article: paragraphs vote for what they stand in, by length and commas, and what is
 * made of links, pictures and fields is taken out again. After Mozilla's Readability (github.com/mozilla/readability,
 * Apache-2.0), over a light tree in place of a DOM: a few passes over the elements, so time grows with their number only.
 */
import type { HtmlBlock } from "../text/block.ts";
import { byline, negative, perhaps, positive, sharing, tagScores, unlikely } from "./hints.ts";
import type { PagePlace } from "./places.ts";
import { at, density, Sums } from "./sums.ts";

const scored = new Set("section h2 h3 h4 h5 h6 p td pre".split(" "));
const cleaned = new Set("form fieldset table ul div".split(" "));

/** A text this short votes for nothing. */
const MIN_TEXT = 25;
/** An article this short is looked for once more, with less left out beforehand. */
const MIN_ARTICLE = 500;
const VOTED = 5;
const TOP = 5;

type Flags = { strip: boolean; weigh: boolean; clean: boolean };

const commasOf = (text: string): number => text.match(/[,،﹐︐︑⹁⸴，、]/g)?.length ?? 0;

class Scoring {
	readonly #places: readonly PagePlace[];
	readonly #runs: HtmlBlock[][];
	readonly #flags: Flags;
	/** Elements that are out, by index. */
	readonly gone: Uint8Array;
	#sums: Sums;
	readonly #scores: Float64Array;
	readonly #voted: Uint8Array;

	constructor(places: readonly PagePlace[], runs: HtmlBlock[][], flags: Flags) {
		this.#places = places;
		this.#runs = runs;
		this.#flags = flags;
		this.gone = new Uint8Array(places.length);
		this.#scores = new Float64Array(places.length);
		this.#voted = new Uint8Array(places.length);
		this.#sums = new Sums(places.length);
	}

	/** The elements that hold the article; `gone` then has what of them is out. Null where nothing votes. */
	find(): PagePlace[] | null {
		if (this.#flags.strip) this.#strip();
		this.#sums = this.#summed(() => false);
		this.#vote();
		const top = this.#top();
		if (top === null) return null;
		const chosen = top.parent === null ? [top] : this.#siblings(top);
		const inside = new Uint8Array(this.#places.length);
		for (const place of chosen) inside[place.index] = 1;
		for (const place of this.#places) if (place.parent && inside[place.parent.index] === 1) inside[place.index] = 1;
		this.#sums = this.#summed((place, sums) => inside[place.index] === 1 && this.#isClutter(place, sums));
		return chosen;
	}

	/** Characters that are left in an element. */
	length(place: PagePlace): number {
		return at(this.#sums.text, place);
	}

	#runsOf({ index }: PagePlace): readonly HtmlBlock[] {
		return this.#runs[index] ?? [];
	}

	#strip(): void {
		for (const place of this.#places) {
			const { parent, name, classes, id } = place;
			if (parent === null) continue;
			const hint = `${classes} ${id}`;
			const inTable = this.#isIn(place, "table") || this.#isIn(place, "pre");
			const odd = unlikely.test(hint) && !perhaps.test(hint) && !inTable && name !== "main";
			if (this.gone[parent.index] === 1 || odd) this.gone[place.index] = 1;
		}
	}

	/** Within three elements around it. */
	#isIn(place: PagePlace, name: string): boolean {
		let each = place.parent;
		for (let up = 0; each !== null && up < 3; up++, each = each.parent) if (each.name === name) return true;
		return false;
	}

	/** Adds up from the leaves to the root. `drops` sees an element once all within it is added, and takes it out. */
	#summed(drops: (place: PagePlace, sums: Sums) => boolean): Sums {
		const sums = new Sums(this.#places.length);
		for (let index = this.#places.length - 1; index >= 0; index--) {
			const place = this.#places[index];
			if (!place || this.gone[index] === 1) continue;
			let own = 0;
			for (const run of this.#runsOf(place)) {
				own += run.text.length;
				sums.linked[index] = (sums.linked[index] ?? 0) + run.linked;
				sums.commas[index] = (sums.commas[index] ?? 0) + commasOf(run.text);
			}
			sums.text[index] = (sums.text[index] ?? 0) + own;
			sums.images[index] = (sums.images[index] ?? 0) + place.images;
			sums.inputs[index] = (sums.inputs[index] ?? 0) + place.inputs;
			const { name } = place;
			if (name === "li") sums.items[index] = (sums.items[index] ?? 0) + 1;
			if (name === "p" || (this.#isPlain(place) && own > 0)) {
				const more = name === "p" || place.children.length === 0 ? 1 : this.#runsOf(place).length;
				sums.paragraphs[index] = (sums.paragraphs[index] ?? 0) + more;
			}
			if (/^h[1-6]$/.test(name)) sums.heads[index] = sums.text[index] ?? 0;
			if (name === "ul" || name === "ol") sums.lists[index] = sums.text[index] ?? 0;
			if (drops(place, sums)) this.gone[index] = 1;
			else if (place.parent) sums.add(index, place.parent.index);
		}
		return sums;
	}

	#isPlain({ name }: PagePlace): boolean {
		return name === "div" || name === "article" || name === "main" || name === "body" || name === "center";
	}

	#vote(): void {
		for (const place of this.#places) {
			if (this.gone[place.index] === 1) continue;
			const runs = this.#runsOf(place);
			const { name, parent } = place;
			if (scored.has(name)) {
				// A box around one paragraph is that paragraph.
				const box = parent?.name === "div" && parent.children.length === 1 && this.#runsOf(parent).length === 0;
				const above = box && name === "p" && density(this.#sums, parent) < 0.25 ? parent.parent : parent;
				this.#voteFor(above, at(this.#sums.text, place), at(this.#sums.commas, place));
			} else if (this.#isPlain(place)) {
				const single = place.children.length === 0 && runs.length === 1 && name === "div";
				for (const run of runs) this.#voteFor(single ? parent : place, run.text.length, commasOf(run.text));
			}
		}
		for (const place of this.#places)
			if (this.#voted[place.index] === 1)
				this.#scores[place.index] = at(this.#scores, place) * (1 - Math.min(1, density(this.#sums, place)));
	}

	#voteFor(from: PagePlace | null, length: number, commas: number): void {
		if (length < MIN_TEXT) return;
		const vote = 2 + commas + Math.min(Math.floor(length / 100), 3);
		let each = from;
		for (let level = 0; each !== null && level < VOTED; level++, each = each.parent) {
			if (this.#voted[each.index] === 0) {
				this.#voted[each.index] = 1;
				this.#scores[each.index] = (tagScores[each.name] ?? 0) + this.#weight(each);
			}
			const share = level === 0 ? 1 : level === 1 ? 2 : level * 3;
			this.#scores[each.index] = at(this.#scores, each) + vote / share;
		}
	}

	#weight({ classes, id }: PagePlace): number {
		if (!this.#flags.weigh) return 0;
		let weight = 0;
		for (const hint of [classes, id]) {
			if (hint === "") continue;
			if (negative.test(hint)) weight -= 25;
			if (positive.test(hint)) weight += 25;
		}
		return weight;
	}

	#top(): PagePlace | null {
		const best = this.#places
			.filter(({ index }) => this.#voted[index] === 1 && this.gone[index] === 0)
			.toSorted((one, other) => at(this.#scores, other) - at(this.#scores, one))
			.slice(0, TOP);
		let [top] = best;
		if (!top) return null;
		const score = at(this.#scores, top);
		const near = best.slice(1).filter((place) => at(this.#scores, place) / score >= 0.75);
		// What three good ones share is the article.
		if (near.length >= 3) {
			const lines = near.map((place) => new Set(ancestors(place)));
			const shared = ancestors(top).find((each) => lines.filter((line) => line.has(each)).length >= 3);
			if (shared?.parent) top = shared;
		}
		let last = this.#voted[top.index] === 1 ? at(this.#scores, top) : 0;
		const threshold = last / 3;
		for (let each = top.parent; each?.parent; each = each.parent) {
			if (this.#voted[each.index] === 0) continue;
			const its = at(this.#scores, each);
			if (its < threshold) break;
			if (its > last) {
				top = each;
				break;
			}
			last = its;
		}
		while (top.parent?.parent && top.parent.children.length === 1 && this.#runsOf(top.parent).length === 0)
			top = top.parent;
		return top;
	}

	/** The article's neighbours that read like it. */
	#siblings(top: PagePlace): PagePlace[] {
		const score = at(this.#scores, top);
		const threshold = Math.max(10, score * 0.2);
		return (top.parent?.children ?? []).filter((place) => {
			if (place === top) return true;
			if (this.gone[place.index] === 1) return false;
			const bonus = place.classes !== "" && place.classes === top.classes ? score * 0.2 : 0;
			if (this.#voted[place.index] === 1 && at(this.#scores, place) + bonus >= threshold) return true;
			const single = place.name === "p" || (place.name === "div" && place.children.length === 0);
			if (!single) return false;
			const [length, links] = [at(this.#sums.text, place), density(this.#sums, place)];
			if (length > 80) return links < 0.25;
			return length > 0 && links === 0 && this.#runsOf(place).some(({ text }) => /\.(?: |$)/.test(text));
		});
	}

	/** Whether an element of the article is none of it, once all within it is judged. */
	#isClutter(place: PagePlace, sums: Sums): boolean {
		const { name } = place;
		const text = at(sums.text, place);
		if (name === "footer" || name === "aside") return true;
		if (sharing.test(`${place.classes} ${place.id}`) && text < MIN_ARTICLE) return true;
		if (byline.test(`${place.classes} ${place.id}`) && text > 0 && text < 100) return true;
		if ((name === "h1" || name === "h2") && this.#weight(place) < 0) return true;
		if (!this.#flags.clean || !cleaned.has(name)) return false;
		if (name === "table" && this.#isData(place)) return false;
		if (this.#isIn(place, "table") && this.#isIn(place, "td") && name !== "table") return false;
		const weight = this.#weight(place);
		if (weight < 0) return true;
		if (at(sums.commas, place) >= 10) return false;
		const [images, paragraphs, inputs] = [at(sums.images, place), at(sums.paragraphs, place), at(sums.inputs, place)];
		const links = density(sums, place);
		const isList = name === "ul" || name === "ol" || (text > 0 && at(sums.lists, place) / text > 0.9);
		const isFigure = this.#isIn(place, "figure");
		const heads = text === 0 ? 0 : at(sums.heads, place) / text;
		return (
			(!isFigure && images > 1 && paragraphs / images < 0.5) ||
			(!isList && at(sums.items, place) - 100 > paragraphs) ||
			inputs > Math.floor(paragraphs / 3) ||
			(!isList && !isFigure && heads < 0.9 && text < MIN_TEXT && (images === 0 || images > 2) && links > 0) ||
			(!isList && weight < 25 && links > 0.2) ||
			(weight >= 25 && links > 0.5)
		);
	}

	/** A table that holds data, by the marks it has. */
	#isData(table: PagePlace): boolean {
		if (table.role === "presentation") return false;
		return table.children.some(
			({ name, children }) =>
				name === "caption" ||
				name === "thead" ||
				name === "th" ||
				children.some((each) => each.name === "th" || each.children.some((cell) => cell.name === "th")),
		);
	}
}

function ancestors(place: PagePlace): PagePlace[] {
	const line: PagePlace[] = [];
	for (let each = place.parent; each !== null; each = each.parent) line.push(each);
	return line;
}

const attempts: Flags[] = [
	{ strip: true, weigh: true, clean: true },
	{ strip: false, weigh: true, clean: true },
	{ strip: false, weigh: false, clean: true },
	{ strip: false, weigh: false, clean: false },
];

/** Whether a place is of the article; null where the page has none. */
export function findArticle(
	places: readonly PagePlace[],
	leaves: readonly HtmlBlock[],
): ((place: PagePlace) => boolean) | null {
	const runs: HtmlBlock[][] = [];
	for (const leaf of leaves) (runs[leaf.place.index] ??= []).push(leaf);
	let best: { length: number; kept: Uint8Array } | null = null;
	for (const flags of attempts) {
		const scoring = new Scoring(places, runs, flags);
		const chosen = scoring.find();
		if (chosen === null) continue;
		const length = chosen.reduce((sum, place) => sum + scoring.length(place), 0);
		if (best !== null && length <= best.length) continue;
		const kept = new Uint8Array(places.length);
		for (const place of chosen) kept[place.index] = 1;
		for (const place of places) {
			if (place.parent && kept[place.parent.index] === 1) kept[place.index] = 1;
			if (scoring.gone[place.index] === 1) kept[place.index] = 0;
		}
		best = { length, kept };
		if (length >= MIN_ARTICLE) break;
	}
	if (best === null) return null;
	const { kept } = best;
	return ({ index }) => kept[index] === 1;
}
