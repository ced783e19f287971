/**
 * The pages of a site that a crawl has found, over the Knowledge object's SQLite: what waits to be read, what came of
 * each, and who links to whom, so that an unchanged page vouches for its links without being read again.
 * A page is one by its key (urls.ts). Knows nothing of the network.
 */
import { pageKey, tidyUrl } from "../urls.ts";
import { Variants } from "./variants.ts";

export type PageKind = "page" | "sitemap";

/**
 * `queued` waits; `kept` has an article (or is the same as one that has); the others have none from this run:
 * `copy` says or shows that it is another page, `left` asks not to be read or has no text, `failed` keeps its old article,
 * and so does `spared`, which wasn't read but is still there.
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
	/** Its own word for the page it copies was tried, and that page isn't there. */
	copyOf: string | null;
};

const COLUMNS = "id, key, url, kind, depth, attempts, article, etag, modified, hash, copy_of AS copyOf";

/** Links that are remembered of a page. */
const MAX_LINKS = 1_000;

/** Sitemaps first, then pages near the start; a second attempt comes after everything. */
const rank = (kind: PageKind, depth: number, attempts: number): number =>
	(kind === "sitemap" ? 0 : 100 + depth) + attempts * 1_000;

export class Frontier {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	/** Addresses that differ in their parameters only. */
	readonly variants: Variants;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.variants = new Variants(sql, source, run);
		this.#sql = sql;
		this.#source = source;
		this.#run = run;
	}

	/** Puts an address in the queue of this run, once. `fresh` where this run hadn't found it yet. */
	find(address: string | URL, kind: PageKind, depth: number): { id: number; fresh: boolean } {
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

	/** Where a page led when it was last read whole. */
	linked(id: number): string[] {
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

	/** The page of an address, when this run has found it. */
	found(address: URL): number | null {
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

	/** How many sitemaps this run has found. */
	sitemaps(): number {
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

	/** A page of this run by its key, when it has been dealt with. */
	done(key: string): (FoundPage & { state: PageState }) | null {
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

	/** Another page of this run with the same text. */
	twin(hash: string, than: number): FoundPage | null {
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

	keep(
		id: number,
		read: { article: string; etag: string | null; modified: string | null; hash: string; shape: string },
	): void {
		this.#sql.exec(
			`UPDATE crawl_page SET state = 'kept', article = ?, etag = ?, modified = ?, hash = ?, shape = ? WHERE id = ?`,
			read.article,
			read.etag,
			read.modified,
			read.hash,
			read.shape,
			id,
		);
	}

	/** Nothing new: what is known of it stays. */
	stays(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET state = 'kept' WHERE id = ?", id);
	}

	links(id: number, links: number[]): void {
		this.#sql.exec("UPDATE crawl_page SET links = ? WHERE id = ?", JSON.stringify(links.slice(0, MAX_LINKS)), id);
	}

	/** Pages of this run below an address, itself not counted: "/help/" has "/help/returns". */
	below(address: URL): number {
		const base = pageKey(new URL(address.pathname.replace(/[^/]*$/, ""), address));
		return this.#sql
			.exec<{ count: number }>(
				`SELECT count(*) AS count FROM crawl_page WHERE source = ? AND kind = 'page' AND key > ? AND key < ? AND run = ?
				 AND key <> ?`,
				this.#source,
				`${base.replace(/\/$/, "")}/`,
				`${base.replace(/\/$/, "")}0`,
				this.#run,
				pageKey(address),
			)
			.one().count;
	}

	/** Whether anything but this page was kept, in this run. */
	keptBut(address: URL): boolean {
		return (
			this.#sql
				.exec(
					"SELECT 1 FROM crawl_page WHERE source = ? AND run = ? AND state = 'kept' AND key <> ? LIMIT 1",
					this.#source,
					this.#run,
					pageKey(address),
				)
				.toArray().length > 0
		);
	}

	/** Without an article: the next run reads it whole. */
	settle(id: number, state: "copy" | "left" | "gone", copyOf: string | null = null): void {
		this.#sql.exec(
			`UPDATE crawl_page SET state = ?, copy_of = ?, article = NULL, etag = NULL, modified = NULL, hash = NULL
			 WHERE id = ?`,
			state,
			copyOf,
			id,
		);
	}

	/** Its old article stays. */
	fail(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET state = 'failed' WHERE id = ?", id);
	}

	/** Once more, after everything else or (`soon`) where it stands. */
	again({ id, kind, depth, attempts }: FoundPage, soon: boolean): void {
		this.#sql.exec(
			"UPDATE crawl_page SET attempts = ?, place = ? WHERE id = ?",
			attempts + 1,
			rank(kind, depth, soon ? 0 : attempts + 1),
			id,
		);
	}

	/** Pages that named this one as their original, which isn't to be had, speak for themselves after all. */
	release(key: string): number {
		return this.#sql
			.exec(
				`UPDATE crawl_page SET state = 'queued' WHERE source = ? AND copy_of = ? AND run = ? AND state = 'copy' RETURNING id`,
				this.#source,
				key,
				this.#run,
			)
			.toArray().length;
	}

	/** Articles of pages that this run did not come across. */
	unseen(limit: number): { id: number; article: string }[] {
		return this.#sql
			.exec<{ id: number; article: string }>(
				"SELECT id, article FROM crawl_page WHERE source = ? AND run < ? AND article IS NOT NULL LIMIT ?",
				this.#source,
				this.#run,
				limit,
			)
			.toArray();
	}

	/** A page with an article that this run did not come across, or did not get to. */
	unread(): FoundPage | null {
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

	/** Puts a page that was dealt with in the queue again. False where it is there already. */
	once(id: number): boolean {
		return (
			this.#sql
				.exec(
					"UPDATE crawl_page SET state = 'queued', attempts = 0 WHERE id = ? AND state <> 'queued' RETURNING id",
					id,
				)
				.toArray().length > 0
		);
	}

	spare(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET run = ?, state = 'spared' WHERE id = ?", this.#run, id);
	}

	drop(id: number): void {
		this.#sql.exec("DELETE FROM crawl_page WHERE id = ?", id);
	}

	/** Forgets what earlier runs found and has no article. */
	forgetOld(): void {
		this.#sql.exec("DELETE FROM crawl_page WHERE source = ? AND run < ? AND article IS NULL", this.#source, this.#run);
	}
}
