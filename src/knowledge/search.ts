/**
 * Finds passages for any text a visitor may write. Only terms reach FTS5, each quoted, so no text is a syntax error.
 * Full text ranks the candidates; what the judge needs to know (how much of the query is met, how close together, how
 * alike the titles) is worked out here from the same terms. Bounded in query terms, candidates and results.
 */
import type { Passage } from "./passage.ts";
import { guesses } from "./spelling.ts";
import { asked, straddles, terms } from "../language/terms.ts";

/** Rarest first; a longer message says the same with more words. */
const MAX_QUERY_TERMS = 32;
const MAX_CANDIDATES = 60;
const MAX_RESULTS = 20;
/** Only the start of a very long text is read. Characters. */
const MAX_QUERY_LENGTH = 2_000;

/** A word that stands in the same article, but in another passage. */
const ELSEWHERE_MATCH = 0.5;
/** Terms that stand within so many positions of each other belong together: about two sentences. */
const NEAR_SPAN = 30;
/** A query so like a wording of a pinned question, word for word, asks just that. */
const PINNED_LIKENESS = 0.8;

type Row = {
	id: number;
	owner: string;
	kind: "article" | "question";
	title: string;
	heading: string;
	text: string;
	titleTerms: string;
	headingTerms: string;
	bodyTerms: string;
	bm25: number;
	pinned: number | null;
};

/** A word of the query with the terms it may be met by, best first, and how much it tells. */
type Wanted = { term: string; weight: number; met: { term: string; match: number }[] };

const splitTerms = (stored: string): string[] => (stored === "" ? [] : stored.split(" "));

function want(sql: SqlStorage, query: string, total: number): Wanted[] {
	const frequency = (term: string): number =>
		sql.exec<{ doc: number }>(`SELECT doc FROM vocabulary WHERE term = ?`, term).toArray()[0]?.doc ?? 0;
	/** Inverse document frequency, from 0 (everywhere) to 1 (in one passage, or in none). */
	const weigh = (documents: number): number =>
		Math.min(
			1,
			Math.log(1 + (total - documents + 0.5) / (Math.max(documents, 1) + 0.5)) / Math.log(1 + (total - 0.5) / 1.5),
		);
	return asked(query.slice(0, MAX_QUERY_LENGTH))
		.slice(0, MAX_QUERY_TERMS * 2)
		.flatMap(({ term, word }) => {
			const documents = frequency(term);
			if (documents === 0 && straddles(term)) return [];
			const met =
				documents > 0 ? [{ term, match: 1 }] : guesses(sql, term).filter((guess) => frequency(guess.term) > 0);
			// An unknown word is as telling as a rare one: what it asks for is not in the knowledge base.
			return [{ term: word, weight: Math.max(0.05, weigh(documents)), met }];
		})
		.sort((a, b) => b.weight - a.weight)
		.slice(0, MAX_QUERY_TERMS);
}

