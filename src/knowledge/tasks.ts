/**
 * The Knowledge object's background tasks, on its one alarm. A task finds its work in rows and runs it in short pieces, with
 * searches in between. A task that fails is backed off and doesn't block the others. A new task is one more entry in the
 * object's list (knowledge.ts).
 */
import { isAlarmLost } from "../durable/alarm.ts";
import { log, type Place } from "../http/log.ts";

export type Task = {
	/** For the log. */
	name: string;
	/** When the next piece is due, in ms since 1970 (0: at once); null where there is no work. Called often, so it reads an index. */
	due(sql: SqlStorage): number | null;
	/**
	 * Runs one piece and records that it is done. A kill in between repeats the piece, so a task whose pieces can kill the
	 * object counts its claims beforehand and gives up.
	 */
	run(): Promise<void>;
};

/** Most pieces in one alarm. They are counted, not timed: the clock doesn't advance while an object computes. */
const MAX_PIECES = 20;
/** Back-off of a task that threw; throwing is a bug. */
const BACK_OFF_MS = 30_000;

export class Tasks {
	readonly #storage: DurableObjectStorage;
	readonly #tasks: readonly Task[];
	/** For the log. */
	readonly #place: Place;
	/** The time of the alarm, in ms since 1970; null where this instance hasn't set it. */
	#alarmAt: number | null = null;
	/** When tasks that threw may run again, in ms since 1970. */
	readonly #retryAt = new Map<Task, number>();

	constructor(storage: DurableObjectStorage, tasks: readonly Task[], place: Place = {}) {
		this.#place = place;
		this.#storage = storage;
		this.#tasks = tasks;
	}

	/** Sets the alarm for the task that is due next. Call after every change that may bring one forward. */
	arm(): void {
		const next = this.#next();
		const set = this.#alarmAt ?? Number.POSITIVE_INFINITY;
		if (next === null || (set <= next.at && !isAlarmLost(set, Date.now()))) return;
		this.#alarmAt = next.at;
		// The platform takes no alarm at 0.
		void this.#storage.setAlarm(Math.max(1, next.at));
	}

	/** The alarm's handler: runs the pieces that are due. */
	async run(): Promise<void> {
		this.#alarmAt = null;
		try {
			for (let piece = 0; piece < MAX_PIECES; piece++) {
				const next = this.#next();
				if (next === null || next.at > Date.now()) break;
				await this.#runPiece(next.task);
				// Lets searches that arrived meanwhile run first.
				await scheduler.wait(0);
			}
		} finally {
			this.arm();
		}
	}

	async #runPiece(task: Task): Promise<void> {
		try {
			await task.run();
			this.#retryAt.delete(task);
		} catch (error) {
			log("knowledge_task_failed", { ...this.#place, kind: task.name, error });
			this.#retryAt.set(task, Date.now() + BACK_OFF_MS);
		}
	}

	#next(): { task: Task; at: number } | null {
		let first: { task: Task; at: number } | null = null;
		for (const task of this.#tasks) {
			const due = task.due(this.#storage.sql);
			const at = due === null ? null : Math.max(due, this.#retryAt.get(task) ?? 0);
			if (at !== null && (first === null || at < first.at)) first = { task, at };
		}
		return first;
	}
}
