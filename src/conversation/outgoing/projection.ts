/**
 * What the Inbox has not been told of a conversation yet: the texts since, and when telling it is due. In memory, over the
 * record's marks; whoever tells the Inbox (inbox-sync.ts) asks here what, and the alarm when.
 */
import type { Entry } from "../../protocol/conversation/entry.ts";
import type { Log, LoggedText } from "../storage/log.ts";
import type { ConversationRecord } from "../storage/record.ts";

/** How long the list may lag when telling it fails or the object dies in between. */
const GRACE_MS = 30_000;

/** Messages kept in memory for the Inbox. */
const MAX_UNSENT = 100;

export class Projection {
	readonly #log: Log;
	/** Messages and notes appended since waking, after `#sentUpTo`: they need not be read back. */
	#unsent: LoggedText[] = [];
	/** Null: nothing was appended since waking. */
	#sentUpTo: number | null = null;
	/** Put off while the Inbox fails. */
	#retryAt: number | null = null;

	constructor(log: Log) {
		this.#log = log;
	}

	/** Entries were appended to the log. */
	remember(entries: readonly Entry[]): void {
		const [first] = entries;
		if (!first) return;
		this.#sentUpTo ??= first.seq - 1;
		for (const entry of entries) if (entry.kind !== "event") this.#unsent.push({ seq: entry.seq, text: entry.text });
		// An Inbox that can't be told for long is told from the log.
		if (this.#unsent.length <= MAX_UNSENT) return;
		this.#unsent = [];
		this.#sentUpTo = entries.at(-1)?.seq ?? this.#sentUpTo;
	}

	/** The texts that the Inbox has not, oldest first, at most `limit`. */
	unsent({ projectedSeq: from }: ConversationRecord, limit: number): LoggedText[] {
		if (this.#sentUpTo === null || from < this.#sentUpTo) return this.#log.saidSince(from, limit);
		this.#unsent = this.#unsent.filter(({ seq }) => seq > from);
		return this.#unsent.slice(0, limit);
	}

	/**
	 * The Inbox has this much. Remembered now and written with the next change: should the object sleep before that, its
	 * alarm tells the Inbox once more, which changes nothing there and is cheaper than a row a message.
	 */
	sent(record: ConversationRecord, { version, seq }: { version: number; seq: number }): void {
		record.projectedVersion = Math.max(record.projectedVersion, version);
		record.projectedSeq = Math.max(record.projectedSeq, seq);
		this.#retryAt = null;
	}

	retryAt(time: number): void {
		this.#retryAt = time;
	}

	/** Null where the Inbox has it all. */
	dueAt({ version, projectedVersion }: ConversationRecord, now: number): number | null {
		return version > projectedVersion ? (this.#retryAt ?? now + GRACE_MS) : null;
	}
}
