/**
 * What the team may do about sources: upload a file, add or change a site, read again, stop, remove. Each is one
 * transaction that leaves rows for the tasks to find. Refusals are values.
 */
import { newId } from "../../db/id.ts";
import type { Source } from "../../protocol/knowledge/source.ts";
import { beginCrawl, nextReading } from "./tasks/crawl.ts";
import { configure, crawlOf, type Settings } from "./crawl/runs.ts";
import { tidyUrl } from "./crawl/urls.ts";
import { dropFile } from "./tasks/file.ts";
import { sourceDetails } from "./list.ts";
import { addSource, beginReading, endReading, namedSource, workOf } from "./store.ts";
import { dropUpload, receive, type UploadReceived } from "./uploads.ts";

export type SourceRefusal =
	| Exclude<UploadReceived, { ok: true }>["reason"]
	| "not_found"
	/** There are as many sources as there may be. */
	| "full"
	/** Another source has the same address. */
	| "exists"
	| "removing"
	/** A file is read again by uploading it; a reading that isn't going on can't be stopped. */
	| "not_now";

export type SourceResult = { ok: true; source: Source } | { ok: false; reason: SourceRefusal };

const refuse = (reason: SourceRefusal): SourceResult => ({ ok: false, reason });

export class SourceCommands {
	readonly #storage: DurableObjectStorage;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** A file of the same name is replaced, and its articles with it. */
	async upload(name: string, body: ReadableStream<Uint8Array>): Promise<SourceResult> {
		const { sql } = this.#storage;
		const received = await receive(sql, body);
		if (!received.ok) return received;
		const taken = this.#storage.transactionSync((): SourceResult => {
			const known = namedSource(sql, "uploaded", name);
			if (known?.state === "removing") return refuse("removing");
			const id = known?.id ?? newId("src");
			if (known) dropFile(sql, known);
			else if (!addSource(sql, id, "uploaded", name, Date.now())) return refuse("full");
			sql.exec("UPDATE source SET upload = ? WHERE id = ?", received.upload, id);
			beginReading(sql, id, Date.now());
			return this.#taken(id);
		});
		if (!taken.ok) dropUpload(sql, received.upload);
		return taken;
	}

	addSite(settings: Settings): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const name = tidyUrl(settings.address).href;
			const known = namedSource(sql, "crawled", name);
			if (known) return refuse(known.state === "removing" ? "removing" : "exists");
			const id = newId("src");
			if (!addSource(sql, id, "crawled", name, Date.now())) return refuse("full");
			configure(sql, id, { ...settings, address: name });
			beginCrawl(sql, id);
			return this.#taken(id);
		});
	}

	/** Counts from the next page on; another address is read at once. */
	changeSite(id: string, settings: Settings): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (work?.kind !== "crawled") return refuse("not_found");
			if (work.state === "removing") return refuse("removing");
			const name = tidyUrl(settings.address).href;
			const other = namedSource(sql, "crawled", name);
			if (other && other.id !== id) return refuse("exists");
			configure(sql, id, { ...settings, address: name });
			sql.exec("UPDATE source SET name = ? WHERE id = ?", name, id);
			if (name !== work.name) {
				beginCrawl(sql, id);
				return this.#taken(id);
			}
			const crawl = crawlOf(sql, id);
			const idle = work.state !== "waiting" && work.state !== "running";
			if (idle && crawl) sql.exec("UPDATE source SET next_at = ? WHERE id = ?", nextReading(crawl, Date.now()), id);
			return this.#taken(id);
		});
	}

	readAgain(id: string): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (!work) return refuse("not_found");
			if (work.state === "removing") return refuse("removing");
			if (work.kind !== "crawled") return refuse("not_now");
			// Who asks twice gets the reading that is going on.
			if (work.state !== "waiting" && work.state !== "running") beginCrawl(sql, id);
			return this.#taken(id);
		});
	}

	/** What was read so far stays. */
	stop(id: string): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (!work) return refuse("not_found");
			if (work.state !== "waiting" && work.state !== "running") return refuse("not_now");
			if (work.kind === "uploaded") dropFile(sql, work);
			const crawl = crawlOf(sql, id);
			const nextAt = crawl ? nextReading(crawl, Date.now()) : null;
			endReading(sql, id, { state: "stopped", read: false, nextAt });
			return this.#taken(id);
		});
	}

	/** With its articles and questions; the task does it. */
	remove(id: string): boolean {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (!work) return false;
			dropFile(sql, work);
			sql.exec("UPDATE source SET state = 'removing', due_at = ?, next_at = NULL WHERE id = ?", Date.now(), id);
			return true;
		});
	}

	#taken(id: string): SourceResult {
		const found = sourceDetails(this.#storage.sql, id);
		if (!found) return refuse("not_found");
		const { failures: _, ...source } = found;
		return { ok: true, source };
	}
}
