/**
 * Sends one conversation's list item and new texts to the Inbox: by version, paced, at once and again by the alarm until it
 * succeeds (invariant 7). The Inbox may get the same version twice. What is unsent is kept in projection.ts.
 */
import { inbox } from "../../durable/objects.ts";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import { log } from "../../http/log.ts";
import type { Availability } from "../../protocol/conversation/frames.ts";
import type { Entry } from "../../protocol/conversation/entry.ts";
import type { ConversationRecord } from "../storage/record.ts";
import type { Store } from "../storage/store.ts";
import { dueHappenings } from "./happenings.ts";
import { metricsOf, listItemOf } from "./list-item.ts";
import type { Projection } from "./projection.ts";
import { newsOf } from "./turn-figures.ts";

/**
 * The shortest time between two updates of one conversation; changes in between go together. The list may lag behind a thread,
 * which has its own socket, and the Inbox gets the updates of every conversation. An update with messages only waits as long
 * as the Inbox asks (inbox/load.ts); one with an urgent change never waits longer than this. The wait is within an event, so
 * it keeps no object from hibernating; the alarm covers its loss.
 */
const TELL_EVERY_MS = 250;

/** The shortest wait of a change that isn't urgent, so that the visitor's next message or the AI's answer goes with it. */
const TOGETHER_MS = 100;

/** How long the wait that the Inbox asked for stays valid; after that, the conversation doesn't know the Inbox's load. */
const ASKED_FOR_MS = 10_000;

/** The urgent part of the record, as text to compare: what the team acts on. A change of it is sent without gathering. */
const urgentPart = ({ state }: ConversationRecord): string =>
	JSON.stringify([
		state.status === "closed",
		state.handler,
		state.archived,
		state.snooze,
		state.tags,
		state.mentions,
		state.assignee?.id ?? null,
		state.contactId,
		state.name,
		state.claimed,
	]);

/** At most a minute, however many attempts failed: each change is an attempt too, so a short outage counts many. */
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 60_000 };

/** Timeout of one call of the Inbox: after it, the next change starts a new update. */
const TELLING_LIMIT_MS = 20_000;

/** Texts sent in one call; a longer backlog takes several. */
const SAID_AT_ONCE = 50;

/** The part of the Inbox's answer about the team. */
type People = Pick<Availability, "online" | "usualReplyMs">;

/** A running update. `askedAt`: since when it waits for the Inbox's answer, in ms since 1970; null while it doesn't. */
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
		// After a wake, the record counts as sent: whatever the Inbox has not got, the alarm sends.
		this.#toldUrgent = store.record ? urgentPart(store.record) : "";
	}

	/** Passes entries on that were appended to the log. */
	noteEntries(entries: readonly Entry[]): void {
		this.#projection.remember(entries);
	}

	/** True: an update is running and will include the latest change. An urgent change ends its wait. */
	isSending(): boolean {
		const { record } = this.#store;
		if (this.#waiting && record && urgentPart(record) !== this.#toldUrgent) this.#waiting.abort();
		const askedAt = this.#telling?.askedAt ?? null;
		return this.#telling !== null && (askedAt === null || Date.now() - askedAt < TELLING_LIMIT_MS);
	}

	/** Sends what the Inbox lacks. Returns whether the team is online; null when the Inbox didn't say. Never rejects. */
	async project(): Promise<People | null> {
		let availability: People | null = null;
		if (this.isSending()) return null;
		const telling: Telling = { askedAt: null };
		this.#telling = telling;
		try {
			while (this.#telling === telling) {
				const record = this.#store.record;
				if (!record || !this.#lags(record)) return availability;
				if (!(await this.#waitForWindow(record))) continue;
				this.#toldAt = Date.now();
				this.#toldUrgent = urgentPart(record);
				const row = listItemOf(record);
				const said = this.#projection.unsent(record, SAID_AT_ONCE);
				const complete = said.length < SAID_AT_ONCE;
				const told = {
					version: complete ? row.version : record.projectedVersion,
					seq: complete ? record.state.seq : (said.at(-1)?.seq ?? record.projectedSeq),
					at: this.#toldAt,
				};
				// Changes that come during this await are sent together by the next round.
				const list = inbox(this.#env, record.workspaceId);
				telling.askedAt = Date.now();
				const news = newsOf(record.turns);
				const { modelHealth } = record;
				const happenings = dueHappenings(record.happenings, told.at);
				const { gatherMs, ...people } = await list.receive(row, said, metricsOf(record), modelHealth, news, happenings);
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

	/** The Inbox lacks a change, or what waited to be told has its time. */
	#lags({ version, projectedVersion, happenings }: ConversationRecord): boolean {
		return projectedVersion < version || dueHappenings(happenings, Date.now()).length > 0;
	}

	/** Waits until the next update may be sent. False: an urgent change ended the wait. */
	async #waitForWindow(record: ConversationRecord): Promise<boolean> {
		const now = Date.now();
		const urgent = urgentPart(record) !== this.#toldUrgent;
		const gatherMs = urgent ? 0 : Math.max(TOGETHER_MS, now - this.#toldAt < ASKED_FOR_MS ? this.#gatherMs : 0);
		const pause = Math.max(this.#toldAt + TELL_EVERY_MS - now, gatherMs);
		if (pause <= 0) return true;
		const rest = new AbortController();
		this.#waiting = rest;
		try {
			// Bounded, because a clock that was set back makes `pause` too long.
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
