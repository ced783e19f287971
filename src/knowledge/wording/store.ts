/**
 * Wordings in the object's SQLite: the questions of each section, their index, and which articles wait for a model. Passages are
 * made anew with every save, so wordings belong to a section by its heading, with a hash of the text that they were written for:
 * those of a text that has changed are not searched until they are written again, unless a teammate wrote them.
 */
import * as v from "valibot";
import { searchTerms } from "../../language/text/terms.ts";
import type { ArticleWordings, SectionWordings } from "../../protocol/knowledge/wordings.ts";
import { joinParts } from "../article/section.ts";

/** How long an article must have been left alone, in ms: somebody who edits saves more than once. */
export const QUIET_MS = 30 * 60_000;
/** Sections of a source past which no model writes unless the team asks. */
export const LARGE_SOURCE = 2_000;

export type SectionRow = { section: string; title: string; heading: string; text: string; passage: number };

/** A hash of a text, to see that it has changed: 64 bits of FNV-1a over two seeds. It protects nothing. */
export function textHash(text: string): string {
	let [one, two] = [0x811c9dc5, 0x9747b28c];
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		one = Math.imul(one ^ code, 0x01000193);
		two = Math.imul(two ^ code, 0x85ebca6b);
	}
	return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/** An article's sections as they are indexed, in their order. One of a name that was there before has its number behind it. */
export function sectionsOf(sql: SqlStorage, article: string): SectionRow[] {
	const rows = sql
		.exec<{ id: number; title: string; heading: string; text: string }>(
			"SELECT id, title, heading, text FROM passage WHERE owner = ? AND kind = 'article' ORDER BY id",
			article,
		)
		.toArray();
	const runs: (typeof rows)[] = [];
	for (const row of rows) {
		const open = runs.at(-1);
		if (open?.[0]?.heading === row.heading) open.push(row);
		else runs.push([row]);
	}
	const counts = new Map<string, number>();
	return runs.flatMap((run) => {
		const [first] = run;
		if (!first) return [];
		const { id, title, heading } = first;
		const no = (counts.get(heading) ?? 0) + 1;
		counts.set(heading, no);
		const section = no === 1 ? heading : `${heading}\n${no}`;
		return [{ section, title, heading, text: joinParts(run.map(({ text }) => text)), passage: id }];
	});
}

/** Questions as they are stored. */
export const Questions = v.fallback(v.pipe(v.string(), v.parseJson(), v.array(v.string())), []);
type Stored = { hash: string; questions: string[]; edited: boolean };

function storedOf(sql: SqlStorage, article: string): Map<string, Stored> {
	const rows = sql
		.exec<{ section: string; hash: string; questions: string; edited: number }>(
			"SELECT section, hash, questions, edited FROM wording WHERE article = ?",
			article,
		)
		.toArray();
	return new Map(
		rows.map(({ section, hash, questions, edited }) => [
			section,
			{ hash, questions: v.parse(Questions, questions), edited: edited === 1 },
		]),
	);
}

/** Whether a section's wordings are those of its text, or a teammate's. */
const isCurrent = (stored: Stored | undefined, text: string): boolean =>
	stored !== undefined && (stored.edited || stored.hash === textHash(text));

function indexSection(sql: SqlStorage, article: string, passage: number, questions: readonly string[]): void {
	sql.exec("DELETE FROM wording_terms WHERE rowid = ?", passage);
	if (questions.length === 0) return;
	const all = questions.flatMap((question) => searchTerms(question)).join(" ");
	sql.exec(
		"INSERT INTO wording_terms (rowid, terms, article, questions) VALUES (?, ?, ?, ?)",
		passage,
		all,
		article,
		JSON.stringify(questions),
	);
}

/** Indexes what an article's sections have, and has a model write what they lack. Call after its passages were indexed. */
export function indexWordings(sql: SqlStorage, article: string, now: number): void {
	const stored = storedOf(sql, article);
	let isLacking = false;
	const sections = sectionsOf(sql, article);
	for (const { section, text, passage } of sections) {
		const own = stored.get(section);
		if (isCurrent(own, text)) indexSection(sql, article, passage, own?.questions ?? []);
		else isLacking = true;
	}
	const left = new Set(sections.map(({ section }) => section));
	for (const [section, { edited }] of stored)
		if (!left.has(section) && !edited)
			sql.exec("DELETE FROM wording WHERE article = ? AND section = ?", article, section);
	if (isLacking)
		sql.exec(
			"INSERT INTO wording_due (article, at) VALUES (?1, ?2) ON CONFLICT (article) DO UPDATE SET at = ?2",
			article,
			now + QUIET_MS,
		);
}

