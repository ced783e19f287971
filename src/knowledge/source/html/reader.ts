/**
 * Reads a page's HTML, in one pass and in proportion to its length, into blocks, the places they stand at, what was left
 * out, and what the page says of itself. Bounded against hostile pages; whatever is past a bound is said in `cut`.
 * What of it becomes the article is selection.ts's to say.
 */
import { Blocks, type HtmlBlock, type HtmlPart } from "./text/blocks.ts";
import { Controls, isControl } from "./controls.ts";
import { PageFacts } from "./facts.ts";
import { blockElements, flexible, isSeam, phrases, priceName, raisedSign } from "./elements.ts";
import { LeftOut } from "./left-out.ts";
import { mathSign } from "./text/math.ts";
import type { LeftReason } from "../../../protocol/knowledge/originals.ts";
import { parseBounded } from "./parse.ts";
import { type Attributes, hintOf, isSilent, noiseOf } from "./noise.ts";
import { type PagePlace, Places } from "./main-part/places.ts";
import { FOOTNOTE, RAISED_END } from "./text/raised.ts";
import { isHidden, isStruck, seen, type Sight, sightOf } from "./visibility.ts";

export type HtmlReading = {
	blocks: HtmlBlock[];
	leaves: HtmlBlock[];
	places: Places;
	left: LeftOut;
	facts: PageFacts;
	/** The page was longer than is read of one. */
	cut: boolean;
};

const MAX_LINKED_DATA = 50_000;

const number = (text: string | undefined, fallback: number): number => {
	const value = Number.parseInt(text ?? "", 10);
	return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
};

/** One open element. */
type Frame = {
	name: string;
	place: PagePlace;
	sight: Sight;
	/** Its children lie beside each other by style. */
	flex: boolean;
	price: boolean;
	/** A link to another part of the page, such as a footnote. */
	note: boolean;
	/** Children so far, of a formula's element. */
	kids: number;
	end: (() => void) | null;
};

