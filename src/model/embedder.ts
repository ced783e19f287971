/**
 * The port for embedding models: texts in, vectors out, one a text, in the order of the texts. Workers AI implements it, an
 * OpenAI-compatible endpoint, and in eval a development dependency. Vectors of different `model`s are never compared.
 */

/** A passage and the cosine similarity of its vector to the query's. */
export type Neighbour = { id: number; similarity: number };

/** A model's mean similarity of unrelated passages, by kind; null where there are too few to tell. */
export type UnrelatedSimilarity = Record<"question" | "article", number | null>;

export type Embedder = {
	model: string;
	embed(texts: string[], purpose: "query" | "passage"): Promise<Float32Array[]>;
};

/** A query's vector, with what is needed to compare it. */
export type QueryEmbedding = {
	model: string;
	vector: Float32Array;
	/** The nearest passages, where an external vector index was asked. */
	nearest?: Neighbour[];
	/** Absent for the model that the coefficients were fitted with, whose similarities need no calibration. */
	unrelatedSimilarity?: UnrelatedSimilarity;
};