/** Takes a passage out of the index of wordings. */
export const unindexWordings = (sql: SqlStorage, passage: number): void =>
	void sql.exec("DELETE FROM wording_terms WHERE rowid = ?", passage);

/** Call where an article is deleted. */
export function dropWordings(sql: SqlStorage, article: string): void {
	sql.exec("DELETE FROM wording WHERE article = ?", article);
	sql.exec("DELETE FROM wording_due WHERE article = ?", article);
}

/** Stores a section's questions and indexes them. False where there is no such section, or its text isn't `hash`'s any more. */
export function saveWordings(
	sql: SqlStorage,
	article: string,
	section: string,
	questions: readonly string[],
	by: { edited: true } | { edited: false; hash: string },
): boolean {
	const found = sectionsOf(sql, article).find((each) => each.section === section);
	if (!found) return false;
	const hash = textHash(found.text);
	if (!by.edited && (by.hash !== hash || storedOf(sql, article).get(section)?.edited)) return false;
	sql.exec(
		`INSERT INTO wording (article, section, hash, questions, edited) VALUES (?1, ?2, ?3, ?4, ?5)
		 ON CONFLICT (article, section) DO UPDATE SET hash = ?3, questions = ?4, edited = ?5`,
		article,
		section,
		hash,
		JSON.stringify(questions),
		Number(by.edited),
	);
	indexSection(sql, article, found.passage, questions);
	return true;
}

/** The first section of an article that a model should write for; null where all have theirs. */
export function nextSection(sql: SqlStorage, article: string): (SectionRow & { hash: string }) | null {
	const stored = storedOf(sql, article);
	const found = sectionsOf(sql, article).find(({ section, text }) => !isCurrent(stored.get(section), text));
	return found ? { ...found, hash: textHash(found.text) } : null;
}

/** The source of an article where it is too large and the team hasn't asked; null otherwise. */
export function largeSourceOf(sql: SqlStorage, article: string): string | null {
	const [row] = sql
		.exec<{ source: string; asked: number }>(
			`SELECT a.source, EXISTS (SELECT 1 FROM wording_asked w WHERE w.source = a.source) AS asked
			 FROM article a WHERE a.id = ? AND a.source IS NOT NULL`,
			article,
		)
		.toArray();
	if (!row || row.asked === 1) return null;
	const { count } = sql
		.exec<{ count: number }>(
			`SELECT count(*) AS count FROM (
				SELECT DISTINCT p.owner, p.heading FROM article a JOIN passage p ON p.owner = a.id WHERE a.source = ?
				LIMIT ${LARGE_SOURCE + 1})`,
			row.source,
		)
		.one();
	return count > LARGE_SOURCE ? row.source : null;
}

/** The team wants wordings for a source, however large. False where there is none. */
export function askForSource(sql: SqlStorage, source: string, now: number): boolean {
	const found = sql.exec("SELECT 1 FROM source WHERE id = ?", source).toArray().length > 0;
	if (!found) return false;
	sql.exec("INSERT OR IGNORE INTO wording_asked (source) VALUES (?)", source);
	sql.exec(
		"INSERT OR IGNORE INTO wording_due (article, at) SELECT id, ? FROM article WHERE source = ? AND enabled = 1",
		now,
		source,
	);
	return true;
}

/** As the dashboard shows them; null where there is no such article. */
export function wordingsOf(sql: SqlStorage, article: string): ArticleWordings | null {
	if (sql.exec("SELECT 1 FROM article WHERE id = ?", article).toArray().length === 0) return null;
	const stored = storedOf(sql, article);
	const sections = sectionsOf(sql, article).map(({ section, heading, text }): SectionWordings => {
		const own = stored.get(section);
		const shown = isCurrent(own, text) ? own : undefined;
		return { section, heading, questions: shown?.questions ?? [], edited: shown?.edited ?? false };
	});
	const waiting = sql.exec("SELECT 1 FROM wording_due WHERE article = ?", article).toArray().length > 0;
	return { sections, waiting, largeSource: largeSourceOf(sql, article) };
}
