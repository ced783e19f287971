/**
 * The port for encoders of meaning: texts in, vectors out, one for each and in their order. Who stands behind it
 * (Workers AI, a development dependency in eval) is the caller's affair; `model` keeps their vectors apart.
 */
export type Embedder = {
	model: string;
	dimensions: number;
	embed(texts: string[], purpose: "query" | "passage"): Promise<Float32Array[]>;
};

/** A query as an encoder sees it. */
export type Meaning = { model: string; vector: Float32Array };
