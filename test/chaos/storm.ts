/**
 * The storm of faults: it kills the Worker again and again during traffic, and between kills it breaks connections, D1, the
 * Inbox, the model, mail and Slack, and the delivery of blocks between its steps. It decides by a seeded generator and counts what it did. When it
 * returns, nothing is broken any more.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { wakeAll } from "./browser.ts";
import type { Random } from "./random.ts";
import type { Tab } from "./tab.ts";
import type { World } from "./world.ts";

/** The time between two kills: long enough for clients to reconnect and send. */
const BETWEEN_KILLS_MS = { least: 1_500, most: 3_200 };
const WAIT_FOR_WRITING_MS = 700;
const WAIT_FOR_MAIL_MS = 1_200;
const LAST_WORDS_MS = 1_500;
/** The steps of a block's delivery after which the storm may cut it off (worker/faults.ts). */
const steps = ["look", "batch", "drain", "told", "delivered"] as const;
const LINE_EVERY_MS = { least: 60, most: 260 };

export type Damage = Record<
	| "kills"
	| "cuts"
	| "stalls"
	| "swallows"
	| "halfOpens"
	| "refusals"
	| "d1"
	| "inbox"
	| "model"
	| "outbox"
	| "mailsRefused"
	| "mailsSlow",
	number
>;

export type StormOptions = {
	world: World;
	dice: Random;
	kills: number;
	tabs(): Tab[];
	progress(done: number): void;
	/** Stops all traffic. */
	silence(): void;
};

export async function storm({ world, dice, kills, tabs, progress, silence }: StormOptions): Promise<Damage> {
	const damage: Damage = {
		kills: 0,
		cuts: 0,
		stalls: 0,
		swallows: 0,
		halfOpens: 0,
		refusals: 0,
		d1: 0,
		inbox: 0,
		model: 0,
		outbox: 0,
		mailsRefused: 0,
		mailsSlow: 0,
	};
	const over = new AbortController();
	const pause = ({ least, most }: { least: number; most: number }) =>
		sleep(dice.between(least, most), undefined, { signal: over.signal }).catch(() => undefined);
	const calm = () => !over.signal.aborted;

	async function lines() {
		while (calm()) {
			await pause(LINE_EVERY_MS);
			const open = tabs().filter(({ thread }) => thread !== null);
			if (open.length === 0) continue;
			const { proxy } = dice.pick(open);
			const way = dice.chance(0.5) ? "up" : "down";
			switch (dice.weighted({ cut: 40, stall: 25, swallow: 15, halfOpen: 12, refuse: 8 })) {
				case "cut":
					damage.cuts++;
					proxy.cut();
					break;
				case "stall":
					damage.stalls++;
					proxy.stall(way, dice.between(300, 4_000));
					break;
				case "swallow":
					damage.swallows++;
					proxy.swallow(way);
					break;
				case "halfOpen":
					damage.halfOpens++;
					proxy.halfOpen(way === "up" ? "client" : "worker");
					break;
				default:
					damage.refusals++;
					proxy.cut();
					proxy.refuse(dice.between(500, 4_000));
			}
		}
	}

	async function weather() {
		while (calm()) {
			await pause({ least: 1_000, most: 4_000 });
			const what = dice.weighted({ d1: 30, inbox: 30, both: 10, outbox: 30, nothing: 15 });
			if (what === "nothing" || !calm()) continue;
			const how = dice.chance(0.7) ? "down" : "deaf";
			if (what === "outbox") {
				damage.outbox++;
				await world.worker.weather({ cut: dice.pick(steps) }).catch(() => undefined);
				await pause({ least: 1_000, most: 3_000 });
				await world.worker.weather({}).catch(() => undefined);
				continue;
			}
			if (what !== "inbox") damage.d1++;
			if (what !== "d1") damage.inbox++;
			await world.worker
				.weather({ ...(what === "inbox" ? {} : { d1: how }), ...(what === "d1" ? {} : { inbox: how }) })
				.catch(() => undefined);
			await pause({ least: 300, most: 2_500 });
			await world.worker.weather({}).catch(() => undefined);
		}
	}

	async function moods() {
		while (calm()) {
			world.model.mood = "mixed";
			await pause({ least: 2_000, most: 6_000 });
			world.model.mood = dice.pick(["throw", "hang", "break"] as const);
			damage.model++;
			await pause({ least: 300, most: 1_500 });
		}
	}

	/** Wakes the tabs from time to time: otherwise all would sit in long back-offs after the first few kills. */
	async function people() {
		while (calm()) {
			await pause({ least: 500, most: 1_500 });
			wakeAll();
		}
	}

	/**
	 * Kills the Worker. The worst moments are while the AI writes, and when a mail or a post was taken elsewhere and the Worker
	 * doesn't know it yet, so most kills wait a little for one of these.
	 */
	async function kill() {
		const moment = dice.weighted({ writing: 40, taken: 40, any: 20 });
		const patience = moment === "writing" ? Date.now() + WAIT_FOR_WRITING_MS : 0;
		while (world.model.busy === 0 && Date.now() < patience) await sleep(10);
		if (moment === "taken") await world.fates.trap(WAIT_FOR_MAIL_MS);
		world.fates.kills.push(Date.now());
		await world.worker.kill();
		progress(++damage.kills);
	}

	world.fates.storm();
	const around = [lines(), weather(), moods(), people()];
	try {
		while (damage.kills < kills - 1) {
			await pause(BETWEEN_KILLS_MS);
			await kill();
		}
		await pause(BETWEEN_KILLS_MS);
	} finally {
		over.abort();
		await Promise.all(around);
	}
	// The last kill comes while the Inbox is down, blocks are half delivered and answers half written. All traffic stops before it:
	// only alarms and reconnecting clients may repair the rest.
	world.model.mood = "late";
	await world.worker.weather({ inbox: "down", cut: dice.pick(steps) }).catch(() => undefined);
	await sleep(LAST_WORDS_MS);
	silence();
	if (kills > 0) await kill();
	world.model.mood = "prompt";
	world.fates.calm();
	damage.mailsRefused = world.fates.counts.refused;
	damage.mailsSlow = world.fates.counts.slow;
	await world.worker.weather({});
	for (const { proxy } of tabs()) proxy.heal();
	return damage;
}
