/**
 * A source's articles and questions in the library: found again by their place in it, replaced where they changed, left
 * alone where somebody has edited them. The crawler's `Shelf` and what files are written with.
 */
import type { DocumentStore } from "./crawl/settle.ts";
import { article, type DocumentKind, question, remove, saveArticle, saveQuestion, stamp } from "../article/store.ts";
import type { DocumentPart } from "./files/read.ts";
import type { PagePiece } from "./html/markdown.ts";
import { dropOriginal, keepOriginal } from "./originals.ts";

export type DocumentOutcome = "changed" | "unchanged" | "full";

type Standing = { id: string; edited: boolean };

/** `run`: the reading that writes; what an earlier one wrote and this one doesn't mention is gone from the source. */
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
		const known = id === null ? this.#placed("article", url) : this.#standing("article", id);
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

	/** What somebody has edited is theirs and stays. */
	remove(id: string): void {
		if (this.#standing("article", id)?.edited !== false) return;
		remove(this.#sql, "article", id);
		dropOriginal(this.#sql, id);
	}

	original(id: string, pieces: readonly PagePiece[], isNew: boolean): void {
		keepOriginal(this.#sql, this.#source, id, pieces, isNew);
	}

	/** A part of a file. */
	put(part: DocumentPart): DocumentOutcome {
		const known = this.#placed(part.kind, part.place);
		if (known && (known.edited || this.#says(known.id, part))) {
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

	/** Removes some of what this reading didn't mention; gives how many. */
	sweep(limit: number): number {
		let gone = 0;
		for (const kind of ["article", "question"] as const)
			for (const { id } of this.#sql
				.exec<{ id: string }>(
					`SELECT id FROM ${kind} WHERE source = ? AND run < ? AND edited = 0 LIMIT ?`,
					this.#source,
					this.#run,
					limit - gone,
				)
				.toArray()) {
				remove(this.#sql, kind, id);
				gone++;
			}
		return gone;
	}

	#says(id: string, part: DocumentPart): boolean {
		if (part.kind === "article") {
			const now = article(this.#sql, id);
			return now?.title === part.title && now.text === part.text;
		}
		const now = question(this.#sql, id);
		return now?.answer === part.answer && now.wordings.join("\n") === part.wordings.join("\n");
	}

	#placed(kind: DocumentKind, place: string): Standing | null {
		const [row] = this.#sql
			.exec<{ id: string; edited: number }>(
				`SELECT id, edited FROM ${kind} WHERE source = ? AND place = ? ORDER BY edited DESC LIMIT 1`,
				this.#source,
				place,
			)
			.toArray();
		return row ? { id: row.id, edited: row.edited === 1 } : null;
	}

	#standing(kind: DocumentKind, id: string): Standing | null {
		const [row] = this.#sql.exec<{ edited: number }>(`SELECT edited FROM ${kind} WHERE id = ?`, id).toArray();
		return row ? { id, edited: row.edited === 1 } : null;
	}

	#reading = (place: string) => ({ source: this.#source, place, run: this.#run, at: Date.now() });

	#confirm(kind: DocumentKind, id: string, place: string): void {
		stamp(this.#sql, kind, id, this.#reading(place));
	}
}
