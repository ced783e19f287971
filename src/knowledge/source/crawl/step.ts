/**
 * One step of a crawl: at most one request, then a function that writes its result in the caller's transaction. The crawl
 * task (tasks/crawl.ts) calls it until the run is over. A kill in between repeats the request and loses nothing. It never
 * writes while a request is out: settings and the run may change meanwhile.
 */
import { decodeText } from "../html/charset.ts";
import { admit } from "./queue/admit.ts";
import { type GuardedRequest, type FetchResult, fetchGuarded } from "./fetch.ts";
import type { FoundPage } from "./queue/found-page.ts";
import { Frontier } from "./queue/frontier.ts";
import { hashOf, MAX_PAGE_BYTES, pageTypes, readPage } from "./page.ts";
import { why } from "./reasons.ts";
import { MAX_ROBOTS_LENGTH, readRobots, type Robots, robotsText } from "./robots.ts";
import { crawlOf } from "./runs.ts";
import { applyPage, isGone, isInCrawl, type PageRead } from "./page-result.ts";
import { type StepDeps, type StepResult, StepWriter } from "./step-writer.ts";
import { MAX_SITEMAP_BYTES, readSitemap, type Sitemap, unpack } from "./sitemap.ts";

/** Pause between two requests, unless the site's robots.txt asks for a longer one. */
const PAUSE_MS = 1_000;
const MAX_CRAWL_DELAY_MS = 120_000;
/** Back-off for a busy site (429, 503) without a Retry-After. Doubled with every attempt. */
const BUSY_MS = 60_000;
const MAX_BUSY_MS = 6 * 3_600_000;
const MAX_BUSY_ATTEMPTS = 5;
const MAX_RULES_ATTEMPTS = 3;
/** Failures in a row after which the site counts as down. */
const MAX_STRIKES = 8;
const SWEPT_AT_ONCE = 50;
/** Depth of sitemap indexes, and sitemaps in all: 50 of them hold 2,500,000 addresses. */
const MAX_MAP_DEPTH = 3;
const MAX_MAPS = 50;
/** Begun steps after which a page is given up: reading it has ended the object twice. */
const MAX_CLAIMS = 2;
const anyType = /^/;

/** True of failures that another attempt may not have. */
const isTemporary = (fetched: FetchResult): boolean =>
	fetched.kind === "failed" &&
	(fetched.reason === "unreachable" ||
		fetched.reason === "too_slow" ||
		fetched.reason === "no_answer" ||
		(fetched.reason === "status" && (fetched.status ?? 0) >= 500));

const busyMs = (fetched: FetchResult, attempts: number): number => {
	const asked = fetched.kind === "wait" && fetched.seconds !== null ? fetched.seconds * 1_000 : null;
	return Math.min(asked ?? BUSY_MS * 2 ** attempts, MAX_BUSY_MS);
};

