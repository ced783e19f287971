/**
 * Finds promises of a person: that the writer passes the visitor on or fetches somebody, or that somebody will get in touch.
 * Hand-offs are decided elsewhere, so such a sentence is never true. How to reach people may be said. Every pack's patterns are
 * tried on each clause, for a text may mix languages.
 */
import { packs } from "../../language/packs.ts";
import { areGiven } from "./given.ts";

const table = Object.values(packs).map(({ promises }) => promises);

/** Characters. The packs' patterns look from each word to the end; a longer clause is looked at in overlapping pieces. */
const MAX_CLAUSE = 400;
const piecesOf = (clause: string): string[] =>
	clause.length <= MAX_CLAUSE
		? [clause]
		: Array.from({ length: Math.ceil(clause.length / (MAX_CLAUSE / 2)) }, (_, nth) =>
				clause.slice((nth * MAX_CLAUSE) / 2, (nth * MAX_CLAUSE) / 2 + MAX_CLAUSE),
			);

/** The clauses of a text, in lower case and without emphasis. */
const clausesOf = (text: string): string[] =>
	text
		.toLowerCase()
		.normalize("NFC")
		.replace(/[’\u02bc`´]/g, "'")
		.replace(/[*_]+/g, "")
		.split(/[.!?;:\n。！？；：؟।…–—]+/u)
		.map((clause) => clause.replace(/\s+/g, " ").trim())
		.filter((clause) => clause !== "");

const isPromise = (clause: string): boolean =>
	table.some(
		({ people, passes, reaches, alone }) =>
			alone.test(clause) ||
			(people.test(clause) && (reaches.test(clause) || passes.every((part) => part.test(clause)))),
	);

/** A function that finds a promise in a text. `given`: the passages. A clause that quotes them isn't a promise of the writer's. */
export function promiseCheck(given: string): (text: string) => boolean {
	const quotable = clausesOf(given);
	const quoted = quotable.join("\n");
	return (text) => {
		const promised = clausesOf(text).flatMap(piecesOf).filter(isPromise);
		return promised.length > 0 && !areGiven(promised, quotable, quoted);
	};
}
