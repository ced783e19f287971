/**
 * The features of each candidate passage for a query (PassageFeatures in article/passage.ts), from the terms and vectors that
 * the index holds. Ranking and the judge read them; nothing is ordered or left out here.
 */
import * as v from "valibot";
import { wordVectorOf } from "../../language/text/text-vector.ts";
import { similarity, type Trigrams, trigrams } from "../../language/text/similarity.ts";
import { informativeWords, terms } from "../../language/text/terms.ts";
import { toFittedScale } from "../vector/calibration.ts";
import type { Row } from "./candidates.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { WORD_VECTOR_MODEL, bestWindowSimilarity } from "../vector/word-vectors.ts";
import type { Passage, PassageFeatures } from "../article/passage.ts";
import { similarityTo } from "../vector/store.ts";
import { Questions } from "../wording/store.ts";
import { bestMatch, totalWeight, type QueryTerm } from "./query-terms.ts";

/** Match of a query term that the same document has, but in another passage or wording. */
const ELSEWHERE_MATCH = 0.5;
/** Terms within so many positions of each other are close: about two sentences. */
const NEAR_SPAN = 30;

/** A query in every form that passages are compared with. */
export type Query = {
	terms: QueryTerm[];
	wordVector: Float32Array | null;
	embedding: QueryEmbedding | null;
	trigrams: Trigrams;
};

export const readQuery = (text: string, queryTerms: QueryTerm[], embedding: QueryEmbedding | null): Query => ({
	terms: queryTerms,
	embedding,
	wordVector: wordVectorOf(terms(text)),
	trigrams: trigrams(text),
});

/** `worded`: the query is one of the questions that the section is worded by, word by word. */
export type MeasuredFeatures = { row: Row; features: PassageFeatures; terms: Passage["terms"]; worded: boolean };

const splitTerms = (stored: string): string[] => (stored === "" ? [] : stored.split(" "));

/** The terms of each document's rows. A term counts for a passage, if less, where only another row of its document has it. */
function termsByOwner(rows: Row[]): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const row of rows) {
		const known = found.get(row.owner) ?? new Set<string>();
		for (const term of splitTerms(`${row.titleTerms} ${row.bodyTerms}`.trim())) known.add(term);
		found.set(row.owner, known);
	}
	return found;
}

/** The features of each row for a query, in the rows' order. */
export function measure(sql: SqlStorage, query: Query, rows: Row[]): MeasuredFeatures[] {
	const { terms: queryTerms, wordVector, embedding } = query;
	const ownerTerms = termsByOwner(rows);
	const queryWeight = totalWeight(queryTerms) || 1;
	const maxBm25 = queryTerms.reduce((sum, word) => sum + word.maxBm25, 0) || 1;
	const unknown = totalWeight(queryTerms.filter(({ matches }) => matches.length === 0)) / queryWeight;
	const weightOf = new Map(
		queryTerms.flatMap(({ weight, matches }) => matches.map(({ term }) => [term, weight] as const)),
	);
	const wordVectorSimilarityOf = wordVector ? similarityTo(sql, WORD_VECTOR_MODEL, wordVector) : () => null;
	const embeddingSimilarityOf = embedding
		? similarityTo(sql, embedding.model, embedding.vector, embedding.nearest === undefined)
		: () => null;

	return rows.map((row): MeasuredFeatures => {
		const isQuestion = row.kind === "question";
		const title = splitTerms(row.titleTerms);
		const titles = [...title, ...splitTerms(row.headingTerms)];
		const body = isQuestion ? [] : splitTerms(row.bodyTerms);
		const text = [...titles, ...body];
		const wordings = splitTerms(row.wordingTerms);
		const inPassage = new Set([...text, ...wordings]);
		const inDocument = ownerTerms.get(row.owner);
		const matched = queryTerms.map((word) => ({
			term: word.term,
			weight: word.weight,
			match: bestMatch(word, (term) => (inPassage.has(term) ? 1 : inDocument?.has(term) ? ELSEWHERE_MATCH : 0)),
		}));
		const ownTerms = new Set([...(isQuestion ? title : splitTerms(row.headingTerms)), ...body, ...wordings]);
		const ownWeight = queryTerms.reduce(
			(sum, word) => sum + word.weight * bestMatch(word, (term) => Number(ownTerms.has(term))),
			0,
		);
		const coverage = matched.reduce((sum, { weight, match }) => sum + weight * match, 0) / queryWeight;
		const likeWordings = wordingSimilarities(query, row);
		const charSimilarity = Math.max(
			similarity(query.trigrams, trigrams(row.title)),
			isQuestion ? 0 : similarity(query.trigrams, trigrams(row.heading)),
			...likeWordings,
		);
		return {
			row,
			worded: likeWordings.includes(1),
			terms: matched,
			features: {
				coverage,
				ownCoverage: ownWeight / queryWeight,
				bm25: Math.min(1, row.bm25 / maxBm25),
				titleOverlap: titleOverlapOf(queryTerms, titles, weightOf, queryWeight),
				charSimilarity,
				usualCoverage: coverage,
				usualCharSimilarity: charSimilarity,
				proximity: proximityOf(queryTerms, text),
				unknown,
				wordVectorSimilarity: larger(
					wordVectorSimilarityOf(row.id),
					wordVector && !isQuestion ? bestWindowSimilarity(wordVector, text) : null,
				),
				embeddingSimilarity: toFittedScale(embeddingSimilarityOf(row.id), row.kind, embedding?.unrelatedSimilarity),
			},
		};
	});
}

