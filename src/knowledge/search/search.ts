/**
 * Searches the knowledge base for any text that a visitor may write: candidates by words and by vectors, the features of
 * each, and their order by the chance that they answer. Query, candidates and results are bounded. Decides nothing: whether
 * a result is good enough is the judge's (answer/judge.ts).
 */
import { candidates, type Near, nearby } from "./candidates.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { storeWordVectors } from "../vector/word-vectors.ts";
import { joinParts } from "../article/section.ts";
import { type ExactMatch, exactMatchRank, type Passage, type PassageFeatures } from "../article/passage.ts";
import { basisOf, relevance } from "./score.ts";
import { measure, type MeasuredFeatures, readQuery } from "./features.ts";
import { queryTerms, type QueryTerm } from "./query-terms.ts";
import { terms as termsOf } from "../../language/text/terms.ts";
import { wordVectorOf } from "../../language/text/text-vector.ts";

const MAX_RESULTS = 20;
/** Characters of the query that are read. */
const MAX_QUERY_LENGTH = 2_000;
/** Wordings whose average counts: a question that matches in several of them is likelier than one that matches in one. */
const WORDINGS_AVERAGED = 3;
/** `charSimilarity` from which a query asks a pinned question. */
const PINNED_SIMILARITY = 0.8;

/** A query and what its words find, while a model makes its embedding. */
export type Begun = { text: string; asked: QueryTerm[]; near: Near };

/** Null where nothing can be found. */
export function beginSearch(sql: SqlStorage, query: string): Begun | null {
	const { total } = sql.exec<{ total: number }>(`SELECT count(*) AS total FROM passage`).one();
	if (total === 0) return null;
	// Passages that were just written get their word vectors here; of a large import, the task does the rest.
	storeWordVectors(sql);
	const text = query.slice(0, MAX_QUERY_LENGTH);
	const asked = queryTerms(sql, text, total);
	// Function words alone ask for nothing, whatever they resemble.
	if (asked.length === 0) return null;
	const lookup = [...new Set(asked.flatMap(({ matches }) => matches.map(({ term }) => term)))];
	return { text, asked, near: nearby(sql, lookup, wordVectorOf(termsOf(text))) };
}

/**
 * The passages that fit a query, best first. At most one result a question; an article may give several passages.
 * `embedding`: the query's, where there is an encoder.
 */
export function endSearch(
	sql: SqlStorage,
	{ text, asked, near }: Begun,
	limit: number,
	embedding: QueryEmbedding | null,
): Passage[] {
	const measured = measure(sql, readQuery(text, asked, embedding), candidates(sql, near, embedding));
	const byResult = Map.groupBy(measured, ({ row }) => (row.kind === "question" ? row.owner : row.id));
	return [...byResult.values()]
		.flatMap((rows) => resultOf(rows) ?? [])
		.sort((a, b) => exactMatchRank(b) - exactMatchRank(a) || b.score - a.score)
		.slice(0, Math.max(1, Math.min(limit, MAX_RESULTS)))
		.map((passage) => (passage.kind === "question" ? withAnswer(sql, passage) : withSection(sql, passage)));
}

/** Both at once. */
export function search(
	sql: SqlStorage,
	query: string,
	limit: number,
	embedding: QueryEmbedding | null = null,
): Passage[] {
	const begun = beginSearch(sql, query);
	return begun === null ? [] : endSearch(sql, begun, limit, embedding);
}

/** One result: of an article's passage, or of all wordings of a question. */
function resultOf(rows: MeasuredFeatures[]): Passage | null {
	const [best, ...others] = rows
		.map((measured) => ({
			...measured,
			score: relevance(measured.row.kind, measured.features, basisOf(measured.features)),
		}))
		.sort((a, b) => b.score - a.score);
	if (!best) return null;
	const { row, terms } = best;
	const features = poolFeatures([best, ...others]);
	const exactMatch = exactMatchOf(best, features);
	return {
		articleId: row.owner,
		kind: row.kind,
		title: row.title,
		heading: row.heading,
		text: row.text,
		place: row.id,
		score: relevance(row.kind, features, basisOf(features)),
		terms,
		...features,
		...(exactMatch && { exactMatch }),
		...(row.pinned === 1 && { pinned: true as const }),
	};
}

function exactMatchOf(
	{ row: { kind, pinned }, worded }: MeasuredFeatures,
	{ charSimilarity }: PassageFeatures,
): ExactMatch | null {
	if (pinned === 1 && charSimilarity >= PINNED_SIMILARITY) return "pinned";
	return worded || (kind === "question" && charSimilarity === 1) ? "worded" : null;
}

/** The features of a question from those of its wordings: the largest of each, and for two of them an average too. */
function poolFeatures([first, ...others]: [MeasuredFeatures, ...MeasuredFeatures[]]): PassageFeatures {
	if (others.length === 0) return first.features;
	const all = [first, ...others].map(({ features }) => features);
	const largest = (name: keyof PassageFeatures): number => Math.max(...all.map((features) => features[name] ?? 0));
	const largestIfAny = (name: "wordVectorSimilarity" | "embeddingSimilarity"): number | null =>
		all.every((features) => features[name] === null)
			? null
			: Math.max(...all.flatMap((features) => features[name] ?? []));
	const averageOfBest = (name: keyof PassageFeatures): number => {
		const best = all
			.map((features) => features[name] ?? 0)
			.sort((a, b) => b - a)
			.slice(0, WORDINGS_AVERAGED);
		return best.reduce((sum, value) => sum + value, 0) / best.length;
	};
	return {
		coverage: largest("coverage"),
		ownCoverage: largest("ownCoverage"),
		bm25: largest("bm25"),
		titleOverlap: largest("titleOverlap"),
		charSimilarity: largest("charSimilarity"),
		usualCoverage: averageOfBest("coverage"),
		usualCharSimilarity: averageOfBest("charSimilarity"),
		proximity: largest("proximity"),
		unknown: first.features.unknown,
		wordVectorSimilarity: largestIfAny("wordVectorSimilarity"),
		embeddingSimilarity: largestIfAny("embeddingSimilarity"),
	};
}

/** A question's result under its first wording, with its answer. */
function withAnswer(sql: SqlStorage, passage: Passage): Passage {
	const [row] = sql
		.exec<{ title: string; answer: string }>(
			`SELECT wordings ->> '$[0]' AS title, answer FROM question WHERE id = ?`,
			passage.articleId,
		)
		.toArray();
	return row ? { ...passage, title: row.title, text: row.answer } : passage;
}

/** Passages before and after one that may belong to its section. With four thousand characters a section is long enough to read. */
const NEIGHBOURS = 3;

/** An article's result with its whole section, where that was cut (article/chunk.ts). Passages stand in the table in their order. */
function withSection(sql: SqlStorage, passage: Passage): Passage {
	const { articleId, heading, place } = passage;
	const near = sql
		.exec<{ id: number; text: string; same: number }>(
			`SELECT id, text, owner = ? AND heading = ? AS same FROM passage WHERE id BETWEEN ? AND ? ORDER BY id`,
			articleId,
			heading,
			place - NEIGHBOURS,
			place + NEIGHBOURS,
		)
		.toArray();
	const own = near.findIndex(({ id }) => id === place);
	const start = near.findLastIndex(({ same }, at) => at < own && same === 0) + 1;
	const end = near.findIndex(({ same }, at) => at > own && same === 0);
	const parts = near.slice(start, end < 0 ? near.length : end).map(({ text }) => text);
	return parts.length > 1 ? { ...passage, section: joinParts(parts) } : passage;
}
