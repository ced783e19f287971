/**
 * Writes the result of a request for a page: an article, an unchanged one, a copy of another page, or none. Runs in the
 * caller's transaction. The old article stays unless the site says that the page is gone or changed.
 */
import { admit, type CrawlContext, eligible } from "./queue/admit.ts";
import { checkAddress } from "./address.ts";
import type { FetchResult, FetchFailure } from "./fetch.ts";
import type { FoundPage } from "./queue/found-page.ts";
import { why } from "./reasons.ts";
import type { HtmlPage, PagePiece } from "../html/markdown.ts";
import { shapeOf } from "./page.ts";
import type { Crawl } from "./runs.ts";
import { inScope, pageKey, sameSite } from "./urls.ts";

/** The port through which a crawl keeps its pages as articles (documents.ts). */
export type DocumentStore = {
	has(article: string): boolean;
	/** Creates an article (null) or replaces it. Returns its id; null where the knowledge base is full. */
	save(article: string | null, page: { title: string; text: string; url: string }): string | null;
	/** Notes that the page was read again and is unchanged. */
	confirm(article: string): void;
	remove(article: string): void;
	/** Keeps all that an article's page said. `isNew`: it says something else than before. */
	keepOriginal(article: string, pieces: readonly PagePiece[], isNew: boolean): void;
};

/** What a step adds to the reading's counts, and the failures that the team sees. */
export type CrawlCounts = Partial<Record<"found" | "fetched" | "changed" | "unchanged" | "failed" | "removed", number>>;
export type FailedPage = { what: string; reason: string };

export type PageRead = { content: HtmlPage; hash: string; fetched: Extract<FetchResult, { kind: "read" }> };

/** Why a page that was found isn't an article; the team sees how many there are of each. */
export type CrawlOmission =
	| "sitemap"
	| "variants"
	| "room"
	| "copies"
	| "twins"
	| "noindex"
	| "empty"
	| "forwards"
	| "other_types"
	| "robots"
	| "other_site"
	| "hidden"
	| "long_pages";

export type PageContext = Omit<CrawlContext, "omit"> & {
	documents: DocumentStore;
	omit: (kind: CrawlOmission, detail?: string, count?: number) => void;
};

/** The most text of a page that only sends its reader on. */
const MAX_FORWARD = 300;
/** Hidden text of fewer characters is a label. */
const MIN_HIDDEN = 100;

/** Failures that exclude a page from the crawl, whatever its text: its type, robots.txt, another site. */
const notReadable: ReadonlyMap<FetchFailure, CrawlOmission> = new Map<FetchFailure, CrawlOmission>([
	["type", "other_types"],
	["robots", "robots"],
	["other_site", "other_site"],
]);

/** `full`: the knowledge base is at its limit. */
type PageResult = { count: CrawlCounts; failures: FailedPage[]; full: boolean };

