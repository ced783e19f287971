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
import { metricsOf, listItemOf } from "./list-item.ts";
import type { Projection } from "./projection.ts";

/**
 * The shortest time between two updates of one conversation; changes in between go together. The list may lag behind a thread,
 * which has its own socket, and the Inbox gets the updates of every conversation. An update that has only messages waits as long
 * as the Inbox asks (inbox/load.ts); one with an urgent change never waits longer than this. The wait is within an event, so
 * it keeps no object from hibernating; the alarm covers its loss.
 */
const UPDATE_INTERVAL_MS = 250;

/** The shortest wait of a change that isn't urgent, so that the visitor's next message or the AI's answer goes with it. */
const MIN_GATHER_MS = 100;

/** How long the wait that the Inbox asked for stays valid; after that, the conversation doesn't know the Inbox's load. */
const GATHER_VALID_MS = 10_000;

/** The urgent part of the record, as text to compare: what the team acts on. A change of it is sent without gathering. */
const urgentPart = ({ state }: ConversationRecord): string =>
	JSON.stringify([
		state.status === "closed",
		state.handler,
		state.archived,
		state.assignee?.id ?? null,
		state.contactId,
		state.name,
	]);

/** At most a minute, however many attempts failed: each change is an attempt too, so a short outage counts many. */
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 60_000 };

/** Timeout of one call of the Inbox: after it, the next change starts a new update. */
const UPDATE_LIMIT_MS = 20_000;

/** Texts sent in one call; a longer backlog takes several. */
const TEXTS_PER_CALL = 50;

/** The part of the Inbox's answer about the team. */
type People = Pick<Availability, "online" | "usualReplyMs">;

/** A running update. `askedAt`: since when it waits for the Inbox's answer, in ms since 1970; null while it doesn't. */
type Update = { askedAt: number | null };

export class InboxSync {
	readonly #env: Pick<Env, "INBOX">;
	readonly #store: Store;
	readonly #projection: Projection;
	#update: Update | null = null;
	#failures = 0;
	#sentAt = 0;
	#sentUrgentPart: string;
	#gatherMs = 0;
	#wait: AbortController | null = null;

	constructor(env: Pick<Env, "INBOX">, store: Store, projection: Projection) {
		this.#env = env;
		this.#store = store;
		this.#projection = projection;
		// After a wake, the record counts as sent: whatever the Inbox has not got, the alarm sends.
		this.#sentUrgentPart = store.record ? urgentPart(store.record) : "";
	}

	/** Passes entries on that were appended to the log. */
	noteEntries(entries: readonly Entry[]): void {
		this.#projection.remember(entries);
	}

	/** True: an update is running and will include the latest change. An urgent change ends its wait. */
	isSending(): boolean {
		const { record } = this.#store;
		if (this.#wait && record && urgentPart(record) !== this.#sentUrgentPart) this.#wait.abort();
		const askedAt = this.#update?.askedAt ?? null;
		return this.#update !== null && (askedAt === null || Date.now() - askedAt < UPDATE_LIMIT_MS);
	}

	/** Sends what the Inbox lacks. Returns whether the team is online; null when the Inbox didn't say. Never rejects. */
	async project(): Promise<People | null> {
		let availability: People | null = null;
		if (this.isSending()) return null;
		const update: Update = { askedAt: null };
		this.#update = update;
		try {
			while (this.#update === update) {
				const record = this.#store.record;
				if (!record || record.projectedVersion >= record.version) return availability;
				if (!(await this.#waitForWindow(record))) continue;
				this.#sentAt = Date.now();
				this.#sentUrgentPart = urgentPart(record);
				const item = listItemOf(record);
				const texts = this.#projection.unsent(record, TEXTS_PER_CALL);
				const complete = texts.length < TEXTS_PER_CALL;
				const sent = {
					version: complete ? item.version : record.projectedVersion,
					seq: complete ? record.state.seq : (texts.at(-1)?.seq ?? record.projectedSeq),
				};
				// Changes that come during this await are sent together by the next round.
				const list = inbox(this.#env, record.workspaceId);
				update.askedAt = Date.now();
				const { gatherMs, ...people } = await list.receive(item, texts, metricsOf(record), record.modelHealth);
				update.askedAt = null;
				availability = people;
				this.#gatherMs = gatherMs;
				this.#failures = 0;
				this.#projection.sent(record, sent);
			}
			return availability;
		} catch (error) {
			if (this.#update !== update) return null;
			if (this.#failures++ === 0) log("inbox_update_failed", { ...this.#store.place, error });
			this.#projection.retryAt(Date.now() + retryDelayMs(this.#failures, BACKOFF));
			this.#store.saveRecord(Date.now());
			return null;
		} finally {
			if (this.#update === update) this.#update = null;
		}
	}

	/** Waits until the next update may be sent. False: an urgent change ended the wait. */
	async #waitForWindow(record: ConversationRecord): Promise<boolean> {
		const now = Date.now();
		const urgent = urgentPart(record) !== this.#sentUrgentPart;
		const gatherMs = urgent ? 0 : Math.max(MIN_GATHER_MS, now - this.#sentAt < GATHER_VALID_MS ? this.#gatherMs : 0);
		const pause = Math.max(this.#sentAt + UPDATE_INTERVAL_MS - now, gatherMs);
		if (pause <= 0) return true;
		const wait = new AbortController();
		this.#wait = wait;
		try {
			// Bounded, because a clock that was set back makes `pause` too long.
			await scheduler.wait(Math.min(pause, Math.max(UPDATE_INTERVAL_MS, gatherMs)), { signal: wait.signal });
			return true;
		} catch (error) {
			if (wait.signal.aborted) return false;
			throw error;
		} finally {
			this.#wait = null;
		}
	}
}
