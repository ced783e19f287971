/**
 * Who a note names: members whose name stands after an `@`. The server reads it from the text, so that nobody can claim a
 * mention that nobody sees; the dashboard draws it by the same function. Pure.
 */
import { beginsWord } from "../text/word-start.ts";
import type { Teammate } from "./entry.ts";

/** A part of a text: words, or a name with its `@`, and whom it may stand for: members may share a name. */
type TextPart = { text: string; named: readonly Teammate[] };

/** More than this is a list of the team, which is nobody in particular. */
const MAX_MENTIONS = 20;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether the name stands at `from`, as a whole: "Ana" isn't named by "Anabel". */
const standsAt = (text: string, from: number, name: string): boolean =>
	isSame(text.slice(from, from + name.length), name) && !/[\p{L}\p{M}\p{N}]/u.test(text.charAt(from + name.length));

/** The text in parts. Of two names that fit, the longer one is meant. */
export function mentionParts(text: string, members: readonly Teammate[]): TextPart[] {
	const known = members.filter(({ name }) => name.trim() !== "").toSorted((a, b) => b.name.length - a.name.length);
	const parts: TextPart[] = [];
	let done = 0;
	for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
		if (!beginsWord(text[at - 1])) continue;
		const name = known.find((member) => standsAt(text, at + 1, member.name))?.name;
		if (name === undefined) continue;
		const end = at + 1 + name.length;
		if (at > done) parts.push({ text: text.slice(done, at), named: [] });
		parts.push({ text: text.slice(at, end), named: known.filter((member) => isSame(member.name, name)) });
		done = end;
	}
	if (done < text.length) parts.push({ text: text.slice(done), named: [] });
	return parts;
}

/** The members whom a text names, each once. */
export function mentionsIn(text: string, members: readonly Teammate[]): Teammate[] {
	const named = mentionParts(text, members).flatMap((part) => part.named);
	return [...new Map(named.map(({ id, name }) => [id, { id, name }])).values()].slice(0, MAX_MENTIONS);
}
