/**
 * One step of a crawl: one request at most, then what came of it, as a function that writes in its caller's transaction.
 * Called by the crawl's job until the run is over. A kill in between repeats the request and loses nothing.
 */
import { decodeText } from "../html/charset.ts";
import { admit } from "./queue/admit.ts";
import { type Ask, type Fetched, fetchGuarded } from "./fetch.ts";
import { type FoundPage, Frontier } from "./queue/frontier.ts";
import { hashOf, MAX_PAGE_BYTES, pageTypes, readPage } from "./page.ts";
import { why } from "./reasons.ts";
import { MAX_ROBOTS_LENGTH, readRobots, type Robots, robotsText } from "./robots.ts";
import { crawlOf } from "./runs.ts";
import { isGone, isOurs, type PageRead, settlePage } from "./settle.ts";
import { MAX_SITEMAP_BYTES, readSitemap, type Sitemap, unpack } from "./sitemap.ts";
import { type Deps, type Stepped, Writing } from "./writing.ts";

/** Between two requests to a site that asks for nothing else. */
const PAUSE_MS = 1_000;
const MAX_CRAWL_DELAY_MS = 120_000;
/** For a site that is busy (429, 503) and doesn't say for how long. Doubled with every attempt. */
const BUSY_MS = 60_000;
const MAX_BUSY_MS = 6 * 3_600_000;
const MAX_BUSY_ATTEMPTS = 5;
const MAX_RULES_ATTEMPTS = 3;
/** So many pages in a row that don't answer are a site that is down. */
const MAX_STRIKES = 8;
const SWEPT_AT_ONCE = 50;
/** Indexes of indexes, and sitemaps in all: 50 of them hold 2,500,000 addresses. */
const MAX_MAP_DEPTH = 3;
const MAX_MAPS = 50;
/** A page whose reading ended the object twice isn't tried again. */
const MAX_CLAIMS = 2;
const anyType = /^/;

/** Failures that may be over the next time. */
const mayPass = (fetched: Fetched): boolean =>
	fetched.kind === "failed" &&
	(fetched.reason === "unreachable" ||
		fetched.reason === "too_slow" ||
		fetched.reason === "no_answer" ||
		(fetched.reason === "status" && (fetched.status ?? 0) >= 500));

const busyMs = (fetched: Fetched, attempts: number): number => {
	const asked = fetched.kind === "wait" && fetched.seconds !== null ? fetched.seconds * 1_000 : null;
	return Math.min(asked ?? BUSY_MS * 2 ** attempts, MAX_BUSY_MS);
};

