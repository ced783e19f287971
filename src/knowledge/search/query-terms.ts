/**
 * The informative words of a query: the weight of each in this knowledge base, and the index terms that may match it. Words
 * that no passage has are matched by similar spellings (article/vocabulary.ts).
 */
import { searchWords, straddles, withoutTones } from "../../language/text/terms.ts";
import { guesses } from "../article/vocabulary.ts";

/** The words of most weight are kept; a longer message says the same with more words. */
const MAX_QUERY_TERMS = 32;

/** Match of a Vietnamese word with one that was typed without tones, or has others. */
const UNTONED_MATCH = 0.6;

/** Weight of a word that every passage has. */
const MIN_WEIGHT = 0.05;

export type QueryTerm = {
	/** The word as the query has it. */
	term: string;
	/** Inverse document frequency, from 0 (every passage has it) to 1 (one has it, or none). */
	weight: number;
	/** Index terms that match it, best first; `match` is 1 for the word itself and less for another spelling. */
	matches: { term: string; match: number }[];
	/** The most that one such term adds to the bm25 of a passage. */
	maxBm25: number;
};

export function queryTerms(sql: SqlStorage, query: string, total: number): QueryTerm[] {
	/** Passages that have it, or are worded by it. */
	const frequency = (term: string): number =>
		sql
			.exec<{ doc: number }>(
				`SELECT doc FROM vocabulary WHERE term = ?1 UNION ALL SELECT doc FROM wording_vocabulary WHERE term = ?1`,
				term,
			)
			.toArray()
			.reduce((sum, { doc }) => Math.min(total, sum + doc), 0);
	const inverseFrequency = (documents: number): number =>
		Math.min(
			1,
			Math.log(1 + (total - documents + 0.5) / (Math.max(documents, 1) + 0.5)) / Math.log(1 + (total - 0.5) / 1.5),
		);
	return searchWords(query)
		.slice(0, MAX_QUERY_TERMS * 2)
		.flatMap(({ term, word }): QueryTerm[] => {
			const documents = frequency(term);
			if (documents === 0 && straddles(term)) return [];
			const plain = withoutTones(term);
			const matches =
				documents > 0
					? [{ term, match: 1 }]
					: plain !== term && frequency(plain) > 0
						? [{ term: plain, match: UNTONED_MATCH }]
						: guesses(sql, term).filter((guess) => frequency(guess.term) > 0);
			// An unknown word weighs as much as a rare one: what it asks for is not in the knowledge base.
			const weight = Math.max(MIN_WEIGHT, inverseFrequency(documents));
			return [{ term: word, weight, matches, maxBm25: maxBm25Of(total, documents) }];
		})
		.sort((a, b) => b.weight - a.weight)
		.slice(0, MAX_QUERY_TERMS);
}

/** SQLite's bm25 of a term that stands in a short text again and again (https://sqlite.org/fts5.html#the_bm25_function). */
const maxBm25Of = (total: number, documents: number): number =>
	2.2 * Math.max(1e-6, Math.log((total - documents + 0.5) / (documents + 0.5)));

/** The best match of a word with a text, where `weigh` says how well the text has a term (0 to 1). */
export const bestMatch = ({ matches }: QueryTerm, weigh: (term: string) => number): number =>
	matches.reduce((best, { term, match }) => Math.max(best, match * weigh(term)), 0);

export const totalWeight = (terms: QueryTerm[]): number => terms.reduce((sum, { weight }) => sum + weight, 0);
