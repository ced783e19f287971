/**
 * Calibrates embedding similarities. Models differ in the similarity of unrelated texts: 0.1 for one, 0.6 for another. That of
 * this workspace's own unrelated passages is measured, and similarities are mapped to the scale of the model that the
 * coefficients were fitted with (search/score.ts), so that a confidence means the same with every model.
 */
import type { UnrelatedSimilarity } from "../../model/embedder.ts";

type Kind = keyof UnrelatedSimilarity;

/** The unrelated similarity of the fitted model: the mean over pairs of different entries of the sets. Measured with test/eval's encoder. */
const FITTED: Record<Kind, number> = { question: 0.41, article: 0.28 };

const SAMPLED = 60;
/** Least documents for a mean. */
const MIN_SAMPLE = 12;

/** The mean similarity of passages of different documents, sampled evenly over their ids. Reads some dozens of rows. */
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
		return seen.size < MIN_SAMPLE ? null : meanSimilarity([...seen.values()]);
	};
	return { question: of("question"), article: of("article") };
}

/** The mean cosine similarity of all pairs. */
function meanSimilarity(vectors: Int8Array[]): number {
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

/** Linear: 1 stays 1, and the model's unrelated similarity becomes that of the fitted model. */
export function toFittedScale(
	similarity: number | null,
	kind: Kind,
	unrelated: UnrelatedSimilarity | undefined,
): number | null {
	const mean = unrelated?.[kind] ?? null;
	if (similarity === null || mean === null || mean >= 0.95) return similarity;
	return Math.max(-1, 1 - ((1 - similarity) * (1 - FITTED[kind])) / (1 - mean));
}
