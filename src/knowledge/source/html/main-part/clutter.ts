/**
 * What stands around or amid a page's text and calls itself by a name that is none of it: comments, teasers, sharing,
 * captions. A name alone isn't believed of a place that holds much of the text. Pure; used by selection.ts and news.ts.
 */
import type { HtmlBlock } from "../text/block.ts";
import { isCallout } from "../noise.ts";
import { type PagePlace, within } from "./places.ts";
import { asksForFeedback, pageTool } from "../../../../language/document-words.ts";

/** A place with more than this share of the text isn't what its name says: themes name the whole post after its tags. */
const MAX_SHARE = 0.4;
/** The same of names that hardly mean anything else. Comments are often longer than what they are about. */
const MAX_SURE_SHARE = 0.9;

/** What sites call that which stands around a text, by whole words of class or id. */
const sureClutter =
	/(?:^|[\s_-])(?:comments?|commentlist|disqus\w*|related|recommend(?:ed|ations)?|newsletter\w*|outbrain|taboola)(?:$|[\s_-])/;
const clutter =
	/(?:^|[\s_-])(?:respond|subscri(?:be|ption)\w*|sign[-_]?up|share|sharing|social|sharedaddy|facebook\w*|twitter|whatsapp|promo\w*|sponsor\w*|advert\w*|ads?|adsense|crunchbase|breadcrumbs?|sidebar|popular|trending|most[-_]?read|more[-_]?stories|read[-_]?more|further[-_]?reading|also[-_]?like|teasers?|widget\w*|byline|author[-_]?(?:bio|box|card|dropdown|info)|bio|post[-_]?(?:meta|tags|footer|nav\w*)|(?:entry|article|page|content)[-_]?(?:meta(?:data)?|footer)|likes[-_]and[-_]labels\w*|[a-z]{0,20}feedback|tags?|pager|pagination|skyscraper|masthead|util(?:ity)?[-_]?bar|fly[-_]?out|user[-_]?(?:interaction|tools)|adjust[-_]?text[-_]?size|(?:intercom-)?reactions?[\w-]*|(?:article-?)?votes?|video[-_]?(?:controls|desc\w*|meta|title|transcript))(?:$|[\s_-])/;
const caption =
	/(?:^|[\s_-])(?:captions?|captiontext|cutline|cptn|legende|(?:photo|image|picture|media|bild)[-_]?(?:caption|credits?|source|copyright)|bildunterschrift|credits?)(?:$|[\s_-])/;

/** What themes call the box around a picture and the words under it. */
const picture =
	/(?:^|[\s_-])(?:image|img|photo|picture|pic)(?:[-_](?:left|right|center|inline|wrap(?:per)?|box|container|holder|block|full))?(?:$|\s)/;
const MAX_CAPTION = 300;

/** How much text a place holds, and which share that is of all. */
type Held = { length: number; share: number };

export const isClutterPlace = ({ classes, id, name }: PagePlace, { share }: Held): boolean => {
	if (name === "main" || name === "article" || share > MAX_SURE_SHARE) return false;
	const hint = `${classes} ${id}`;
	return sureClutter.test(hint) || (share <= MAX_SHARE && clutter.test(hint));
};

export const isCaptionPlace = ({ classes, id, name }: PagePlace, { length, share }: Held): boolean =>
	(name === "figcaption" && share <= MAX_SHARE) ||
	(share <= MAX_SHARE &&
		name !== "article" &&
		name !== "table" &&
		name !== "caption" &&
		(caption.test(`${classes} ${id}`) || (length <= MAX_CAPTION && picture.test(classes))));

/** A line of the site's and not of the text: it asks how good the article was, or is the link of a page's control. */
export function isSiteLine({ kind, text, linked }: HtmlBlock): boolean {
	if (kind === "table" || kind === "code" || text.length > MAX_SITE_LINE) return false;
	return asksForFeedback.test(text.trim()) || (linked >= text.length * 0.8 && pageTool.test(text));
}
const MAX_SITE_LINE = 140;

/** What help is made of, wherever the scores don't see it: tables, code, notes, answers that open. */
export const isHelpPlace = ({ name, classes, id, role }: PagePlace): boolean =>
	name === "details" || name === "dl" || isCallout(name, `${classes} ${id}`, role);

/** Whether an element fits or one around it does, by its name and by how much of the text in `blocks` it holds. */
export function withinNamed(
	all: readonly PagePlace[],
	blocks: readonly HtmlBlock[],
	fits: (place: PagePlace, held: Held) => boolean,
): (place: PagePlace) => boolean {
	const held = new Float64Array(all.length);
	let whole = 0;
	for (const { place, text } of blocks) {
		held[place.index] = (held[place.index] ?? 0) + text.length;
		whole += text.length;
	}
	// Parents come before their children.
	for (const { index, parent } of all.toReversed())
		if (parent) held[parent.index] = (held[parent.index] ?? 0) + (held[index] ?? 0);
	return within(all, (place) => {
		const length = held[place.index] ?? 0;
		return fits(place, { length, share: length / Math.max(1, whole) });
	});
}
