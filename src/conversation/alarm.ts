/**
 * The alarm of a conversation. `AlarmSchedule` sets it for the nearest deadline whenever the record is written; `AlarmWork`
 * runs the deadlines that are due when it fires. The record keeps the time it is set for, because asking the platform takes
 * an await. Which deadlines there are is decided in deadlines.ts.
 */
import { isAlarmLost } from "../durable/alarm.ts";
import { withTimeout } from "../durable/timeout.ts";
import { log } from "../http/log.ts";
import { type ActionContext, SYSTEM } from "./actions/context.ts";
import { mailVisitor } from "./actions/mail.ts";
import { lapseRoute } from "./actions/routing.ts";
import { closeIdle, endBlock, endSnooze, noShow } from "./actions/system.ts";
import { type DeadlineFacts, type DeadlineWork, nextDeadline, runDue } from "./deadlines.ts";
import type { Dispatcher } from "./dispatch.ts";
import type { Deliveries, EffectRows } from "./outgoing/deliveries.ts";
import type { InboxSync } from "./outgoing/inbox-sync.ts";
import type { Projection } from "./outgoing/projection.ts";
import type { ConversationRecord } from "./storage/record.ts";
import type { TurnQueue } from "./turn/queue.ts";
import type { TurnRunner } from "./turn/runner.ts";

/** Timeout of an alarm's calls to D1 and the Inbox: longer than either takes to answer or to fail. No deadline waits longer. */
const ALARM_LIMIT_MS = 20_000;

export type AlarmDeps = {
	storage: Pick<DurableObjectStorage, "setAlarm">;
	turns: TurnQueue;
	effects: EffectRows;
	projection: Projection;
};

export class AlarmSchedule {
	readonly #deps: AlarmDeps;

	constructor(deps: AlarmDeps) {
		this.#deps = deps;
	}

	facts(record: ConversationRecord, now: number): DeadlineFacts {
		const { turns, effects, projection } = this.#deps;
		return {
			state: record.state,
			turnDueAt: turns.dueAt(),
			effectDueAt: effects.dueAt(),
			projectionDueAt: projection.dueAt(record, now),
		};
	}

	/** Moves the alarm forward to the nearest deadline, if it is set for later or not at all. The caller writes the record. */
	arm(record: ConversationRecord, now: number): void {
		const due = nextDeadline(this.facts(record, now));
		// The alarm is only ever moved forward: an early one runs what is due and sets the next.
		// An alarm time in the past means that the alarm was lost with its object, or is about to be retried.
		const isSet = record.alarmAt !== null && record.alarmAt > now;
		if (due !== null && (!isSet || due < (record.alarmAt ?? 0))) this.#set(record, Math.max(due, now));
	}

	/** Sets a lost alarm for now. True: the record changed, and the caller has to write it. */
	recover(record: ConversationRecord, now: number): boolean {
		if (record.alarmAt === null || !isAlarmLost(record.alarmAt, now)) return false;
		this.#set(record, now);
		return true;
	}

	/** Call when the alarm has fired: no alarm is set until the record is written again. */
	fired(record: ConversationRecord): void {
		record.alarmAt = null;
	}

	#set(record: ConversationRecord, at: number): void {
		record.alarmAt = at;
		void this.#deps.storage.setAlarm(at);
	}
}

export type AlarmWorkDeps = {
	context: ActionContext;
	dispatcher: Pick<Dispatcher, "runTurn">;
	turns: TurnQueue;
	runner: TurnRunner;
	deliveries: Deliveries;
	inboxSync: InboxSync;
};

export class AlarmWork implements DeadlineWork {
	readonly #deps: AlarmWorkDeps;

	constructor(deps: AlarmWorkDeps) {
		this.#deps = deps;
	}

	endBlock(): void {
		endBlock(this.#deps.context, SYSTEM);
	}

	noShow(): void {
		noShow(this.#deps.context, SYSTEM);
	}

	lapseRoute(): void {
		lapseRoute(this.#deps.context, SYSTEM);
	}

	closeIdle(): void {
		closeIdle(this.#deps.context, SYSTEM);
	}

	endSnooze(): void {
		endSnooze(this.#deps.context, SYSTEM);
	}

	async mail(): Promise<void> {
		await mailVisitor(this.#deps.context, SYSTEM);
	}

	retryTurn(): void {
		this.#deps.runner.cancel();
		this.#deps.turns.requeue();
	}

	runTurn(now: number): void {
		this.#deps.dispatcher.runTurn(now);
	}

	deliver(now: number): Promise<void> {
		return this.#deps.deliveries.deliverDue(now);
	}

	async updateInbox(): Promise<void> {
		await this.#deps.inboxSync.project();
	}

	/** Runs every deadline that is due, and waits for their calls at most `ALARM_LIMIT_MS`. Never rejects. */
	async meetDeadlines(schedule: AlarmSchedule, now: number): Promise<void> {
		const { store } = this.#deps.context;
		const { record } = store.started;
		const running = runDue(this, () => schedule.facts(record, now), now);
		await withTimeout(ALARM_LIMIT_MS, Promise.all(running), "What is owed elsewhere takes long.").catch(
			(error: unknown) => log("alarm_cut_short", { ...store.place, error }),
		);
	}
}
