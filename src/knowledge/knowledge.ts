/**
 * A workspace's knowledge: articles, questions and their index, in one Durable Object named by the workspace's id.
 * Every call is one synchronous stretch over SQLite, so a change is found by the very next search. What takes longer,
 * such as reading files and sites, is the tasks' (tasks.ts), on the object's one alarm.
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
import type { Original } from "../protocol/knowledge/originals.ts";
import { dropOriginal, originalOf } from "./source/originals.ts";
import type { Source, SourceDetails } from "../protocol/knowledge/source.ts";
import { crawlTask } from "./source/tasks/crawl.ts";
import type { Settings } from "./source/crawl/runs.ts";
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
	readonly #intake: SourceCommands;
	readonly #meanings: Embeddings;

	constructor(state: DurableObjectState, env: Env) {
		super(state, env);
		const { storage } = state;
		this.#storage = storage;
		migrate(storage, migrations);
		this.#intake = new SourceCommands(storage);
		const index = vectorize(env, state.id.name ?? "");
		const place = { workspace: state.id.name };
		this.#meanings = new Embeddings(storage, () => encoders(env), index, place);
		const tasks = [
			removalTask(storage),
			fileTask(storage),
			crawlTask(storage, env.CRAWL_LOOPBACK === "1"),
			wordVectorTask(storage),
			cleanupTask(storage, index),
			this.#meanings.task(),
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

	/** What the page said that an article was read from; null where it wasn't. */
	original(id: string): Original | null {
		return originalOf(this.#storage.sql, id);
	}

	/** Creates one when `id` is null, else replaces it, where `basedOn` is given only if it is still what it was then. */
	saveArticle(id: string | null, draft: ArticleDraft, basedOn?: number): SavedArticle {
		const { sql } = this.#storage;
		return this.#armed(this.#storage.transactionSync(() => library.saveArticle(sql, id, draft, { basedOn })));
	}

	/** Null where there is none. */
	switchArticle(id: string, enabled: boolean): Article | null {
		const { sql } = this.#storage;
		const found = this.#armed(this.#storage.transactionSync(() => library.switchArticle(sql, id, enabled)));
		return found ? this.article(id) : null;
	}

	/** True where there was one. */
	removeArticle(id: string): boolean {
		const { sql } = this.#storage;
		return this.#armed(
			this.#storage.transactionSync(() => {
				dropOriginal(sql, id);
				return library.remove(sql, "article", id);
			}),
		);
	}

	question(id: string): Question | null {
		return library.question(this.#storage.sql, id);
	}

	/** An article or question as visitors may read it; null when it is switched off or gone. */
	readable(id: string): library.Readable | null {
		return library.readable(this.#storage.sql, id);
	}

	/** Creates one when `id` is null, else replaces it, as `saveArticle` does. */
	saveQuestion(id: string | null, draft: QuestionDraft, basedOn?: number): SavedQuestion {
		const { sql } = this.#storage;
		return this.#armed(this.#storage.transactionSync(() => library.saveQuestion(sql, id, draft, { basedOn })));
	}

	/** Null where there is none. */
	switchQuestion(id: string, switches: QuestionSwitches): Question | null {
		const { sql } = this.#storage;
		const found = this.#armed(this.#storage.transactionSync(() => library.switchQuestion(sql, id, switches)));
		return found ? this.question(id) : null;
	}

	/** True where there was one. */
	removeQuestion(id: string): boolean {
		return this.#armed(this.#storage.transactionSync(() => library.remove(this.#storage.sql, "question", id)));
	}

	/* ---------- sources ---------- */

	/** Looking at them also sees to it that the alarm is set, should it ever have been lost. */
	sources(): Source[] {
		this.#tasks.arm();
		return sourceList(this.#storage.sql);
	}

	source(id: string): SourceDetails | null {
		return sourceDetails(this.#storage.sql, id);
	}

	async upload(name: string, body: ReadableStream<Uint8Array>): Promise<SourceResult> {
		return this.#armed(await this.#intake.upload(name, body));
	}

	/** `settings.address` has been checked. */
	addSite(settings: Settings): SourceResult {
		return this.#armed(this.#intake.addSite(settings));
	}

	changeSite(id: string, settings: Settings): SourceResult {
		return this.#armed(this.#intake.changeSite(id, settings));
	}

	readAgain(id: string): SourceResult {
		return this.#armed(this.#intake.readAgain(id));
	}

	stopReading(id: string): SourceResult {
		return this.#intake.stop(id);
	}

	/** True where there was one; it and its articles go at the next alarms. */
	removeSource(id: string): boolean {
		return this.#armed(this.#intake.remove(id));
	}

	/** After a change: what is written by hand wants its vectors just as what is read does. */
	#armed<T>(done: T): T {
		this.#tasks.arm();
		return done;
	}

	/* ---------- answers ---------- */

	/** The passages that fit any text, best first. Never throws on a text. */
	async search(query: string, limit: number): Promise<Passage[]> {
		const meaning = await this.#meanings.of(query);
		return this.#meanings.order(query, search(this.#storage.sql, query, limit, meaning));
	}

	/* ---------- what conversations report, and what the team makes of it ---------- */

	/** Idempotent by conversation and entry. */
	report(turn: reports.TurnReport): void {
		this.#storage.transactionSync(() => reports.takeTurn(this.#storage.sql, turn));
	}

	/** Idempotent by conversation. */
	solved(report: reports.SolvedReport): void {
		this.#storage.transactionSync(() => reports.takeSolved(this.#storage.sql, report));
	}

	/** Takes a conversation's words out of gaps and suggestions; answers how many rows went. */
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
