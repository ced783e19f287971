/**
 * Who is in: with a dashboard open, or closed for less than two minutes, so that a reload is nothing; and not away, which a
 * member says themselves. Kept as rows, written when somebody comes, goes or says so, and by no message.
 */
import * as v from "valibot";
import { may } from "../../auth/roles.ts";
import type { MemberCaller } from "../../durable/caller.ts";
import { Role } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import type { Taker } from "./choose.ts";

/** Without any dashboard for so long, a member is offline. ms. */
export const OFFLINE_AFTER_MS = 120_000;

type Row = {
	member: string;
	name: string;
	role: string;
	left_at: number | null;
	away: number;
	offered_at: number | null;
};

export class MemberPresence {
	readonly #sql: SqlStorage;
	readonly #isConnected: (memberId: string) => boolean;

	constructor(sql: SqlStorage, isConnected: (memberId: string) => boolean) {
		this.#sql = sql;
		this.#isConnected = isConnected;
	}

	/** A dashboard of theirs has opened. True: they weren't in before. */
	arrived({ memberId, name, role }: Pick<MemberCaller, "memberId" | "name" | "role">, now: number): boolean {
		const known = this.#rows().find(({ member }) => member === memberId);
		if (known && known.left_at === null && known.name === name && known.role === role) return false;
		this.#sql.exec(
			`INSERT INTO member_presence (member, name, role) VALUES (?, ?, ?)
			ON CONFLICT (member) DO UPDATE SET name = excluded.name, role = excluded.role, left_at = NULL`,
			memberId,
			name,
			role,
		);
		return !known || known.role !== role || !isIn(known, now);
	}

	/** Notes who has a dashboard open, after a wake: a release before this one noted nobody. */
	noteHere(connected: readonly MemberCaller[], now: number): void {
		const here = new Set(this.#rows().flatMap(({ member, left_at }) => (left_at === null ? [member] : [])));
		for (const who of connected) if (!here.has(who.memberId)) this.arrived(who, now);
	}

	/** Notes who has no dashboard any more. Their last one may have closed while the object had no memory. */
	noteGone(now: number): void {
		const gone = this.#rows().filter(({ member, left_at }) => left_at === null && !this.#isConnected(member));
		for (const { member } of gone)
			this.#sql.exec("UPDATE member_presence SET left_at = ? WHERE member = ?", now, member);
	}

	/** Removed from the team, or not allowed to converse any more. A dashboard that opens later says more. */
	forget(memberId: string): void {
		this.#sql.exec("DELETE FROM member_presence WHERE member = ?", memberId);
	}

	setAway({ id, name, role }: Teammate & { role: Role }, away: boolean, now: number): void {
		this.#sql.exec(
			`INSERT INTO member_presence (member, name, role, left_at, away) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (member) DO UPDATE SET away = excluded.away`,
			id,
			name,
			role,
			this.#isConnected(id) ? null : now,
			away ? 1 : 0,
		);
	}

	offered(memberId: string, at: number): void {
		this.#sql.exec("UPDATE member_presence SET offered_at = ? WHERE member = ?", at, memberId);
	}

	online(now: number): Teammate[] {
		return this.#rows()
			.filter((row) => isIn(row, now))
			.map(({ member: id, name }) => ({ id, name }));
	}

	isIn(memberId: string, now: number): boolean {
		return this.#rows().some((row) => row.member === memberId && isIn(row, now));
	}

	/** The ids of those who have said that they are away, in or out. */
	away(): string[] {
		return this.#rows()
			.filter(({ away }) => away === 1)
			.map(({ member }) => member);
	}

	/** Who is in and may converse, with the number of conversations that each has. */
	takers(loads: ReadonlyMap<string, number>, now: number): Taker[] {
		return this.#rows()
			.filter((row) => isIn(row, now) && mayConverse(row))
			.map(({ member: id, offered_at: offeredAt }) => ({ id, load: loads.get(id) ?? 0, offeredAt }));
	}

	/** When the next member counts as offline, in ms since 1970; null: all who are in have a dashboard open. */
	nextOfflineAt(now: number): number | null {
		const times = this.#rows().flatMap(({ left_at }) => (left_at === null ? [] : [left_at + OFFLINE_AFTER_MS]));
		const coming = times.filter((time) => time > now);
		return coming.length === 0 ? null : Math.min(...coming);
	}

	/** A few per team, so all are read. */
	#rows(): Row[] {
		return this.#sql.exec<Row>("SELECT member, name, role, left_at, away, offered_at FROM member_presence").toArray();
	}
}

const isIn = ({ away, left_at }: Pick<Row, "away" | "left_at">, now: number): boolean =>
	away === 0 && (left_at === null || now < left_at + OFFLINE_AFTER_MS);

function mayConverse({ role }: Pick<Row, "role">): boolean {
	const known = v.safeParse(Role, role);
	return known.success && may(known.output, "converse");
}
