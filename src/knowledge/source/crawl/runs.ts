/**
 * The crawl runs of sites, in the Knowledge object's SQLite: one row a site, with its settings and its current or last run.
 * The pages are in frontier.ts; tasks/crawl.ts decides when a run goes on.
 */
import * as v from "valibot";
import { pageOutcomes, SiteSettings } from "../../../protocol/knowledge/source.ts";

/**
 * The phases of a run, in order: read robots.txt (rules), fetch an address that can't exist to know the site's "not found"
 * page (probe), read the pages (reading), remove what is gone. A run that saw the whole site removes every page that it
 * didn't find (sweeping). Any other asks the site for each of those, and ends as complete (asking) or at its limit
 * (askingAtLimit).
 */
const phases = ["rules", "probe", "reading", "sweeping", "asking", "askingAtLimit"] as const;

export const CrawlSettings = v.object({
	...SiteSettings.entries,
	/** Set by the route on a developer's machine (address.ts). Each request needs the development variable too. */
	loopback: v.optional(v.boolean(), false),
});
export type CrawlSettings = v.InferOutput<typeof CrawlSettings>;

const Row = v.object({
	source: v.string(),
	settings: v.pipe(v.string(), v.parseJson(), CrawlSettings),
	run: v.number(),
	phase: v.picklist(phases),
	robots: v.string(),
	/** Whether pages are found by links. Not done where a sitemap lists pages: it lists all of them. */
	byLinks: v.pipe(
		v.number(),
		v.transform((value) => value === 1),
	),
	/** The hash of the page that the site sends, with "200 OK", for an address that can't exist. */
	missing: v.nullable(v.string()),
	/** In ms since 1970; set while the site has asked to wait. */
	waitingUntil: v.nullable(v.number()),
	attempts: v.number(),
	/** Failures in a row; and failures of this run that may hide other pages, after which no page counts as gone unasked. */
	strikes: v.number(),
	passing: v.number(),
	/** Pages that this run has found, and how many of them have an article. */
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

/** Creates or changes a site. Patterns and limit hold from the next page on, a new address from the next run. */
export function saveSettings(sql: SqlStorage, source: string, settings: CrawlSettings): void {
	sql.exec(
		"INSERT INTO crawl (source, settings) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET settings = excluded.settings",
		source,
		JSON.stringify(settings),
	);
}

/** Begins a run at its first phase. */
export function beginRun(sql: SqlStorage, source: string): void {
	sql.exec(
		`UPDATE crawl SET run = run + 1, phase = 'rules', robots = '', by_links = 0, missing = NULL, waiting_until = NULL,
		 attempts = 0, strikes = 0, passing = 0, found = 0, kept = 0, outcome = NULL WHERE source = ?`,
		source,
	);
}
