/**
 * Texts that take a function longest whose time grows faster than the text: runs of what a pattern repeats, without what
 * would end it, and lists of things that are each compared with all others. Every text has about the length asked for.
 */

export type Text = (length: number) => string;

/** One piece again and again. */
export const runOf =
	(piece: string, end = ""): Text =>
	(length) =>
		piece.repeat(Math.ceil(length / piece.length)) + end;

/** Pieces that all differ. */
export const listOf =
	(piece: (at: number) => string): Text =>
	(length) => {
		let text = "";
		for (let at = 0; text.length < length; at++) text += piece(at);
		return text;
	};

/** A text inside of others. */
export const inside =
	(before: string, text: Text, after: string): Text =>
	(length) =>
		before + text(length) + after;

const ordinary =
	"Bags that you send back within 30 days are refunded in full, e.g. to fjord@bags.example or [here](https://a.b). ";

const pieces = [
	// Letters, digits and what joins them.
	"a",
	"A",
	"1",
	"1-",
	"a-",
	"a-a-a@",
	"a@",
	"a.",
	"a@a.",
	"1.",
	"1,",
	"1 ",
	"a1",
	"0x",
	"yes ",
	"ies",
	"y",
	// White space.
	" ",
	"\n",
	"\t",
	" \n",
	"\r\n",
	"\u00a0",
	"a ",
	// Marks.
	"(",
	"[",
	"{",
	"<",
	"«",
	'"',
	"'",
	"“",
	"“”",
	"!",
	"?!",
	". ",
	"…",
	"#",
	"# ",
	"- ",
	"> ",
	"|",
	"| a ",
	"*",
	"_",
	"**a ",
	"_a ",
	"`",
	"`a``",
	"~~~\n",
	"[a](",
	"[a](b(",
	"\\",
	"%41",
	"/a",
	";a:",
	"&amp;",
	// Addresses.
	"http://",
	"http://http://",
	"https://a.b/(",
	"www.a.",
	"?a=b&",
	// Unicode.
	"\ufdfa",
	"\u0301",
	"e\u0301",
	"\ud800",
	"\u200d",
	"👩\u200d",
	"😀",
	"🇩🇪",
	"汉",
	"日本のか",
	"ก",
	"한국",
	"ا",
	"ـ",
	"٣",
	"ß",
	"İ",
	ordinary,
];

/** For every function on the list. */
export const hostileTexts: Record<string, Text> = {
	...Object.fromEntries(pieces.map((piece) => [JSON.stringify(piece.slice(0, 20)), runOf(piece)])),
	"spaces before a letter": runOf(" ", "x"),
	"line breaks before a letter": runOf("\n", "x"),
	"letters before a mark": runOf("a", "!"),
	"numbers, all different": listOf((at) => `${at} `),
	"words, all different": listOf((at) => `${at.toString(36).replace(/\d/g, "x")}q `),
	"codes, all different": listOf((at) => `a${at}-b `),
	"addresses, all different": listOf((at) => `a${at}@b.example, https://b.example/${at} `),
	"questions, all different": listOf((at) => `How much is bag ${at}? `),
	"headings, all different": listOf((at) => `# Part ${at}\n\nText.\n\n`),
	"quotes in quotes": (length) => "“".repeat(length / 2) + "”".repeat(length / 2),
	"brackets in brackets": (length) => "[(".repeat(length / 4) + ")]".repeat(length / 4),
	"one long address": inside("http://a.b/", runOf("a"), " "),
};
