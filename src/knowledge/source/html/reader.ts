/**
 * Reads a page's HTML, in one pass and in proportion to its length, into blocks, the places they stand at, what was left
 * out, and what the page says of itself. Bounded against hostile pages; whatever is past a bound is said in `cut`.
 * What of it becomes the article is selection.ts's to say.
 */
import type { HtmlBlock } from "./text/block.ts";
import { Controls, isControl } from "./controls.ts";
import { PageFacts } from "./facts.ts";
import { blockElements, flexible, isPhrase, priceName } from "./elements.ts";
import { iconText, isReadAloud } from "./icons.ts";
import { LeftOut } from "./left-out.ts";
import { mathSign } from "./text/math.ts";
import type { LeftReason } from "../../../protocol/knowledge/originals.ts";
import { parseBounded } from "./parse.ts";
import { type Attributes, hintOf, isSilent, noiseOf, panelName } from "./noise.ts";
import { type PagePlace, Places } from "./main-part/places.ts";
import { withTabs } from "./tabs.ts";
import { isHidden, isStruck, seen, type Sight, sightOf } from "./visibility.ts";
import { type Around, PageWriter } from "./writer.ts";

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

/** One open element. `flex`: its children lie beside each other by style. */
type Frame = Around & {
	place: PagePlace;
	sight: Sight;
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
	const writer = new PageWriter(places.root);
	const { blocks } = writer;
	const left = new LeftOut();
	const leave = (reason: LeftReason, text: string) => left.add(reason, text, blocks.found.length);
	const controls = new Controls((text) => leave("control", text));
	blocks.heads = (block) => controls.headOf(block, blocks.found.length);
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
	let inTitle = false;

	/** Why an element isn't read; null where it is. */
	const dropped = (name: string, attributes: Attributes, hint: string, parent: Frame): LeftReason | "silent" | null => {
		if (isSilent(name, attributes)) return "silent";
		if (isStruck(name, attributes)) return "struck";
		const reason = noiseOf(name, attributes, hint, {
			main: blocks.part === "main" || blocks.part === "article",
			text: /^(?:p|ul|ol|table|blockquote|h[2-6])$/.test(parent.place.children.at(-1)?.name ?? ""),
			quote: parent.name === "blockquote",
		});
		if (reason !== null) return reason;
		// An answer that waits for its question to be clicked, and a tab's panel, are text.
		const waits =
			writer.opens ||
			controls.opens ||
			blocks.asks ||
			facts.opened.has(attributes["id"] ?? "") ||
			attributes["role"] === "tabpanel" ||
			panelName.test(hint);
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
		// A cell that holds an icon alone says what the icon does.
		const isAlone = !blocks.begun && /^(?:td|th)$/.test(parent.place.name);
		if (isAlone) writer.text(iconText(name, attributes, hint));
		const reason = isAlone && isReadAloud(hint) ? null : dropped(name, attributes, hint, parent);
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
			if (fixed && /^(?:text|number|url|email|tel)?$/.test(attributes["type"] ?? ""))
				writer.text(attributes["value"] ?? "");
		}
		writer.opening(name, parent);
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
		if (!writer.inHeading && isControl(name, attributes)) {
			const sentence = /^(?:p|li|td|dd|figcaption)$/.test(parent.place.name) && blocks.begun;
			if (!sentence && !controls.isOpen) blocks.flush();
			controls.begin(name, attributes, hint, { inline: sentence, inForm: blocks.part === "form" });
			frame.end = () => {
				const word = controls.end(places.all.length);
				if (word !== null) writer.text(word);
				writer.opens ||= controls.opens;
			};
			return;
		}
		const before = blocks.place;
		const waited = writer.opens && isHidden(attributes);
		const end = writer.begin(name, attributes, hint, parent);
		blocks.place = frame.place;
		frame.end = () => {
			end?.();
			blocks.place = before;
			// A heading may open all that is closed below it.
			if (waited) writer.opens = true;
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
		if (sight.zero || sight.unseen || sight.clear) {
			if (isDocument || !(sight.unseen && !sight.clear && (writer.opens || controls.opens)))
				return said.trim() === "" ? undefined : leave("hidden", said);
		}
		writer.text(said, !isPhrase((open.at(-1) ?? bottom).name));
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
		if (skipped === null) writer.ended(frame.name);
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
	blocks.end();
	controls.finish();
	return {
		blocks: withTabs(blocks.found, controls.rows, (text) => leave("control", text)),
		leaves: blocks.leaves,
		places,
		left,
		facts,
		cut,
	};
}
