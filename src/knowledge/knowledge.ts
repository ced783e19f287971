/**
 * A workspace's knowledge: articles, questions and their index, in one Durable Object named by the workspace's id.
 * It is changed by its actions only (actions/); every one but an upload is one synchronous stretch over SQLite, so a change
 * is found by the very next search. What takes longer, such as reading files and sites, is the tasks' (tasks.ts), on the
 * object's one alarm.
 */
import { DurableObject } from "cloudflare:workers";
import { type KnowledgeCall, runKnowledgeAction } from "./actions/actions.ts";
import { auditKnowledge } from "./actions/audited.ts";
import type { KnowledgeResult } from "./actions/context.ts";
import { encoders } from "../model/encoders.ts";
import { documentReader, notifier } from "../durable/objects.ts";
import { migrate } from "../durable/migrations.ts";
import type { Article, KnowledgePage, ListQuery, Question } from "../protocol/knowledge/articles.ts";
import type { Gap, GapList, Suggestion } from "../protocol/knowledge/gaps.ts";
import type { ArticleWordings } from "../protocol/knowledge/wordings.ts";
import * as gaps from "./gap/gaps.ts";
import * as library from "./article/documents.ts";
import { list } from "./article/list.ts";
import type { Passage } from "./article/passage.ts";
import type { Original } from "../protocol/knowledge/originals.ts";
import type { KeptFile, Source, SourceDetails } from "../protocol/knowledge/source.ts";
import { crawlTask } from "./source/tasks/crawl.ts";
import { failedTask } from "./source/tasks/failed.ts";
import { fileTask } from "./source/tasks/file.ts";
import { isRefolding, refoldTask } from "./refold.ts";
import { wordVectorTask } from "./vector/word-vectors.ts";
import { removalTask } from "./source/tasks/removal.ts";
import { Embeddings } from "./vector/embeddings.ts";
import { migrations } from "./schema.ts";
import { beginSearch, endSearch } from "./search/search.ts";
import { withRest } from "./search/whole.ts";
import { cleanupTask } from "./vector/cleanup.ts";
import { keptFileOf, keptFilesTask } from "./source/kept-files.ts";
import { originalOf } from "./source/originals.ts";
import { sourceDetails, sourceList } from "./source/list.ts";
import * as suggestions from "./gap/suggestions.ts";
import { Tasks } from "./tasks.ts";
import { wordingPorts } from "./wording/ports.ts";
import { wordingsOf } from "./wording/store.ts";
import { wordingTask } from "./wording/task.ts";
import { vectorize } from "./vector/vectorize.ts";

export class Knowledge extends DurableObject<Env> {
	readonly #storage: DurableObjectStorage;
	readonly #tasks: Tasks;
	readonly #embeddings: Embeddings;

	constructor(state: DurableObjectState, env: Env) {
		super(state, env);
		const { storage } = state;
		this.#storage = storage;
		migrate(storage, migrations);
		const index = vectorize(env, state.id.name ?? "");
		const place = { workspace: state.id.name };
		this.#embeddings = new Embeddings(storage, () => encoders(env), index, place);
		const tasks = [
			removalTask(storage),
			fileTask(storage, (source, ...file) => documentReader(env, state.id.name ?? "", source).read(...file)),
			crawlTask(storage, env.CRAWL_LOOPBACK === "1"),
			refoldTask(storage),
			wordVectorTask(storage),
			cleanupTask(storage, index),
			keptFilesTask(storage, env.FILES, state.id.name ?? ""),
			this.#embeddings.task(),
			failedTask(storage, ({ id, name: about, run: seq }) =>
				notifier(env, state.id.name ?? "").report({ what: "source_failed", topic: `#${id}`, seq, about, to: null }),
			),
			wordingTask(storage, { ...wordingPorts(env, state.id.name ?? ""), place }),
		];
		this.#tasks = new Tasks(storage, tasks, place);
		// A migration may have left work (refold.ts), and nobody may come by who changes anything.
		if (isRefolding(storage.sql)) this.#tasks.arm();
	}

	override async alarm(): Promise<void> {
		await this.#tasks.run();
	}

	/** Does what somebody wants of it: a route, a conversation or, later, the API and rules. Everything below reads. */
	async act(...call: KnowledgeCall): Promise<KnowledgeResult> {
		const done = await runKnowledgeAction({ storage: this.#storage }, call);
		// What is written by hand wants its vectors just as what is read does.
		this.#tasks.arm();
		await auditKnowledge(this.env, this.ctx.id.name, call, done);
		return done;
	}

	list(query: ListQuery): KnowledgePage {
		return list(this.#storage.sql, query);
	}

	article(id: string): Article | null {
		return library.article(this.#storage.sql, id);
	}

	/** What the page said that an article was read from; null where none is kept. */
	original(id: string): Original | null {
		return originalOf(this.#storage.sql, id);
	}

	/** The questions by which an article's sections are found; null where there is no such article. */
	wordings(id: string): ArticleWordings | null {
		return wordingsOf(this.#storage.sql, id);
	}

	question(id: string): Question | null {
		return library.question(this.#storage.sql, id);
	}

	/** An article or question as visitors may read it; null where it is switched off or doesn't exist. */
	readable(id: string): library.Readable | null {
		return library.readable(this.#storage.sql, id);
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

	/** The file that a source was read from, as it lies in R2; null where it isn't kept. */
	keptFile(id: string): KeptFile | null {
		return keptFileOf(this.#storage.sql, id);
	}

	/* ---------- answers ---------- */

	/**
	 * The passages that fit a text, best first. No text makes it throw. `rerank`: the order decides, for nobody reads the passages
	 * before one of them is said. Without it they are for a reader, which also gets the rest of a small knowledge base.
	 */
	async search(query: string, limit: number, rerank = true): Promise<Passage[]> {
		const { sql } = this.#storage;
		const embedding = this.#embeddings.embedQuery(query);
		// Lets the call leave; its answer takes longer than the words.
		await scheduler.wait(0);
		const begun = beginSearch(sql, query);
		const vector = await embedding;
		const found = begun === null ? [] : endSearch(sql, begun, limit, vector);
		return rerank ? this.#embeddings.rerank(query, found) : withRest(sql, found);
	}

	/* ---------- gaps and suggestions ---------- */

	gaps(): GapList {
		return { ...gaps.listGaps(this.#storage.sql), suggestions: suggestions.countSuggestions(this.#storage.sql) };
	}

	gap(id: number): Gap | null {
		return gaps.gapOf(this.#storage.sql, id);
	}

	suggestions(): Suggestion[] {
		return suggestions.listSuggestions(this.#storage.sql);
	}

	suggestion(id: number): Suggestion | null {
		return suggestions.suggestionOf(this.#storage.sql, id);
	}
}
