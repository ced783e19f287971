/**
 * Which threads each member has open, for as long as the sockets' grants hold: the addresses at which a member's grants are
 * ended (durable/grant.ts). Written by the Worker before it opens a thread's socket, so that none is open that isn't here.
 */

export class OpenThreads {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** `until`: when the socket's grant has run out, ms since 1970. What ran out before `now` is forgotten. */
	add({ memberId, conversationId, until }: OpenThread, now: number): void {
		this.#sql.exec(`DELETE FROM open_thread WHERE until <= ?`, now);
		this.#sql.exec(
			`INSERT INTO open_thread (member, conversation, until) VALUES (?, ?, ?)
				ON CONFLICT DO UPDATE SET until = max(until, excluded.until)`,
			memberId,
			conversationId,
			until,
		);
	}

	/** Ids of the conversations. */
	of(memberId: string): string[] {
		return this.#sql
			.exec<{ conversation: string }>(`SELECT conversation FROM open_thread WHERE member = ?`, memberId)
			.toArray()
			.map(({ conversation }) => conversation);
	}
}

export type OpenThread = { memberId: string; conversationId: string; until: number };