/** `claims`: how often this step was begun, this time included. */
export async function step(deps: StepDeps, source: string, claims: number): Promise<() => StepResult> {
	const nothing = (): StepResult => ({ count: {}, failures: [], omitted: [], at: null });
	const crawl = crawlOf(deps.sql, source);
	if (crawl === null || crawl.outcome !== null) return nothing;
	const site = new URL(crawl.settings.address);
	const loopback = deps.loopback && crawl.settings.loopback;
	const robotsUrl = new URL("/robots.txt", site).href;
	const robots = readRobots(robotsUrl, crawl.robots);
	const pause = loopback ? 0 : Math.min(Math.max(PAUSE_MS, (robots.delayS ?? 0) * 1_000), MAX_CRAWL_DELAY_MS);
	const general = {
		site,
		loopback,
		resolved: deps.resolved,
		types: anyType,
		maxBytes: MAX_PAGE_BYTES,
		allows: robots.allows,
	};
	const ask = (rest: Pick<GuardedRequest, "url"> & Partial<GuardedRequest>): Promise<FetchResult> =>
		fetchGuarded({ ...general, ...rest });
	/** Reads the run anew before it writes: its settings may have changed while the request was out. */
	const write = (change: (writing: StepWriter) => StepResult) => (): StepResult => {
		const now = crawlOf(deps.sql, source);
		return now?.run === crawl.run ? change(new StepWriter(deps, now, pause)) : nothing();
	};

	if (crawl.phase === "sweeping") return write(sweep);
	if (crawl.phase === "rules") {
		// A redirect of robots.txt may lead to another host; its rules hold for this one (RFC 9309, section 2.3.1.2).
		const request = { url: robotsUrl, site: null, maxBytes: MAX_ROBOTS_LENGTH, truncate: true, allows: () => true };
		const fetched = await ask(request);
		return write((writing) => applyRules(writing, fetched));
	}
	if (crawl.phase === "probe") {
		// Some sites answer any address with "200 OK" and a page. The hash of that page tells it from real ones (a "soft 404").
		const fetched = await ask({ url: new URL(`/${crypto.randomUUID()}`, site).href, types: pageTypes });
		const missing = fetched.kind === "read" ? await hashOf(await readPage(fetched)) : null;
		return write((writing) => applyProbe(writing, robots, missing));
	}
	const frontier = new Frontier(deps.sql, source, crawl.run);
	if (crawl.phase !== "reading") {
		const unread = frontier.leftovers.nextUnread();
		if (unread === null || !isInCrawl(unread.url, crawl) || claims > MAX_CLAIMS)
			return write((writing) => applyUnread(writing, unread, null, null));
		const { url, etag, modified } = unread;
		const fetched = await ask({ url, types: pageTypes, etag, modified });
		const hash = fetched.kind === "read" ? await hashOf(await readPage(fetched)) : null;
		return write((writing) => applyUnread(writing, unread, fetched, hash));
	}
	const page = crawl.kept < crawl.settings.limit ? frontier.next() : null;
	if (page === null) return write(endReading);
	if (claims > MAX_CLAIMS) return write((writing) => giveUp(writing, page, { kind: "failed", reason: "too_slow" }));
	// Without its article, a page is read whole: "not modified" would leave nothing to make one of.
	const hasArticle = page.article !== null && deps.documents.has(page.article);
	const fetched = await ask(
		page.kind === "sitemap"
			? { url: page.url, maxBytes: MAX_SITEMAP_BYTES }
			: { url: page.url, types: pageTypes, ...(hasArticle ? { etag: page.etag, modified: page.modified } : {}) },
	);
	if (fetched.kind === "wait" || isTemporary(fetched)) return write((writing) => retryOrGiveUp(writing, page, fetched));
	if (page.kind === "sitemap") {
		const map = fetched.kind === "read" ? readMap(fetched) : { pages: [], sitemaps: [] };
		return write((writing) => applySitemap(writing, page, map));
	}
	let read: PageRead | null = null;
	if (fetched.kind === "read") {
		const content = await readPage(fetched);
		read = { content, hash: await hashOf(content), fetched };
	}
	return write((writing) => {
		writing.crawl.strikes = 0;
		chooseLinks(writing);
		const result = applyPage(writing.context, page, fetched, read);
		return result.full
			? writing.end("full", result.count, result.failures)
			: writing.next(result.count, result.failures);
	});
}

/** True where the site says that it has no robots.txt: 4xx, or redirects without end. */
const hasNoRules = (fetched: FetchResult): boolean =>
	fetched.kind === "gone" ||
	(fetched.kind === "failed" &&
		(fetched.reason === "redirects" || (fetched.reason === "status" && (fetched.status ?? 500) < 500)));

/** A site without robots.txt allows everything; one whose robots.txt can't be read allows nothing (RFC 9309, section 2.3.1). */
function applyRules(writing: StepWriter, fetched: FetchResult): StepResult {
	const { crawl } = writing;
	if (fetched.kind !== "read" && !hasNoRules(fetched)) {
		const temporary = fetched.kind === "wait" || isTemporary(fetched);
		if (temporary && crawl.attempts + 1 < MAX_RULES_ATTEMPTS) return writing.wait(busyMs(fetched, crawl.attempts++));
		const failures = [{ what: new URL("/robots.txt", crawl.settings.address).href, reason: why(fetched) }];
		return writing.end("robots", { failed: 1 }, failures);
	}
	crawl.robots = fetched.kind === "read" ? robotsText(fetched.bytes) : "";
	crawl.phase = "probe";
	return writing.next();
}

function applyProbe(writing: StepWriter, robots: Robots, missing: string | null): StepResult {
	const { crawl, frontier } = writing;
	const maps = robots.sitemaps.length > 0 ? robots.sitemaps : [new URL("/sitemap.xml", crawl.settings.address).href];
	for (const map of maps) if (URL.canParse(map)) frontier.enqueue(map, "sitemap", 0);
	// The page that was typed is read whatever the sitemap lists.
	frontier.enqueue(crawl.settings.address, "page", 0);
	Object.assign(crawl, { phase: "reading", missing, found: 1 });
	return writing.next();
}

/**
 * Ends the reading: the queue is empty, or the limit of pages is reached. Where none of a sitemap's pages could be read, the
 * sitemap is stale, and the site is read by its links.
 */
function endReading(writing: StepWriter): StepResult {
	const { crawl, frontier } = writing;
	if (frontier.next() !== null) return writing.end("limit");
	const start = new URL(crawl.settings.address);
	if (crawl.byLinks || frontier.hasKeptOther(start)) return writing.end("complete");
	const page = frontier.idOf(start);
	if (page === null || !frontier.queueAgain(page)) return writing.end("complete");
	crawl.byLinks = true;
	crawl.kept = 0;
	return writing.next({}, [], 0);
}

