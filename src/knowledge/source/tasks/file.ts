/**
 * Reading uploaded files, one at a time and in pieces: the file is taken apart once, by an object of its own, its parts are
 * put in the library a few at a time, and what the file no longer has is removed. A try is written down before it begins; a
 * file that ended its reader is given up with a reason, and one whose reader was lost for another reason is tried twice.
 */
import * as v from "valibot";
import type { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import type { DocumentPart, FileRead } from "../files/read.ts";
import type { FilePieces, KeptRead } from "../document-reader.ts";
import { announceFile, keepFile } from "../kept-files.ts";
import { omit } from "../omissions.ts";
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
import { dropUpload, pieceOf, sizeOf } from "../uploads.ts";

const MAX_CLAIMS = 2;
const PARTS_AT_ONCE = 5;
const REMOVED_AT_ONCE = 25;
const active = ["waiting", "running"] as const;

/** Takes a file of a source apart, elsewhere, and keeps its bytes under the upload's name. */
export type ReadDocument = (
	source: string,
	upload: string,
	name: string,
	size: number,
	piece: FilePieces,
) => Promise<KeptRead>;

/** What the platform says of an object that was ended for what it did; a deploy or a lost machine is none of the file's. */
const exceeded = /exceeded its (?:memory|cpu)|memory limit|cpu (?:time )?limit/i;
const RETRY_MS = 30_000;
const TOO_HEAVY =
	"Reading it takes more memory or time than there is. Split it into smaller files, or save it in another format.";

export const fileTask = (storage: DurableObjectStorage, readDocument: ReadDocument): Task => ({
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
		const { upload } = work;
		if (upload === null) return storage.transactionSync(() => saveNextParts(sql, work));
		const size = sizeOf(sql, upload);
		announceFile(sql, work.id, upload, size);
		// The claim, and that bytes will be in R2, must be durable before reading, which may kill an object.
		await storage.sync();
		let done: KeptRead;
		try {
			done = await readDocument(work.id, upload, work.name, size, (no) => pieceOf(sql, upload, no));
		} catch (error) {
			if (exceeded.test(String(error))) done = { read: { ok: false, reason: TOO_HEAVY }, kept: false };
			else return storage.transactionSync(() => postpone(sql, work));
		}
		storage.transactionSync(() => {
			if (!isCurrent(sql, work)) return;
			if (done.read.ok) keepFile(sql, work.id, upload, done.kept);
			storeParts(sql, work, done.read);
		});
	},
});

/** False where the file was replaced, stopped or removed meanwhile. */
const isCurrent = (sql: SqlStorage, work: Work): boolean => {
	const now = workOf(sql, work.id);
	return now?.state === "running" && now.run === work.run && now.upload === work.upload;
};

/** The try stays counted. */
function postpone(sql: SqlStorage, work: Work): void {
	if (isCurrent(sql, work)) sql.exec("UPDATE source SET due_at = ? WHERE id = ?", Date.now() + RETRY_MS, work.id);
}

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
	omit(sql, work.id, read.omitted ?? []);
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
