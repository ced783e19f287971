/**
 * Which of a page's blocks become its article. News and blogs have one text among teasers, captions and comments: there the
 * scores decide (scores.ts). Help centres, shops and documentation say things in tables, answers, cards and notes, which
 * scores lose: there everything in the main part stays but what is plainly none of it. Pure.
 */
import type { HtmlBlock, HtmlPart } from "../text/block.ts";
import { isCallout } from "../noise.ts";
import { isClutterPlace, isSiteLine, isHelpPlace, withinNamed } from "./clutter.ts";
import { linkShare, plain, size } from "./lengths.ts";
import { type Found, isNews, newsArticle, withHeadings } from "./news.ts";
import { type PagePlace, outermost, sharedBy, within } from "./places.ts";
import type { HtmlReading } from "../reader.ts";
import { findArticle } from "./scores.ts";

/** Pages with less text than this have nothing to choose from. */
const MIN_CHOICE = 500;
/** An article that is shorter wasn't found. */
const MIN_ARTICLE = 200;
/** A part that calls itself the main one is believed with so much text, and such a share of the page's. */
const MAIN_LENGTH = 200;
const MAIN_SHARE = 0.4;
const ARTICLES_SHARE = 0.8;
/** A sentence. */
const MIN_SAID = 25;

/** A box beside the text that is no note: navigation, a teaser, a word. */
function isSideBox(place: PagePlace, blocks: readonly HtmlBlock[]): boolean {
	if (isCallout("aside", `${place.classes} ${place.id}`, place.role)) return false;
	if (isClutterPlace(place, { length: 0, share: 0 }) || place.role === "complementary") return true;
	return linkShare(blocks) > 0.4 || !blocks.some(({ text }) => /[.!?:;。！？؟]/.test(text) || text.length > 40);
}

/** Without boxes that stand beside the text. */
function withoutSideBoxes(blocks: readonly HtmlBlock[], places: readonly PagePlace[]): HtmlBlock[] {
	const boxes: (PagePlace | null)[] = [];
	for (const place of places)
		boxes[place.index] = place.name === "aside" ? place : (boxes[place.parent?.index ?? 0] ?? null);
	const inside = new Map<PagePlace, HtmlBlock[]>();
	for (const block of blocks) {
		const box = boxes[block.place.index];
		if (!box) continue;
		const others = inside.get(box);
		if (others) others.push(block);
		else inside.set(box, [block]);
	}
	const dropped = new Set([...inside].filter(([box, own]) => isSideBox(box, own)).flatMap(([, own]) => own));
	return blocks.filter((block) => !dropped.has(block));
}

const SEPARATORS = /[\s|·•‹›«»>/,–—-]+/g;
/** Nothing but links, and what stands between them. */
const isLinks = ({ kind, text, linked }: HtmlBlock): boolean =>
	(kind === "paragraph" || kind === "item") && linked > 0 && linked >= text.replace(SEPARATORS, "").length * 0.95;

/** Without lines of links above the first heading, which no element calls a menu. */
function withoutMenuAbove(blocks: readonly HtmlBlock[]): HtmlBlock[] {
	const first = blocks.findIndex(({ kind }) => kind === "heading");
	const said = blocks.slice(first + 1).some((block) => block.kind !== "heading" && !isLinks(block));
	return first < 0 || !said ? [...blocks] : blocks.filter((block, at) => at > first || !isLinks(block));
}

function longestArticle(blocks: readonly HtmlBlock[], places: readonly PagePlace[]): readonly HtmlBlock[] {
	const articleOf = outermost(places, ({ name }) => name === "article");
	const articles = Map.groupBy(blocks, ({ place }) => articleOf(place));
	return [...articles.values()].reduce((longest, each) => (size(each) > size(longest) ? each : longest), []);
}

type Believed = { part: HtmlPart | null; blocks: HtmlBlock[] };

/** The part that calls itself the main one, where it holds a fair share; else articles, else everything but forms. */
function believed(all: readonly HtmlBlock[], places: readonly PagePlace[]): Believed {
	const text = all.filter(({ part }) => part !== "form");
	const [whole, words] = [size(text), plain(text)];
	if (whole * 4 < size(all)) return { part: null, blocks: [...all] };
	for (const part of ["main", "article"] as const) {
		const own = text.filter((block) => block.part === part);
		if (own.length === 0) continue;
		const longest = part === "article" ? longestArticle(own, places) : own;
		const fair = plain(longest) >= MAIN_LENGTH && plain(longest) >= words * MAIN_SHARE;
		// Cards, reviews and comments are articles too: several of them are the text only where there is hardly another.
		const share = longest.length === own.length ? 0.5 : ARTICLES_SHARE;
		if (fair || size(own) >= whole * share) return { part, blocks: own };
	}
	return { part: null, blocks: text };
}

export type Selection = { kept: ReadonlySet<HtmlBlock>; captions: ReadonlySet<HtmlBlock> };

/** The blocks of the article. Captions are told apart from the rest of what is left out. */
export function select({ blocks, leaves, places: { all, full }, facts }: HtmlReading): Selection {
	const { part, blocks: own } = believed(blocks, all);
	const text = withoutMenuAbove(withoutSideBoxes(own, all).filter((block) => !isSiteLine(block)));
	const inClutter = withinNamed(all, text, isClutterPlace);
	const clear = text.filter(({ place }) => !inClutter(place));
	// A page whose text stands in what is called clutter is read all the same.
	const rest = plain(clear) >= Math.min(MAIN_LENGTH, plain(text) * MAIN_SHARE) ? clear : text;
	const whole: Selection = { kept: new Set(rest), captions: new Set() };
	if (full || plain(text) < MIN_CHOICE) return whole;
	const article = findArticle(all, leaves);
	const isOf = (place: PagePlace): boolean => article?.(place) === true;
	const found = blocks.filter(({ place }) => isOf(place));
	const [first] = found;
	if (!first || size(found) < MIN_ARTICLE) return whole;
	const box = found.reduce((shared, { place }) => sharedBy(shared, place), first.place);
	if (isNews(facts.news, part, found)) return newsArticle(blocks, { places: all, isOf, box });
	return part === null ? { ...whole, kept: unmarked(rest, { places: all, isOf, box }) } : whole;
}

/** Where nothing calls itself the main part, menus and teasers are told by their links. */
function unmarked(rest: readonly HtmlBlock[], { places, box, isOf }: Found): Set<HtmlBlock> {
	const [inBox, inHelp] = [within(places, (place) => place === box), within(places, isHelpPlace)];
	const kept = new Set(rest.filter(({ place }) => isOf(place)));
	for (const run of runs(rest, (block) => kept.has(block))) {
		const inside = box.parent !== null && run.every(({ place }) => inBox(place));
		const says = run.some(
			({ kind, place, text }) =>
				kind === "table" || inHelp(place) || (text.length >= MIN_SAID && /[.!?:。！？؟]/.test(text)),
		);
		if (inside ? linkShare(run) < 0.6 : says && linkShare(run) < 0.4) for (const block of run) kept.add(block);
	}
	withHeadings(rest, kept, () => true);
	return kept;
}

/** Neighbouring blocks that aren't kept yet. */
function runs(blocks: readonly HtmlBlock[], isKept: (block: HtmlBlock) => boolean): HtmlBlock[][] {
	const found: HtmlBlock[][] = [];
	let open: HtmlBlock[] | null = null;
	for (const block of blocks) {
		if (isKept(block)) open = null;
		else if (open && open.at(-1)?.place.parent === block.place.parent) open.push(block);
		else found.push((open = [block]));
	}
	return found;
}
