/**
 * A workspace's knowledge: articles, questions and their index, in one Durable Object named by the workspace's id.
 * Every call is one synchronous stretch over SQLite, so a change is found by the very next search.
 */
import { DurableObject } from "cloudflare:workers";
import { migrate } from "../db/objectSchema.ts";
import type { Article, ArticleDraft, KnowledgeList, Question, QuestionDraft } from "../protocol/api.ts";
import * as library from "./library.ts";
import type { Passage } from "./passage.ts";
import { migrations } from "./schema.ts";
import { search } from "./search.ts";

export type SavedArticle = { ok: true; article: Article } | library.Refused;
export type SavedQuestion = { ok: true; question: Question } | library.Refused;

export class Knowledge extends DurableObject<Env> {
	readonly #storage: DurableObjectStorage;

	constructor(state: DurableObjectState, env: Env) {
		super(state, env);
		this.#storage = state.storage;
		migrate(state.storage, migrations);
	}

	list(): KnowledgeList {
		return library.list(this.#storage.sql);
	}

	article(id: string): Article | null {
		return library.article(this.#storage.sql, id);
	}

	/** Creates one when `id` is null, else replaces it. */
	saveArticle(id: string | null, draft: ArticleDraft): SavedArticle {
		return this.#storage.transactionSync(() => library.saveArticle(this.#storage.sql, id, draft));
	}

	/** True where there was one. */
	removeArticle(id: string): boolean {
		return this.#storage.transactionSync(() => library.remove(this.#storage.sql, "article", id));
	}

	question(id: string): Question | null {
		return library.question(this.#storage.sql, id);
	}

	/** Creates one when `id` is null, else replaces it. */
	saveQuestion(id: string | null, draft: QuestionDraft): SavedQuestion {
		return this.#storage.transactionSync(() => library.saveQuestion(this.#storage.sql, id, draft));
	}

	/** True where there was one. */
	removeQuestion(id: string): boolean {
		return this.#storage.transactionSync(() => library.remove(this.#storage.sql, "question", id));
	}

	/** The passages that fit any text, best first. Never throws on a text. */
	search(query: string, limit: number): Passage[] {
		return search(this.#storage.sql, query, limit);
	}
}
