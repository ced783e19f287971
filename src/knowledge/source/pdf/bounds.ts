/**
 * How much of a PDF is read. pdf.js has no bounds of its own: a few bytes may decode to a gigabyte, and a page is read in
 * one stretch. The first ones are written into its code by scripts/pdfjs.ts, at the places where it decodes and computes;
 * the others are the reader's. An object's clock stands still while it computes, so work is counted, not timed.
 */

/** Decoded bytes of one stream: the drawing of a page, say. */
export const MAX_STREAM_BYTES = 8_000_000;
/** Larger programs of fonts are left out: letters are told by their tables all the same. */
export const MAX_FONT_BYTES = 1_000_000;
/** Codes that one font's table gives a letter. Unicode's first plane has 65,536. */
export const MAX_MAPPED = 300_000;
/** The last code that a font of the file's own may map. Unicode ends there. */
export const MAX_CODE = 0x10ffff;
/** Operators of one page, those of what it draws in turn included; a map has some hundred thousand. And of all pages. */
export const MAX_OPERATORS = 300_000;
export const MAX_ALL_OPERATORS = 2_000_000;

/** What a step costs, in units of some 20 ns, which is about what it takes to read one character. */
export const COST = {
	token: 10,
	stringCharacter: 5,
	line: 400,
	operator: 120,
	text: 160,
	glyph: 35,
	mapped: 2,
} as const;
/** Units after which a page's reader pauses, and at which anything that can't pause is given up: some 10 and 120 ms. */
export const PAUSE_AT = 500_000;
export const MAX_AT_ONCE = 6_000_000;

/** Of a whole file, some 24 s; an object has 30 (https://developers.cloudflare.com/durable-objects/platform/limits/). */
export const MAX_WORK = 1_200_000_000;

/** What pdf.js says when one of these is met. */
export const BOUND = "past a bound of the reader";
/**
 * Names among a page's styles, by which pdf.js tells its reader more than text: a picture was drawn; a bound was met; a font
 * can't be read; how much work was done so far.
 */
export const MARKS = {
	picture: "parley-picture",
	cut: "parley-cut",
	letters: "parley-letters",
	work: "parley-work",
} as const;

/** More pages are a book. */
export const MAX_PAGES = 2_000;
/** Pieces of text on one page, and in all. */
export const MAX_ITEMS = 20_000;
export const MAX_ALL_ITEMS = 150_000;
