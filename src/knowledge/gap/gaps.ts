/**
 * Questions that weren't answered, one row each, and the gaps that they form: clusters of similar questions, computed when
 * they are listed. Only the latest rows are kept. A conversation's rows are deleted when its visitor is erased.
 */
import * as v from "valibot";
import { Gap } from "../../protocol/knowledge/gaps.ts";
import { informativeWords } from "../../language/text/terms.ts";
import { groupSimilar } from "./clustering.ts";

export const GAPS_KEPT = 3_000;
/** Of what is listed. */
const MAX_GAPS = 200;
const MAX_WORDINGS = 6;
const MAX_CONVERSATIONS = 5;

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

/** A question's terms, as they are stored. */
export const gapTerms = (question: string): string =>
	informativeWords(question)
		.map(({ term }) => term)
		.join(" ");

/** Everything that still counts, grouped. Dismissed questions are in it, so that one alike to them finds its group. */
function groups(sql: SqlStorage): Item[][] {
	const items = sql
		.exec<Row>(
			`SELECT id, conversation, seq, at, reason, question, terms, state FROM unanswered
			 WHERE state != 'resolved' ORDER BY id DESC LIMIT ${GAPS_KEPT}`,
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

/** Newest first. */
export const groupOf = (sql: SqlStorage, id: number): Item[] | undefined =>
	groups(sql).find((items) => items.some((item) => item.id === id));

export function gapOf(sql: SqlStorage, id: number): Gap | null {
	const items = groupOf(sql, id);
	return items ? toGap(items) : null;
}
