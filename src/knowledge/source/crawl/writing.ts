/** One step of a crawl's run, being written: what it counts, what it leaves out, when the next is due. Used by step.ts. */
import type { Omission } from "../../../protocol/knowledge/omissions.ts";
import type { PageOutcome } from "../../../protocol/knowledge/source.ts";
import { Frontier } from "./queue/frontier.ts";
import type { Resolved } from "./names.ts";
import { type Crawl, saveCrawl } from "./runs.ts";
import type { CrawlCounts, CrawlOmission, DocumentStore, FailedPage } from "./settle.ts";

export type Deps = {
	sql: SqlStorage;
	shelf: DocumentStore;
	/** Whether the development variable is set; the site must have been added on this machine too. */
	loopback: boolean;
	/** Names that were looked up a moment ago. */
	known: Map<string, Resolved>;
};

/** `at`: when to take the next step; null where the run is over. */
export type Stepped = { count: CrawlCounts; failures: FailedPage[]; omitted: Omission[]; at: number | null };

/** One run's step, being written. */
export class Writing {
	readonly crawl: Crawl;
	readonly frontier: Frontier;
	readonly deps: Deps;
	readonly #pause: number;
	readonly #found: number;
	readonly #omitted = new Map<string, Omission>();

	constructor(deps: Deps, crawl: Crawl, pause: number) {
		this.deps = deps;
		this.crawl = { ...crawl, waitingUntil: null };
		this.#found = crawl.found;
		this.#pause = pause;
		this.frontier = new Frontier(deps.sql, crawl.source, crawl.run);
	}

	/** On it goes after `wait`, by default the pause that the site wants. */
	next(count: CrawlCounts = {}, failures: FailedPage[] = [], wait = this.#pause): Stepped {
		saveCrawl(this.deps.sql, this.crawl);
		return { count: this.#counted(count), failures, omitted: [...this.#omitted.values()], at: Date.now() + wait };
	}

	/** What admits and settles pages for this run. */
	get around() {
		const { frontier, crawl, deps } = this;
		return { frontier, crawl, shelf: deps.shelf, loopback: deps.loopback && crawl.settings.loopback, omit: this.#omit };
	}

	#omit = (kind: CrawlOmission, detail: string | undefined = undefined, count = 1): void => {
		const key = `${kind} ${detail ?? ""}`;
		const before = this.#omitted.get(key)?.count ?? 0;
		this.#omitted.set(key, { kind, count: before + count, of: null, detail: detail ?? null });
	};

	waits(ms: number): Stepped {
		this.crawl.waitingUntil = Date.now() + ms;
		return this.next({}, [], ms);
	}

	/** A run that read nothing knows nothing of what is gone, and one that didn't see the whole site has to ask. */
	ends(outcome: PageOutcome, count: CrawlCounts = {}, failures: FailedPage[] = []): Stepped {
		const { crawl } = this;
		if ((outcome === "complete" || outcome === "limit") && crawl.kept > 0) {
			const seen = crawl.passing === 0 ? "sweeping" : "asking";
			Object.assign(crawl, { phase: outcome === "limit" ? "askingAtLimit" : seen, strikes: 0 });
			return this.next(count, failures, 0);
		}
		return this.over(outcome === "complete" ? "nothing" : outcome, count, failures);
	}

	over(outcome: PageOutcome, count: CrawlCounts = {}, failures: FailedPage[] = []): Stepped {
		this.crawl.outcome = outcome;
		return { ...this.next(count, failures), at: null };
	}

	#counted(count: CrawlCounts): CrawlCounts {
		return { ...count, found: this.crawl.found - this.#found };
	}
}