/** Share of a query's weight that the wordings of a section must have, for their letters to be compared. */
const WORTH_COMPARING = 0.5;

/** Similarities of a query to the questions that a section is worded by. */
function wordingSimilarities({ terms: queryTerms, trigrams: asked }: Query, row: Row): number[] {
	if (row.wordingTerms === "") return [];
	const all = new Set(splitTerms(row.wordingTerms));
	const had = queryTerms.reduce((sum, word) => sum + word.weight * bestMatch(word, (term) => Number(all.has(term))), 0);
	if (had < totalWeight(queryTerms) * WORTH_COMPARING) return [];
	return v.parse(Questions, row.wordings).map((question) => similarity(asked, trigrams(question)));
}

const larger = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);

/** The largest share of the matched terms' weight that stands inside one window of the passage. */
function proximityOf(queryTerms: QueryTerm[], text: string[]): number {
	const weights = new Map(
		queryTerms.flatMap(({ weight, matches }, index) => matches.map(({ term }) => [term, { index, weight }] as const)),
	);
	const hits = text.flatMap((term, at) => {
		const hit = weights.get(term);
		return hit ? [{ at, ...hit }] : [];
	});
	const all = new Map(hits.map(({ index, weight }) => [index, weight]));
	const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
	const whole = sum(all.values());
	if (whole === 0) return 0;
	let best = 0;
	hits.forEach(({ at }, first) => {
		const inside = new Map<number, number>();
		for (const hit of hits.slice(first, first + NEAR_SPAN))
			if (hit.at - at <= NEAR_SPAN) inside.set(hit.index, hit.weight);
		best = Math.max(best, sum(inside.values()));
	});
	return best / whole;
}

/** Weight of a title's word that the query doesn't have. */
const UNASKED_WEIGHT = 0.5;

/** Weighted overlap of query and title, 1 where they have the same words. What only the title has counts half. */
function titleOverlapOf(
	queryTerms: QueryTerm[],
	titles: string[],
	weightOf: ReadonlyMap<string, number>,
	queryWeight: number,
): number {
	if (titles.length === 0) return 0;
	const inTitles = new Set(titles);
	const shared = queryTerms.reduce(
		(sum, word) => sum + word.weight * bestMatch(word, (term) => Number(inTitles.has(term))),
		0,
	);
	const informative = informativeWords(titles.join(" ")).map(({ term }) => term);
	const titleWeight = informative.reduce((sum, term) => sum + (weightOf.get(term) ?? UNASKED_WEIGHT), 0);
	return shared === 0
		? 0
		: Math.min(1, (2 * shared) / (queryWeight + shared + (titleWeight - Math.min(titleWeight, shared)) * 0.5));
}
