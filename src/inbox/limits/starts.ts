/**
 * The rate limiter of new conversations: exact, over sliding windows, by network address and by workspace. A row for each start
 * of the last day holds its number among its address's starts. A window is full while the start that lies the limit's number
 * back is still in it, so each is one look-up: work and rows don't depend on the limits. Addresses are keyed hashes
 * (auth/address.ts).
 */
import { DAY_MS, type StartLimits, STARTS_OF_A_48 } from "../../protocol/settings/budgets.ts";

/**
 * A conversation that is about to begin. `addressHash`: of the IPv4 address or the IPv6 /64; `networkHash`: of the /48 around
 * it. Null where unknown, and the latter for IPv4: nothing is counted by it then.
 */
export type Start = {
	conversationId: string;
	addressHash: string | null;
	networkHash: string | null;
	limits: StartLimits;
};

const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

/** The most expired rows that one start deletes. It is more than a start adds, so they don't pile up. */
const SWEPT_AT_ONCE = 8;

/** At most `limit` starts in any `ms` milliseconds. */
type Window = { limit: number; ms: number };

/** Starts that are counted together, numbered one by one. */
type Sequence = { last: number; at(no: number): number | null };

export class Starts {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/**
	 * Counts a start. Returns 0 where the conversation may begin; else counts nothing and returns the time to wait, in ms. The
	 * same conversation is counted once, however often it tries to begin.
	 */
	take({ conversationId, addressHash, networkHash, limits }: Start, now: number): number {
		if (this.#isCounted(conversationId)) return 0;
		const [all, address, network] = [this.#all(), this.#of("address", addressHash), this.#of("network", networkHash)];
		const { addressStartsIn10Minutes, addressStartsADay, workspaceStartsAnHour } = limits;
		const byAddress: Window[] = [
			{ limit: addressStartsIn10Minutes, ms: TEN_MINUTES_MS },
			{ limit: addressStartsADay, ms: DAY_MS },
		];
		const wait = Math.max(
			longestWait(all, [{ limit: workspaceStartsAnHour, ms: HOUR_MS }], now),
			longestWait(address, byAddress, now),
			longestWait(
				network,
				byAddress.map(({ limit, ms }) => ({ limit: limit * STARTS_OF_A_48, ms })),
				now,
			),
		);
		if (wait > 0) return wait;
		this.#sql.exec(
			`INSERT INTO conversation_start (no, at, conversation, address, address_no, network, network_no)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			all.last + 1,
			now,
			conversationId,
			addressHash,
			address && address.last + 1,
			networkHash,
			network && network.last + 1,
		);
		this.#sweep(now);
		return 0;
	}

	#isCounted(conversationId: string): boolean {
		const rows = this.#sql.exec("SELECT no FROM conversation_start WHERE conversation = ?", conversationId);
		return rows.toArray().length > 0;
	}

	#all(): Sequence {
		return {
			last: this.#number("SELECT no AS value FROM conversation_start ORDER BY no DESC LIMIT 1") ?? 0,
			at: (no) => this.#number("SELECT at AS value FROM conversation_start WHERE no = ?", no),
		};
	}

	#of(by: "address" | "network", hash: string | null): Sequence | null {
		if (hash === null) return null;
		const last = `SELECT ${by}_no AS value FROM conversation_start WHERE ${by} = ? ORDER BY ${by}_no DESC LIMIT 1`;
		const at = `SELECT at AS value FROM conversation_start WHERE ${by} = ? AND ${by}_no = ?`;
		return { last: this.#number(last, hash) ?? 0, at: (no) => this.#number(at, hash, no) };
	}

	#number(query: string, ...bindings: (string | number)[]): number | null {
		return this.#sql.exec<{ value: number }>(query, ...bindings).toArray()[0]?.value ?? null;
	}

	/** Deletes what no window reaches any more, oldest first, so that the numbers that stay have no gap. */
	#sweep(now: number): void {
		this.#sql.exec(
			"DELETE FROM conversation_start WHERE at <= ? AND no IN (SELECT no FROM conversation_start ORDER BY no LIMIT ?)",
			now - DAY_MS,
			SWEPT_AT_ONCE,
		);
	}
}

/** The time until none of the windows is full, in ms; 0 where none is. */
function longestWait(sequence: Sequence | null, windows: Window[], now: number): number {
	if (sequence === null) return 0;
	const waits = windows.map(({ limit, ms }) => {
		const at = sequence.at(sequence.last - limit + 1);
		// A start after `now` is from before the clock was set back. It counts as from now, so that no wait exceeds its window.
		return at === null ? 0 : Math.min(at, now) + ms - now;
	});
	return Math.max(0, ...waits);
}
