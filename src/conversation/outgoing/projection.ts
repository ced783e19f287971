/**
 * What of a conversation the Inbox has not got yet: the texts since the record's marks, cached in memory, and when the next
 * update is due. It sends nothing (inbox-sync.ts).
 */
import type { Entry } from "../../protocol/conversation/entry.ts";
import { messageWords } from "../../protocol/conversation/file.ts";
import type { Log, LoggedText } from "../storage/log.ts";
import type { ConversationRecord } from "../storage/record.ts";
import { afterTelling, nextHeldUntil } from "./happenings.ts";
import { afterSending } from "./turn-figures.ts";

/** How long the list may lag when an update fails or the object dies before it. */
const GRACE_MS = 30_000;

/** Texts kept in memory for the Inbox. */
const MAX_UNSENT = 100;

export class Projection {
	readonly #log: Log;
	/** Cached: texts appended since waking, after `#sentUpTo`, so that they need not be read from the log. */
	#unsent: LoggedText[] = [];
	/** The `seq` before the first cached text. Null: nothing was appended since waking. */
	#sentUpTo: number | null = null;
	/** When a failed update is due again, in ms since 1970; null where the last one succeeded. */
	#retryAt: number | null = null;

	constructor(log: Log) {
		this.#log = log;
	}

	/** Caches the texts of entries that were appended to the log. */
	remember(entries: readonly Entry[]): void {
		const [first] = entries;
		if (!first) return;
		this.#sentUpTo ??= first.seq - 1;
		for (const entry of entries)
			if (entry.kind !== "event") this.#unsent.push({ seq: entry.seq, text: messageWords(entry) });
			else if (entry.event.type === "note_deleted") this.#forget(entry.event.note);
		// While the Inbox fails for long, the cache is dropped: its texts are read from the log.
		if (this.#unsent.length <= MAX_UNSENT) return;
		this.#unsent = [];
		this.#sentUpTo = entries.at(-1)?.seq ?? this.#sentUpTo;
	}

	/** The log has no words of this note any more. */
	#forget(note: number): void {
		this.#unsent = this.#unsent.map(({ seq, text }) => ({ seq, text: seq === note ? "" : text }));
	}

	/** The texts that the Inbox has not got, oldest first, at most `limit`. */
	unsent({ projectedSeq: from }: ConversationRecord, limit: number): LoggedText[] {
		if (this.#sentUpTo === null || from < this.#sentUpTo) return this.#log.saidSince(from, limit);
		this.#unsent = this.#unsent.filter(({ seq }) => seq > from);
		return this.#unsent.slice(0, limit);
	}

	/**
	 * Marks what the Inbox has got. The record isn't written for this but with the next change: should the object lose its memory
	 * before, its alarm sends the same again, which changes nothing and is cheaper than writing a row for each message.
	 */
	sent(record: ConversationRecord, { version, seq, at }: { version: number; seq: number; at: number }): void {
		record.projectedVersion = Math.max(record.projectedVersion, version);
		record.projectedSeq = Math.max(record.projectedSeq, seq);
		record.turns = afterSending(record.turns, version);
		record.happenings = afterTelling(record.happenings, version, at);
		this.#retryAt = null;
	}

	retryAt(time: number): void {
		this.#retryAt = time;
	}

	/** When the next update is due, in ms since 1970; null where the Inbox has everything. */
	dueAt({ version, projectedVersion, happenings }: ConversationRecord, now: number): number | null {
		const held = nextHeldUntil(happenings);
		const times = [
			...(version > projectedVersion ? [this.#retryAt ?? now + GRACE_MS] : []),
			...(held === null ? [] : [Math.max(held, this.#retryAt ?? 0)]),
		];
		return times.length === 0 ? null : Math.min(...times);
	}
}
