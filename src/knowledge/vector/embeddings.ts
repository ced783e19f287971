/**
 * Embeddings: passages get theirs in the background, on the object's alarm; a query gets its own within a time limit, or none.
 * Also reranks results. All of it is optional: without an encoder, search goes by words and word vectors.
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

/** Texts a call, and characters of each. A passage has a thousand and its headings. */
const BATCH = 50;
const TEXT_LENGTH = 4_000;
const NEAREST = 30;

export class Embeddings {
	readonly #storage: DurableObjectStorage;
	readonly #encoders: () => Encoders;
	readonly #index: VectorIndex | null;
	/** For the log. */
	readonly #place: Place;
	/** Whether vectors of other models were removed since this instance started. */
	#cleaned = false;
	/** Cached: null until a query needs it, and again after new vectors. */
	#unrelatedSimilarity: UnrelatedSimilarity | null = null;

	/** `index`: an external vector index, for workspaces that outgrow this object's memory. */
	constructor(storage: DurableObjectStorage, encoders: () => Encoders, index: VectorIndex | null, place: Place = {}) {
		this.#place = place;
		this.#storage = storage;
		this.#encoders = encoders;
		this.#index = index;
	}

	/** The task that embeds new passages. Ids of passages grow, so it goes on after the last one that has a vector. */
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
					// While the model was called, a passage may have been removed and its id given to another.
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

	/** A query's embedding; null where no passage has a vector yet, or the encoder doesn't answer in time. Never rejects. */
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

	/** Reranks passages, where there is a reranker; else returns them as they are. Never rejects. */
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

	/** The name that vectors are stored under. It differs with an external index, so that one added later gets all vectors. */
	#storedModelName(model: string): string {
		return this.#index === null ? model : `${model} indexed`;
	}
}
