/**
 * What the Knowledge object does by itself, on its one alarm: kinds of task, each with work in rows that say when they
 * are due. Another kind is another entry in the object's list. Pieces are short and searches come in between them; a kind
 * that fails doesn't hold up the others.
 */
import { isAlarmLost } from "../durable/alarm.ts";
import { log, type Place } from "../http/log.ts";

export type Task = {
	/** For the log. */
	name: string;
	/** When its next piece is due, in ms since 1970; null where it has nothing to do. Asked often: reads an index. */
	due(sql: SqlStorage): number | null;
	/**
	 * Does one piece, and writes down that it did. A kill in between repeats it, so a kind whose pieces can kill counts
	 * its claims beforehand and gives up.
	 */
	run(): Promise<void>;
};

/** In one alarm. The clock stands still while an object computes, so pieces are counted, not timed. */
const MAX_PIECES = 20;
/** A kind that threw, which is a mistake of ours, waits for so long. */
const AFTER_FAILURE_MS = 30_000;

export class Tasks {
	readonly #storage: DurableObjectStorage;
	readonly #tasks: readonly Task[];
	/** For the log. */
	readonly #place: Place;
	/** What the alarm is set to, as far as this object's memory knows. */
	#alarmAt: number | null = null;
	/** Kinds that threw, and until when they are left alone. */
	readonly #resting = new Map<Task, number>();

	constructor(storage: DurableObjectStorage, tasks: readonly Task[], place: Place = {}) {
		this.#place = place;
		this.#storage = storage;
		this.#tasks = tasks;
	}

	/** Sets the alarm for what is due next. Call after every change that may bring something forward. */
	arm(): void {
		const next = this.#next();
		const set = this.#alarmAt ?? Number.POSITIVE_INFINITY;
		if (next === null || (set <= next.at && !isAlarmLost(set, Date.now()))) return;
		this.#alarmAt = next.at;
		void this.#storage.setAlarm(next.at);
	}

	/** What the alarm runs. */
	async run(): Promise<void> {
		this.#alarmAt = null;
		try {
			for (let piece = 0; piece < MAX_PIECES; piece++) {
				const next = this.#next();
				if (next === null || next.at > Date.now()) break;
				await this.#piece(next.task);
				// Whoever searches comes first.
				await scheduler.wait(0);
			}
		} finally {
			this.arm();
		}
	}

	async #piece(task: Task): Promise<void> {
		try {
			await task.run();
			this.#resting.delete(task);
		} catch (error) {
			log("knowledge_task_failed", { ...this.#place, kind: task.name, error });
			this.#resting.set(task, Date.now() + AFTER_FAILURE_MS);
		}
	}

	#next(): { task: Task; at: number } | null {
		let first: { task: Task; at: number } | null = null;
		for (const task of this.#tasks) {
			const due = task.due(this.#storage.sql);
			const at = due === null ? null : Math.max(due, this.#resting.get(task) ?? 0);
			if (at !== null && (first === null || at < first.at)) first = { task, at };
		}
		return first;
	}
}
