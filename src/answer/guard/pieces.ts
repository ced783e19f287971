/**
 * Cuts a text that is being written into the pieces in which it is shown: sentences, list items, lines, or some 160 bytes (in
 * Latin script: characters) where a sentence is longer. A piece never ends inside of a number, an amount, an address, a link or a code, so that what the
 * checks read is complete.
 */

/**
 * Bytes in UTF-8 after which a sentence is shown before its end. A model's tokens are about as many bytes in every script, so at
 * fifty tokens a second these take about a second.
 */
const LONG = 160;
/** Characters after which a piece ends at any space, whatever is around it: a list of figures without an end. */
const TOO_LONG = 600;

const line = /\n/;
/** The end of a sentence, with the space after it and a look at what follows: "No. 5" and "z. B. 3" go on. */
const sentence =
	/(?<=[\p{L}\p{M}\p{N})\]"'»”’%*_]{3})[.!?…]+["'»”’)\]*_]*\s+(?=[^\s\d\p{Ll}])|[。！？।]["'”’」』）*_]*(?=.)/su;
/** Where a long sentence may be cut: at a space, or after a mark or between two letters in scripts without spaces. */
const space =
	/\s+(?=\S)|[、，；：]|(?<=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}])(?=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}])/gu;

/** A figure, a sign or a word of a code beside a cut, and a link or code that is open there. */
const figureBefore = /[\p{N}\p{Sc}%‰+/@:°№#=([-]\S*\s*$|\p{N}\S*\s*$/u;
const figureAfter = /^\s*(?:[\p{N}\p{Sc}%‰°×+–-]|(?:https?|www)\b)/u;
const openLink = /\[[^\]\n]*$|\]\([^)\n]*$|<[^>\s]*$|`[^`\n]*$/;

const mayCut = (text: string, at: number): boolean =>
	!figureBefore.test(text.slice(Math.max(0, at - 40), at)) &&
	!figureAfter.test(text.slice(at, at + 12)) &&
	!openLink.test(text.slice(Math.max(0, at - TOO_LONG), at));

/** The number of a text's characters that LONG bytes hold. */
function longOf(text: string): number {
	let bytes = 0;
	let at = 0;
	for (; at < text.length && bytes < LONG; at++) {
		const code = text.charCodeAt(at);
		bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
	}
	return at;
}

/** Where the first piece of a text ends, in characters; 0 while it isn't complete. */
export function pieceEnd(text: string): number {
	const head = text.slice(0, TOO_LONG);
	const ends = [line, sentence].flatMap((end) => {
		const found = end.exec(head);
		return found ? [found.index + found[0].length] : [];
	});
	const first = Math.min(...ends);
	const long = longOf(head);
	if (first <= long) return first;
	if (head.length <= long) return 0;
	let best = 0;
	for (const { index, 0: gap } of head.matchAll(space)) {
		const at = index + gap.length;
		if (at > long && best > 0) break;
		// What follows must be known far enough to tell whether it is a figure.
		if (at < head.length - 1 && mayCut(head, at)) best = at;
	}
	if (best > 0) return Math.min(best, first);
	if (first < TOO_LONG) return first;
	return head.length < TOO_LONG ? 0 : TOO_LONG;
}
