/** The addresses of a crawl that differ in their parameters only: how many there are, and whether they say other things. */
import { pageKey } from "../urls.ts";

/** The keys of them lie between these; "@" is what comes after "?". */
function rangeOf(address: URL): [from: string, to: string] {
	const path = pageKey(address).replace(/\?.*$/s, "");
	return [`${path}?`, `${path}@`];
}

export class Variants {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.#sql = sql;
		this.#source = source;
		this.#run = run;
	}

	count(address: URL): number {
		return this.#sql
			.exec<{ count: number }>(
				"SELECT count(*) AS count FROM crawl_page WHERE source = ? AND key >= ? AND key < ? AND run = ?",
				this.#source,
				...rangeOf(address),
				this.#run,
			)
			.one().count;
	}

	/** Some of them. */
	some(address: URL, limit: number): URL[] {
		return this.#sql
			.exec<{ url: string }>(
				"SELECT url FROM crawl_page WHERE source = ? AND key >= ? AND key < ? AND run = ? LIMIT ?",
				this.#source,
				...rangeOf(address),
				this.#run,
				limit,
			)
			.toArray()
			.map(({ url }) => new URL(url));
	}

	/** Whether most of those that were read say the same as others but for their figures, as a calendar's months do. */
	areAlike(address: URL): boolean {
		const { read, shapes } = this.#sql
			.exec<{ read: number; shapes: number }>(
				`SELECT count(*) AS read, count(DISTINCT iif(state = 'kept', shape, NULL)) AS shapes FROM crawl_page
				 WHERE source = ? AND key >= ? AND key < ? AND run = ? AND state IN ('kept', 'copy', 'left')`,
				this.#source,
				...rangeOf(address),
				this.#run,
			)
			.one();
		return read >= 2 && shapes * 2 < read + 1;
	}
}