/** `isDocument`: it is all main part, and no script will show what it hides. */
export function readHtml(
	html: string,
	baseUrl: string | undefined,
	maxLength: number,
	isDocument = false,
): HtmlReading {
	const facts = new PageFacts(html, baseUrl);
	const places = new Places();
	const blocks = new Blocks(places.root);
	const left = new LeftOut();
	const leave = (reason: LeftReason, text: string) => left.add(reason, text, blocks.found.length);
	const controls = new Controls((text) => leave("control", text));
	blocks.heads = (block) => controls.headOf(block);
	if (isDocument) blocks.part = "main";
	const bottom: Frame = {
		name: "",
		place: places.root,
		sight: seen,
		flex: false,
		price: false,
		note: false,
		kids: 0,
		end: null,
	};
	let open: Frame[] = [];
	/** Why text isn't read now; "silent" is no text at all. */
	let skipped: LeftReason | "silent" | null = null;
	let data: string | null = null;
	let verbatim = 0;
	let code = 0;
	/** Elements whose buttons are their text: headings, terms, summaries, heads of columns. */
	let headings = 0;
	let inTitle = false;
	/** A phrase has just ended, and another begins. */
	let between: "none" | "ended" | "gap" | "flex" = "none";
	/** What comes next is what a heading or control opens. */
	let opens = false;

	const text = (said: string): void => {
		if (between === "gap" || between === "flex") {
			const [before, after] = [blocks.last, said[0] ?? ""];
			if (blocks.begun && !/\s/.test(before) && (between === "flex" || isSeam(before, after))) blocks.text(" ");
		}
		if (said.trim() !== "") {
			between = "none";
			opens = false;
		}
		if (verbatim > 0) blocks.verbatim(said);
		else blocks.text(code > 0 ? said.replaceAll("`", "'") : said);
	};

	const within = (part: HtmlPart): (() => void) => {
		blocks.flush();
		const before = blocks.part;
		if (part !== "article" || before !== "main") blocks.part = part;
		return () => {
			blocks.flush();
			blocks.part = before;
		};
	};

	const both = (one: (() => void) | null, two: () => void) => () => {
		one?.();
		two();
	};

	const heading = (level: number): (() => void) => {
		headings++;
		const end = blocks.heading(level);
		return () => {
			end();
			headings--;
			opens = true;
		};
	};

	/** Begins an element that is read; gives what to do at its end. */
	const begin = (name: string, attributes: Attributes, hint: string, parent: Frame): (() => void) | null => {
		const level = /^h([1-6])$/.exec(name)?.[1];
		if ((level !== undefined || name === "summary" || attributes["role"] === "heading") && headings === 0)
			return heading(Number(level ?? 0));
		if (name === "main" || attributes["role"] === "main") return within("main");
		if (name === "article") return within("article");
		if (name === "form") return within("form");
		if (name === "ul" || name === "ol") return blocks.list(name === "ol", number(attributes["start"], 1));
		if (name === "li") return blocks.item();
		if (name === "dl") return blocks.terms();
		if (name === "dt") {
			headings++;
			const end = blocks.term();
			return () => {
				end();
				headings--;
				opens = true;
			};
		}
		if (name === "table") return blocks.table(/^(?:presentation|none)$/.test(attributes["role"] ?? ""));
		if (name === "tr") return blocks.row();
		if (name === "td" || name === "th")
			return blocks.cell(number(attributes["colspan"], 1), number(attributes["rowspan"], 1), name === "th");
		if (name === "pre" && verbatim === 0) {
			verbatim++;
			return both(blocks.code(), () => verbatim--);
		}
		if (name === "a") {
			if (parent.name === "sup" && attributes["href"]?.startsWith("#")) blocks.mark(FOOTNOTE);
			// An anchor is no link, and a link ends where the next begins, as in browsers.
			blocks.inLink = attributes["href"] !== undefined;
			return () => {
				blocks.inLink = false;
			};
		}
		if ((name === "code" || name === "kbd" || name === "samp") && verbatim === 0 && code === 0) {
			text("`");
			code++;
			return () => {
				code--;
				blocks.text("`");
			};
		}
		const sign = verbatim > 0 ? null : raisedSign(name, attributes, hint, parent);
		if (sign !== null) {
			blocks.mark(sign);
			return () => blocks.mark(RAISED_END);
		}
		if (name === "br") {
			if (verbatim > 0) blocks.verbatim("\n");
			else blocks.lineBreak();
		} else if ((blockElements.has(name) || name.includes("-")) && verbatim === 0) {
			if (blockElements.has(name) || !blocks.begun) blocks.flush();
			if (blockElements.has(name)) return () => blocks.flush();
		}
		return null;
	};

	/** Why an element isn't read; null where it is. */
	const dropped = (name: string, attributes: Attributes, hint: string, parent: Frame): LeftReason | "silent" | null => {
		if (isSilent(name, attributes)) return "silent";
		if (isStruck(name, attributes)) return "struck";
		const reason = noiseOf(name, attributes, hint, {
			main: blocks.part === "main" || blocks.part === "article",
			quote: parent.name === "blockquote",
		});
		if (reason !== null) return reason;
		// An answer that waits for its question to be clicked, and a tab's panel, are text.
		const waits =
			opens ||
			controls.opens ||
			blocks.asks ||
			facts.opened.has(attributes["id"] ?? "") ||
			attributes["role"] === "tabpanel";
		return isHidden(attributes) && (isDocument || !waits) ? "hidden" : null;
	};

	const opened = (name: string, attributes: Attributes): void => {
		const parent = open.at(-1) ?? bottom;
		facts.note(name, attributes);
		if (skipped !== null) {
			open.push({ ...bottom, place: parent.place, name });
			if (blockElements.has(name)) left.gap();
			if (name === "script" && /ld\+json/i.test(attributes["type"] ?? "")) data = "";
			return;
		}
		const hint = hintOf(attributes);
		const inline = !blockElements.has(name);
		if (name === "title" && parent.place.name !== "svg") inTitle = true;
		const reason = dropped(name, attributes, hint, parent);
		if (reason !== null) {
			skipped = reason;
			if (!inline) blocks.flush();
			if (name === "script" && /ld\+json/i.test(attributes["type"] ?? "")) data = "";
			open.push({ ...bottom, place: parent.place, name, end: () => (skipped = null) });
			return;
		}
		if (name === "img") parent.place.images++;
		if ((name === "input" && attributes["type"] !== "hidden") || name === "select" || name === "textarea") {
			parent.place.inputs++;
			controls.field(attributes["type"] ?? "");
			const fixed = attributes["readonly"] !== undefined || attributes["disabled"] !== undefined;
			if (fixed && /^(?:text|number|url|email|tel)?$/.test(attributes["type"] ?? "")) text(attributes["value"] ?? "");
		}
		if (phrases.has(name))
			between = between === "ended" ? (parent.flex ? "flex" : "gap") : parent.flex ? "flex" : "none";
		else if (name !== "br") between = "none";
		const sign = mathSign(parent.name, parent.kids++);
		if (sign !== "") blocks.text(sign);

		const tab = controls.tabOf(attributes["id"]);
		if (tab !== null) {
			blocks.flush();
			blocks.subheading(tab);
		}
		const frame: Frame = {
			name,
			place: parent.place,
			sight: sightOf(parent.sight, name, attributes),
			flex: flexible.test(hint) || flexible.test(attributes["style"]?.slice(0, 500) ?? ""),
			price: parent.price || priceName.test(hint) || attributes["itemprop"] === "price",
			note: name === "a" && attributes["href"]?.startsWith("#") === true,
			kids: 0,
			end: null,
		};
		open.push(frame);
		if (!inline) {
			frame.place = places.open(parent.place, name, attributes);
		}
		if (headings === 0 && isControl(name, attributes)) {
			const sentence = /^(?:p|li|td|dd|figcaption)$/.test(parent.place.name) && blocks.begun;
			if (!sentence && !controls.isOpen) blocks.flush();
			controls.begin(name, attributes, hint, sentence);
			frame.end = () => {
				const word = controls.end();
				if (word !== null) text(word);
				opens ||= controls.opens;
			};
			return;
		}
		const before = blocks.place;
		const end = begin(name, attributes, hint, parent);
		blocks.place = frame.place;
		frame.end = () => {
			end?.();
			blocks.place = before;
		};
	};

	const texted = (said: string): void => {
		if (inTitle) return facts.titleText(said);
		if (data !== null) {
			if (data.length < MAX_LINKED_DATA) data += said.slice(0, MAX_LINKED_DATA);
			return;
		}
		if (skipped !== null) {
			if (skipped !== "silent") leave(skipped, said);
			return;
		}
		if (controls.isOpen) return controls.text(said);
		const { sight } = open.at(-1) ?? bottom;
		if (sight.zero || sight.unseen) {
			if (isDocument || !(sight.unseen && (opens || controls.opens)))
				return said.trim() === "" ? undefined : leave("hidden", said);
		}
		text(said);
	};

	const closed = (): void => {
		const frame = open.pop();
		if (frame === undefined) return;
		if (frame.name === "title") inTitle = false;
		if (data !== null && frame.name === "script") {
			facts.linkedData(data);
			data = null;
		}
		frame.end?.();
		if (skipped === null && phrases.has(frame.name) && between === "none" && blocks.begun) between = "ended";
		else if (!phrases.has(frame.name)) between = "none";
	};

	const cut = parseBounded(html, maxLength, {
		opened,
		texted,
		closed,
		depth: () => open.length,
		full: () => blocks.size > maxLength * 2,
		// What is still open ends, innermost first; where the page is read on, it stays where it stood.
		ended(goesOn) {
			const { part } = blocks;
			const still: LeftReason | "silent" | null = skipped;
			for (const frame of open.toReversed()) frame.end?.();
			open = [];
			if (!goesOn) return;
			blocks.part = part;
			skipped = still;
		},
	});
	blocks.flush();
	controls.finish();
	return { blocks: blocks.found, leaves: blocks.leaves, places, left, facts, cut };
}
