/**
 * Runs the HTML parser over a page within bounds: of length, elements and depth. Every closing tag searches what is open,
 * so the depth bounds time. Used by the reader of pages.
 */
import { Parser } from "htmlparser2";
import type { Attributes } from "./noise.ts";

/**
 * Browsers stop nesting at 512 elements (Blink's limit). What is deeper, such as behind an old page's unclosed `<font>`s, is
 * read on as if all of it had been closed.
 */
const MAX_DEPTH = 512;
const MAX_HTML_LENGTH = 5_000_000;
/** Some ten thousand are the most that pages have; a page must not hold up visitors. A file may have more. */
const MAX_ELEMENTS = 30_000;
const MAX_FILE_ELEMENTS = 60_000;
const FILE_LENGTH = 500_000;
/** Runs of text, which are short where a page is made of single characters. */
const MAX_TEXTS = 120_000;

/** What these hold is no markup: they can't be left in their midst. */
const raw = new Set("script style title textarea xmp plaintext noscript iframe".split(" "));

type Handlers = {
	opened: (name: string, attributes: Attributes) => void;
	texted: (text: string) => void;
	closed: () => void;
	/** How many elements are open. */
	depth: () => number;
	/** Whether enough has been read. */
	full: () => boolean;
	/** What is open now ends: the page does, or (`goesOn`) it is too deep. */
	ended: (goesOn: boolean) => void;
};

/** True where not all of the page was read. */
export function parseBounded(html: string, maxLength: number, handlers: Handlers): boolean {
	const source = html.slice(0, Math.max(MAX_HTML_LENGTH, maxLength * 5));
	const maxElements = maxLength >= FILE_LENGTH ? MAX_FILE_ELEMENTS : MAX_ELEMENTS;
	let cut = source.length < html.length;
	let elements = 0;
	let texts = 0;
	for (let from = 0; ;) {
		let deep = false;
		const stop = () => {
			cut = true;
			parser.pause();
		};
		const parser = new Parser(
			{
				onopentag(name, attributes) {
					handlers.opened(name, attributes);
					if (++elements > maxElements) return stop();
					if (handlers.depth() <= MAX_DEPTH || raw.has(name)) return;
					deep = true;
					parser.pause();
				},
				ontext(text) {
					handlers.texted(text);
					if (++texts > MAX_TEXTS || handlers.full()) stop();
				},
				onclosetag: handlers.closed,
			},
			{ recognizeCDATA: false },
		);
		parser.write(from === 0 ? source : source.slice(from));
		if (!deep) parser.end();
		handlers.ended(deep);
		if (!deep) return cut;
		from += parser.endIndex + 1;
	}
}
