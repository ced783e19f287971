/**
 * The port for an external vector index, and its implementation on Cloudflare Vectorize. A workspace is a namespace; a vector's
 * id is its passage's. The index may still have removed passages for a while: results without a passage here are ignored, and
 * cleanup.ts removes them.
 */
import type { Neighbour } from "../../model/embedder.ts";

export type VectorIndex = {
	/** Number of vectors from which the index is queried, because a scan would hold them all in memory. */
	from: number;
	put(vectors: { id: number; vector: Float32Array }[]): Promise<void>;
	/** Best first, with cosine similarities from -1 to 1. */
	nearest(vector: Float32Array, limit: number): Promise<Neighbour[]>;
	remove(ids: number[]): Promise<void>;
};

/** A binding to an index made with the metric "cosine". https://developers.cloudflare.com/vectorize/platform/limits/ */
export type VectorEnv = {
	VECTORS?: Pick<Vectorize, "upsert" | "query" | "deleteByIds">;
	/** Overrides `from`; variables are strings. */
	VECTORS_FROM?: string;
};

const UPSERT_AT_ONCE = 1_000;
const FROM = 20_000;

export function vectorize({ VECTORS: index, VECTORS_FROM = "" }: VectorEnv, workspace: string): VectorIndex | null {
	if (!index) return null;
	// Ids are unique in the index, not in the namespace, and have 64 bytes at most.
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
				// The namespace separates workspaces already; an id of another workspace is dropped all the same.
				return id === idOf(passage) ? [{ id: passage, similarity: score }] : [];
			});
		},
		async remove(ids) {
			if (ids.length > 0) await index.deleteByIds(ids.map(idOf));
		},
	};
}
