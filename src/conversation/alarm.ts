/**
 * The one alarm of a conversation: set for the nearest deadline whenever the record is written, and what is done when it
 * goes off. When it is set for stands in the record, because asking the platform takes an await.
 */
import { isAlarmLost } from "../durable/alarm.ts";
import { withTimeout } from "../durable/timeout.ts";
import { log } from "../http/log.ts";
import { type ActionContext, SYSTEM } from "./actions/context.ts";
import { closeIdle, endBlock, noShow } from "./actions/system.ts";
import { type DeadlineFacts, type DeadlineWork, nextDeadline, runDue } from "./deadlines.ts";
import type { Dispatcher } from "./dispatch.ts";
import type { Deliveries, EffectRows } from "./outgoing/deliveries.ts";
import type { InboxSync } from "./outgoing/inbox-sync.ts";
import type { Projection } from "./outgoing/projection.ts";
import type { ConversationRecord } from "./storage/record.ts";
import type { TurnQueue } from "./turn/queue.ts";
import type { TurnRunner } from "./turn/runner.ts";

/** Longer than D1 or the Inbox take to answer or to fail; one that does neither holds up no deadline beyond that. */
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

	/** Makes sure that the alarm comes in time for the nearest deadline; the caller writes the record. */
	arm(record: ConversationRecord, now: number): void {
		const due = nextDeadline(this.facts(record, now));
		// An alarm that is early does no harm: it looks at what is due and sets the next. So it is moved forward only.
		// One in the past was lost with its object, or is about to come again.
		const isSet = record.alarmAt !== null && record.alarmAt > now;
		if (due !== null && (!isSet || due < (record.alarmAt ?? 0))) this.#set(record, Math.max(due, now));
	}

	/** An alarm that was lost goes off now; true where the caller has to write the record. */
	recover(record: ConversationRecord, now: number): boolean {
		if (record.alarmAt === null || !isAlarmLost(record.alarmAt, now)) return false;
		this.#set(record, now);
		return true;
	}

	/** The alarm has gone off: whatever is still due sets the next one. */
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

	closeIdle(): void {
		closeIdle(this.#deps.context, SYSTEM);
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

	/** Does all that is due. Never rejects. */
	async meetDeadlines(schedule: AlarmSchedule, now: number): Promise<void> {
		const { store } = this.#deps.context;
		const { record } = store.started;
		const underWay = runDue(this, () => schedule.facts(record, now), now);
		await withTimeout(ALARM_LIMIT_MS, Promise.all(underWay), "What is owed elsewhere takes long.").catch(
			(error: unknown) => log("alarm_cut_short", { ...store.place, error }),
		);
	}
}
