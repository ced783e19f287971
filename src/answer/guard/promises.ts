/**
 * Does a text promise a person? That it passes somebody on or fetches somebody, or that somebody will get in touch: what
 * is done is decided elsewhere, so such a sentence is never true. Telling how to reach people is no promise. The words of
 * every pack are looked for within one clause; in any language, for a text may mix them.
 */
import { packs } from "../../language/packs.ts";

const table = Object.values(packs).map(({ promises }) => promises);

/** Clauses without emphasis: what is said in one breath. */
const clausesOf = (text: string): string[] =>
	text
		.toLowerCase()
		.normalize("NFC")
		.replace(/[’\u02bc`´]/g, "'")
		.replace(/[*_]+/g, "")
		.split(/[.!?;:\n。！？；：؟…–—]+/u)
		.map((clause) => clause.replace(/\s+/g, " ").trim())
		.filter((clause) => clause !== "");

const isPromise = (clause: string): boolean =>
	table.some(
		({ people, passes, reaches, alone }) =>
			alone.test(clause) ||
			(people.test(clause) && (reaches.test(clause) || passes.every((part) => part.test(clause)))),
	);

/** `given`: what the text rests on. Quoting an article that says who will get in touch is no promise of the writer's. */
export function promisesPerson(text: string, given: string): boolean {
	const said = clausesOf(text).filter(isPromise);
	if (said.length === 0) return false;
	const quotable = clausesOf(given).join("\n");
	return said.some((clause) => !quotable.includes(clause));
}
