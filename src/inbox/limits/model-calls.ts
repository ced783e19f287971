/**
 * The count of a day's model calls (UTC), by visitor, by network address and by workspace: exact, because a call is counted
 * before it is made; what was granted and not used is given back. Embeddings aren't counted: thousands of them cost what one
 * call costs. It makes no calls itself (model/call-budget.ts).
 */
import type { Spender } from "../../model/call-budget.ts";
import { type CallLimits, type CallUsage, dayOf } from "../../protocol/settings/budgets.ts";

/** The call may be made, and counts for `day`; or the limit that it would exceed. */
export type CallGrant = { day: number } | { refused: "visitor" | "address" | "workspace" };

/** The most rows of earlier days that one call deletes. It is more than a call adds, so they don't pile up. */
const SWEPT_AT_ONCE = 20;

const WORKSPACE = "workspace";

/** The keys that a call counts under, besides the workspace's. */
const keysOf = ({ visitorId, addressHash }: Spender): { visitor: string | null; address: string | null } => ({
	visitor: visitorId === null ? null : `visitor ${visitorId}`,
	address: addressHash === null ? null : `address ${addressHash}`,
});

export class ModelCalls {
	readonly #sql: SqlStorage;
	readonly #onUsage: (usage: CallUsage) => void;
	/** The usage told last, as "day percent", so that a hundredth of the budget is told once. */
	#told = "";

	/** `onUsage` is called when another hundredth of the workspace's budget is used. */
	constructor(sql: SqlStorage, onUsage: (usage: CallUsage) => void) {
		this.#sql = sql;
		this.#onUsage = onUsage;
	}

	/** Counts a call and grants it, or refuses it and counts nothing. */
	take(spender: Spender, limits: CallLimits, now: number): CallGrant {
		const day = this.#day(now);
		const { visitor, address } = keysOf(spender);
		const calls = this.#count(day, WORKSPACE);
		const refused =
			calls >= limits.workspaceCallsADay
				? "workspace"
				: address !== null && this.#count(day, address) >= limits.addressCallsADay
					? "address"
					: visitor !== null && this.#count(day, visitor) >= limits.visitorCallsADay
						? "visitor"
						: null;
		if (refused === null) {
			for (const key of [WORKSPACE, address, visitor]) if (key !== null) this.#add(day, key);
			this.#sweep(day);
		}
		this.#tell({ day, calls: refused === null ? calls + 1 : calls }, limits);
		return refused === null ? { day } : { refused };
	}

	/** Takes back a call that was granted on `day` and not made. */
	giveBack(spender: Spender, day: number): void {
		const { visitor, address } = keysOf(spender);
		for (const key of [WORKSPACE, address, visitor])
			if (key !== null) this.#sql.exec("UPDATE model_call SET n = n - 1 WHERE day = ? AND key = ? AND n > 0", day, key);
	}

	usage(now: number): CallUsage {
		const day = this.#day(now);
		return { day, calls: this.#count(day, WORKSPACE) };
	}

	/** Today; a later day that was counted already where the clock has been set back, so that no day's budget is spent twice. */
	#day(now: number): number {
		const { latest } = this.#sql.exec<{ latest: number | null }>("SELECT max(day) AS latest FROM model_call").one();
		return Math.max(dayOf(now), latest ?? 0);
	}

	#count(day: number, key: string): number {
		const rows = this.#sql.exec<{ n: number }>("SELECT n FROM model_call WHERE day = ? AND key = ?", day, key);
		return rows.toArray()[0]?.n ?? 0;
	}

	#add(day: number, key: string): void {
		this.#sql.exec(
			"INSERT INTO model_call (day, key, n) VALUES (?, ?, 1) ON CONFLICT (day, key) DO UPDATE SET n = n + 1",
			day,
			key,
		);
	}

	#sweep(today: number): void {
		this.#sql.exec(
			"DELETE FROM model_call WHERE (day, key) IN (SELECT day, key FROM model_call WHERE day < ? LIMIT ?)",
			today,
			SWEPT_AT_ONCE,
		);
	}

	#tell(usage: CallUsage, { workspaceCallsADay }: CallLimits): void {
		const percent = Math.floor((100 * usage.calls) / Math.max(1, workspaceCallsADay));
		const telling = `${usage.day} ${percent}`;
		if (telling === this.#told) return;
		this.#told = telling;
		this.#onUsage(usage);
	}
}
