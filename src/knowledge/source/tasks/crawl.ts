/** The task that crawls sites: it runs the steps of the crawls in progress, and begins those that are due by their schedule. */
import type { PageOutcome } from "../../../protocol/knowledge/source.ts";
import type { HostCheck } from "../crawl/dns.ts";
import { beginRun, type Crawl, crawlOf } from "../crawl/runs.ts";
import { step } from "../crawl/step.ts";
import { SourceDocuments } from "../documents.ts";
import { beginReading, claimPiece, endReading, continueReading, nextDue, nextWork, recordProgress } from "../store.ts";
import type { Task } from "../../tasks.ts";

const active = ["waiting", "running"] as const;
/** Begun steps after which a whole crawl is given up. A single page that ends the object is given up earlier, by step.ts. */
const MAX_CLAIMS = 6;
const DAY_MS = 24 * 3_600_000;
const EVERY_MS = { hand: null, daily: DAY_MS, weekly: 7 * DAY_MS };
/** Host names that are cached, and for how long. One object reads few sites. */
const MAX_CACHED = 100;
const CACHED_MS = 60_000;

/** What each outcome of a run means for the source. `read`: the articles now match the site. */
const ends: Record<PageOutcome, { state: "done" | "failed"; read: boolean; reason: string | null }> = {
	complete: { state: "done", read: true, reason: null },
	limit: { state: "done", read: true, reason: "It has more pages than the limit. The rest wasn't read." },
	nothing: { state: "failed", read: false, reason: "No page with text was found." },
	robots: { state: "failed", read: false, reason: "The site's robots.txt couldn't be read, so nothing else was." },
	down: { state: "failed", read: false, reason: "The site stopped answering. What was read before stays." },
	full: {
		state: "failed",
		read: true,
		reason: "The knowledge base is full. Remove some articles, then read it again.",
	},
};

/** When the schedule begins the next reading; null without a schedule. */
export const nextReading = ({ settings }: Crawl, from: number): number | null => {
	const every = EVERY_MS[settings.schedule];
	return every === null ? null : from + every;
};

/** Begins a reading now, the first or another. Call inside a transaction. */
export function beginCrawl(sql: SqlStorage, source: string): void {
	beginRun(sql, source);
	beginReading(sql, source, Date.now());
}

const nextScheduled = (sql: SqlStorage): number | null =>
	sql.exec<{ at: number | null }>("SELECT min(next_at) AS at FROM source WHERE next_at IS NOT NULL").one().at;

function beginScheduled(sql: SqlStorage): void {
	for (const { id } of sql.exec<{ id: string }>("SELECT id FROM source WHERE next_at <= ?", Date.now()).toArray())
		beginCrawl(sql, id);
}

/** `loopback`: whether the development variable is set. */
export function crawlTask(storage: DurableObjectStorage, loopback: boolean): Task {
	const { sql } = storage;
	let resolved = new Map<string, HostCheck>();
	let cachedSince = 0;
	const hostCache = () => {
		if (resolved.size > MAX_CACHED || Date.now() - cachedSince > CACHED_MS) {
			resolved = new Map();
			cachedSince = Date.now();
		}
		return resolved;
	};
	return {
		name: "sites",
		due: () => {
			const [work, next] = [nextDue(sql, "crawled", [...active]), nextScheduled(sql)];
			return work === null || (next !== null && next < work) ? next : work;
		},
		run: async () => {
			storage.transactionSync(() => beginScheduled(sql));
			const work = nextWork(sql, "crawled", [...active], Date.now());
			if (!work) return;
			const claims = claimPiece(sql, work);
			if (claims > MAX_CLAIMS)
				return endReading(sql, work.id, { state: "failed", reason: "Reading it failed again and again.", read: false });
			await storage.sync();
			const documents = new SourceDocuments(sql, work.id, work.run);
			const write = await step({ sql, documents, loopback, resolved: hostCache() }, work.id, claims);
			storage.transactionSync(() => {
				const [now] = sql
					.exec<{ state: string; run: number }>("SELECT state, run FROM source WHERE id = ?", work.id)
					.toArray();
				// The source was stopped, removed or begun anew while the request was out.
				if (now?.state !== "running" || now.run !== work.run) return;
				const { count, failures, at } = write();
				if (at !== null) return continueReading(sql, work.id, at, count, failures);
				recordProgress(sql, work.id, count, failures);
				const crawl = crawlOf(sql, work.id);
				const end = ends[crawl?.outcome ?? "down"];
				const nextAt = crawl ? nextReading(crawl, Date.now()) : null;
				endReading(sql, work.id, { ...end, nextAt });
			});
		},
	};
}
