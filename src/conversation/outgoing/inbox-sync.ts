/**
 * Keeps the Inbox's list up to date with one conversation: tells it by version, paced, at once and again by the alarm until
 * it works (invariant 7). The Inbox takes the same version twice. What there is to tell is in projection.ts.
 */
import { inbox } from "../../durable/objects.ts";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import { log } from "../../http/log.ts";
import type { Availability } from "../../protocol/conversation/frames.ts";
import type { Entry } from "../../protocol/conversation/entry.ts";
import type { ConversationRecord } from "../storage/record.ts";
import type { Store } from "../storage/store.ts";
import { metricsOf, listItemOf } from "./list-item.ts";
import type { Projection } from "./projection.ts";

/**
 * A conversation tells the list this often at most, and what happens in between goes together. The list may lag behind a
 * thread, which has its own socket; the Inbox, which hears of every conversation, is spared the rest. Messages alone are
 * gathered as long as the Inbox asks (inbox/load.ts); who has the conversation, or that it is over, never waits longer.
 * The wait is short and within an event, so it keeps nothing from hibernating; the alarm covers its loss.
 */
const TELL_EVERY_MS = 250;

/** A change that isn't urgent waits for what comes right after it: a visitor's next line, or the answer to it. */
const TOGETHER_MS = 100;

/** The wait that the Inbox asks for holds this long: a conversation that was silent since knows nothing of how busy it is. */
const ASKED_FOR_MS = 10_000;

/** The part of the state that the team acts by; a change of it is told without a wait. */
const urgentPart = ({ state }: ConversationRecord): string =>
	JSON.stringify([
		state.status === "closed",
		state.handler,
		state.archived,
		state.assignee?.id ?? null,
		state.contactId,
		state.name,
	]);

/** The list is tried again within a minute, however often that failed: every change is an attempt, and may fail. */
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 60_000 };

/** An Inbox that has not answered by then is not waited for: the next telling starts anew. */
const TELLING_LIMIT_MS = 20_000;

/** Messages told in one call; a longer backlog goes in several. */
const SAID_AT_ONCE = 50;

/** What the Inbox says of people when it is told. */
type People = Pick<Availability, "online" | "usualReplyMs">;

/** The telling under way, and since when it waits for the Inbox's answer. */
type Telling = { askedAt: number | null };

export class InboxSync {
	readonly #env: Pick<Env, "INBOX">;
	readonly #store: Store;
	readonly #projection: Projection;
	#telling: Telling | null = null;
	#failures = 0;
	#toldAt = 0;
	#toldUrgent: string;
	#gatherMs = 0;
	#waiting: AbortController | null = null;

	readonly #onListed: () => Promise<unknown>;

	/**
	 * `onListed` runs once the list has the conversation for the first time; where it fails, both are tried again. Before that
	 * moment nobody who changes a block finds the conversation, so it reads the block then.
	 */
	constructor(env: Pick<Env, "INBOX">, store: Store, projection: Projection, onListed: () => Promise<unknown>) {
		this.#onListed = onListed;
		this.#env = env;
		this.#store = store;
		this.#projection = projection;
		// What the Inbox was told before a sleep is no news after it; what it was not told, the alarm sees to.
		this.#toldUrgent = store.record ? urgentPart(store.record) : "";
	}

	/** Entries were appended to the log. */
	noteEntries(entries: readonly Entry[]): void {
		this.#projection.remember(entries);
	}

	/** True: a telling is under way and takes the latest change along, without a wait where that change is urgent. */
	isSending(): boolean {
		const { record } = this.#store;
		if (this.#waiting && record && urgentPart(record) !== this.#toldUrgent) this.#waiting.abort();
		const askedAt = this.#telling?.askedAt ?? null;
		return this.#telling !== null && (askedAt === null || Date.now() - askedAt < TELLING_LIMIT_MS);
	}

	/** Brings the list up to date; answers whether people are there, when it could. Never rejects. */
	async project(): Promise<People | null> {
		let availability: People | null = null;
		if (this.isSending()) return null;
		const telling: Telling = { askedAt: null };
		this.#telling = telling;
		try {
			while (this.#telling === telling) {
				const record = this.#store.record;
				if (!record || record.projectedVersion >= record.version) return availability;
				if (!(await this.#waitForWindow(record))) continue;
				this.#toldAt = Date.now();
				this.#toldUrgent = urgentPart(record);
				const row = listItemOf(record);
				const said = this.#projection.unsent(record, SAID_AT_ONCE);
				const complete = said.length < SAID_AT_ONCE;
				const told = {
					version: complete ? row.version : record.projectedVersion,
					seq: complete ? record.state.seq : (said.at(-1)?.seq ?? record.projectedSeq),
				};
				// Changes that come during an await here are told by the next round, together.
				const list = inbox(this.#env, record.workspaceId);
				telling.askedAt = Date.now();
				const { gatherMs, ...people } = await list.receive(row, said, metricsOf(record), record.modelHealth);
				if (record.projectedVersion === 0) await this.#onListed();
				telling.askedAt = null;
				availability = people;
				this.#gatherMs = gatherMs;
				this.#failures = 0;
				this.#projection.sent(record, told);
			}
			return availability;
		} catch (error) {
			if (this.#telling !== telling) return null;
			if (this.#failures++ === 0) log("inbox_update_failed", { ...this.#store.place, error });
			this.#projection.retryAt(Date.now() + retryDelayMs(this.#failures, BACKOFF));
			this.#store.saveRecord(Date.now());
			return null;
		} finally {
			if (this.#telling === telling) this.#telling = null;
		}
	}

	/** Waits until the list should be told again. False when an urgent change cut the wait short. */
	async #waitForWindow(record: ConversationRecord): Promise<boolean> {
		const now = Date.now();
		const urgent = urgentPart(record) !== this.#toldUrgent;
		const gatherMs = urgent ? 0 : Math.max(TOGETHER_MS, now - this.#toldAt < ASKED_FOR_MS ? this.#gatherMs : 0);
		const pause = Math.max(this.#toldAt + TELL_EVERY_MS - now, gatherMs);
		if (pause <= 0) return true;
		const rest = new AbortController();
		this.#waiting = rest;
		try {
			// The wait is never longer than either: a clock may have been set back.
			await scheduler.wait(Math.min(pause, Math.max(TELL_EVERY_MS, gatherMs)), { signal: rest.signal });
			return true;
		} catch (error) {
			if (rest.signal.aborted) return false;
			throw error;
		} finally {
			this.#waiting = null;
		}
	}
}
