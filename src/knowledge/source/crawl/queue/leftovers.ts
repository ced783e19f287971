/**
 * The pages that earlier runs of a crawl have left and this one didn't read: to be swept with their articles once it has read
 * the whole site, or spared where the site still has them. Used by the end of a crawl.
 */
import { COLUMNS, type FoundPage } from "./found-page.ts";

export class Leftovers {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.#sql = sql;
		this.#source = source;
		this.#run = run;
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
