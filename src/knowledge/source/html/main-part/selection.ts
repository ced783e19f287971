/**
 * Which of a page's blocks become its article. News and blogs have one text among teasers, captions and comments: there the
 * scores decide (scores.ts). Help centres, shops and documentation say things in tables, answers, cards and notes, which
 * scores lose: there everything in the main part stays but what is plainly none of it. Pure.
 */
import type { HtmlBlock, HtmlPart } from "../text/blocks.ts";
import { isCallout } from "../noise.ts";
import { type PagePlace, sharedBy, within } from "./places.ts";
import type { HtmlReading } from "../reader.ts";
import { findArticle } from "./scores.ts";
import { aboutPage } from "../../../../language/document-words.ts";

/** Pages with less text than this have nothing to choose from. */
const MIN_CHOICE = 500;
/** An article that is shorter wasn't found. */
const MIN_ARTICLE = 200;
/** A part that calls itself the main one is believed with so much text, and such a share of the page's. */
const MAIN_LENGTH = 200;
const MAIN_SHARE = 0.4;
/** Of a paragraph and of all of them, where nothing but its prose speaks for an article. */
const PARAGRAPH = 80;
/** The least share of an article outside of clutter. */
const CLEAR_SHARE = 0.6;
/** A sentence. */
const MIN_SAID = 25;
const PROSE_LENGTH = 600;
/** Scripts that say as much in half the letters. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What sites call that which stands around a text, by whole words of class or id. */
const clutter =
	/(?:^|[\s_-])(?:comments?|commentlist|disqus\w*|respond|related|recommend(?:ed|ations)?|newsletter\w*|subscri(?:be|ption)\w*|sign-?up|share|sharing|social|sharedaddy|promo\w*|sponsor\w*|advert\w*|ads?|adsense|outbrain|taboola|breadcrumbs?|sidebar|popular|trending|most-?read|more-?stories|read-?more|also-?like|teasers?|widget\w*|byline|author-?(?:bio|box|info)|bio|post-?(?:meta|tags|footer|nav\w*)|entry-?(?:meta|footer)|tags?|pager|pagination|skyscraper|masthead)(?:$|[\s_-])/;
const MAX_ASIDE = 120;

