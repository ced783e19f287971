/**
 * The article of a newspaper or blog: what the scores found (scores.ts), without captions, dates, names, teasers and
 * controls, and with the tables, code and notes in its midst. Pure; used by selection.ts.
 */
import type { HtmlBlock, HtmlPart } from "../text/block.ts";
import { isCaptionPlace, isClutterPlace, isSiteLine, isHelpPlace, withinNamed } from "./clutter.ts";
import { linkShare, size } from "./lengths.ts";
import { type PagePlace, within } from "./places.ts";
import { isRemark } from "./remarks.ts";

/** Of a paragraph and of all of them, where nothing but its prose speaks for an article. */
const PARAGRAPH = 80;
const PROSE_LENGTH = 600;
const MAX_KICKER = 60;
/** Scripts that say as much in half the letters. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const densityOf = (article: readonly HtmlBlock[]): number =>
	article.some(({ text }) => dense.test(text.slice(0, 200))) ? 0.4 : 1;
const isProse =
	(share: number) =>
	({ kind, text }: HtmlBlock): boolean =>
		kind === "paragraph" && text.length >= PARAGRAPH * share;

/** Whether a page reads like an article of a newspaper or blog: by its own word, or by long paragraphs and little else. */
export function isNews(news: number, part: HtmlPart | null, article: readonly HtmlBlock[]): boolean {
	const asking = article.filter(({ kind, text }) => kind === "heading" && /[?？؟]$/.test(text)).length;
	if (news < 0 || asking > 2) return false;
	if (news >= 2) return true;
	if (part === "main" && news === 0) return false;
	const share = densityOf(article);
	const prose = article.filter(isProse(share));
	const heads = article.filter(({ kind }) => kind === "heading").length;
	return (
		prose.length >= 3 &&
		size(prose) >= PROSE_LENGTH * share &&
		size(prose) >= size(article) * 0.6 &&
		heads * 2 <= prose.length
	);
}

/** `isOf`: whether the scores found a place to be the article's; `box`: what is around all of it. */
export type Found = { places: readonly PagePlace[]; isOf: (place: PagePlace) => boolean; box: PagePlace };

export type News = { kept: Set<HtmlBlock>; captions: Set<HtmlBlock> };

export function newsArticle(all: readonly HtmlBlock[], { places, isOf, box }: Found): News {
	const found = all.filter(({ place }) => isOf(place));
	const inClutter = withinNamed(places, found, isClutterPlace);
	const inCaption = withinNamed(places, found, isCaptionPlace);
	const inBox = within(places, (place) => place === box);
	const inHelp = within(places, isHelpPlace);
	const may = ({ place }: HtmlBlock) => inBox(place) && !inClutter(place);
	const isHelp = (block: HtmlBlock) =>
		(block.kind === "table" || block.kind === "code" || inHelp(block.place)) && linkShare([block]) < 0.5;

	// A line about the author may be as long as a paragraph.
	const isLong = isProse(densityOf(found));
	const isText = (block: HtmlBlock) => isLong(block) && !isRemark(block, true) && !inCaption(block.place);
	const [first, last] = [found.find(isText), found.findLast(isText)];
	const kept = new Set<HtmlBlock>();
	/** What stands above the title: a section's name, a path. */
	const above = new Set<HtmlBlock>();
	let edge = first !== undefined;
	let titled = false;
	for (const block of all) {
		if (block === first) edge = false;
		const own = isOf(block.place) && !inClutter(block.place);
		if (
			!inCaption(block.place) &&
			!isRemark(block, edge) &&
			!isSiteLine(block) &&
			(own || (may(block) && isHelp(block)))
		) {
			if (edge && !titled && block.kind === "heading" && block.level === 1) {
				titled = true;
				for (const before of kept) if (before.text.length <= MAX_KICKER) above.add(before);
			}
			kept.add(block);
		}
		if (block === last) edge = true;
	}
	const mayHead = (block: HtmlBlock & { kind: "heading" }) =>
		may(block) && block.level > 1 && !above.has(block) && !isRemark(block, false);
	withHeadings(all, kept, mayHead);
	for (const block of above) kept.delete(block);
	return { kept, captions: new Set(all.filter(({ place }) => inCaption(place))) };
}

/** A heading stays with what it heads. */
export function withHeadings(
	all: readonly HtmlBlock[],
	kept: Set<HtmlBlock>,
	may: (heading: HtmlBlock & { kind: "heading" }) => boolean,
): void {
	for (let index = all.length - 2; index >= 0; index--) {
		const [block, next] = [all[index], all[index + 1]];
		if (block?.kind === "heading" && next && kept.has(next) && may(block)) kept.add(block);
	}
}
