/** What ranking and judging go by, worked out for each candidate from the same terms the index holds (see passage.ts). */
import { wordVectorOf } from "../../language/text/gist.ts";
import { similarity, type Trigrams, trigrams } from "../../language/text/similarity.ts";
import { asked, terms } from "../../language/text/terms.ts";
import { onFittedScale } from "../vector/calibration.ts";
import type { Row } from "./candidates.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { WORD_VECTOR_MODEL, likestPart } from "../vector/word-vectors.ts";
import type { Passage, PassageFeatures } from "../article/passage.ts";
import { likenessTo } from "../vector/store.ts";
import { bestMatch, telling, type QueryTerm } from "./query-terms.ts";

/** A word that stands in the same document, but in another passage or wording. */
const ELSEWHERE_MATCH = 0.5;
/** Terms that stand within so many positions of each other belong together: about two sentences. */
const NEAR_SPAN = 30;

/** The query, seen in every way that passages are compared with. */
export type Query = {
	wanted: QueryTerm[];
	gist: Float32Array | null;
	meaning: QueryEmbedding | null;
	look: Trigrams;
};

export function readQuery(text: string, wanted: QueryTerm[], meaning: QueryEmbedding | null): Query {
	return { wanted, meaning, gist: wordVectorOf(terms(text)), look: trigrams(text) };
}

export type MeasuredFeatures = { row: Row; signals: PassageFeatures; terms: Passage["terms"] };

const splitTerms = (stored: string): string[] => (stored === "" ? [] : stored.split(" "));

/** Measures rows against a query. Documents with several rows here know of each other's words. */
export function measure(sql: SqlStorage, query: Query, rows: Row[]): MeasuredFeatures[] {
	const { wanted, gist, meaning, look } = query;
	const ofOwner = new Map<string, Set<string>>();
	for (const row of rows) {
		const seen = ofOwner.get(row.owner) ?? new Set<string>();
		for (const term of splitTerms(`${row.titleTerms} ${row.bodyTerms}`.trim())) seen.add(term);
		ofOwner.set(row.owner, seen);
	}
	const asking = telling(wanted) || 1;
	const most = wanted.reduce((sum, word) => sum + word.most, 0) || 1;
	const unknown = telling(wanted.filter(({ met }) => met.length === 0)) / asking;
	const weightOf = new Map(wanted.flatMap(({ weight, met }) => met.map(({ term }) => [term, weight] as const)));
	const gistLikeness = gist ? likenessTo(sql, WORD_VECTOR_MODEL, gist) : () => null;
	const meaningLikeness = meaning
		? likenessTo(sql, meaning.model, meaning.vector, meaning.near === undefined)
		: () => null;

	return rows.map((row): MeasuredFeatures => {
		const isQuestion = row.kind === "question";
		const title = splitTerms(row.titleTerms);
		const names = [...title, ...splitTerms(row.headingTerms)];
		const body = isQuestion ? [] : splitTerms(row.bodyTerms);
		const here = new Set([...names, ...body]);
		const elsewhere = ofOwner.get(row.owner);
		const met = wanted.map((word) => ({
			term: word.term,
			weight: word.weight,
			match: bestMatch(word, (term) => (here.has(term) ? 1 : elsewhere?.has(term) ? ELSEWHERE_MATCH : 0)),
		}));
		const inside = new Set([...(isQuestion ? title : splitTerms(row.headingTerms)), ...body]);
		const own = wanted.reduce(
			(sum, word) => sum + word.weight * bestMatch(word, (term) => Number(inside.has(term))),
			0,
		);
		const share = met.reduce((sum, { weight, match }) => sum + weight * match, 0) / asking;
		const phrased = Math.max(
			similarity(look, trigrams(row.title)),
			isQuestion ? 0 : similarity(look, trigrams(row.heading)),
		);
		return {
			row,
			terms: met,
			signals: {
				met: share,
				own: own / asking,
				bm25: Math.min(1, row.bm25 / most),
				named: alike(wanted, names, weightOf, asking),
				phrased,
				usuallyMet: share,
				usuallyPhrased: phrased,
				near: nearness(wanted, [...names, ...body]),
				unknown,
				gist: strongest(gistLikeness(row.id), gist && !isQuestion ? likestPart(gist, [...names, ...body]) : null),
				meaning: onFittedScale(meaningLikeness(row.id), row.kind, meaning?.background),
			},
		};
	});
}

const strongest = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Largest share of the met weight inside one window of the passage. */
function nearness(wanted: QueryTerm[], body: string[]): number {
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

/** Weighted overlap of query and name: 1 when each says what the other says. Words of a name the query lacks count half. */
function alike(wanted: QueryTerm[], names: string[], weightOf: Map<string, number>, asking: number): number {
	if (names.length === 0) return 0;
	const has = new Set(names);
	const shared = wanted.reduce((sum, word) => sum + word.weight * bestMatch(word, (term) => Number(has.has(term))), 0);
	const informative = asked(names.join(" ")).map(({ term }) => term);
	const naming = informative.reduce((sum, term) => sum + (weightOf.get(term) ?? 0.5), 0);
	return shared === 0 ? 0 : Math.min(1, (2 * shared) / (asking + shared + (naming - Math.min(naming, shared)) * 0.5));
}
