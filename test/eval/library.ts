/** A knowledge base in memory, filled and searched by the Knowledge object's own modules. */
import { migrate } from "../../src/db/objectSchema.ts";
import { saveArticle, saveQuestion } from "../../src/knowledge/library.ts";
import type { Passage } from "../../src/knowledge/passage.ts";
import { migrations } from "../../src/knowledge/schema.ts";
import { search } from "../../src/knowledge/search.ts";
import { memoryStorage } from "./memory-sql.ts";
import type { Article, Entry } from "./rows.ts";

/** A wording may not be longer; the rest of a letter to the bank says little more. */
const MAX_WORDING = 500;

export type Library = {
	/** The set's id of what a passage belongs to. */
	idOf(passage: Passage): string;
	search(query: string, limit: number): Promise<Passage[]>;
	indexMs: number;
	bytes: number;
};

export async function fill(content: { entries?: Entry[]; articles?: Article[] }): Promise<Library> {
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
	return {
		idOf: ({ articleId }) => ids.get(articleId) ?? articleId,
		search: async (query, limit) => search(storage.sql, query, limit),
		indexMs: performance.now() - begun,
		bytes: storage.sql.databaseSize,
	};
}
