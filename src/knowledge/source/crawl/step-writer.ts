/**
 * Writes the result of one crawl step: the run's state, what is due next, and how the run ends. step.ts decides what
 * happened; nothing here makes a request. Every method is called inside the caller's transaction.
 */
import type { PageOutcome } from "../../../protocol/knowledge/source.ts";
import type { HostCheck } from "./dns.ts";
import { Frontier } from "./frontier.ts";
import type { CrawlCounts, DocumentStore, FailedPage } from "./page-result.ts";
import { type Crawl, saveCrawl } from "./runs.ts";

export type StepDeps = {
	sql: SqlStorage;
	documents: DocumentStore;
	/** Whether the development variable is set; the site must have been added on this machine too. */
	loopback: boolean;
	/** A cache of host names that were looked up a moment ago. */
	resolved: Map<string, HostCheck>;
};

/** `at`: when the next step is due; null where the run is over. */
export type StepResult = { count: CrawlCounts; failures: FailedPage[]; at: number | null };

export class StepWriter {
	readonly crawl: Crawl;
	readonly frontier: Frontier;
	readonly deps: StepDeps;
	readonly #pause: number;
	readonly #found: number;

	constructor(deps: StepDeps, crawl: Crawl, pause: number) {
		this.deps = deps;
		this.crawl = { ...crawl, waitingUntil: null };
		this.#found = crawl.found;
		this.#pause = pause;
		this.frontier = new Frontier(deps.sql, crawl.source, crawl.run);
	}

	/** Goes on after `wait` ms, by default the pause between two requests to this site. */
	next(count: CrawlCounts = {}, failures: FailedPage[] = [], wait = this.#pause): StepResult {
		saveCrawl(this.deps.sql, this.crawl);
		return { count: this.#counted(count), failures, at: Date.now() + wait };
	}

	/** Goes on after `ms`, and shows the team that the site has asked to wait. */
	wait(ms: number): StepResult {
		this.crawl.waitingUntil = Date.now() + ms;
		return this.next({}, [], ms);
	}

	/**
	 * Ends the reading. Pages that the run didn't find are removed next: at once where it saw the whole site (sweeping), else
	 * after asking the site for each. A run that kept no page removes nothing, for it says nothing about the others.
	 */
	end(outcome: PageOutcome, count: CrawlCounts = {}, failures: FailedPage[] = []): StepResult {
		const { crawl } = this;
		if ((outcome === "complete" || outcome === "limit") && crawl.kept > 0) {
			const seen = crawl.passing === 0 ? "sweeping" : "asking";
			Object.assign(crawl, { phase: outcome === "limit" ? "askingAtLimit" : seen, strikes: 0 });
			return this.next(count, failures, 0);
		}
		return this.finish(outcome === "complete" ? "nothing" : outcome, count, failures);
	}

	/** The run is over. */
	finish(outcome: PageOutcome, count: CrawlCounts = {}, failures: FailedPage[] = []): StepResult {
		this.crawl.outcome = outcome;
		return { ...this.next(count, failures), at: null };
	}

	#counted(count: CrawlCounts): CrawlCounts {
		return { ...count, found: this.crawl.found - this.#found };
	}
}
