/** Articles and questions as they are read, one at a time. Reads only: store.ts writes them. */
import * as v from "valibot";
import type { Article, Question } from "../../protocol/knowledge/articles.ts";
import { META_COLUMNS, META_FROM, type MetaRow, metaOf } from "./meta.ts";

/** Of each kind. Searched within the budget of an answer; lists come in pages. */
export const MAX_DOCUMENTS = 10_000;

export type DocumentKind = "article" | "question";

const Wordings = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

type ArticleRow = MetaRow & { id: string; title: string; text: string };
type QuestionRow = MetaRow & { id: string; wordings: string; answer: string; pinned: number };

export function article(sql: SqlStorage, id: string): Article | null {
	const [row] = sql
		.exec<ArticleRow>(`SELECT d.id, d.title, d.text, ${META_COLUMNS} ${META_FROM.article} WHERE d.id = ?`, id)
		.toArray();
	return row ? { id: row.id, title: row.title, text: row.text, ...metaOf(row) } : null;
}

export function question(sql: SqlStorage, id: string): Question | null {
	const [row] = sql
		.exec<QuestionRow>(
			`SELECT d.id, d.wordings, d.answer, d.pinned, ${META_COLUMNS} ${META_FROM.question} WHERE d.id = ?`,
			id,
		)
		.toArray();
	if (!row) return null;
	const wordings = v.parse(Wordings, row.wordings);
	return { id: row.id, wordings, answer: row.answer, pinned: row.pinned === 1, ...metaOf(row) };
}

/** `address`: the page it was read from, as long as it says what that page says. */
export type Readable = { title: string; text: string; address: string | null };

/** What an answer's source opens; null when it is switched off or gone. */
export function readable(sql: SqlStorage, id: string): Readable | null {
	const written = article(sql, id);
	if (written) {
		const { title, text, enabled, edited, origin } = written;
		return enabled ? { title, text, address: origin.kind === "crawled" && !edited ? origin.name : null } : null;
	}
	const asked = question(sql, id);
	return asked?.enabled ? { title: asked.wordings[0] ?? "", text: asked.answer, address: null } : null;
}
