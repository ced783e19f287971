/**
 * Applies commands: the machine decides, and everything that follows (entries, state, turn, effects, alarm, frames) is
 * written and sent in one synchronous stretch, so the platform commits it together and holds the frames until it is
 * durable (invariant 4). The only writer of a conversation's record.
 */
import { hasSchema } from "../../durable/migrations.ts";
import { isAlarmLost } from "../../durable/alarm.ts";
import type { Place } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import type { Entry, Rating } from "../../protocol/conversation/entry.ts";
import type { Audience } from "../audience.ts";
import { nextMetrics, noMetrics } from "../outgoing/metrics.ts";
import type { Effect, Effects } from "../outgoing/deliveries.ts";
import type { Log, LoggedText } from "./log.ts";
import { type Command, type Transition, transition } from "../machine.ts";
import { previewOf } from "../outgoing/list-item.ts";
import type { RunSettings } from "../../protocol/workspace.ts";
import type { Documents, ConversationRecord, VisitorDocument } from "./record.ts";
import { newState } from "../state.ts";
import type { TurnQueue } from "../turn/queue.ts";
import type { VisitorCaller } from "../../durable/caller.ts";

/** How long the list may lag when telling it fails or the object dies in between. */
const PROJECTION_GRACE_MS = 30_000;

/** Messages kept in memory for the Inbox. */
const MAX_UNTOLD = 100;

export type StoreDeps = {
	storage: DurableObjectStorage;
	documents: Documents;
	log: Log;
	turns: TurnQueue;
	effects: Effects;
	audience: Audience;
};

export type StartedContact = { id: string; name: string | null; email: string | null };

export class Store {
	readonly #parts: StoreDeps;
	#record: ConversationRecord | null;
	#settings: RunSettings | null;
	#visitor: VisitorDocument | null;
	/** Messages and notes appended since waking, after `#toldFrom`: they need not be read back to be told. */
	#untold: LoggedText[] = [];
	#toldFrom: number;
	/** Put off by the outbox while the Inbox fails. */
	projectionDueAt: number | null = null;

	constructor(parts: StoreDeps) {
		this.#parts = parts;
		const started = hasSchema(parts.storage);
		this.#record = started ? parts.documents.load("record") : null;
		this.#settings = started ? parts.documents.load("settings") : null;
		this.#visitor = started ? parts.documents.load("visitor") : null;
		this.#toldFrom = this.#record?.state.seq ?? 0;
	}

	/** Null until the first message. */
	get record(): ConversationRecord | null {
		return this.#record;
	}

