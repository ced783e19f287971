/** A knowledge base in memory, filled and searched with the Knowledge object's own modules. */
import { migrate } from "../../src/durable/migrations.ts";
import { wordVectorTask } from "../../src/knowledge/vector/word-vectors.ts";
import { saveArticle, saveQuestion } from "../../src/knowledge/article/store.ts";
import type { Passage } from "../../src/knowledge/article/passage.ts";
import type { Embedder } from "../../src/model/embedder.ts";
import { migrations } from "../../src/knowledge/schema.ts";
import { search } from "../../src/knowledge/search/search.ts";
import { withRest } from "../../src/knowledge/search/whole.ts";
import { lastEmbedded, passagesWithoutVector, store } from "../../src/knowledge/vector/store.ts";
import { memoryStorage } from "./memory-sql.ts";
import type { Article, Entry } from "./rows.ts";

/** The longest wording that the product allows; longer ones of a set are cut. */
const MAX_WORDING = 500;

export type Library = {
	/** The id, in the set, of the article or question that a passage belongs to. */
	idOf(passage: Pick<Passage, "articleId">): string;
	/** `rerank`: as the Knowledge object's; nothing is reranked here, but without it the rest of a small library comes too. */
	search(query: string, limit: number, rerank?: boolean): Promise<Passage[]>;
	indexMs: number;
	bytes: number;
};

export type Content = { entries?: Entry[]; articles?: Article[] };

/** Every passage gets its word vector, and with an encoder its embedding, before anything is asked, as the object's tasks do it. */
export async function fill(content: Content, encoder: Embedder | null): Promise<Library> {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const ids = new Map<string, string>();
	const begun = performance.now();
	storage.transactionSync(() => {
		for (const { id, title, phrasings, answer } of content.entries ?? []) {
			const wordings = [title, ...phrasings].map((wording) => wording.slice(0, MAX_WORDING));
			const saved = saveQuestion(storage.sql, null, { wordings, answer });
			if (saved.ok) ids.set(saved.question.id, id);
		}
		for (const { id, title, text } of content.articles ?? []) {
			const saved = saveArticle(storage.sql, null, { title, text });
			if (saved.ok) ids.set(saved.article.id, id);
		}
	});
	const task = wordVectorTask(storage);
	while (task.due(storage.sql) !== null) await task.run();
	if (encoder) await encodeAll(storage.sql, encoder);
	const indexMs = performance.now() - begun;
	return {
		idOf: ({ articleId }) => ids.get(articleId) ?? articleId,
		async search(query, limit, rerank = true) {
			const [vector] = encoder ? await encoder.embed([query], "query") : [];
			const embedding = encoder && vector ? { model: encoder.model, vector } : null;
			const found = search(storage.sql, query, limit, embedding);
			return rerank ? found : withRest(storage.sql, found);
		},
		indexMs,
		bytes: storage.sql.databaseSize,
	};
}

const BATCH = 64;

async function encodeAll(sql: SqlStorage, encoder: Embedder): Promise<void> {
	const next = () => passagesWithoutVector(sql, encoder.model, lastEmbedded(sql, encoder.model), BATCH);
	for (let batch = next(); batch.length > 0; batch = next()) {
		const vectors = await encoder.embed(
			batch.map(({ text }) => text),
			"passage",
		);
		batch.forEach(({ id }, at) => store(sql, id, encoder.model, vectors[at] ?? new Float32Array(0)));
	}
}
