/**
 * A conversation's deadlines as one table: when each is due, and what is done then. The one alarm is set for the nearest of
 * them and does all that are due when it goes off (alarm.ts). Pure: a new deadline is one more row here.
 */
import type { State } from "./state.ts";

/** What deadlines are read from. Times in ms since 1970; null where there is none. */
export type DeadlineFacts = {
	state: State;
	turnDueAt: number | null;
	effectDueAt: number | null;
	projectionDueAt: number | null;
};

/** What can be due. */
export type DeadlineWork = {
	endBlock(): void;
	noShow(): void;
	closeIdle(): void;
	/** The AI's turn was queued or running a whole limit ago: its object died, or its model hangs beyond its own time-out. */
	retryTurn(): void;
	/** Not waited for: while an alarm is at work no other goes off, and a turn that hangs needs the next one. */
	runTurn(now: number): void;
	deliver(now: number): Promise<void>;
	updateInbox(): Promise<void>;
};

type Deadline = {
	name: string;
	dueAt(facts: DeadlineFacts): number | null;
	run(work: DeadlineWork, now: number): void | Promise<void>;
	/** It is tried whenever the alarm goes off: what is owed elsewhere may be tried too early, never too late. */
	atEveryAlarm?: true;
};

/** In the order in which they are met. */
export const deadlines: readonly Deadline[] = [
	{ name: "block_end", dueAt: ({ state }) => state.blockedUntil ?? null, run: (work) => work.endBlock() },
	{ name: "no_show", dueAt: ({ state }) => state.noShowAt, run: (work) => work.noShow() },
	{ name: "idle_close", dueAt: ({ state }) => state.closeAt, run: (work) => work.closeIdle() },
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

/** When the alarm is to go off; null where nothing is to come. */
export function nextDeadline(facts: DeadlineFacts): number | null {
	const times = deadlines.map(({ dueAt }) => dueAt(facts)).filter((time) => time !== null);
	return times.length > 0 ? Math.min(...times) : null;
}

/**
 * Does what is due by now, and answers with what goes on after it returns. The facts are read before each deadline, for one
 * that is met may move another.
 */
export function runDue(work: DeadlineWork, facts: () => DeadlineFacts, now: number): Promise<void>[] {
	const underWay: Promise<void>[] = [];
	for (const { dueAt, run, atEveryAlarm } of deadlines) {
		const time = dueAt(facts());
		if (!atEveryAlarm && (time === null || time > now)) continue;
		const done = run(work, now);
		if (done) underWay.push(done);
	}
	return underWay;
}
