/**
 * The port for encoders of meaning: texts in, vectors out, one for each and in their order. Who stands behind it
 * (Workers AI, a development dependency in eval) is the caller's affair; `model` keeps their vectors apart.
 */

/** A passage and how near its vector is to the query's. */
export type Neighbour = { id: number; similarity: number };

/** What a model finds of texts that have nothing to do with each other; null where too few are known. */
export type UnrelatedSimilarity = Record<"question" | "article", number | null>;

export type Embedder = {
	model: string;
	embed(texts: string[], purpose: "query" | "passage"): Promise<Float32Array[]>;
};

/** A query as an encoder sees it. */
export type QueryEmbedding = {
	model: string;
	vector: Float32Array;
	/** The passages nearest to it, where an index elsewhere has found them. */
	nearest?: Neighbour[];
	/** What this model finds of unrelated texts; absent for the one that the formula was fitted with. */
	unrelatedSimilarity?: UnrelatedSimilarity;
};
