/**
 * Meaning, as an encoder sees it: passages get their vectors in the background, on the object's alarm, and a question
 * gets its own in time or not at all. Everything here is a help that search does without while there is none.
 */
import type { Encoders } from "../../model/encoders.ts";
import { log, type Place } from "../../http/log.ts";
import type { UnrelatedSimilarity } from "../../model/embedder.ts";
import { unrelatedSimilarityOf } from "./calibration.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import type { Passage } from "../article/passage.ts";
import { WORD_VECTOR_MODEL } from "./word-vectors.ts";
import { applyReranking } from "../search/rerank.ts";
import type { Task } from "../tasks.ts";
import { markOrphans, clearOrphan } from "./cleanup.ts";
import type { VectorIndex } from "./vectorize.ts";
import { indexedCount, removeOtherModels, lastEmbedded, passagesWithoutVector, newestPassage, store } from "./store.ts";

/** Texts a call, and the start of each that is read. A passage has a thousand characters and its headings. */
const BATCH = 50;
const TEXT_LENGTH = 4_000;
const NEAREST = 30;

export class Embeddings {
	readonly #storage: DurableObjectStorage;
	readonly #encoders: () => Encoders;
	readonly #index: VectorIndex | null;
	/** For the log. */
	readonly #place: Place;
	/** Vectors of a model that isn't used any more have been removed since waking. */
	#cleaned = false;
	/** Of what was there when it was first asked since the last change. */
	#unrelatedSimilarity: UnrelatedSimilarity | null = null;

	/** `index`: where vectors go too, for workspaces that outgrow this object's memory. */
	constructor(storage: DurableObjectStorage, encoders: () => Encoders, index: VectorIndex | null, place: Place = {}) {
		this.#place = place;
		this.#storage = storage;
		this.#encoders = encoders;
		this.#index = index;
	}

	/** Embeds what came since the last time. Ids of passages grow, so the last one that has a vector says where to go on. */
	task(): Task {
		return {
			name: "embeddings",
			due: (sql) => {
				const { embedder, retryAt } = this.#encoders();
				if (embedder === null) return retryAt;
				return newestPassage(sql) > lastEmbedded(sql, this.#storedModelName(embedder.model)) ? Date.now() : null;
			},
			run: async () => {
				const { embedder } = this.#encoders();
				if (embedder === null) return;
				const { sql } = this.#storage;
				const model = this.#storedModelName(embedder.model);
				const next = () => passagesWithoutVector(sql, model, lastEmbedded(sql, model), BATCH);
				const waiting = next();
				const vectors = await embedder.embed(
					waiting.map(({ text }) => text.slice(0, TEXT_LENGTH)),
					"passage",
				);
				const embedded = waiting.flatMap(({ id, text }, at) => {
					const vector = vectors[at];
					return vector ? [{ id, text, vector }] : [];
				});
				if (this.#index !== null) {
					const ids = embedded.map(({ id }) => id);
					this.#storage.transactionSync(() => markOrphans(sql, ids));
					await this.#index.put(embedded);
				}
				this.#storage.transactionSync(() => {
					// A passage may have gone meanwhile, and another have come under its number.
					const texts = new Map(next().map(({ id, text }) => [id, text]));
					for (const { id, text, vector } of embedded) {
						if (texts.get(id) !== text) continue;
						store(sql, id, model, vector);
						if (this.#index !== null) clearOrphan(sql, id);
					}
					if (!this.#cleaned) removeOtherModels(sql, [WORD_VECTOR_MODEL, model]);
					this.#cleaned = true;
					this.#unrelatedSimilarity = null;
				});
			},
		};
	}

	/** Null where nothing has a vector yet, or the encoder can't be asked in time. Never rejects. */
	async embedQuery(query: string): Promise<QueryEmbedding | null> {
		const { embedder } = this.#encoders();
		const { sql } = this.#storage;
		if (embedder === null || lastEmbedded(sql, this.#storedModelName(embedder.model)) === 0) return null;
		try {
			const [vector] = await embedder.embed([query.slice(0, TEXT_LENGTH)], "query");
			if (!vector) return null;
			const model = this.#storedModelName(embedder.model);
			const embedding = {
				model,
				vector,
				unrelatedSimilarity: (this.#unrelatedSimilarity ??= unrelatedSimilarityOf(sql, model)),
			};
			if (this.#index === null || indexedCount(sql) < this.#index.from) return embedding;
			return { ...embedding, nearest: await this.#index.nearest(vector, NEAREST) };
		} catch (error) {
			log("embedding_failed", { ...this.#place, error });
			return null;
		}
	}

	/** In the order that a reader of both question and passage puts them in, where there is one. Never rejects. */
	async rerank(query: string, passages: Passage[]): Promise<Passage[]> {
		const { reranker } = this.#encoders();
		if (reranker === null || passages.length < 2) return passages;
		try {
			const texts = passages.map(({ title, heading, text }) => [title, heading, text].filter(Boolean).join("\n"));
			return applyReranking(passages, await reranker.rank(query, texts));
		} catch (error) {
			log("reranking_failed", { ...this.#place, error });
			return passages;
		}
	}

	/** Vectors that are kept elsewhere too have a name of their own: an index that is added later gets all of them. */
	#storedModelName(model: string): string {
		return this.#index === null ? model : `${model} indexed`;
	}
}
