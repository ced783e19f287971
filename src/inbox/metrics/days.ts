/**
 * The figures: sums by day in the Inbox's SQLite. Each update adds the difference between a conversation's metrics and the
 * ones stored before, in the transaction that stores its item, so nothing counts twice. They take a few rows a day,
 * whatever the number of conversations.
 */
import * as v from "valibot";
import {
	ConversationMetrics,
	type CopilotUse,
	type DayFigures,
	MemberMetrics,
	type OwnFigures,
} from "../../protocol/figures/days.ts";
import { memberDays, recordMembers } from "./members.ts";

const DAY_MS = 86_400_000;
const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** The day of a time, such as "2026-11-24", in UTC. */
export const dayName = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** When the first of the latest `days` days began, in ms since 1970. */
export const dayStart = (now: number, days: number): number => (dayOf(now) - days + 1) * DAY_MS;

const nothing = (): ConversationMetrics => v.parse(ConversationMetrics, {});

const Stored = v.fallback(v.pipe(v.string(), v.parseJson(), ConversationMetrics), nothing);

type Change = { day: number; name: string; n: number };

/** What a conversation's new metrics add to the sums of each day; zeros are left out. Pure. */
export function changes(before: ConversationMetrics, after: ConversationMetrics, now: number): Change[] {
	const today = dayOf(now);
	const found: Change[] = [];
	for (const name of ["answers", "offers", "up", "down"] as const)
		found.push({ day: today, name, n: after[name] - before[name] });
	for (const [reason, n] of Object.entries(after.handoffs))
		found.push({
			day: today,
			name: `handoff.${reason}`,
			n: n - (Object.entries(before.handoffs).find(([known]) => known === reason)?.[1] ?? 0),
		});
	// An ending counts on its own day. If the same episode has a new ending, or none any more, the old one is subtracted;
	// the ending of an earlier episode stays counted.
	const end = (ending: ConversationMetrics["ending"], n: number) => {
		if (!ending) return;
		found.push({ day: dayOf(ending.at), name: "ended", n });
		if (ending.resolved) found.push({ day: dayOf(ending.at), name: "resolved", n });
	};
	if (before.episode === after.episode) end(before.ending, -1);
	end(after.ending, 1);
	const sums = new Map<string, Change>();
	for (const { day, name, n } of found) {
		const key = `${day} ${name}`;
		sums.set(key, { day, name, n: (sums.get(key)?.n ?? 0) + n });
	}
	return [...sums.values()].filter(({ n }) => n !== 0);
}

function add(sql: SqlStorage, { day, name, n }: Change): void {
	sql.exec(
		"INSERT INTO day_metric (day, name, n) VALUES (?, ?, ?) ON CONFLICT (day, name) DO UPDATE SET n = n + excluded.n",
		day,
		name,
		n,
	);
}

/**
 * Adds a conversation's new metrics to the sums. `stored` is the JSON of the metrics added before. Call it in the
 * transaction that stores `after`.
 */
export function recordMetrics(sql: SqlStorage, stored: string | null, after: ConversationMetrics, now: number): void {
	const before = stored === null ? nothing() : v.parse(Stored, stored);
	for (const change of changes(before, after, now)) add(sql, change);
	recordMembers(sql, before.members, after.members, dayOf(now));
}

export const countCopilot = (sql: SqlStorage, use: CopilotUse, now: number): void =>
	add(sql, { day: dayOf(now), name: `copilot.${use}`, n: 1 });

/** The figures of the latest `days` days, today last. */
export function figures(sql: SqlStorage, days: number, now: number): DayFigures[] {
	const first = dayOf(dayStart(now, days));
	const sums = new Map<number, Map<string, number>>();
	for (const { day, name, n } of sql.exec<Change>("SELECT day, name, n FROM day_metric WHERE day >= ?", first)) {
		const of = sums.get(day) ?? new Map<string, number>();
		sums.set(day, of.set(name, n));
	}
	return Array.from({ length: days }, (_, index) => {
		const of = sums.get(first + index) ?? new Map<string, number>();
		const sum = (name: string): number => of.get(name) ?? 0;
		return {
			day: dayName((first + index) * DAY_MS),
			answers: sum("answers"),
			offers: sum("offers"),
			handoffs: Object.fromEntries(
				[...of].flatMap(([name, n]) => (name.startsWith("handoff.") ? [[name.slice("handoff.".length), n]] : [])),
			),
			up: sum("up"),
			down: sum("down"),
			ended: sum("ended"),
			resolved: sum("resolved"),
			copilot: { used: sum("copilot.used"), edited: sum("copilot.edited"), dropped: sum("copilot.dropped") },
		};
	});
}

/** What a member did on each of the latest `days` days, today last. */
export function ownFigures(sql: SqlStorage, member: string, days: number, now: number): OwnFigures {
	const first = dayOf(dayStart(now, days));
	const done = memberDays(sql, member, first);
	return {
		days: Array.from({ length: days }, (_, index) => ({
			day: dayName((first + index) * DAY_MS),
			...(done.get(first + index) ?? v.parse(MemberMetrics, {})),
		})),
	};
}