/** Also changes the counts of `context.crawl`, which the caller saves. */
export function applyPage(
	context: PageContext,
	page: FoundPage,
	fetched: Exclude<FetchResult, { kind: "wait" }>,
	read: PageRead | null,
): PageResult {
	const { frontier, documents, crawl, omit } = context;
	let removed = 0;
	const result = (count: CrawlCounts = {}, failures: FailedPage[] = []): PageResult => ({
		count: { fetched: 1, ...(removed > 0 ? { removed } : {}), ...count },
		failures,
		full: false,
	});
	const withoutArticle = (of: FoundPage, state: "copy" | "left" | "gone", copyOf: string | null = null): PageResult => {
		if (of.article !== null && documents.has(of.article)) {
			documents.remove(of.article);
			removed++;
		}
		frontier.markWithoutArticle(of.id, state, copyOf);
		if (state !== "copy") frontier.requeueCopies(of.key);
		return result();
	};
	const fail = (of: FoundPage, reason: string): PageResult => {
		frontier.markFailed(of.id);
		frontier.requeueCopies(of.key);
		return result({ failed: 1 }, [{ what: of.url, reason }]);
	};

	if (fetched.kind === "gone") {
		// The crawl's first page is a failure with a reason, so that the team learns why nothing was read.
		if (page.depth > 0 || page.article !== null) return withoutArticle(page, "gone");
		return fail(page, why(fetched));
	}
	if (fetched.kind === "failed") {
		const kind = notReadable.get(fetched.reason);
		if (kind === undefined || (page.depth === 0 && page.article === null)) return fail(page, why(fetched));
		omit(kind);
		return withoutArticle(page, "left");
	}
	if (fetched.kind === "unchanged" || read === null) {
		for (const link of frontier.linksOf(page.id)) admit(context, link, page.depth + 1);
		// The team may have changed the patterns since the page was last read.
		if (!inScope(fetched.kind === "unchanged" ? fetched.url : new URL(page.url), crawl.settings))
			return withoutArticle(page, "left");
		if (page.article !== null) documents.confirm(page.article);
		frontier.markUnchanged(page.id);
		crawl.kept++;
		return result({ unchanged: 1 });
	}

	// After a redirect within the site, the text belongs to the page that it led to.
	const finalKey = pageKey(fetched.url);
	let target = page;
	if (finalKey !== page.key) {
		const done = frontier.processed(finalKey);
		if (done !== null && !(done.state === "copy" && done.copyOf === page.key))
			return withoutArticle(page, "copy", finalKey);
		withoutArticle(page, "copy", finalKey);
		const { id, fresh } = frontier.enqueue(fetched.url, "page", page.depth);
		if (fresh) crawl.found++;
		target = frontier.get(id) ?? page;
	}

	const { content, hash } = read;
	if (crawl.byLinks && !content.nofollow) {
		const ids = content.links.map((link) => admit(context, link, target.depth + 1));
		frontier.saveLinks(
			target.id,
			ids.filter((id) => id !== null),
		);
	}
	// A site that is read by its sitemap is as large as that says; the team sees how many links it doesn't list.
	else if (target.depth === 0 && !content.nofollow) {
		const unlisted = content.links.filter((link) => {
			const url = eligible(context, link);
			return url !== null && frontier.idOf(url) === null;
		});
		omit("sitemap", undefined, unlisted.length);
	}
	if (hash === crawl.missing) return withoutArticle(target, "gone");
	if (!inScope(fetched.url, crawl.settings)) return withoutArticle(target, "left");
	const leave = (kind: CrawlOmission): PageResult => {
		omit(kind);
		return withoutArticle(target, "left");
	};
	if (content.noindex) return leave("noindex");
	const onward = content.refresh;
	if (onward !== null && content.markdown.length <= MAX_FORWARD && pageKey(onward) !== target.key) {
		admit(context, onward, target.depth + 1);
		return leave("forwards");
	}
	const original = originalOf(context, target, content);
	if (original !== null) {
		omit("copies", original.address);
		return withoutArticle(target, "copy", original.key);
	}
	if (content.markdown === "") return leave("empty");
	if (frontier.duplicateOf(hash, target.id) !== null) {
		omit("twins");
		return withoutArticle(target, "copy");
	}
	if ((content.left.hidden ?? 0) >= MIN_HIDDEN) omit("hidden");
	if (content.cut) omit("long_pages");

	const known = target.article !== null && documents.has(target.article) ? target.article : null;
	const same = known !== null && target.hash === hash;
	if (same) documents.confirm(known);
	const text = { title: content.title, text: content.markdown, url: fetched.url.href };
	const article = same ? known : documents.save(known, text);
	if (article === null)
		return {
			...fail(target, "The knowledge base is full. Remove some articles, then read the site again."),
			full: true,
		};
	documents.keepOriginal(article, content.pieces, !same);
	const { etag, modified } = fetched;
	frontier.markKept(target.id, { article, etag, modified, hash, shape: shapeOf(content) });
	crawl.kept++;
	return result(same ? { unchanged: 1 } : { changed: 1 });
}

/** True of an address on the crawl's site and within its patterns. */
export const isInCrawl = (address: string | URL, { settings }: Crawl): boolean => {
	const url = new URL(address);
	return sameSite(url, new URL(settings.address)) && inScope(url, settings);
};

/**
 * True where the response for a page that the run didn't find shows that it is gone: not found, outside the crawl, moved to
 * a page that was read already, or the site's page for addresses that don't exist. Otherwise its article stays.
 */
export function isGone(
	{ frontier, crawl }: Pick<PageContext, "frontier" | "crawl">,
	page: FoundPage,
	fetched: FetchResult,
	hash: string | null,
): boolean {
	if (fetched.kind === "gone") return true;
	if (fetched.kind === "failed") return notReadable.has(fetched.reason);
	if (fetched.kind === "wait") return false;
	const key = pageKey(fetched.url);
	if (key !== page.key && frontier.processed(key)?.state === "kept") return true;
	return !isInCrawl(fetched.url, crawl) || (hash !== null && hash === crawl.missing);
}

/** A page's canonical address, which is queued, and its key; null where the page is its own original. */
function originalOf(
	context: PageContext,
	page: FoundPage,
	{ canonical }: HtmlPage,
): { key: string; address: string } | null {
	const url = canonical === null ? null : URL.parse(canonical);
	if (url === null || !checkAddress(url.href, context).ok || !sameSite(url, new URL(context.crawl.settings.address)))
		return null;
	const key = pageKey(url);
	// The canonical page was tried before and can't be read.
	if (key === page.key || key === page.copyOf) return null;
	const done = context.frontier.processed(key);
	if (done !== null && done.state !== "kept" && !(done.state === "copy" && done.copyOf !== page.key)) return null;
	return done !== null || admit(context, url.href, page.depth) !== null ? { key, address: url.href } : null;
}
