/**
 * The port for an index of vectors elsewhere, and Vectorize behind it. A workspace is a namespace; a vector's id is its
 * passage's. What is gone here is still there for a while: nobody finds a passage by it, and it is removed (cleanup.ts).
 */
import type { Neighbour } from "../../model/embedder.ts";

export type VectorIndex = {
	/** From so many vectors on it finds the nearest: a scan would hold them all in memory. */
	from: number;
	put(vectors: { id: number; vector: Float32Array }[]): Promise<void>;
	/** Best first, -1 to 1. */
	nearest(vector: Float32Array, limit: number): Promise<Neighbour[]>;
	remove(ids: number[]): Promise<void>;
};

/** An index made with the metric "cosine". https://developers.cloudflare.com/vectorize/platform/limits/ */
export type VectorEnv = {
	VECTORS?: Pick<Vectorize, "upsert" | "query" | "deleteByIds">;
	/** A number in words, as variables are. */
	VECTORS_FROM?: string;
};

const UPSERT_AT_ONCE = 1_000;
const FROM = 20_000;

export function vectorize({ VECTORS: index, VECTORS_FROM = "" }: VectorEnv, workspace: string): VectorIndex | null {
	if (!index) return null;
	// Ids are the index's, not the namespace's. 64 bytes at most.
	const idOf = (passage: number): string => `${workspace}/${passage}`;
	return {
		from: /^\d+$/.test(VECTORS_FROM) ? Number(VECTORS_FROM) : FROM,
		async put(vectors) {
			for (let from = 0; from < vectors.length; from += UPSERT_AT_ONCE)
				await index.upsert(
					vectors
						.slice(from, from + UPSERT_AT_ONCE)
						.map(({ id, vector }) => ({ id: idOf(id), namespace: workspace, values: vector })),
				);
		},
		async nearest(vector, limit) {
			const { matches } = await index.query(vector, { namespace: workspace, topK: limit });
			return matches.flatMap(({ id, score }) => {
				const passage = Number(id.slice(id.lastIndexOf("/") + 1));
				// The namespace keeps workspaces apart; an id that says otherwise is not ours to read.
				return id === idOf(passage) ? [{ id: passage, similarity: score }] : [];
			});
		},
		async remove(ids) {
			if (ids.length > 0) await index.deleteByIds(ids.map(idOf));
		},
	};
}