/** `claims`: how often this very step was begun. */
export async function step(deps: Deps, source: string, claims: number): Promise<() => Stepped> {
	const over = (): Stepped => ({ count: {}, failures: [], omitted: [], at: null });
	const crawl = crawlOf(deps.sql, source);
	if (crawl === null || crawl.outcome !== null) return over;
	const site = new URL(crawl.settings.address);
	const loopback = deps.loopback && crawl.settings.loopback;
	const robotsUrl = new URL("/robots.txt", site).href;
	const robots = readRobots(robotsUrl, crawl.robots);
	const pause = loopback ? 0 : Math.min(Math.max(PAUSE_MS, (robots.delayS ?? 0) * 1_000), MAX_CRAWL_DELAY_MS);
	const general = {
		site,
		loopback,
		known: deps.known,
		types: anyType,
		maxBytes: MAX_PAGE_BYTES,
		allows: robots.allows,
	};
	const ask = (rest: Pick<Ask, "url"> & Partial<Ask>): Promise<Fetched> => fetchGuarded({ ...general, ...rest });
	/** What is written starts from what is stored by then: settings may have changed. */
	const write = (change: (writing: Writing) => Stepped) => (): Stepped => {
		const now = crawlOf(deps.sql, source);
		return now?.run === crawl.run ? change(new Writing(deps, now, pause)) : over();
	};

	if (crawl.phase === "sweeping") return write(sweep);
	if (crawl.phase === "rules") {
		// Rules may stand on another host and hold here all the same (RFC 9309, section 2.3.1.2).
		const rules = { url: robotsUrl, site: null, maxBytes: MAX_ROBOTS_LENGTH, cut: true, allows: () => true };
		const fetched = await ask(rules);
		return write((writing) => takeRules(writing, fetched));
	}
	if (crawl.phase === "probe") {
		// Some sites answer any address with a page and "200 OK". What they say to one that can't exist is no page.
		const fetched = await ask({ url: new URL(`/${crypto.randomUUID()}`, site).href, types: pageTypes });
		const missing = fetched.kind === "read" ? await hashOf(readPage(fetched)) : null;
		return write((writing) => takeProbe(writing, robots, missing));
	}
	const frontier = new Frontier(deps.sql, source, crawl.run);
	if (crawl.phase !== "reading") {
		const unread = frontier.unread();
		if (unread === null || !isOurs(unread.url, crawl) || claims > MAX_CLAIMS)
			return write((writing) => takeUnread(writing, unread, null, null));
		const { url, etag, modified } = unread;
		const fetched = await ask({ url, types: pageTypes, etag, modified });
		const hash = fetched.kind === "read" ? await hashOf(readPage(fetched)) : null;
		return write((writing) => takeUnread(writing, unread, fetched, hash));
	}
	const page = crawl.kept < crawl.settings.limit ? frontier.next() : null;
	if (page === null) return write(takeNothing);
	if (claims > MAX_CLAIMS) return write((writing) => giveUp(writing, page, { kind: "failed", reason: "too_slow" }));
	const held = page.article !== null && deps.shelf.has(page.article);
	const fetched = await ask(
		page.kind === "sitemap"
			? { url: page.url, maxBytes: MAX_SITEMAP_BYTES }
			: { url: page.url, types: pageTypes, ...(held ? { etag: page.etag, modified: page.modified } : {}) },
	);
	if (fetched.kind === "wait" || mayPass(fetched)) return write((writing) => takeTrouble(writing, page, fetched));
	if (page.kind === "sitemap") {
		const map = fetched.kind === "read" ? readMap(fetched) : { pages: [], sitemaps: [] };
		return write((writing) => takeMap(writing, page, map));
	}
	let read: PageRead | null = null;
	if (fetched.kind === "read") {
		const content = readPage(fetched);
		read = { content, hash: await hashOf(content), fetched };
	}
	return write((writing) => {
		writing.crawl.strikes = 0;
		byMapOrLinks(writing);
		const settled = settlePage(writing.around, page, fetched, read);
		return settled.full
			? writing.ends("full", settled.count, settled.failures)
			: writing.next(settled.count, settled.failures);
	});
}

/** The site itself says that there are none: 4xx, or a redirect without end. */
const hasNoRules = (fetched: Fetched): boolean =>
	fetched.kind === "gone" ||
	(fetched.kind === "failed" &&
		(fetched.reason === "redirects" || (fetched.reason === "status" && (fetched.status ?? 500) < 500)));

/** A site without rules allows everything; one whose rules can't be had allows nothing (RFC 9309, section 2.3.1). */
function takeRules(writing: Writing, fetched: Fetched): Stepped {
	const { crawl } = writing;
	if (fetched.kind !== "read" && !hasNoRules(fetched)) {
		const passes = fetched.kind === "wait" || mayPass(fetched);
		if (passes && crawl.attempts + 1 < MAX_RULES_ATTEMPTS) return writing.waits(busyMs(fetched, crawl.attempts++));
		const failures = [{ what: new URL("/robots.txt", crawl.settings.address).href, reason: why(fetched) }];
		return writing.ends("robots", { failed: 1 }, failures);
	}
	crawl.robots = fetched.kind === "read" ? robotsText(fetched.bytes) : "";
	crawl.phase = "probe";
	return writing.next();
}

function takeProbe(writing: Writing, robots: Robots, missing: string | null): Stepped {
	const { crawl, frontier } = writing;
	const maps = robots.sitemaps.length > 0 ? robots.sitemaps : [new URL("/sitemap.xml", crawl.settings.address).href];
	for (const map of maps) if (URL.canParse(map)) frontier.find(map, "sitemap", 0);
	// The page that was typed is read whatever the sitemap says.
	frontier.find(crawl.settings.address, "page", 0);
	Object.assign(crawl, { phase: "reading", missing, found: 1 });
	return writing.next();
}

/** The queue is empty, or as many pages are kept as were wanted. */
function takeNothing(writing: Writing): Stepped {
	const { crawl, frontier } = writing;
	if (frontier.next() !== null) return writing.ends("limit");
	const start = new URL(crawl.settings.address);
	if (crawl.byLinks || frontier.keptBut(start)) return writing.ends("complete");
	// Nothing that the sitemap lists could be read: it is stale, and links are asked.
	const page = frontier.found(start);
	if (page === null || !frontier.once(page)) return writing.ends("complete");
	crawl.byLinks = true;
	crawl.kept = 0;
	return writing.next({}, [], 0);
}

