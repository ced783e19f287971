/**
 * How alike a model finds what has nothing to do with each other: 0.1 for one, 0.6 for another. Likenesses are brought to
 * the scale of the model that score.ts was fitted with by what this workspace's own unrelated passages look like, so
 * that a confidence means the same whoever made the vectors.
 */
import type { UnrelatedSimilarity } from "../../model/embedder.ts";

type Kind = keyof UnrelatedSimilarity;

/** The fitted model's: pairs of different entries of its training sets. Measured with test/eval's encoder. */
const FITTED: Record<Kind, number> = { question: 0.41, article: 0.28 };

const SAMPLED = 60;
/** Fewer say nothing of what is usual. */
const ENOUGH = 12;

/** Of passages of different documents, evenly from all there are. Reads some dozens of rows. */
export function unrelatedSimilarityOf(sql: SqlStorage, model: string): UnrelatedSimilarity {
	const { last } = sql.exec<{ last: number | null }>("SELECT max(id) AS last FROM passage").one();
	const of = (kind: Kind): number | null => {
		const seen = new Map<string, Int8Array>();
		for (let step = 0; step < SAMPLED; step++) {
			const [row] = sql
				.exec<{ owner: string; vector: ArrayBuffer }>(
					`SELECT p.owner, v.vector FROM passage p JOIN passage_vector v ON v.passage = p.id AND v.model = ?
					 WHERE p.id >= ? AND p.kind = ? AND length(v.vector) > 0 ORDER BY p.id LIMIT 1`,
					model,
					Math.floor(((last ?? 0) * step) / SAMPLED),
					kind,
				)
				.toArray();
			if (row) seen.set(row.owner, new Int8Array(row.vector));
		}
		return seen.size < ENOUGH ? null : average([...seen.values()]);
	};
	return { question: of("question"), article: of("article") };
}

/** Each with each. */
function average(vectors: Int8Array[]): number {
	const lengths = vectors.map((vector) => Math.hypot(...vector));
	let sum = 0;
	let pairs = 0;
	vectors.forEach((one, at) => {
		for (let other = at + 1; other < vectors.length; other++) {
			const next = vectors[other];
			if (!next || next.length !== one.length) continue;
			const dot = one.reduce((total, value, index) => total + value * (next[index] ?? 0), 0);
			sum += dot / ((lengths[at] ?? 1) * (lengths[other] ?? 1));
			pairs++;
		}
	});
	return pairs === 0 ? 0 : sum / pairs;
}

/** The same stays the same, and what is usual becomes what was usual when the formula was fitted. */
export function toFittedScale(
	similarity: number | null,
	kind: Kind,
	unrelated: UnrelatedSimilarity | undefined,
): number | null {
	const usual = unrelated?.[kind] ?? null;
	if (similarity === null || usual === null || usual >= 0.95) return similarity;
	return Math.max(-1, 1 - ((1 - similarity) * (1 - FITTED[kind])) / (1 - usual));
}