	/** For what only a conversation that has started does. */
	get started(): { record: ConversationRecord; settings: RunSettings } {
		if (!this.#record || !this.#settings) throw new OwnError("This conversation has not started.");
		return { record: this.#record, settings: this.#settings };
	}

	/** For the log. */
	get place(): Place {
		return { workspace: this.#record?.workspaceId, conversation: this.#record?.conversationId };
	}

	get settings(): RunSettings | null {
		return this.#settings;
	}

	get visitor(): VisitorDocument | null {
		return this.#visitor;
	}

	/** A conversation starts; its first entry must follow in the same synchronous stretch. */
	begin(visit: VisitorCaller, contact: StartedContact | null, settings: RunSettings, now: number): void {
		const { workspaceId, conversationId, visitorId } = visit;
		const state = newState();
		if (contact) Object.assign(state, { contactId: contact.id, name: contact.name, email: contact.email });
		this.#record = {
			workspaceId,
			conversationId,
			visitorId,
			startedAt: now,
			state,
			version: 0,
			projectedVersion: 0,
			projectedSeq: 0,
			preview: "",
			previewBy: "visitor",
			previewName: null,
			previewId: null,
			lastAt: now,
			metrics: noMetrics(),
			modelHealth: null,
			alarmAt: null,
		};
		this.follow(settings);
		this.describe({ details: { ...visit.details, firstSeenAt: now }, addressHash: visit.addressHash });
		if (contact) this.#parts.effects.add({ type: "started", contactId: contact.id, at: now }, now);
	}

	/** Runs by these settings from now on. */
	follow(settings: RunSettings): void {
		if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
		this.#settings = settings;
		this.#parts.documents.save("settings", settings);
	}

	describe(visitor: VisitorDocument): void {
		this.#visitor = visitor;
		this.#parts.documents.save("visitor", visitor);
	}

	/** Applies one command and says what became of it. Throws only where there is no conversation yet: a bug. */
	apply(command: Command, now: number, effect?: Effect): Transition {
		const { record, settings } = this.started;
		const { log, turns, effects, audience } = this.#parts;
		const result = transition(record.state, command, now, settings);
		if (!result.ok) return result;
		const { state, entries, turn } = result;
		if (entries.length === 0 && turn === null && JSON.stringify(state) === JSON.stringify(record.state)) return result;

		if (!log.append(entries)) return { ok: false, reason: "conflict" };
		this.#remember(entries);
		if (effect) effects.add(effect, now);
		if (turn === "start") turns.queue(now);
		if (turn === "cancel") turns.cancel();
		const before = record.version === 0 ? null : record.state;
		record.state = state;
		record.metrics = nextMetrics(record.metrics, entries);
		record.version++;
		for (const entry of entries) if (entry.kind === "message") Object.assign(record, previewOf(entry));
		this.save(now);
		audience.tell(entries, before, state);
		return result;
	}

	/** An answer was rated anew: what the figures are told of it. The rating is written in the same stretch. */
	rated(before: Rating | null, after: Rating | null, now: number): void {
		const { record } = this.started;
		const { metrics } = record;
		const change = (rating: Rating) => metrics[rating] + Number(after === rating) - Number(before === rating);
		record.metrics = { ...metrics, up: change("up"), down: change("down") };
		record.version++;
		this.save(now);
	}

	#remember(entries: Entry[]): void {
		for (const entry of entries) if (entry.kind !== "event") this.#untold.push({ seq: entry.seq, text: entry.text });
		// An Inbox that can't be told for long is told from the log.
		if (this.#untold.length <= MAX_UNTOLD) return;
		this.#untold = [];
		this.#toldFrom = entries.at(-1)?.seq ?? this.#toldFrom;
	}

	/** What the Inbox has not been told, oldest first, at most `limit`. */
	untold(limit: number): LoggedText[] {
		const from = this.#record?.projectedSeq ?? 0;
		if (from < this.#toldFrom) return this.#parts.log.saidSince(from, limit);
		this.#untold = this.#untold.filter(({ seq }) => seq > from);
		return this.#untold.slice(0, limit);
	}

	/**
	 * The Inbox has this much. Remembered now and written with the next change: should the object sleep before that, its
	 * alarm tells the Inbox once more, which changes nothing there and is cheaper than a row a message.
	 */
	projected({ version, seq }: { version: number; seq: number }): void {
		const record = this.#record;
		if (!record) return;
		record.projectedVersion = Math.max(record.projectedVersion, version);
		record.projectedSeq = Math.max(record.projectedSeq, seq);
		this.projectionDueAt = null;
	}

	/** Writes the record and makes sure that the alarm comes in time for its nearest deadline. One alarm carries all. */
	save(now: number): void {
		const record = this.#record;
		if (!record) return;
		const due = this.#nextDue(record, now);
		// An alarm that is early does no harm: it looks at what is due and sets the next. So it is moved forward only.
		// One in the past was lost with its object, or is about to come again.
		const set = record.alarmAt !== null && record.alarmAt > now;
		if (due !== null && (!set || due < (record.alarmAt ?? 0))) this.#setAlarm(record, Math.max(due, now));
		this.#parts.documents.save("record", record);
	}

	#setAlarm(record: ConversationRecord, at: number): void {
		record.alarmAt = at;
		void this.#parts.storage.setAlarm(at);
	}

	/** Somebody has come: an alarm that was lost goes off now, and sees to what it was for. */
	recoverAlarm(now: number): void {
		const record = this.#record;
		if (!record || record.alarmAt === null || !isAlarmLost(record.alarmAt, now)) return;
		this.#setAlarm(record, now);
		this.#parts.documents.save("record", record);
	}

	/** The alarm has fired: whatever is still due sets the next one. */
	alarmFired(): void {
		if (this.#record) this.#record.alarmAt = null;
	}

	#nextDue(record: ConversationRecord, now: number): number | null {
		const { closeAt, noShowAt, blockedUntil } = record.state;
		const projection =
			record.version > record.projectedVersion ? (this.projectionDueAt ?? now + PROJECTION_GRACE_MS) : null;
		const dues = [closeAt, noShowAt, blockedUntil, projection, this.#parts.turns.dueAt(), this.#parts.effects.dueAt()];
		const times = dues.filter((due) => typeof due === "number");
		return times.length > 0 ? Math.min(...times) : null;
	}
}
