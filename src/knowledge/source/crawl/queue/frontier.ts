/**
 * The crawl frontier: the pages of a site that a crawl has found, in the Knowledge object's SQLite, with their state, their
 * place in the queue and their links. Links are kept so that those of an unchanged page are known without reading it again.
 * Two addresses with one key (urls.ts) are one page. Makes no request.
 */
import { COLUMNS, type FoundPage, type PageKind, type PageState } from "./found-page.ts";
import { pageKey, tidyUrl } from "../urls.ts";
import { Leftovers } from "./leftovers.ts";
import { Variants } from "./variants.ts";

/** Links of a page that are kept. */
const MAX_LINKS = 1_000;

/** Place in the queue: sitemaps first, then pages by depth; a second attempt comes after all first ones. */
const rank = (kind: PageKind, depth: number, attempts: number): number =>
	(kind === "sitemap" ? 0 : 100 + depth) + attempts * 1_000;

export class Frontier {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	/** The addresses that differ in their parameters only. */
	readonly variants: Variants;
	/** What earlier runs have left. */
	readonly leftovers: Leftovers;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.variants = new Variants(sql, source, run);
		this.leftovers = new Leftovers(sql, source, run);
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

	markKept(
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

	/** Kept with what is stored of it: article, validators and hash stay. */
	markUnchanged(id: number): void {
		this.#sql.exec("UPDATE crawl_page SET state = 'kept' WHERE id = ?", id);
	}

	saveLinks(id: number, links: number[]): void {
		this.#sql.exec("UPDATE crawl_page SET links = ? WHERE id = ?", JSON.stringify(links.slice(0, MAX_LINKS)), id);
	}

	/** The number of pages of this run below an address, without its own: "/help/" has "/help/returns". */
	countBelow(address: URL): number {
		const base = pageKey(new URL(address.pathname.replace(/[^/]*$/, ""), address)).replace(/\/$/, "");
		return this.#sql
			.exec<{ count: number }>(
				// "0" is what comes after "/".
				`SELECT count(*) AS count FROM crawl_page WHERE source = ? AND kind = 'page' AND key > ? AND key < ? AND run = ?
				 AND key <> ?`,
				this.#source,
				`${base}/`,
				`${base}0`,
				this.#run,
				pageKey(address),
			)
			.one().count;
	}

	/** True where this run has kept another page than this one. */
	hasKeptOther(address: URL): boolean {
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

	/** Queues a page that was read already, to be read for its links. False where it is queued. */
	queueAgain(id: number): boolean {
		return (
			this.#sql
				.exec(
					"UPDATE crawl_page SET state = 'queued', attempts = 0 WHERE id = ? AND state <> 'queued' RETURNING id",
					id,
				)
				.toArray().length > 0
		);
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
}
