/**
 * The commands on sources: upload a file, add or change a site, read again, stop, remove. Each is one transaction that writes
 * rows for the tasks to find, and does no reading itself. Refusals are values.
 */
import { newId } from "../../db/id.ts";
import type { Source } from "../../protocol/knowledge/source.ts";
import { beginCrawl, nextReading } from "./tasks/crawl.ts";
import { saveSettings, crawlOf, type CrawlSettings } from "./crawl/runs.ts";
import { tidyUrl } from "./crawl/urls.ts";
import { dropFile } from "./tasks/file.ts";
import { dropKeptFiles } from "./kept-files.ts";
import { sourceDetails } from "./list.ts";
import { addSource, beginReading, endReading, sourceByName, workOf } from "./store.ts";
import { dropUpload, receive, type UploadReceived } from "./uploads.ts";

export type SourceRefusal =
	| Exclude<UploadReceived, { ok: true }>["reason"]
	| "not_found"
	/** The limit of sources is reached. */
	| "full"
	/** Another source has the same address. */
	| "exists"
	| "removing"
	/** A file can't be read again without uploading it, and only a reading in progress can be stopped. */
	| "not_now";

export type SourceResult = { ok: true; source: Source } | { ok: false; reason: SourceRefusal };

const refuse = (reason: SourceRefusal): SourceResult => ({ ok: false, reason });

export class SourceCommands {
	readonly #storage: DurableObjectStorage;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** Replaces a file of the same name, with its documents. */
	async upload(name: string, body: ReadableStream<Uint8Array>): Promise<SourceResult> {
		const { sql } = this.#storage;
		const received = await receive(sql, body);
		if (!received.ok) return received;
		const result = this.#storage.transactionSync((): SourceResult => {
			const known = sourceByName(sql, "uploaded", name);
			if (known?.state === "removing") return refuse("removing");
			const id = known?.id ?? newId("src");
			if (known) dropFile(sql, known);
			else if (!addSource(sql, id, "uploaded", name, Date.now())) return refuse("full");
			sql.exec("UPDATE source SET upload = ? WHERE id = ?", received.upload, id);
			beginReading(sql, id, Date.now());
			return this.#resultOf(id);
		});
		if (!result.ok) dropUpload(sql, received.upload);
		return result;
	}

	addSite(settings: CrawlSettings): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const name = tidyUrl(settings.address).href;
			const known = sourceByName(sql, "crawled", name);
			if (known) return refuse(known.state === "removing" ? "removing" : "exists");
			const id = newId("src");
			if (!addSource(sql, id, "crawled", name, Date.now())) return refuse("full");
			saveSettings(sql, id, { ...settings, address: name });
			beginCrawl(sql, id);
			return this.#resultOf(id);
		});
	}

	/** New patterns and limits hold from the next page on; a new address begins a reading at once. */
	changeSite(id: string, settings: CrawlSettings): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (work?.kind !== "crawled") return refuse("not_found");
			if (work.state === "removing") return refuse("removing");
			const name = tidyUrl(settings.address).href;
			const other = sourceByName(sql, "crawled", name);
			if (other && other.id !== id) return refuse("exists");
			saveSettings(sql, id, { ...settings, address: name });
			sql.exec("UPDATE source SET name = ? WHERE id = ?", name, id);
			if (name !== work.name) {
				beginCrawl(sql, id);
				return this.#resultOf(id);
			}
			const crawl = crawlOf(sql, id);
			const idle = work.state !== "waiting" && work.state !== "running";
			if (idle && crawl) sql.exec("UPDATE source SET next_at = ? WHERE id = ?", nextReading(crawl, Date.now()), id);
			return this.#resultOf(id);
		});
	}

	readAgain(id: string): SourceResult {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (!work) return refuse("not_found");
			if (work.state === "removing") return refuse("removing");
			if (work.kind !== "crawled") return refuse("not_now");
			// Asking during a reading doesn't begin another one.
			if (work.state !== "waiting" && work.state !== "running") beginCrawl(sql, id);
			return this.#resultOf(id);
		});
	}

	/** Documents that were saved so far stay. */
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
			return this.#resultOf(id);
		});
	}

	/** Marks a source for removal; the removal task deletes it with its documents. */
	remove(id: string): boolean {
		const { sql } = this.#storage;
		return this.#storage.transactionSync(() => {
			const work = workOf(sql, id);
			if (!work) return false;
			dropFile(sql, work);
			dropKeptFiles(sql, id);
			sql.exec("UPDATE source SET state = 'removing', due_at = ?, next_at = NULL WHERE id = ?", Date.now(), id);
			return true;
		});
	}

	#resultOf(id: string): SourceResult {
		const found = sourceDetails(this.#storage.sql, id);
		if (!found) return refuse("not_found");
		const { failures: _, ...source } = found;
		return { ok: true, source };
	}
}
