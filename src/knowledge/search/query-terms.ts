/** What a query asks for: its informative words, how much each tells in this knowledge base, and the terms that may meet it. */
import { asked, straddles } from "../../language/text/terms.ts";
import { guesses } from "../article/vocabulary.ts";

/** Rarest first; a longer message says the same with more words. */
const MAX_QUERY_TERMS = 32;

/** A word of the query with the terms it may be met by, best first, and how much it tells. */
export type QueryTerm = {
	term: string;
	weight: number;
	met: { term: string; match: number }[];
	/** What full text gives at most for one such term in a passage. */
	most: number;
};

export function queryTerms(sql: SqlStorage, query: string, total: number): QueryTerm[] {
	const frequency = (term: string): number =>
		sql.exec<{ doc: number }>(`SELECT doc FROM vocabulary WHERE term = ?`, term).toArray()[0]?.doc ?? 0;
	/** Inverse document frequency, from 0 (everywhere) to 1 (in one passage, or in none). */
	const weigh = (documents: number): number =>
		Math.min(
			1,
			Math.log(1 + (total - documents + 0.5) / (Math.max(documents, 1) + 0.5)) / Math.log(1 + (total - 0.5) / 1.5),
		);
	return asked(query)
		.slice(0, MAX_QUERY_TERMS * 2)
		.flatMap(({ term, word }) => {
			const documents = frequency(term);
			if (documents === 0 && straddles(term)) return [];
			const met =
				documents > 0 ? [{ term, match: 1 }] : guesses(sql, term).filter((guess) => frequency(guess.term) > 0);
			// An unknown word is as telling as a rare one: what it asks for is not in the knowledge base.
			return [{ term: word, weight: Math.max(0.05, weigh(documents)), met, most: saturated(total, documents) }];
		})
		.sort((a, b) => b.weight - a.weight)
		.slice(0, MAX_QUERY_TERMS);
}

/** SQLite's bm25 of a term that stands in a short text again and again (https://sqlite.org/fts5.html#the_bm25_function). */
const saturated = (total: number, documents: number): number =>
	2.2 * Math.max(1e-6, Math.log((total - documents + 0.5) / (documents + 0.5)));

/** The best match among the ways a word may be met. */
export const bestMatch = ({ met }: QueryTerm, meets: (term: string) => number): number =>
	met.reduce((best, way) => Math.max(best, way.match * meets(way.term)), 0);

/** How much the query's words tell in all. */
export const telling = (wanted: QueryTerm[]): number => wanted.reduce((sum, { weight }) => sum + weight, 0);
