/**
 * A conversation's deadlines as one table: when each is due, and what runs then. The object's alarm is set for the nearest
 * and runs all that are due (alarm.ts). Pure: it sets no alarm and reads no clock. A new deadline is one more row here.
 */
import { mailDueAt } from "./mail/due.ts";
import type { State } from "./state.ts";

/** The facts that deadlines are computed from. Times in ms since 1970; null: no such deadline. */
export type DeadlineFacts = {
	state: State;
	turnDueAt: number | null;
	effectDueAt: number | null;
	projectionDueAt: number | null;
};

/** The work that deadlines start. */
export type DeadlineWork = {
	endBlock(): void;
	noShow(): void;
	lapseRoute(): void;
	closeIdle(): void;
	endSnooze(): void;
	/** Sends our replies by e-mail that the visitor hasn't read. */
	mail(): Promise<void>;
	/** Queues the AI's turn again. Its limit has passed since it was queued or claimed: the object died, or the model hangs past its timeout. */
	retryTurn(): void;
	/** Starts the AI's turn without waiting for it: no other alarm fires while one runs, and a turn that hangs needs the next. */
	runTurn(now: number): void;
	deliver(now: number): Promise<void>;
	updateInbox(): Promise<void>;
};

type Deadline = {
	name: string;
	dueAt(facts: DeadlineFacts): number | null;
	run(work: DeadlineWork, now: number): void | Promise<void>;
	/** Run at every alarm, due or not: an early attempt does no harm, a late one does. */
	atEveryAlarm?: true;
};

/** In the order in which they run. */
export const deadlines: readonly Deadline[] = [
	{ name: "block_end", dueAt: ({ state }) => state.blockedUntil ?? null, run: (work) => work.endBlock() },
	{ name: "no_show", dueAt: ({ state }) => state.noShowAt, run: (work) => work.noShow() },
	{ name: "route_lapse", dueAt: ({ state }) => state.routing?.until ?? null, run: (work) => work.lapseRoute() },
	// What is snoozed is meant to come back, so it isn't closed meanwhile.
	{
		name: "idle_close",
		dueAt: ({ state }) => (state.snooze ? null : state.closeAt),
		run: (work) => work.closeIdle(),
	},
	{ name: "snooze_end", dueAt: ({ state }) => state.snooze?.until ?? null, run: (work) => work.endSnooze() },
	{ name: "mail", dueAt: ({ state }) => mailDueAt(state), run: (work) => work.mail() },
	{ name: "turn_limit", dueAt: ({ turnDueAt }) => turnDueAt, run: (work) => work.retryTurn() },
	{
		name: "turn",
		dueAt: ({ turnDueAt }) => turnDueAt,
		run: (work, now) => work.runTurn(now),
		atEveryAlarm: true,
	},
	{
		name: "deliveries",
		dueAt: ({ effectDueAt }) => effectDueAt,
		run: (work, now) => work.deliver(now),
		atEveryAlarm: true,
	},
	{
		name: "inbox",
		dueAt: ({ projectionDueAt }) => projectionDueAt,
		run: (work) => work.updateInbox(),
		atEveryAlarm: true,
	},
];

/** When the next deadline is due, in ms since 1970; null where there is none. */
export function nextDeadline(facts: DeadlineFacts): number | null {
	const times = deadlines.map(({ dueAt }) => dueAt(facts)).filter((time) => time !== null);
	return times.length > 0 ? Math.min(...times) : null;
}

/**
 * Runs every deadline that is due at `now`. Returns the promises of the work that goes on. The facts are read again before
 * each deadline, because running one may move another.
 */
export function runDue(work: DeadlineWork, facts: () => DeadlineFacts, now: number): Promise<void>[] {
	const running: Promise<void>[] = [];
	for (const { dueAt, run, atEveryAlarm } of deadlines) {
		const time = dueAt(facts());
		if (!atEveryAlarm && (time === null || time > now)) continue;
		const done = run(work, now);
		if (done) running.push(done);
	}
	return running;
}
