/**
 * A site's crawls over the Knowledge object's SQLite: its settings, and the run that is going on or was the last. One row
 * a site; its pages are the frontier's, and when it works is the job's affair.
 */
import * as v from "valibot";
import { pageOutcomes, SiteSettings } from "../../../protocol/knowledge/source.ts";

/**
 * A run's stations, in order: the site's rules, what it says to a page that isn't there, its pages, what is gone. That is
 * whatever a run that saw the whole site didn't come across (sweeping); after one that didn't, the site is asked for each
 * of those, and the run then ends as complete (asking) or at its limit (askingAtLimit).
 */
const phases = ["rules", "probe", "reading", "sweeping", "asking", "askingAtLimit"] as const;

export const Settings = v.object({
	...SiteSettings.entries,
	/** Set by the route on a developer's machine (address.ts); needs the variable too each time. */
	loopback: v.optional(v.boolean(), false),
});
export type Settings = v.InferOutput<typeof Settings>;

const Row = v.object({
	source: v.string(),
	settings: v.pipe(v.string(), v.parseJson(), Settings),
	run: v.number(),
	phase: v.picklist(phases),
	robots: v.string(),
	/** Whether pages are found by links; a sitemap that has pages speaks for the whole site. */
	byLinks: v.pipe(
		v.number(),
		v.transform((value) => value === 1),
	),
	/** The hash of what the site says to an address that can't exist, where it calls that a page. */
	missing: v.nullable(v.string()),
	/** Epoch milliseconds; set while the site has asked for patience. */
	waitingUntil: v.nullable(v.number()),
	attempts: v.number(),
	/** Failures in a row, and failures in this run behind which pages may hide: after one of these nothing is gone unasked. */
	strikes: v.number(),
	passing: v.number(),
	/** Pages that this run has found, and those of them that are articles now. */
	found: v.number(),
	kept: v.number(),
	outcome: v.nullable(v.picklist(pageOutcomes)),
});
export type Crawl = v.InferOutput<typeof Row>;

export function crawlOf(sql: SqlStorage, source: string): Crawl | null {
	const [row] = sql
		.exec(
			`SELECT source, settings, run, phase, robots, by_links AS byLinks, missing, waiting_until AS waitingUntil, attempts,
			 strikes, passing, found, kept, outcome FROM crawl WHERE source = ?`,
			source,
		)
		.toArray();
	return row ? v.parse(Row, row) : null;
}

export function saveCrawl(sql: SqlStorage, crawl: Crawl): void {
	sql.exec(
		`UPDATE crawl SET run = ?, phase = ?, robots = ?, by_links = ?, missing = ?, waiting_until = ?, attempts = ?,
		 strikes = ?, passing = ?, found = ?, kept = ?, outcome = ? WHERE source = ?`,
		crawl.run,
		crawl.phase,
		crawl.robots,
		Number(crawl.byLinks),
		crawl.missing,
		crawl.waitingUntil,
		crawl.attempts,
		crawl.strikes,
		crawl.passing,
		crawl.found,
		crawl.kept,
		crawl.outcome,
		crawl.source,
	);
}

/** Makes or changes a site. Patterns and limit hold from the next page on, another address from the next run. */
export function configure(sql: SqlStorage, source: string, settings: Settings): void {
	sql.exec(
		"INSERT INTO crawl (source, settings) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET settings = excluded.settings",
		source,
		JSON.stringify(settings),
	);
}

/** Begins a run from its first station. */
export function begin(sql: SqlStorage, source: string): void {
	sql.exec(
		`UPDATE crawl SET run = run + 1, phase = 'rules', robots = '', by_links = 0, missing = NULL, waiting_until = NULL,
		 attempts = 0, strikes = 0, passing = 0, found = 0, kept = 0, outcome = NULL WHERE source = ?`,
		source,
	);
}
