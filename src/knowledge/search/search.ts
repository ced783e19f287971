/**
 * Finds passages for any text a visitor may write: candidates by words and by meaning, the signals of each, and their
 * order by the chance that they answer. Bounded in query, candidates and results.
 */
import { candidates } from "./candidates.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { catchUp } from "../vector/word-vectors.ts";
import { type ExactMatch, exactMatch, type Passage, type PassageFeatures } from "../article/passage.ts";
import { basisOf, relevance } from "./score.ts";
import { measure, type MeasuredFeatures, readQuery } from "./features.ts";
import { queryTerms } from "./query-terms.ts";

const MAX_RESULTS = 20;
/** Only the start of a very long text is read. Characters. */
const MAX_QUERY_LENGTH = 2_000;
/** A question that is asked in several of its wordings at once is the likelier one: so many count. */
const WORDINGS = 3;
/** A query so like a wording of a pinned question asks just that. */
const PINNED_LIKENESS = 0.8;

/**
 * The passages that fit a query, best first. At most one result a question; several passages of an article may come.
 * `meaning`: the query as an encoder sees it, where there is one.
 */
export function search(
	sql: SqlStorage,
	query: string,
	limit: number,
	meaning: QueryEmbedding | null = null,
): Passage[] {
	const { total } = sql.exec<{ total: number }>(`SELECT count(*) AS total FROM passage`).one();
	if (total === 0) return [];
	// What has just been written is found with its gist; after a large import the rest of them is the task's (word-vectors.ts).
	catchUp(sql);
	const text = query.slice(0, MAX_QUERY_LENGTH);
	const wanted = queryTerms(sql, text, total);
	// Function words alone ask for nothing, whatever they may be like.
	if (wanted.length === 0) return [];
	const asking = readQuery(text, wanted, meaning);
	const lookup = [...new Set(wanted.flatMap(({ met }) => met.map(({ term }) => term)))];
	const measured = measure(sql, asking, candidates(sql, lookup, asking));

	const byDocument = Map.groupBy(measured, ({ row }) => (row.kind === "question" ? row.owner : row.id));
	const found = [...byDocument.values()].flatMap((rows) => together(rows) ?? []);
	return found
		.sort((a, b) => exactMatch(b) - exactMatch(a) || b.score - a.score)
		.slice(0, Math.max(1, Math.min(limit, MAX_RESULTS)))
		.map((passage) => (passage.kind === "question" ? asQuestion(sql, passage) : passage));
}

/** One result of an article's passage, or of all of a question's wordings. */
function together(rows: MeasuredFeatures[]): Passage | null {
	const [best, ...others] = rows
		.map((one) => ({ ...one, score: relevance(one.row.kind, one.signals, basisOf(one.signals)) }))
		.sort((a, b) => b.score - a.score);
	if (!best) return null;
	const { row, terms } = best;
	const signals = pooled([best, ...others]);
	const claim = claimOf(row, signals);
	return {
		articleId: row.owner,
		kind: row.kind,
		title: row.title,
		heading: row.heading,
		text: row.text,
		score: relevance(row.kind, signals, basisOf(signals)),
		terms,
		...signals,
		...(claim && { claim }),
	};
}

function claimOf({ kind, pinned }: MeasuredFeatures["row"], { phrased }: PassageFeatures): ExactMatch | null {
	if (pinned === 1 && phrased >= PINNED_LIKENESS) return "pinned";
	return kind === "question" && phrased === 1 ? "worded" : null;
}

/** The most of each signal that any wording has, and the averages of those that have most. */
function pooled([first, ...others]: [MeasuredFeatures, ...MeasuredFeatures[]]): PassageFeatures {
	if (others.length === 0) return first.signals;
	const all = [first, ...others].map(({ signals }) => signals);
	const most = (name: keyof PassageFeatures): number => Math.max(...all.map((signals) => signals[name] ?? 0));
	const known = (name: "gist" | "meaning"): number | null =>
		all.every((signals) => signals[name] === null) ? null : Math.max(...all.flatMap((signals) => signals[name] ?? []));
	const usual = (name: keyof PassageFeatures): number => {
		const best = all
			.map((signals) => signals[name] ?? 0)
			.sort((a, b) => b - a)
			.slice(0, WORDINGS);
		return best.reduce((sum, value) => sum + value, 0) / best.length;
	};
	return {
		met: most("met"),
		own: most("own"),
		bm25: most("bm25"),
		named: most("named"),
		phrased: most("phrased"),
		usuallyMet: usual("met"),
		usuallyPhrased: usual("phrased"),
		near: most("near"),
		unknown: first.signals.unknown,
		gist: known("gist"),
		meaning: known("meaning"),
	};
}

/** Under its own title and with its answer. */
function asQuestion(sql: SqlStorage, passage: Passage): Passage {
	const [row] = sql
		.exec<{ title: string; answer: string }>(
			`SELECT wordings ->> '$[0]' AS title, answer FROM question WHERE id = ?`,
			passage.articleId,
		)
		.toArray();
	return row ? { ...passage, title: row.title, text: row.answer } : passage;
}
