/**
 * Fills a list through SQL, in the same form that the product writes, with what a workspace gathers in years: for `npm run seed`
 * and the benchmark. That is quicker than sending messages, and the result is the same: indexes are built row by row.
 */
import type { Filling } from "./filling.ts";
import { terms } from "../../src/language/text/terms.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";

/** The time between two conversations' last messages, in ms: 100,000 conversations are about nine months. */
const APART_MS = 240_000;

const WAITS = 50;

/** The list of an old workspace: one conversation in fifty is open or pending, the rest closed; one in four went to a person. */
function lineOf(no: number, { members, now, sentences, size }: Filling): ListItem {
	const active = no % 50 === 0;
	const person = no % 4 === 0;
	const member = members[no % Math.max(1, members.length)] ?? null;
	return {
		id: `c_filled${String(no).padStart(16, "0")}`,
		version: 12,
		status: active ? (no % 100 === 0 ? "open" : "pending") : "closed",
		handler: person ? (active && no % 200 === 0 ? "waiting" : "human") : "ai",
		archived: false,
		reason: person ? "asked_for_person" : null,
		assignee: person && !(active && no % 200 === 0) ? member : null,
		visitorId: `v_filled${no}`,
		contactId: no % 3 === 0 ? `ct_filled${no}` : null,
		name: null,
		email: no % 3 === 0 ? `customer${no}@example.test` : null,
		preview: sentences[no % sentences.length]?.slice(0, 140) ?? "",
		previewBy: "ai",
		previewName: null,
		unread: 0,
		startedAt: now - (size - no) * APART_MS - 600_000,
		lastAt: now - (size - no) * APART_MS,
		waitingSince: null,
		source: "widget",
	};
}

export function fillList(sql: SqlStorage, filling: Filling): void {
	const { from, to, messages, sentences } = filling;
	const tally = new Map<string, { row: ListItem; n: number }>();
	let said = sql.exec<{ no: number | null }>("SELECT max(no) AS no FROM message_text").one().no ?? 0;
	for (let no = from; no < to; no++) {
		const row = lineOf(no, filling);
		const { line } = sql
			.exec<{ line: number }>(
				`INSERT INTO list_item (id, version, text_seq, archived, status, handler, assignee, visitor, contact, last_at, body)
				VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?) RETURNING no AS line`,
				row.id,
				row.version,
				messages,
				row.status,
				row.handler,
				row.assignee?.id ?? null,
				row.visitorId,
				row.contactId,
				row.lastAt,
				JSON.stringify(row),
			)
			.one();
		for (let each = 0; each < messages; each++) {
			const sentence = sentences[(no * 7 + each * 13) % sentences.length] ?? "";
			// One message of each conversation contains a number that occurs nowhere else.
			const text = each === 0 ? `${sentence} My order is ${orderOf(no)}.` : sentence;
			sql.exec("INSERT INTO message_text (no, item, text) VALUES (?, ?, ?)", ++said, line, text);
			sql.exec("INSERT INTO message_terms (rowid, text) VALUES (?, ?)", said, terms(text).join(" "));
		}
		const bucket = `${row.status} ${row.handler} ${row.assignee?.id ?? ""}`;
		tally.set(bucket, { row, n: (tally.get(bucket)?.n ?? 0) + 1 });
	}
	sql.exec("UPDATE index_position SET no = ?", said);
	// The waiting times of the latest fifty visitors who waited; the list keeps no more.
	sql.exec("DELETE FROM wait");
	for (let wait = 0; wait < WAITS; wait++) sql.exec("INSERT INTO wait (ms) VALUES (?)", (wait + 1) * 10_000);
	for (const { row, n } of tally.values())
		sql.exec(
			`INSERT INTO list_count (status, handler, assignee, n) VALUES (?, ?, ?, ?)
			ON CONFLICT (status, handler, assignee) DO UPDATE SET n = n + excluded.n`,
			row.status,
			row.handler,
			row.assignee?.id ?? "",
			n,
		);
}

/** The number that occurs only in this conversation's first message. */
const orderOf = (no: number): string => `FB${700_000 + no}`;
