/**
 * The Durable Object of a workspace's knowledge base: articles, questions and their index, named by the workspace's id. Wires
 * RPC and the alarm to the mechanisms beside it. Changes are synchronous, so the next search finds them; longer work, such as
 * reading files and sites, runs as tasks on the alarm (tasks.ts). Permissions are checked before, in actions.ts.
 */
import { DurableObject } from "cloudflare:workers";
import { encoders } from "../model/encoders.ts";
import { migrate } from "../durable/migrations.ts";
import type {
	Article,
	ArticleDraft,
	KnowledgePage,
	ListQuery,
	Question,
	QuestionDraft,
	QuestionSwitches,
} from "../protocol/knowledge/articles.ts";
import type { Gap, GapList, Suggestion } from "../protocol/knowledge/gaps.ts";
import * as gaps from "./gap/gaps.ts";
import * as library from "./article/store.ts";
import { list } from "./article/list.ts";
import type { Passage } from "./article/passage.ts";
import * as reports from "./gap/reports.ts";
import type { Source, SourceDetails } from "../protocol/knowledge/source.ts";
import { crawlTask } from "./source/tasks/crawl.ts";
import type { CrawlSettings } from "./source/crawl/runs.ts";
import { fileTask } from "./source/tasks/file.ts";
import { wordVectorTask } from "./vector/word-vectors.ts";
import { SourceCommands, type SourceResult } from "./source/commands.ts";
import { removalTask } from "./source/tasks/removal.ts";
import { Embeddings } from "./vector/embeddings.ts";
import { migrations } from "./schema.ts";
import { search } from "./search/search.ts";
import { cleanupTask } from "./vector/cleanup.ts";
import { sourceDetails, sourceList } from "./source/list.ts";
import * as suggestions from "./gap/suggestions.ts";
import { Tasks } from "./tasks.ts";
import { vectorize } from "./vector/vectorize.ts";

export type SavedArticle = { ok: true; article: Article } | library.DocumentRefused;
export type SavedQuestion = { ok: true; question: Question } | library.DocumentRefused;

export class Knowledge extends DurableObject<Env> {
	readonly #storage: DurableObjectStorage;
	readonly #tasks: Tasks;
	readonly #sources: SourceCommands;
	readonly #embeddings: Embeddings;

	constructor(state: DurableObjectState, env: Env) {
		super(state, env);
		const { storage } = state;
		this.#storage = storage;
		migrate(storage, migrations);
		this.#sources = new SourceCommands(storage);
		const index = vectorize(env, state.id.name ?? "");
		const place = { workspace: state.id.name };
		this.#embeddings = new Embeddings(storage, () => encoders(env), index, place);
		const tasks = [
			removalTask(storage),
			fileTask(storage),
			crawlTask(storage, env.CRAWL_LOOPBACK === "1"),
			wordVectorTask(storage),
			cleanupTask(storage, index),
			this.#embeddings.task(),
		];
		this.#tasks = new Tasks(storage, tasks, place);
	}

	override async alarm(): Promise<void> {
		await this.#tasks.run();
	}

