/**
 * The crawl frontier: the pages of a site that a crawl has found, in the Knowledge object's SQLite, with their state, their
 * place in the queue and their links. Links are kept so that those of an unchanged page are known without reading it again.
 * Two addresses with one key (urls.ts) are one page. Makes no request.
 */
import { pageKey, tidyUrl } from "./urls.ts";

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

const COLUMNS = "id, key, url, kind, depth, attempts, article, etag, modified, hash, copy_of AS copyOf";

/** Links of a page that are kept. */
const MAX_LINKS = 1_000;

/** Place in the queue: sitemaps first, then pages by depth; a second attempt comes after all first ones. */
const rank = (kind: PageKind, depth: number, attempts: number): number =>
	(kind === "sitemap" ? 0 : 100 + depth) + attempts * 1_000;

export class Frontier {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.#sql = sql;
		this.#source = source;
		this.#run = run;
	}

	/** Queues an address, once a run. `fresh`: this run hadn't found it before. */
	enqueue(address: string | URL, kind: PageKind, depth: number): { id: number; fresh: boolean } {
		const key = kind === "sitemap" ? `sitemap ${pageKey(address)}` : pageKey(address);
		const before = this.#sql
			.exec<{ id: number; run: number }>(
				"SELECT id, run FROM crawl_page WHERE source = ? AND key = ?",
				this.#source,
				key,
			)
			.toArray()[0];
		if (before?.run === this.#run) return { id: before.id, fresh: false };
		const place = rank(kind, depth, 0);
		if (before) {
			this.#sql.exec(
				`UPDATE crawl_page SET run = ?, state = 'queued', depth = ?, place = ?, attempts = 0,
				 copy_of = NULL WHERE id = ?`,
				this.#run,
				depth,
				place,
				before.id,
			);
			return { id: before.id, fresh: true };
		}
		const { id } = this.#sql
			.exec<{ id: number }>(
				`INSERT INTO crawl_page (source, key, url, kind, run, state, depth, place)
				 VALUES (?, ?, ?, ?, ?, 'queued', ?, ?) RETURNING id`,
				this.#source,
				key,
				tidyUrl(address).href,
				kind,
				this.#run,
				depth,
				place,
			)
			.one();
		return { id, fresh: true };
	}

	/** The links of a page from when it was last read whole. */
	linksOf(id: number): string[] {
		const text = this.#sql.exec<{ links: string | null }>("SELECT links FROM crawl_page WHERE id = ?", id).one().links;
		return text === null
			? []
			: this.#sql
					.exec<{ url: string }>(
						"SELECT p.url FROM json_each(?) AS link JOIN crawl_page p ON p.id = link.value ORDER BY link.key",
						text,
					)
					.toArray()
					.map(({ url }) => url);
	}

	/** The id of an address's page; null where this run hasn't found it. */
	idOf(address: URL): number | null {
		const [row] = this.#sql
			.exec<{ id: number }>(
				"SELECT id FROM crawl_page WHERE source = ? AND key = ? AND run = ?",
				this.#source,
				pageKey(address),
				this.#run,
			)
			.toArray();
		return row?.id ?? null;
	}

	/** The number of addresses found that differ from this one in their parameters only. */
	countVariants(address: URL): number {
		const path = pageKey(address).replace(/\?.*$/s, "");
		return this.#sql
			.exec<{ count: number }>(
				// "@" is what comes after "?".
				"SELECT count(*) AS count FROM crawl_page WHERE source = ? AND key >= ? AND key < ? AND run = ?",
				this.#source,
				`${path}?`,
				`${path}@`,
				this.#run,
			)
			.one().count;
	}

	/** The number of sitemaps that this run has found. */
	countSitemaps(): number {
		return this.#sql
			.exec<{ count: number }>(
				"SELECT count(*) AS count FROM crawl_page WHERE source = ? AND key >= 'sitemap ' AND key < 'sitemap!' AND run = ?",
				this.#source,
				this.#run,
			)
			.one().count;
	}

	get(id: number): FoundPage | null {
		const [row] = this.#sql.exec<FoundPage>(`SELECT ${COLUMNS} FROM crawl_page WHERE id = ?`, id).toArray();
		return row ?? null;
	}

	next(): FoundPage | null {
		const [row] = this.#sql
			.exec<FoundPage>(
				`SELECT ${COLUMNS} FROM crawl_page WHERE source = ? AND state = 'queued' AND run = ? ORDER BY place, id LIMIT 1`,
				this.#source,
				this.#run,
			)
			.toArray();
		return row ?? null;
	}

	/** A page of this run by its key; null where it is unknown or still queued. */
	processed(key: string): (FoundPage & { state: PageState }) | null {
		const [row] = this.#sql
			.exec<FoundPage & { state: PageState }>(
				`SELECT ${COLUMNS}, state FROM crawl_page WHERE source = ? AND key = ? AND run = ? AND state <> 'queued'`,
				this.#source,
				key,
				this.#run,
			)
			.toArray();
		return row ?? null;
	}

	/** Another page that this run has kept, with the same text. */
	duplicateOf(hash: string, than: number): FoundPage | null {
		const [row] = this.#sql
			.exec<FoundPage>(
				`SELECT ${COLUMNS} FROM crawl_page
				 WHERE source = ? AND hash = ? AND run = ? AND state = 'kept' AND id <> ? LIMIT 1`,
				this.#source,
				hash,
				this.#run,
				than,
			)
			.toArray();
		return row ?? null;
	}

	markKept(id: number, read: { article: string; etag: string | null; modified: string | null; hash: string }): void {
		this.#sql.exec(
			`UPDATE crawl_page SET state = 'kept', article = ?, etag = ?, modified = ?, hash = ? WHERE id = ?`,
			read.article,
			read.etag,
			read.modified,
			read.hash,
			id,
		);
	}

	/** Kept with what is stored of it: article, validators and hash stay. */
	markUnchanged(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET state = 'kept' WHERE id = ?", id);
	}

	saveLinks(id: number, links: number[]): void {
		this.#sql.exec("UPDATE crawl_page SET links = ? WHERE id = ?", JSON.stringify(links.slice(0, MAX_LINKS)), id);
	}

	/** Also clears the validators, so that the next run reads the page whole. */
	markWithoutArticle(id: number, state: "copy" | "left" | "gone", copyOf: string | null = null): void {
		this.#sql.exec(
			`UPDATE crawl_page SET state = ?, copy_of = ?, article = NULL, etag = NULL, modified = NULL, hash = NULL
			 WHERE id = ?`,
			state,
			copyOf,
			id,
		);
	}

	/** The old article stays. */
	markFailed(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET state = 'failed' WHERE id = ?", id);
	}

	/** Queues a page for another attempt: after all others, or at its place (`soon`). */
	requeue({ id, kind, depth, attempts }: FoundPage, soon: boolean): void {
		this.#sql.exec(
			"UPDATE crawl_page SET attempts = ?, place = ? WHERE id = ?",
			attempts + 1,
			rank(kind, depth, soon ? 0 : attempts + 1),
			id,
		);
	}

	/** Queues the pages that named this one as their canonical page, which can't be read, to be read themselves. */
	requeueCopies(key: string): number {
		return this.#sql
			.exec(
				`UPDATE crawl_page SET state = 'queued' WHERE source = ? AND copy_of = ? AND run = ? AND state = 'copy' RETURNING id`,
				this.#source,
				key,
				this.#run,
			)
			.toArray().length;
	}

	/** Articles of pages that this run didn't find. */
	unseenArticles(limit: number): { id: number; article: string }[] {
		return this.#sql
			.exec<{ id: number; article: string }>(
				"SELECT id, article FROM crawl_page WHERE source = ? AND run < ? AND article IS NOT NULL LIMIT ?",
				this.#source,
				this.#run,
				limit,
			)
			.toArray();
	}

	/** A page with an article that this run didn't find, or found and didn't read. */
	nextUnread(): FoundPage | null {
		const [row] = this.#sql
			.exec<FoundPage>(
				`SELECT ${COLUMNS} FROM crawl_page
				 WHERE source = ?1 AND article IS NOT NULL AND run < ?2 OR
					source = ?1 AND article IS NOT NULL AND run = ?2 AND state = 'queued' LIMIT 1`,
				this.#source,
				this.#run,
			)
			.toArray();
		return row ?? null;
	}

	markSpared(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET run = ?, state = 'spared' WHERE id = ?", this.#run, id);
	}

	remove(id: number): void {
		this.#sql.exec("DELETE FROM crawl_page WHERE id = ?", id);
	}

	/** Deletes pages of earlier runs that have no article. */
	removeOld(): void {
		this.#sql.exec("DELETE FROM crawl_page WHERE source = ? AND run < ? AND article IS NULL", this.#source, this.#run);
	}
}