/** A sitemap speaks for the site where it lists a page below the typed address; else pages are found by links. */
function byMapOrLinks({ crawl, frontier }: Writing): void {
	if (!crawl.byLinks && crawl.kept === 0 && frontier.below(new URL(crawl.settings.address)) === 0) crawl.byLinks = true;
}

/** The site is busy or doesn't answer: later again, then a failure that leaves the old text alone. */
function takeTrouble(writing: Writing, page: FoundPage, fetched: Fetched): Stepped {
	const { frontier } = writing;
	if (fetched.kind === "wait" && page.attempts < MAX_BUSY_ATTEMPTS) {
		frontier.again(page, true);
		return writing.waits(busyMs(fetched, page.attempts));
	}
	if (fetched.kind !== "wait" && page.attempts === 0) {
		frontier.again(page, false);
		return ++writing.crawl.strikes >= MAX_STRIKES ? writing.ends("down") : writing.next();
	}
	return giveUp(writing, page, fetched);
}

function giveUp(writing: Writing, page: FoundPage, fetched: Fetched): Stepped {
	const { crawl, frontier } = writing;
	// A page that can't be read may be the only one that leads to others. A sitemap names all by itself.
	if (crawl.byLinks || page.kind === "sitemap") crawl.passing++;
	frontier.fail(page.id);
	frontier.release(page.key);
	const count = { fetched: 1, failed: 1 };
	const failures = [{ what: page.url, reason: why(fetched) }];
	return ++crawl.strikes >= MAX_STRIKES ? writing.ends("down", count, failures) : writing.next(count, failures);
}

function readMap({ bytes }: Extract<Fetched, { kind: "read" }>): Sitemap {
	const unpacked = unpack(bytes);
	return unpacked ? readSitemap(decodeText(unpacked, "text/xml")) : { pages: [], sitemaps: [] };
}

/** Pages of the site, and further sitemaps where it is an index. */
function takeMap(writing: Writing, page: FoundPage, map: Sitemap): Stepped {
	const { crawl, frontier } = writing;
	crawl.strikes = 0;
	frontier.settle(page.id, "left");
	for (const address of map.sitemaps) {
		if (page.depth >= MAX_MAP_DEPTH || frontier.sitemaps() >= MAX_MAPS) break;
		const url = URL.parse(address, page.url);
		if (url) frontier.find(url, "sitemap", page.depth + 1);
	}
	const { around } = writing;
	for (const address of map.pages) {
		const url = URL.parse(address, page.url);
		if (url) admit(around, url.href, 1, true);
	}
	return writing.next();
}

/** After a run that saw the whole site: what it didn't come across any more is gone. */
function sweep(writing: Writing): Stepped {
	const { frontier, deps } = writing;
	const gone = frontier.unseen(SWEPT_AT_ONCE);
	for (const { id, article } of gone) {
		deps.shelf.remove(article);
		frontier.drop(id);
	}
	if (gone.length === SWEPT_AT_ONCE) return writing.next({ removed: gone.length }, [], 0);
	frontier.forgetOld();
	return writing.over("complete", { removed: gone.length });
}

/** After any other run: what it didn't come across is gone where the site says so. `fetched` null: it wasn't asked. */
function takeUnread(writing: Writing, page: FoundPage | null, fetched: Fetched | null, hash: string | null): Stepped {
	const { crawl, frontier, deps } = writing;
	const end = () => writing.over(crawl.phase === "asking" ? "complete" : "limit");
	if (page === null || page.article === null) return end();
	if (fetched === null ? !isOurs(page.url, crawl) : isGone(writing, page, fetched, hash)) {
		const held = deps.shelf.has(page.article);
		deps.shelf.remove(page.article);
		frontier.drop(page.id);
		crawl.strikes = 0;
		return writing.next(held ? { removed: 1 } : {}, [], fetched === null ? 0 : undefined);
	}
	// Once a run is enough: a site that is busy or down is asked again at the next reading.
	crawl.strikes = fetched !== null && mayPass(fetched) ? crawl.strikes + 1 : 0;
	if (fetched?.kind === "wait" || crawl.strikes >= MAX_STRIKES) return end();
	frontier.spare(page.id);
	return writing.next();
}