/** Largest share of the met weight inside one window of the passage. */
function nearness(wanted: Wanted[], body: string[]): number {
	const weights = new Map(
		wanted.flatMap(({ weight, met }, index) => met.map(({ term }) => [term, { index, weight }] as const)),
	);
	const hits = body.flatMap((term, at) => {
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

/** The passages that fit a query, best first. At most one result a question; several passages of an article may come. */
export function search(sql: SqlStorage, query: string, limit: number): Passage[] {
	const { total } = sql.exec<{ total: number }>(`SELECT count(*) AS total FROM passage`).one();
	if (total === 0) return [];
	const wanted = want(sql, query, total);
	const lookup = [...new Set(wanted.flatMap(({ met }) => met.map(({ term }) => `"${term}"`)))];
	if (lookup.length === 0) return [];

	// Titles and headings were chosen to say what a passage is about.
	const rows = sql
		.exec<Row>(
			`SELECT p.id, p.owner, p.kind, p.title, p.heading, p.text, t.title AS titleTerms, t.heading AS headingTerms,
				t.body AS bodyTerms, -bm25(passage_terms, 3.0, 2.0, 1.0) AS bm25, q.pinned
			 FROM passage_terms t JOIN passage p ON p.id = t.rowid LEFT JOIN question q ON q.id = p.owner
			 WHERE passage_terms MATCH ? ORDER BY bm25 DESC, p.id LIMIT ${MAX_CANDIDATES}`,
			lookup.join(" OR "),
		)
		.toArray();

	const ofOwner = new Map<string, Set<string>>();
	for (const row of rows) {
		const seen = ofOwner.get(row.owner) ?? new Set<string>();
		for (const term of splitTerms(row.bodyTerms)) seen.add(term);
		ofOwner.set(row.owner, seen);
	}
	const bestBm25 = Math.max(1e-9, ...rows.map((row) => row.bm25));
	const asking = wanted.reduce((sum, { weight }) => sum + weight, 0);
	const weightOf = new Map(wanted.flatMap(({ weight, met }) => met.map(({ term }) => [term, weight] as const)));
	const whole = new Set(terms(query.slice(0, MAX_QUERY_LENGTH)));

	const found = rows.map((row): Passage => {
		const names = splitTerms(`${row.titleTerms} ${row.headingTerms}`.trim());
		const body = splitTerms(row.bodyTerms);
		const here = new Set([...names, ...body]);
		const elsewhere = ofOwner.get(row.owner);
		const signals = wanted.map(({ term, weight, met }) => {
			const match = Math.max(
				0,
				...met.map((way) =>
					here.has(way.term) ? way.match : elsewhere?.has(way.term) ? way.match * ELSEWHERE_MATCH : 0,
				),
			);
			return { term, weight, match };
		});
		const coverage = signals.reduce((sum, { weight, match }) => sum + weight * match, 0) / asking;
		const named = alike(wanted, names, weightOf, asking);
		const near = nearness(wanted, [...names, ...body]);
		// An article's title is with all its passages; what tells them apart is their own heading and text.
		const inside = new Set([...splitTerms(row.kind === "question" ? row.titleTerms : row.headingTerms), ...body]);
		const own =
			wanted.reduce(
				(sum, { weight, met }) =>
					sum + weight * Math.max(0, ...met.map((way) => (inside.has(way.term) ? way.match : 0))),
				0,
			) / asking;
		const phrased = likeness(
			whole,
			row.kind === "question" || row.headingTerms === "" ? row.titleTerms : row.headingTerms,
		);
		const score = 0.25 * (row.bm25 / bestBm25) + 0.3 * coverage + 0.2 * own + 0.1 * named + 0.15 * phrased;
		return {
			articleId: row.owner,
			kind: row.kind,
			title: row.title,
			heading: row.heading,
			text: row.text,
			score,
			bm25: row.bm25,
			terms: signals,
			named,
			phrased,
			near,
			...(row.pinned === 1 && phrased >= PINNED_LIKENESS && { pinned: true }),
		};
	});
	return finish(
		sql,
		found.sort((a, b) => Number(b.pinned ?? false) - Number(a.pinned ?? false) || b.score - a.score),
		Math.max(1, Math.min(limit, MAX_RESULTS)),
	);
}

/** Share of words in common, function words too: "How do I return it?" is "How to return something" more than "What can't be returned". */
function likeness(query: Set<string>, name: string): number {
	const other = new Set(splitTerms(name));
	const shared = [...other].filter((term) => query.has(term)).length;
	return shared === 0 ? 0 : (2 * shared) / (query.size + other.size);
}

/** Weighted overlap of query and name: 1 when each says what the other says. Words of a name the query lacks count half. */
function alike(wanted: Wanted[], names: string[], weightOf: Map<string, number>, asking: number): number {
	if (names.length === 0) return 0;
	const has = new Set(names);
	const shared = wanted.reduce(
		(sum, { weight, met }) => sum + weight * Math.max(0, ...met.map((way) => (has.has(way.term) ? way.match : 0))),
		0,
	);
	const informative = asked(names.join(" ")).map(({ term }) => term);
	const naming = informative.reduce((sum, term) => sum + (weightOf.get(term) ?? 0.5), 0);
	return shared === 0 ? 0 : Math.min(1, (2 * shared) / (asking + shared + (naming - Math.min(naming, shared)) * 0.5));
}

/** One result a question, under its own title and with its answer. */
function finish(sql: SqlStorage, ranked: Passage[], limit: number): Passage[] {
	const results: Passage[] = [];
	const questions = new Set<string>();
	for (const passage of ranked) {
		if (results.length >= limit) break;
		if (passage.kind === "article") results.push(passage);
		else if (!questions.has(passage.articleId)) {
			questions.add(passage.articleId);
			const [row] = sql
				.exec<{ title: string; answer: string }>(
					`SELECT wordings ->> '$[0]' AS title, answer FROM question WHERE id = ?`,
					passage.articleId,
				)
				.toArray();
			if (row) results.push({ ...passage, title: row.title, text: row.answer });
		}
	}
	return results;
}
