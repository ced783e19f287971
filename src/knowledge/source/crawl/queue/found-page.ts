/** The row of a page that a crawl has found, as the frontier and what it leaves read it. */

export type PageKind = "page" | "sitemap";

/**
 * `queued`: to be read. `kept`: has an article from this run. `copy`: another page has its text. `left`: asks not to be read,
 * or has no text. `gone`: the site doesn't have it. `failed`: couldn't be read, and its old article stays. `spared`: not read
 * in this run, but the site still has it, so its old article stays too.
 */
export type PageState = "queued" | "kept" | "copy" | "left" | "gone" | "failed" | "spared";

export type FoundPage = {
	id: number;
	key: string;
	url: string;
	kind: PageKind;
	depth: number;
	attempts: number;
	article: string | null;
	etag: string | null;
	modified: string | null;
	hash: string | null;
	/** The key of its canonical page. Kept when that page can't be read, so that it isn't tried again. */
	copyOf: string | null;
};

/** The columns of a `FoundPage`. */
export const COLUMNS = "id, key, url, kind, depth, attempts, article, etag, modified, hash, copy_of AS copyOf";
