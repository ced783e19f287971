/**
 * What becomes of a page that was asked for: an article, the same as before, a copy of another page, or none. Decided
 * and written in the caller's transaction; the old text stays unless the site says that the page is gone or changed.
 */
import { type Admission, admit, eligible } from "./queue/admit.ts";
import { checkAddress } from "./address.ts";
import type { Fetched, FetchFailure } from "./fetch.ts";
import type { FoundPage } from "./queue/frontier.ts";
import { why } from "./reasons.ts";
import type { HtmlPage, PagePiece } from "../html/markdown.ts";
import { shapeOf } from "./page.ts";
import type { Crawl } from "./runs.ts";
import { inScope, pageKey, sameSite } from "./urls.ts";

/** Where a crawl's pages are kept as articles. */
export type DocumentStore = {
	has(article: string): boolean;
	/** Creates (null) or replaces; null where the knowledge base takes no more. */
	save(article: string | null, page: { title: string; text: string; url: string }): string | null;
	/** It was read again and says the same. */
	confirm(article: string): void;
	remove(article: string): void;
	/** Keeps what an article's page said, all of it. `isNew`: it says something else than before. */
	original(article: string, pieces: readonly PagePiece[], isNew: boolean): void;
};

/** What a step adds to its job's figures, and what the team is told of. */
export type CrawlCounts = Partial<Record<"found" | "fetched" | "changed" | "unchanged" | "failed" | "removed", number>>;
export type FailedPage = { what: string; reason: string };

export type PageRead = { content: HtmlPage; hash: string; fetched: Extract<Fetched, { kind: "read" }> };

/** Why a page that was found isn't an article; the team is told how many there are of each. */
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

type Around = Omit<Admission, "omit"> & {
	shelf: DocumentStore;
	omit: (kind: CrawlOmission, detail?: string, count?: number) => void;
};

/** A page that sends its reader on has no more to say than that. */
const MAX_FORWARD = 300;
/** Hidden text of fewer characters is a label. */
const MIN_HIDDEN = 100;

/** Failures that say something of the page's place, not of its text: it isn't ours to read. */
const notOurs: ReadonlyMap<FetchFailure, CrawlOmission> = new Map<FetchFailure, CrawlOmission>([
	["type", "other_types"],
	["robots", "robots"],
	["other_site", "other_site"],
]);

/** `full`: the knowledge base takes no more articles. */
type Settled = { count: CrawlCounts; failures: FailedPage[]; full: boolean };