	list(query: ListQuery): KnowledgePage {
		return list(this.#storage.sql, query);
	}

	article(id: string): Article | null {
		return library.article(this.#storage.sql, id);
	}

	/** Creates an article (`id` null) or replaces it. With `basedOn`, refused where it was saved since (its `updatedAt` differs). */
	saveArticle(id: string | null, draft: ArticleDraft, basedOn?: number): SavedArticle {
		const { sql } = this.#storage;
		return this.#armAfter(this.#storage.transactionSync(() => library.saveArticle(sql, id, draft, { basedOn })));
	}

	/** Null where there is no such document. */
	switchArticle(id: string, enabled: boolean): Article | null {
		const { sql } = this.#storage;
		const found = this.#armAfter(this.#storage.transactionSync(() => library.switchArticle(sql, id, enabled)));
		return found ? this.article(id) : null;
	}

	/** False where there was none. */
	removeArticle(id: string): boolean {
		return this.#armAfter(this.#storage.transactionSync(() => library.remove(this.#storage.sql, "article", id)));
	}

	question(id: string): Question | null {
		return library.question(this.#storage.sql, id);
	}

	/** An article or question as visitors may read it; null where it is switched off or doesn't exist. */
	readable(id: string): library.Readable | null {
		return library.readable(this.#storage.sql, id);
	}

	/** Creates or replaces a question, as `saveArticle` does an article. */
	saveQuestion(id: string | null, draft: QuestionDraft, basedOn?: number): SavedQuestion {
		const { sql } = this.#storage;
		return this.#armAfter(this.#storage.transactionSync(() => library.saveQuestion(sql, id, draft, { basedOn })));
	}

	/** Null where there is no such document. */
	switchQuestion(id: string, switches: QuestionSwitches): Question | null {
		const { sql } = this.#storage;
		const found = this.#armAfter(this.#storage.transactionSync(() => library.switchQuestion(sql, id, switches)));
		return found ? this.question(id) : null;
	}

	/** False where there was none. */
	removeQuestion(id: string): boolean {
		return this.#armAfter(this.#storage.transactionSync(() => library.remove(this.#storage.sql, "question", id)));
	}

	/* ---------- sources ---------- */

	/** Also sets the alarm again, should the platform have lost it. */
	sources(): Source[] {
		this.#tasks.arm();
		return sourceList(this.#storage.sql);
	}

	source(id: string): SourceDetails | null {
		return sourceDetails(this.#storage.sql, id);
	}

	async upload(name: string, body: ReadableStream<Uint8Array>): Promise<SourceResult> {
		return this.#armAfter(await this.#sources.upload(name, body));
	}

	/** `settings.address` was checked by the action. */
	addSite(settings: CrawlSettings): SourceResult {
		return this.#armAfter(this.#sources.addSite(settings));
	}

	changeSite(id: string, settings: CrawlSettings): SourceResult {
		return this.#armAfter(this.#sources.changeSite(id, settings));
	}

	readAgain(id: string): SourceResult {
		return this.#armAfter(this.#sources.readAgain(id));
	}

	stopReading(id: string): SourceResult {
		return this.#sources.stop(id);
	}

	/** False where there was none. The source and its documents are deleted by the next alarms. */
	removeSource(id: string): boolean {
		return this.#armAfter(this.#sources.remove(id));
	}

	/** Sets the alarm after a change, for new passages need their vectors; returns the change's result. */
	#armAfter<T>(result: T): T {
		this.#tasks.arm();
		return result;
	}

	/* ---------- answers ---------- */

	/** The passages that fit a text, best first. No text makes it throw. */
	async search(query: string, limit: number): Promise<Passage[]> {
		const embedding = await this.#embeddings.embedQuery(query);
		return this.#embeddings.rerank(query, search(this.#storage.sql, query, limit, embedding));
	}

	/* ---------- reports from conversations, gaps and suggestions ---------- */

	/** Records an AI turn. Idempotent by conversation and entry. */
	report(turn: reports.TurnReport): void {
		this.#storage.transactionSync(() => reports.recordTurn(this.#storage.sql, turn));
	}

	/** Records a solved conversation as a suggestion. Idempotent by conversation. */
	solved(report: reports.SolvedReport): void {
		this.#storage.transactionSync(() => reports.recordSolved(this.#storage.sql, report));
	}

	/** Deletes a conversation's rows from gaps and suggestions; returns how many. */
	forget(conversation: string): number {
		return this.#storage.transactionSync(() => reports.forgetConversation(this.#storage.sql, conversation));
	}

	gaps(): GapList {
		return { ...gaps.listGaps(this.#storage.sql), suggestions: suggestions.countSuggestions(this.#storage.sql) };
	}

	gap(id: number): Gap | null {
		return gaps.gapOf(this.#storage.sql, id);
	}

	setGapState(id: number, state: "open" | "dismissed" | "resolved"): boolean {
		return this.#storage.transactionSync(() => gaps.setGapState(this.#storage.sql, id, state));
	}

	suggestions(): Suggestion[] {
		return suggestions.listSuggestions(this.#storage.sql);
	}

	suggestion(id: number): Suggestion | null {
		return suggestions.suggestionOf(this.#storage.sql, id);
	}

	setSuggestionState(id: number, state: "open" | "dismissed" | "saved"): boolean {
		return suggestions.setSuggestionState(this.#storage.sql, id, state);
	}
}
