/**
 * Saves what is read from a source as articles and questions. A document is found again by its place in the source, replaced
 * where its text has changed, and left alone where a teammate has edited it. The crawler's document store, and what the file
 * task writes with.
 */
import type { DocumentStore } from "./crawl/page-result.ts";
import { article, type DocumentKind, question } from "../article/documents.ts";
import { remove, saveArticle, saveQuestion, recordReading } from "../article/store.ts";
import type { DocumentPart } from "./files/read.ts";

export type DocumentOutcome = "changed" | "unchanged" | "full";

type StoredDocument = { id: string; edited: boolean };

/** `run`: the current reading. Documents of an earlier run that it doesn't save or confirm are gone from the source. */
export class SourceDocuments implements DocumentStore {
	readonly #sql: SqlStorage;
	readonly #source: string;
	readonly #run: number;

	constructor(sql: SqlStorage, source: string, run: number) {
		this.#sql = sql;
		this.#source = source;
		this.#run = run;
	}

	has(id: string): boolean {
		return this.#sql.exec("SELECT 1 FROM article WHERE id = ?", id).toArray().length > 0;
	}

	save(id: string | null, { title, text, url }: { title: string; text: string; url: string }): string | null {
		const known = id === null ? this.#documentAt("article", url) : this.#document("article", id);
		if (known?.edited) {
			this.#confirm("article", known.id, url);
			return known.id;
		}
		const saved = saveArticle(this.#sql, known?.id ?? null, { title, text }, { reading: this.#reading(url) });
		return saved.ok ? saved.article.id : null;
	}

	confirm(id: string): void {
		this.#sql.exec("UPDATE article SET read_at = ?, run = ? WHERE id = ?", Date.now(), this.#run, id);
	}

	/** An edited article stays. */
	remove(id: string): void {
		if (this.#document("article", id)?.edited === false) remove(this.#sql, "article", id);
	}

	/** Saves one part of a file. */
	put(part: DocumentPart): DocumentOutcome {
		const known = this.#documentAt(part.kind, part.place);
		if (known && (known.edited || this.#hasText(known.id, part))) {
			this.#confirm(part.kind, known.id, part.place);
			return "unchanged";
		}
		const reading = { reading: this.#reading(part.place) };
		const saved =
			part.kind === "article"
				? saveArticle(this.#sql, known?.id ?? null, { title: part.title, text: part.text }, reading)
				: saveQuestion(this.#sql, known?.id ?? null, { wordings: part.wordings, answer: part.answer }, reading);
		return saved.ok ? "changed" : "full";
	}

	/** Removes up to `limit` documents that this reading didn't save or confirm; returns how many. */
	removeStale(limit: number): number {
		let removed = 0;
		for (const kind of ["article", "question"] as const)
			for (const { id } of this.#sql
				.exec<{ id: string }>(
					`SELECT id FROM ${kind} WHERE source = ? AND run < ? AND edited = 0 LIMIT ?`,
					this.#source,
					this.#run,
					limit - removed,
				)
				.toArray()) {
				remove(this.#sql, kind, id);
				removed++;
			}
		return removed;
	}

	#hasText(id: string, part: DocumentPart): boolean {
		if (part.kind === "article") {
			const now = article(this.#sql, id);
			return now?.title === part.title && now.text === part.text;
		}
		const now = question(this.#sql, id);
		return now?.answer === part.answer && now.wordings.join("\n") === part.wordings.join("\n");
	}

	#documentAt(kind: DocumentKind, place: string): StoredDocument | null {
		const [row] = this.#sql
			.exec<{ id: string; edited: number }>(
				`SELECT id, edited FROM ${kind} WHERE source = ? AND place = ? ORDER BY edited DESC LIMIT 1`,
				this.#source,
				place,
			)
			.toArray();
		return row ? { id: row.id, edited: row.edited === 1 } : null;
	}

	#document(kind: DocumentKind, id: string): StoredDocument | null {
		const [row] = this.#sql.exec<{ edited: number }>(`SELECT edited FROM ${kind} WHERE id = ?`, id).toArray();
		return row ? { id, edited: row.edited === 1 } : null;
	}

	#reading = (place: string) => ({ source: this.#source, place, run: this.#run, at: Date.now() });

	#confirm(kind: DocumentKind, id: string, place: string): void {
		recordReading(this.#sql, kind, id, this.#reading(place));
	}
}
