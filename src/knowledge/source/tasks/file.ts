/**
 * The task that reads uploaded files, one at a time and in pieces: a file is parsed once, its parts are saved as documents a
 * few at a time, and documents that it no longer has are removed. A file whose parsing ended the object twice is given up.
 */
import * as v from "valibot";
import type { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import { type FileRead, type DocumentPart, readFile } from "../files/read.ts";
import { MAX_DOCUMENTS } from "../../article/documents.ts";
import { SourceDocuments } from "../documents.ts";
import {
	claimPiece,
	endReading,
	continueReading,
	nextDue,
	nextWork,
	recordProgress,
	type Work,
	workOf,
} from "../store.ts";
import type { Task } from "../../tasks.ts";
import { bytesOf, dropUpload } from "../uploads.ts";

const MAX_CLAIMS = 2;
const PARTS_AT_ONCE = 5;
const REMOVED_AT_ONCE = 25;
const active = ["waiting", "running"] as const;

export const fileTask = (storage: DurableObjectStorage): Task => ({
	name: "files",
	due: (sql) => nextDue(sql, "uploaded", [...active]),
	run: async () => {
		const { sql } = storage;
		const work = nextWork(sql, "uploaded", [...active], Date.now());
		if (!work) return;
		if (claimPiece(sql, work) > MAX_CLAIMS) {
			const reason = "Reading it failed twice. Split it into smaller files, or save it in another format.";
			return storage.transactionSync(() => giveUp(sql, work, reason));
		}
		if (work.upload === null) return storage.transactionSync(() => saveNextParts(sql, work));
		// The claim must be durable before parsing, which may kill the object.
		await storage.sync();
		const read = await readFile(work.name, bytesOf(sql, work.upload));
		storage.transactionSync(() => storeParts(sql, work, read));
	},
});

/** False where the file was replaced, stopped or removed meanwhile. */
const isCurrent = (sql: SqlStorage, work: Work): boolean => {
	const now = workOf(sql, work.id);
	return now?.state === "running" && now.run === work.run && now.upload === work.upload;
};

function giveUp(sql: SqlStorage, work: Work, reason: string): void {
	dropFile(sql, work);
	recordProgress(sql, work.id, { failed: 1 }, [{ what: work.name, reason }]);
	endReading(sql, work.id, { state: "failed", reason, read: false });
}

/** Deletes a source's upload: its bytes, and the parts that weren't saved yet. */
export function dropFile(sql: SqlStorage, { id, upload }: Pick<Work, "id" | "upload">): void {
	if (upload !== null) dropUpload(sql, upload);
	sql.exec("DELETE FROM upload_part WHERE source = ?", id);
	sql.exec("UPDATE source SET upload = NULL WHERE id = ?", id);
}

function storeParts(sql: SqlStorage, work: Work, read: FileRead): void {
	if (!isCurrent(sql, work)) return;
	if (!read.ok) return giveUp(sql, work, read.reason);
	dropFile(sql, work);
	read.parts.forEach((part, no) => {
		const [title, text] =
			part.kind === "article" ? [part.title, part.text] : [JSON.stringify(part.wordings), part.answer];
		sql.exec(
			"INSERT INTO upload_part (source, no, kind, place, title, text) VALUES (?, ?, ?, ?, ?, ?)",
			work.id,
			no,
			part.kind,
			part.place,
			title,
			text,
		);
	});
	continueReading(sql, work.id, Date.now(), { found: read.parts.length, failed: read.failures.length }, read.failures);
}

const Wordings = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
type PartRow = { no: number; kind: "article" | "question"; place: string; title: string; text: string };

function partOf({ kind, place, title, text }: PartRow): DocumentPart {
	if (kind === "article") return { kind, place, title, text };
	const draft: QuestionDraft = { wordings: v.parse(Wordings, title), answer: text };
	return { kind, place, ...draft };
}

/** Saves the next parts as documents. Where none is left, removes stale documents and ends the reading. */
function saveNextParts(sql: SqlStorage, work: Work): void {
	const documents = new SourceDocuments(sql, work.id, work.run);
	const rows = sql
		.exec<PartRow>("SELECT * FROM upload_part WHERE source = ? ORDER BY no LIMIT ?", work.id, PARTS_AT_ONCE)
		.toArray();
	const counts = { fetched: 0, changed: 0, unchanged: 0 };
	for (const row of rows) {
		const outcome = documents.put(partOf(row));
		if (outcome === "full") {
			recordProgress(sql, work.id, counts, []);
			const most = MAX_DOCUMENTS.toLocaleString("en");
			return giveUp(sql, work, `The knowledge base is full: it holds up to ${most} of a kind. Remove some first.`);
		}
		counts.fetched++;
		counts[outcome]++;
		sql.exec("DELETE FROM upload_part WHERE source = ? AND no = ?", work.id, row.no);
	}
	if (rows.length > 0) return continueReading(sql, work.id, Date.now(), counts);
	const removed = documents.removeStale(REMOVED_AT_ONCE);
	if (removed === REMOVED_AT_ONCE) return continueReading(sql, work.id, Date.now(), { removed });
	recordProgress(sql, work.id, { removed }, []);
	endReading(sql, work.id, { state: "done", read: true });
}
