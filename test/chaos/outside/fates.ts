/**
 * What becomes of each delivery to the stand-ins of mail and Slack (mail-server.ts, providers.ts), decided by a seeded generator:
 * it is taken, refused for the moment, left without an answer, or taken with its answer lost, as the real ones do. It keeps what
 * was taken, which the checker compares with what was due. In a calm everything is taken, but for one that is slow.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";

export type Way = "smtp" | "cloudflare" | "slack";

/** What a stand-in took. */
export type Taken = {
	way: Way;
	/** A mail's receiver, or a webhook's path. */
	to: string;
	/** Without its angle brackets; null where no Message-ID of ours arrives. */
	messageId: string | null;
	text: string;
	/** ms since 1970. */
	at: number;
	/** The Worker was sent the answer. "lost": the connection broke before it. "killed": the Worker was, before it. */
	answer: "sent" | "lost" | "killed";
};

export type Fate = "take" | "refuse" | "hang" | "lose" | "hold";

/** One delivery fails so often at most: its outbox doubles the time to the next attempt. */
const MAX_FAILURES = 2;

export class Fates {
	readonly taken: Taken[] = [];
	/** When the Worker was killed, in ms since 1970. */
	readonly kills: number[] = [];
	readonly counts = { refused: 0, slow: 0 };
	readonly #dice: Random;
	readonly #failures = new Map<string, number>();
	#isCalm = true;
	#slowNext: Way | null = null;
	#trap: (() => void) | null = null;

	constructor(dice: Random) {
		this.#dice = dice;
	}

	storm(): void {
		this.#isCalm = false;
	}

	calm(): void {
		this.#isCalm = true;
		this.#slowNext = this.#dice.pick(["smtp", "cloudflare", "slack"] as const);
	}

	/** Waits for a delivery that is taken and not answered, for a kill between the two. False: none came in time. */
	async trap(limitMs: number): Promise<boolean> {
		const { promise, resolve } = Promise.withResolvers<boolean>();
		this.#trap = () => resolve(true);
		const caught = await Promise.race([promise, sleep(limitMs, false)]);
		this.#trap = null;
		return caught;
	}

	/** Decides about a delivery, and notes it where it is taken. */
	meet(delivery: Omit<Taken, "at" | "answer">): Fate {
		const key = `${delivery.way} ${delivery.to} ${delivery.messageId ?? ""}`;
		const fate = this.#fateOf(delivery.way, key);
		if (fate === "refuse") this.counts.refused++;
		if (fate === "hang") this.counts.slow++;
		if (fate === "refuse" || fate === "hang") return fate;
		const answer = fate === "take" ? "sent" : fate === "lose" ? "lost" : "killed";
		this.taken.push({ ...delivery, at: Date.now(), answer });
		return fate;
	}

	#fateOf(way: Way, key: string): Fate {
		if (this.#trap) {
			this.#trap();
			this.#trap = null;
			return "hold";
		}
		if (this.#isCalm) {
			if (this.#slowNext !== way) return "take";
			this.#slowNext = null;
			return "hang";
		}
		const failures = this.#failures.get(key) ?? 0;
		const fate =
			failures < MAX_FAILURES ? this.#dice.weighted({ take: 55, refuse: 25, hang: 8, lose: 12 }) : ("take" as const);
		if (fate !== "take") this.#failures.set(key, failures + 1);
		return fate;
	}
}
