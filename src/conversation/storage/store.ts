/**
 * The store of a conversation: its documents, cached in memory, and the one write that every change goes through. Entries, state,
 * turn, effects and alarm are written in one synchronous stretch, so that the platform commits them together (invariant 4). It is
 * the only writer of the record. It doesn't decide what a change consists of (dispatch.ts).
 */
import { hasSchema } from "../../durable/migrations.ts";
import type { VisitorCaller } from "../../durable/caller.ts";
import type { Place } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import type { RunSettings } from "../../protocol/workspace.ts";
import type { Entry, Message, Note, Rating } from "../../protocol/conversation/entry.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { AlarmSchedule } from "../alarm.ts";
import type { Effect, EffectRows } from "../outgoing/deliveries.ts";
import { nextHappenings, noHappenings } from "../outgoing/happenings.ts";
import { listedBy } from "../outgoing/list-item.ts";
import { nextMetrics, noMetrics } from "../outgoing/metrics.ts";
import { nextTurns, noTurns, ratedTurn } from "../outgoing/turn-figures.ts";
import type { TurnFigures } from "../../protocol/figures/turns.ts";
import type { TurnCommand } from "../draft.ts";
import { undoSeqOf } from "../filing/undoable.ts";
import { newState, type State } from "../state.ts";
import type { TurnQueue } from "../turn/queue.ts";
import type { Log } from "./log.ts";
import type { ConversationRecord, Documents, VisitorDocument } from "./record.ts";

export type StoreDeps = {
	storage: DurableObjectStorage;
	documents: Documents;
	log: Log;
	turns: TurnQueue;
	effects: EffectRows;
	alarm: AlarmSchedule;
};

/** What the record says of the visitor who begins it. */
export type Visit = Pick<VisitorCaller, "workspaceId" | "conversationId" | "visitorId" | "details" | "addressHash">;

export type StartedContact = { id: string; name: string | null; email: string | null; claimed: string | null };

/** A change, written in one transaction. */
export type Change = {
	state: State;
	entries: Entry[];
	turn: TurnCommand;
	undone?: number;
	blanked?: Note;
	effects: Effect[];
	/** Null: the change says nothing new about the model's health. */
	modelHealth: ModelHealthReport | null;
	/** The numbers of the AI's turn that made the change; null for other changes. */
	figures: TurnFigures | null;
};

export class Store {
	readonly #deps: StoreDeps;
	#record: ConversationRecord | null;
	#settings: RunSettings | null;
	#visitor: VisitorDocument | null;

	constructor(deps: StoreDeps) {
		this.#deps = deps;
		const { documents, storage } = deps;
		const started = hasSchema(storage);
		this.#record = started ? documents.load("record") : null;
		this.#settings = started ? documents.load("settings") : null;
		this.#visitor = started ? documents.load("visitor") : null;
	}

	/** Null until the first message. */
	get record(): ConversationRecord | null {
		return this.#record;
	}

	/** The record and settings, for callers that run only after the first message. Throws before it. */
	get started(): { record: ConversationRecord; settings: RunSettings } {
		if (!this.#record || !this.#settings) throw new OwnError("This conversation has not started.");
		return { record: this.#record, settings: this.#settings };
	}

	/** The workspace and conversation, for log lines. */
	get place(): Place {
		return { workspace: this.#record?.workspaceId, conversation: this.#record?.conversationId };
	}

	get settings(): RunSettings | null {
		return this.#settings;
	}

	get visitor(): VisitorDocument | null {
		return this.#visitor;
	}

	/** Creates the documents of a conversation that starts. Its first entry must follow in the same synchronous stretch. */
	begin(visit: Visit, contact: StartedContact | null, settings: RunSettings, now: number): void {
		const { workspaceId, conversationId, visitorId } = visit;
		const state = newState();
		if (contact) {
			const { id: contactId, name, email, claimed } = contact;
			Object.assign(state, { contactId, name, email, claimed });
		}
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
			turns: noTurns(),
			happenings: noHappenings(),
			modelHealth: null,
			alarmAt: null,
		};
		this.follow(settings);
		this.describe({ details: { ...visit.details, firstSeenAt: now }, addressHash: visit.addressHash });
	}

	/** Replaces the copy of the workspace's settings, and writes it where it differs. False: it doesn't. */
	follow(settings: RunSettings): boolean {
		if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return false;
		this.#settings = settings;
		this.#deps.documents.save("settings", settings);
		return true;
	}

	describe(visitor: VisitorDocument): void {
		this.#visitor = visitor;
		this.#deps.documents.save("visitor", visitor);
	}

	/** Writes a change. False, with nothing written, when its message or note was stored before. */
	commit(change: Change, now: number): boolean {
		const { state, entries, turn, undone, blanked, effects, modelHealth, figures } = change;
		const { record } = this.started;
		const { log, turns, effects: rows } = this.#deps;
		if (!log.append(entries)) return false;
		const cause = undoSeqOf(state, entries);
		for (const effect of effects) rows.add(effect, now, cause);
		if (undone !== undefined) rows.drop(undone);
		if (blanked) log.blank(blanked);
		if (turn === "start") turns.queue(now);
		if (turn === "start_after_pause") turns.queueAfterPause(now);
		if (turn === "cancel") turns.cancel();
		const before = record.state;
		record.state = state;
		record.version++;
		const { version, metrics } = record;
		record.turns = nextTurns(record.turns, { entries, turn: figures, version, closedAt: metrics.closedAt });
		record.happenings = nextHappenings(record.happenings, before, entries, state, version);
		record.metrics = nextMetrics(metrics, entries);
		if (modelHealth) record.modelHealth = modelHealth;
		for (const entry of entries) Object.assign(record, listedBy(entry));
		this.saveRecord(now);
		return true;
	}

	/** Counts a changed rating of an answer. The caller writes the rating itself in the same synchronous stretch. */
	commitRating(answer: Message, before: Rating | null, after: Rating | null, now: number): void {
		const { record } = this.started;
		const { metrics } = record;
		const recount = (rating: Rating) => metrics[rating] + Number(after === rating) - Number(before === rating);
		record.metrics = { ...metrics, up: recount("up"), down: recount("down") };
		record.version++;
		record.turns = ratedTurn(record.turns, answer, after, record.version);
		this.saveRecord(now);
	}

	/** Writes the record, and sets the alarm for the nearest deadline. */
	saveRecord(now: number): void {
		const record = this.#record;
		if (!record) return;
		this.#deps.alarm.arm(record, now);
		this.#deps.documents.save("record", record);
	}

	/** Sets a lost alarm for now. Called with every request and frame, since nothing else would notice the loss. */
	recoverAlarm(now: number): void {
		const record = this.#record;
		if (record && this.#deps.alarm.recover(record, now)) this.#deps.documents.save("record", record);
	}
}
