/** Reading sites: the steps of every crawl that is going on, one request each, and the readings that fall due by their schedule. */
import type { PageOutcome } from "../../../protocol/knowledge/source.ts";
import type { Resolved } from "../crawl/names.ts";
import { begin, type Crawl, crawlOf } from "../crawl/runs.ts";
import { step } from "../crawl/step.ts";
import { SourceDocuments } from "../documents.ts";
import { omit } from "../omissions.ts";
import { beginReading, claim, endReading, goOn, nextDue, nextWork, note } from "../store.ts";
import type { Task } from "../../tasks.ts";

const active = ["waiting", "running"] as const;
/** A page that ends the object is given up by the crawler; a crawl that always ends it, whatever it does, here. */
const MAX_CLAIMS = 6;
const DAY_MS = 24 * 3_600_000;
const EVERY_MS = { hand: null, daily: DAY_MS, weekly: 7 * DAY_MS };
/** Names that were looked up stay good for a while; one object reads few sites. */
const MAX_KNOWN = 100;
const KNOWN_MS = 60_000;

/** How a run ended, in words, and whether the library now says what the site says. */
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

/** When a site is to be read again by itself. */
export const nextReading = ({ settings }: Crawl, from: number): number | null => {
	const every = EVERY_MS[settings.schedule];
	return every === null ? null : from + every;
};

/** The first reading, or another one now. Call inside a transaction. */
export function beginCrawl(sql: SqlStorage, source: string): void {
	begin(sql, source);
	beginReading(sql, source, Date.now());
}

const scheduled = (sql: SqlStorage): number | null =>
	sql.exec<{ at: number | null }>("SELECT min(next_at) AS at FROM source WHERE next_at IS NOT NULL").one().at;

function beginScheduled(sql: SqlStorage): void {
	for (const { id } of sql.exec<{ id: string }>("SELECT id FROM source WHERE next_at <= ?", Date.now()).toArray())
		beginCrawl(sql, id);
}

/** `loopback`: whether the development variable is set. */
export function crawlTask(storage: DurableObjectStorage, loopback: boolean): Task {
	const { sql } = storage;
	let known = new Map<string, Resolved>();
	let knownSince = 0;
	const names = () => {
		if (known.size > MAX_KNOWN || Date.now() - knownSince > KNOWN_MS) {
			known = new Map();
			knownSince = Date.now();
		}
		return known;
	};
	return {
		name: "sites",
		due: () => {
			const [work, next] = [nextDue(sql, "crawled", [...active]), scheduled(sql)];
			return work === null || (next !== null && next < work) ? next : work;
		},
		run: async () => {
			storage.transactionSync(() => beginScheduled(sql));
			const work = nextWork(sql, "crawled", [...active], Date.now());
			if (!work) return;
			const claims = claim(sql, work);
			if (claims > MAX_CLAIMS)
				return endReading(sql, work.id, { state: "failed", reason: "Reading it failed again and again.", read: false });
			await storage.sync();
			const shelf = new SourceDocuments(sql, work.id, work.run);
			const settle = await step({ sql, shelf, loopback, known: names() }, work.id, claims);
			storage.transactionSync(() => {
				const [now] = sql
					.exec<{ state: string; run: number }>("SELECT state, run FROM source WHERE id = ?", work.id)
					.toArray();
				// Stopped, removed or begun anew while the request was out.
				if (now?.state !== "running" || now.run !== work.run) return;
				const { count, failures, omitted, at } = settle();
				omit(sql, work.id, omitted);
				if (at !== null) return goOn(sql, work.id, at, count, failures);
				note(sql, work.id, count, failures);
				const crawl = crawlOf(sql, work.id);
				const end = ends[crawl?.outcome ?? "down"];
				const nextAt = crawl ? nextReading(crawl, Date.now()) : null;
				endReading(sql, work.id, { ...end, nextAt });
			});
		},
	};
}