/** Writes what came of a request for a page, and the counts of `around.crawl`. */
export function settlePage(
	around: Around,
	page: FoundPage,
	fetched: Exclude<Fetched, { kind: "wait" }>,
	read: PageRead | null,
): Settled {
	const { frontier, shelf, crawl, omit } = around;
	let removed = 0;
	const settled = (count: CrawlCounts = {}, failures: FailedPage[] = []): Settled => ({
		count: { fetched: 1, ...(removed > 0 ? { removed } : {}), ...count },
		failures,
		full: false,
	});
	const settle = (of: FoundPage, state: "copy" | "left" | "gone", copyOf: string | null = null): Settled => {
		if (of.article !== null && shelf.has(of.article)) {
			shelf.remove(of.article);
			removed++;
		}
		frontier.settle(of.id, state, copyOf);
		if (state !== "copy") frontier.release(of.key);
		return settled();
	};
	const fail = (of: FoundPage, reason: string): Settled => {
		frontier.fail(of.id);
		frontier.release(of.key);
		return settled({ failed: 1 }, [{ what: of.url, reason }]);
	};

	if (fetched.kind === "gone") {
		// The page a site is entered by is owed an explanation.
		if (page.depth > 0 || page.article !== null) return settle(page, "gone");
		return fail(page, why(fetched));
	}
	if (fetched.kind === "failed") {
		const kind = notOurs.get(fetched.reason);
		if (kind === undefined || (page.depth === 0 && page.article === null)) return fail(page, why(fetched));
		omit(kind);
		return settle(page, "left");
	}
	if (fetched.kind === "unchanged" || read === null) {
		for (const link of frontier.linked(page.id)) admit(around, link, page.depth + 1);
		// The patterns may have changed, whatever the page says.
		if (!inScope(fetched.kind === "unchanged" ? fetched.url : new URL(page.url), crawl.settings))
			return settle(page, "left");
		if (page.article !== null) shelf.confirm(page.article);
		frontier.stays(page.id);
		crawl.kept++;
		return settled({ unchanged: 1 });
	}

	// A redirect within the site: what was read is the page it led to.
	const finalKey = pageKey(fetched.url);
	let target = page;
	if (finalKey !== page.key) {
		const done = frontier.done(finalKey);
		if (done !== null && !(done.state === "copy" && done.copyOf === page.key)) return settle(page, "copy", finalKey);
		settle(page, "copy", finalKey);
		const { id, fresh } = frontier.find(fetched.url, "page", page.depth);
		if (fresh) crawl.found++;
		target = frontier.get(id) ?? page;
	}

	const { content, hash } = read;
	if (crawl.byLinks && !content.nofollow) {
		const ids = content.links.map((link) => admit(around, link, target.depth + 1));
		frontier.links(
			target.id,
			ids.filter((id) => id !== null),
		);
	}
	// By its sitemap the site is as large as that says; the team is told of what it doesn't list.
	else if (target.depth === 0 && !content.nofollow) {
		const unlisted = content.links.filter((link) => {
			const url = eligible(around, link);
			return url !== null && frontier.found(url) === null;
		});
		omit("sitemap", undefined, unlisted.length);
	}
	if (hash === crawl.missing) return settle(target, "gone");
	if (!inScope(fetched.url, crawl.settings)) return settle(target, "left");
	const leave = (kind: CrawlOmission): Settled => {
		omit(kind);
		return settle(target, "left");
	};
	if (content.noindex) return leave("noindex");
	const onward = content.refresh;
	if (onward !== null && content.markdown.length <= MAX_FORWARD && pageKey(onward) !== target.key) {
		admit(around, onward, target.depth + 1);
		return leave("forwards");
	}
	const original = originalOf(around, target, content);
	if (original !== null) {
		omit("copies", original.address);
		return settle(target, "copy", original.key);
	}
	if (content.markdown === "") return leave("empty");
	if (frontier.twin(hash, target.id) !== null) {
		omit("twins");
		return settle(target, "copy");
	}
	if ((content.left.hidden ?? 0) >= MIN_HIDDEN) omit("hidden");
	if (content.cut) omit("long_pages");

	const known = target.article !== null && shelf.has(target.article) ? target.article : null;
	const same = known !== null && target.hash === hash;
	if (same) shelf.confirm(known);
	const text = { title: content.title, text: content.markdown, url: fetched.url.href };
	const article = same ? known : shelf.save(known, text);
	if (article === null)
		return {
			...fail(target, "The knowledge base is full. Remove some articles, then read the site again."),
			full: true,
		};
	shelf.original(article, content.pieces, !same);
	frontier.keep(target.id, { article, etag: fetched.etag, modified: fetched.modified, hash, shape: shapeOf(content) });
	crawl.kept++;
	return settled(same ? { unchanged: 1 } : { changed: 1 });
}

/** Whether a page belongs to the crawl by its address. */
export const isOurs = (address: string | URL, { settings }: Crawl): boolean => {
	const url = new URL(address);
	return sameSite(url, new URL(settings.address)) && inScope(url, settings);
};

/**
 * Whether the answer for a page that the run didn't come across says that it is gone: not there, not ours, moved to where
 * it was read already, or what the site says to any address. Everything else keeps its article.
 */
export function isGone(
	{ frontier, crawl }: Pick<Around, "frontier" | "crawl">,
	page: FoundPage,
	fetched: Fetched,
	hash: string | null,
): boolean {
	if (fetched.kind === "gone") return true;
	if (fetched.kind === "failed") return notOurs.has(fetched.reason);
	if (fetched.kind === "wait") return false;
	const key = pageKey(fetched.url);
	if (key !== page.key && frontier.done(key)?.state === "kept") return true;
	return !isOurs(fetched.url, crawl) || (hash !== null && hash === crawl.missing);
}

/** The key of the page that this one says it is a copy of, put in the queue; null where it speaks for itself. */
function originalOf(around: Around, page: FoundPage, { canonical }: HtmlPage): { key: string; address: string } | null {
	const url = canonical === null ? null : URL.parse(canonical);
	if (url === null || !checkAddress(url.href, around).ok || !sameSite(url, new URL(around.crawl.settings.address)))
		return null;
	const key = pageKey(url);
	// Tried before, and it isn't to be had.
	if (key === page.key || key === page.copyOf) return null;
	const done = around.frontier.done(key);
	if (done !== null && done.state !== "kept" && !(done.state === "copy" && done.copyOf !== page.key)) return null;
	return done !== null || admit(around, url.href, page.depth) !== null ? { key, address: url.href } : null;
}
