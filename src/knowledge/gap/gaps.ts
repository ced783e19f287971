/**
 * Questions that weren't answered, one row each, and the gaps that they form: clusters of similar questions, computed when
 * they are listed. Only the latest rows are kept. A conversation's rows are deleted when its visitor is erased.
 */
import * as v from "valibot";
import { informativeWords } from "../../language/text/terms.ts";
import type { HandoffReason } from "../../protocol/conversation/entry.ts";
import { Gap } from "../../protocol/knowledge/gaps.ts";
import { groupSimilar } from "./clustering.ts";

const KEPT = 3_000;
/** Limits of the list. */
const MAX_GAPS = 200;
const MAX_WORDINGS = 6;
const MAX_CONVERSATIONS = 5;

export type Unanswered = { question: string; reason: HandoffReason; confidence: number | null };

type State = "open" | "dismissed";

type Row = {
	id: number;
	conversation: string;
	seq: number;
	at: number;
	reason: string;
	question: string;
	terms: string;
	state: string;
};
type Item = Omit<Row, "terms" | "question"> & { terms: string[]; text: string };

export function fileGap(
	sql: SqlStorage,
	{ question, reason, confidence }: Unanswered,
	from: { conversation: string; seq: number; at: number },
): void {
	const { id } = sql
		.exec<{ id: number }>(
			`INSERT INTO unanswered (conversation, seq, at, reason, confidence, question, terms, state)
			 VALUES (?, ?, ?, ?, ?, ?, ?, 'open') RETURNING id`,
			from.conversation,
			from.seq,
			from.at,
			reason,
			confidence,
			question,
			informativeWords(question)
				.map(({ term }) => term)
				.join(" "),
		)
		.one();
	sql.exec(`DELETE FROM unanswered WHERE id <= ?`, id - KEPT);
}

/** The clusters of all questions that aren't resolved. Dismissed ones are among them, so that a similar new one joins them. */
function groups(sql: SqlStorage): Item[][] {
	const items = sql
		.exec<Row>(
			`SELECT id, conversation, seq, at, reason, question, terms, state FROM unanswered
			 WHERE state != 'resolved' ORDER BY id DESC LIMIT ${KEPT}`,
		)
		.toArray()
		.map(({ terms, question, ...row }) => ({ ...row, text: question, terms: terms === "" ? [] : terms.split(" ") }));
	return groupSimilar(items);
}

/** Distinct values, the most frequent first; among equals, the one that comes first. */
function byFrequency(values: string[]): string[] {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** `items`: a cluster's rows, newest first. */
function toGap(items: Item[]): Gap | null {
	const [latest] = items;
	if (!latest) return null;
	const [question = latest.text, ...wordings] = byFrequency(items.map(({ text }) => text));
	return {
		id: latest.id,
		question,
		count: items.length,
		lastAt: Math.max(...items.map(({ at }) => at)),
		reason: v.parse(Gap.entries.reason, byFrequency(items.map(({ reason }) => reason))[0]),
		wordings: wordings.slice(0, MAX_WORDINGS),
		conversations: items
			.slice(0, MAX_CONVERSATIONS)
			.map(({ conversation, seq, at }) => ({ id: conversation, seq, at })),
	};
}

/** False where any question of the cluster was dismissed: similar new ones aren't listed again. */
const isOpen = (items: Item[]): boolean => items.every(({ state }) => state === "open");

export function listGaps(sql: SqlStorage): { gaps: Gap[]; more: number } {
	const gaps = groups(sql)
		.filter(isOpen)
		.map(toGap)
		.filter((gap) => gap !== null)
		.toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt);
	return { gaps: gaps.slice(0, MAX_GAPS), more: Math.max(0, gaps.length - MAX_GAPS) };
}

const groupOf = (sql: SqlStorage, id: number): Item[] | undefined =>
	groups(sql).find((items) => items.some((item) => item.id === id));

export function gapOf(sql: SqlStorage, id: number): Gap | null {
	const items = groupOf(sql, id);
	return items ? toGap(items) : null;
}

/** Dismisses, reopens or resolves a gap. False where there is none. Call inside a transaction. */
export function setGapState(sql: SqlStorage, id: number, state: State | "resolved"): boolean {
	const items = groupOf(sql, id);
	for (const item of items ?? []) sql.exec(`UPDATE unanswered SET state = ? WHERE id = ?`, state, item.id);
	return items !== undefined;
}