/** Chooses links over the sitemap, before the first page, where the sitemap lists nothing below the address that was typed. */
function chooseLinks({ crawl, frontier }: StepWriter): void {
	if (!crawl.byLinks && crawl.kept === 0 && frontier.countBelow(new URL(crawl.settings.address)) === 0)
		crawl.byLinks = true;
}

/** Retries a page of a site that is busy or doesn't answer; later the page fails, and its old article stays. */
function retryOrGiveUp(writing: StepWriter, page: FoundPage, fetched: FetchResult): StepResult {
	const { frontier } = writing;
	if (fetched.kind === "wait" && page.attempts < MAX_BUSY_ATTEMPTS) {
		frontier.requeue(page, true);
		return writing.wait(busyMs(fetched, page.attempts));
	}
	if (fetched.kind !== "wait" && page.attempts === 0) {
		frontier.requeue(page, false);
		return ++writing.crawl.strikes >= MAX_STRIKES ? writing.end("down") : writing.next();
	}
	return giveUp(writing, page, fetched);
}

function giveUp(writing: StepWriter, page: FoundPage, fetched: FetchResult): StepResult {
	const { crawl, frontier } = writing;
	// Other pages may be linked from this one alone, so none may count as gone unasked. The same holds for a sitemap's pages.
	if (crawl.byLinks || page.kind === "sitemap") crawl.passing++;
	frontier.markFailed(page.id);
	frontier.requeueCopies(page.key);
	const count = { fetched: 1, failed: 1 };
	const failures = [{ what: page.url, reason: why(fetched) }];
	return ++crawl.strikes >= MAX_STRIKES ? writing.end("down", count, failures) : writing.next(count, failures);
}

function readMap({ bytes }: Extract<FetchResult, { kind: "read" }>): Sitemap {
	const unpacked = unpack(bytes);
	return unpacked ? readSitemap(decodeText(unpacked, "text/xml")) : { pages: [], sitemaps: [] };
}

/** Queues a sitemap's pages, and further sitemaps where it is an index. */
function applySitemap(writing: StepWriter, page: FoundPage, map: Sitemap): StepResult {
	const { crawl, frontier } = writing;
	crawl.strikes = 0;
	frontier.markWithoutArticle(page.id, "left");
	for (const address of map.sitemaps) {
		if (page.depth >= MAX_MAP_DEPTH || frontier.countSitemaps() >= MAX_MAPS) break;
		const url = URL.parse(address, page.url);
		if (url) frontier.enqueue(url, "sitemap", page.depth + 1);
	}
	const { context } = writing;
	for (const address of map.pages) {
		const url = URL.parse(address, page.url);
		if (url) admit(context, url.href, 1, true);
	}
	return writing.next();
}

/** Removes, after a run that saw the whole site, the articles of pages that it didn't find. */
function sweep(writing: StepWriter): StepResult {
	const { frontier, deps } = writing;
	const gone = frontier.leftovers.unseenArticles(SWEPT_AT_ONCE);
	for (const { id, article } of gone) {
		deps.documents.remove(article);
		frontier.leftovers.remove(id);
	}
	if (gone.length === SWEPT_AT_ONCE) return writing.next({ removed: gone.length }, [], 0);
	frontier.leftovers.removeOld();
	return writing.finish("complete", { removed: gone.length });
}

/**
 * Checks, after any other run, one page that it didn't find: its article goes only where the site says that the page is gone.
 * `fetched` is null where no request was made.
 */
function applyUnread(
	writing: StepWriter,
	page: FoundPage | null,
	fetched: FetchResult | null,
	hash: string | null,
): StepResult {
	const { crawl, frontier, deps } = writing;
	const end = () => writing.finish(crawl.phase === "asking" ? "complete" : "limit");
	if (page === null || page.article === null) return end();
	if (fetched === null ? !isInCrawl(page.url, crawl) : isGone(writing, page, fetched, hash)) {
		const hadArticle = deps.documents.has(page.article);
		deps.documents.remove(page.article);
		frontier.leftovers.remove(page.id);
		crawl.strikes = 0;
		return writing.next(hadArticle ? { removed: 1 } : {}, [], fetched === null ? 0 : undefined);
	}
	// No retry: a site that is busy or down is asked again at the next reading.
	crawl.strikes = fetched !== null && isTemporary(fetched) ? crawl.strikes + 1 : 0;
	if (fetched?.kind === "wait" || crawl.strikes >= MAX_STRIKES) return end();
	frontier.leftovers.markSpared(page.id);
	return writing.next();
}
