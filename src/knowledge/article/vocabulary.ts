/**
 * Spelling correction for queries: for a word that the knowledge base doesn't have, the similar words that it has. Candidates
 * share trigrams with it (an FTS5 table over the vocabulary); the edit distance decides. Short words and numbers are never
 * corrected.
 */
import { distance } from "../../language/text/distance.ts";

/** Match of a term at one edit's distance; the word itself has 1. */
const GUESS_MATCH = 0.9;
const MAX_CANDIDATES = 60;
const MAX_GUESSES = 3;

/** Terms that are kept for correction. Four letters, one less than a query's word needs: a typing error can make a word longer. */
const hasSpelling = (term: string): boolean => /^\p{L}{4,}$/u.test(term);

/** Edits that are allowed for a word's length: in a short word, one edit makes another word. */
const maxEdits = (length: number): number => (length < 5 ? 0 : length < 8 ? 1 : 2);

/** The terms of the vocabulary that `term` may be a misspelling of, nearest first. */
export function guesses(sql: SqlStorage, term: string): { term: string; match: number }[] {
	const allowed = maxEdits(term.length);
	if (allowed === 0 || !/^\p{L}+$/u.test(term)) return [];
	const trigrams = Array.from({ length: term.length - 2 }, (_, index) => `"${term.slice(index, index + 3)}"`);
	// Two edits or a swap in the middle can leave no trigram intact, so trigrams around every swap of two letters are tried too.
	const swapped = Array.from({ length: term.length - 1 }, (_, index) => {
		const turned = `${term.slice(0, index)}${term[index + 1]}${term[index]}${term.slice(index + 2)}`;
		return turned.slice(Math.max(0, index - 1), Math.max(3, index + 2));
	}).map((part) => `"${part}"`);
	const candidates = sql
		.exec<{ term: string }>(
			`SELECT term FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ${MAX_CANDIDATES}`,
			[...new Set([...trigrams, ...swapped])].join(" OR "),
		)
		.toArray();
	return (
		candidates
			.map((candidate) => ({ term: candidate.term, edits: distance(term, candidate.term, allowed) }))
			// The first letter is rarely mistyped: "dive" doesn't mean "give".
			.filter(({ term: guess, edits }) => edits <= allowed && (guess[0] === term[0] || guess[0] === term[1]))
			.sort((a, b) => a.edits - b.edits)
			.slice(0, MAX_GUESSES)
			.map(({ term: guess, edits }) => ({ term: guess, match: GUESS_MATCH ** edits }))
	);
}

/** Adds the spellings of new terms. Call before the terms are indexed. */
export function addSpellings(sql: SqlStorage, terms: Iterable<string>): void {
	for (const term of terms) {
		if (!hasSpelling(term)) continue;
		if (sql.exec(`SELECT 1 FROM vocabulary WHERE term = ?`, term).toArray().length === 0)
			sql.exec(`INSERT INTO spelling (term) VALUES (?)`, term);
	}
}

/** Removes the spellings of terms that no passage has any more. Call after the terms were removed from the index. */
export function removeSpellings(sql: SqlStorage, terms: Iterable<string>): void {
	for (const term of terms) {
		if (!hasSpelling(term)) continue;
		if (sql.exec(`SELECT 1 FROM vocabulary WHERE term = ?`, term).toArray().length === 0)
			// The trigram index finds the few terms that contain this one; equality selects it.
			sql.exec(
				`DELETE FROM spelling WHERE rowid IN (SELECT rowid FROM spelling WHERE spelling MATCH ? AND term = ?)`,
				`"${term}"`,
				term,
			);
	}
}
