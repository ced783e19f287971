/** What each teammate did, by day, in the Inbox's SQLite: one row for a member and a day, however much it was. */
import * as v from "valibot";
import { MemberMetrics } from "../../protocol/figures/days.ts";

type ByMember = Readonly<Record<string, MemberMetrics>>;

const keys = ["replies", "taken", "closed", "waits", "waitMs"] as const;

/** Adds what a conversation's new sums have more than those that were added before. `day`: days since 1970, UTC. */
export function recordMembers(sql: SqlStorage, before: ByMember, after: ByMember, day: number): void {
	for (const member of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const more = keys.map((key) => (after[member]?.[key] ?? 0) - (before[member]?.[key] ?? 0));
		if (more.every((n) => n === 0)) continue;
		sql.exec(
			`INSERT INTO member_day (member, day, replies, taken, closed, waits, wait_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (member, day) DO UPDATE SET replies = replies + excluded.replies, taken = taken + excluded.taken,
				closed = closed + excluded.closed, waits = waits + excluded.waits, wait_ms = wait_ms + excluded.wait_ms`,
			member,
			day,
			...more,
		);
	}
}

/** By day, what the member did from day `first` on. Days on which they did nothing are left out. */
export const memberDays = (sql: SqlStorage, member: string, first: number): Map<number, MemberMetrics> =>
	new Map(
		sql
			.exec<{ day: number }>(
				`SELECT day, replies, taken, closed, waits, wait_ms AS waitMs FROM member_day WHERE member = ? AND day >= ?`,
				member,
				first,
			)
			.toArray()
			.map(({ day, ...done }) => [day, v.parse(MemberMetrics, done)]),
	);