const size = (blocks: readonly HtmlBlock[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);
/** Text that isn't link. */
const plain = (blocks: readonly HtmlBlock[]): number =>
	blocks.reduce((sum, { text, linked }) => sum + Math.max(0, text.length - linked), 0);
const linkShare = (blocks: readonly HtmlBlock[]): number => 1 - plain(blocks) / Math.max(1, size(blocks));

const isClutterPlace = ({ classes, id, name }: PagePlace): boolean =>
	name !== "main" && name !== "article" && clutter.test(`${classes} ${id}`);

/** A box beside the text that is no note: navigation, a teaser, a word. */
function isSideBox(place: PagePlace, blocks: readonly HtmlBlock[]): boolean {
	if (isCallout("aside", `${place.classes} ${place.id}`, place.role)) return false;
	if (isClutterPlace(place) || place.role === "complementary") return true;
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

type Believed = { part: HtmlPart | null; blocks: HtmlBlock[] };

/** The part that calls itself the main one, where it holds a fair share; else articles, else everything but forms. */
function believed(all: readonly HtmlBlock[]): Believed {
	const text = all.filter(({ part }) => part !== "form");
	const [whole, words] = [size(text), plain(text)];
	for (const part of ["main", "article"] as const) {
		const own = text.filter((block) => block.part === part);
		const fair = plain(own) >= MAIN_LENGTH && plain(own) >= words * MAIN_SHARE;
		if (size(own) > 0 && (fair || size(own) * 2 >= whole)) return { part, blocks: own };
	}
	return { part: null, blocks: whole > 0 && whole * 4 >= size(all) ? text : [...all] };
}

/** Whether a page reads like an article of a newspaper or blog: by its own word, or by long paragraphs and little else. */
function isNews(news: number, part: HtmlPart | null, article: readonly HtmlBlock[]): boolean {
	const asking = article.filter(({ kind, text }) => kind === "heading" && /[?？؟]$/.test(text)).length;
	if (news < 0 || asking > 2) return false;
	if (news >= 2) return true;
	if (part === "main" && news === 0) return false;
	const share = article.some(({ text }) => dense.test(text.slice(0, 200))) ? 0.4 : 1;
	const prose = article.filter(({ kind, text }) => kind === "paragraph" && text.length >= PARAGRAPH * share);
	const heads = article.filter(({ kind }) => kind === "heading").length;
	return (
		prose.length >= 3 &&
		size(prose) >= PROSE_LENGTH * share &&
		size(prose) >= size(article) * 0.6 &&
		heads * 2 <= prose.length
	);
}

/** What help is made of, wherever the scores don't see it: tables, code, notes, answers that open. */
const isHelpPlace = ({ name, classes, id, role }: PagePlace): boolean =>
	name === "details" || name === "dl" || isCallout(name, `${classes} ${id}`, role);

const isRemark = (block: HtmlBlock): boolean =>
	block.kind !== "table" &&
	block.kind !== "code" &&
	((block.text.length <= MAX_ASIDE && aboutPage.test(block.text)) ||
		(block.kind === "paragraph" &&
			block.linked >= block.text.length * 0.8 &&
			block.text.length <= MAX_ASIDE * 2 &&
			block.linked > 0));

/** A heading stays with what it heads. */
function withHeadings(all: readonly HtmlBlock[], kept: Set<HtmlBlock>, may: (block: HtmlBlock) => boolean): void {
	for (let index = all.length - 2; index >= 0; index--) {
		const [block, next] = [all[index], all[index + 1]];
		if (block?.kind === "heading" && next && kept.has(next) && may(block)) kept.add(block);
	}
}

export type Selection = { kept: ReadonlySet<HtmlBlock>; captions: ReadonlySet<HtmlBlock> };

/** The blocks of the article. Captions are told apart from the rest of what is left out. */
export function select({ blocks, leaves, places: { all, full }, facts }: HtmlReading): Selection {
	const { part, blocks: own } = believed(blocks);
	const inClutter = within(all, isClutterPlace);
	const text = withoutSideBoxes(own, all);
	const clear = text.filter(({ place }) => !inClutter(place));
	// A page whose text stands in what is called clutter is read all the same.
	const rest = plain(clear) >= Math.min(MAIN_LENGTH, plain(text) * MAIN_SHARE) ? clear : text;
	const none: ReadonlySet<HtmlBlock> = new Set();
	if (full || plain(text) < MIN_CHOICE) return { kept: new Set(rest), captions: none };
	const article = findArticle(all, leaves);
	const isOf = (block: HtmlBlock): boolean => article?.(block.place) === true;
	const found = blocks.filter(isOf);
	const [first] = found;
	if (!first || size(found) < MIN_ARTICLE) return { kept: new Set(rest), captions: none };
	const box = found.reduce((shared, { place }) => sharedBy(shared, place), first.place);
	const page: Page = {
		box,
		isOf,
		inBox: within(all, (place) => place === box),
		inClutter,
		inHelp: within(all, isHelpPlace),
		inCaption: within(all, ({ name }) => name === "figcaption"),
	};
	if (isNews(facts.news, part, found))
		return {
			kept: newsArticle(blocks, page),
			captions: new Set(blocks.filter(({ place }) => page.inCaption(place))),
		};
	return { kept: part === null ? unmarked(rest, page) : new Set(rest), captions: none };
}

type Page = {
	/** Around all of the article that the scores found. */
	box: PagePlace;
	isOf: (block: HtmlBlock) => boolean;
} & Record<"inBox" | "inClutter" | "inHelp" | "inCaption", (place: PagePlace) => boolean>;

/** What the scores found without captions and remarks, and the help in its midst. */
function newsArticle(all: readonly HtmlBlock[], { isOf, inBox, inClutter, inHelp, inCaption }: Page): Set<HtmlBlock> {
	const isHelp = ({ kind, place }: HtmlBlock) => kind === "table" || kind === "code" || inHelp(place);
	const article = all.filter(isOf);
	// An article whose most text stands in what is called clutter is read all the same.
	const isBuried = plain(article.filter(({ place }) => !inClutter(place))) < plain(article) * CLEAR_SHARE;
	const mayHelp = (block: HtmlBlock) => inBox(block.place) && !inClutter(block.place);
	const kept = new Set(
		all.filter((block) => {
			if (inCaption(block.place) || isRemark(block)) return false;
			return (
				(isOf(block) && (isBuried || !inClutter(block.place))) ||
				(mayHelp(block) && isHelp(block) && linkShare([block]) < 0.5)
			);
		}),
	);
	withHeadings(all, kept, (block) => mayHelp(block) && block.kind === "heading" && block.level > 1);
	return kept;
}

/** Where nothing calls itself the main part, menus and teasers are told by their links. */
function unmarked(rest: readonly HtmlBlock[], { box, isOf, inBox, inHelp }: Page): Set<HtmlBlock> {
	const kept = new Set(rest.filter(isOf));
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
