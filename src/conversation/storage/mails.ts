/** The mails that came for a conversation, by their ids: each counts once, and those of an hour are counted. */
const HOUR_MS = 3_600_000;
/** A mail server tries for five days to deliver one (RFC 5321, 4.5.4.1); after that none comes again. */
const KEPT_MS = 30 * 24 * HOUR_MS;

export class MailRows {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	has(id: string): boolean {
		return this.#sql.exec("SELECT 1 FROM mail WHERE id = ?", id).toArray().length > 0;
	}

	/** How many came within the hour before `now`. */
	withinHour(now: number): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM mail WHERE at > ?", now - HOUR_MS).one().n;
	}

	add(id: string, now: number): void {
		this.#sql.exec("DELETE FROM mail WHERE at < ?", now - KEPT_MS);
		this.#sql.exec("INSERT OR IGNORE INTO mail (id, at) VALUES (?, ?)", id, now);
	}
}
