/**
 * `npm run chaos`: runs conversations on the real Worker during a storm of faults, then reads everything back and checks it
 * against the invariants. `--seed N --kills K --conversations C`; `--quick` doesn't wait for deadlines a minute away; `--json`
 * prints one line of JSON last. Exits with 1 when any fault is found.
 */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { installBrowser, wakeAll } from "./browser.ts";
import { check, type Verdict } from "./checker.ts";
import type { History } from "./history.ts";
import { begin, type Life, live, type LifeOptions } from "./life.ts";
import { random } from "./random.ts";
import { readBack } from "./readback.ts";
import { failing, forPeople, forPrograms, historyOf, listOf } from "./report.ts";
import { storm } from "./storm.ts";
import { startWorld, type World } from "./world.ts";

/** How long after the storm everything must be done: a lost turn is retried after a minute, an effect sooner. */
const SETTLE_LIMIT_MS = 100_000;
const LOOK_EVERY_MS = 3_000;

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: String(randomInt(1_000_000)) },
		kills: { type: "string", default: "30" },
		conversations: { type: "string", default: "50" },
		quick: { type: "boolean", default: false },
		json: { type: "boolean", default: false },
	},
});
const count = (name: "seed" | "kills" | "conversations"): number => {
	const number = Number(values[name]);
	if (Number.isInteger(number) && number >= 0) return number;
	throw new Error(`--${name} is a whole number`);
};
const [seed, kills, conversations] = [count("seed"), count("kills"), count("conversations")];
const { quick, json } = values;
const tell = (line: string) => void process.stdout.write(`${line}\n`);

const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
tell(`Seed ${seed}: ${conversations} conversations, ${kills} kills.`);
installBrowser();
const dice = random(seed);
const world = await startWorld(dice);
// An interrupted run stops its Worker and deletes its files.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
	process.once(signal, () => void world.close().finally(() => process.exit(1)));
try {
	process.exitCode = await run(world);
} finally {
	await world.close();
}
// Clients whose connections were cut still have timers, which would keep the process running.
process.exit();

async function run(at: World): Promise<number> {
	const calm = new AbortController();
	let done = 0;
	const options = (name: string): LifeOptions => ({
		world: at,
		dice: dice.fork(name),
		tricky: () => !calm.signal.aborted,
		mayLeave: () => done < kills / 2,
		stop: calm.signal,
	});
	const lives: Life[] = [];
	const living: Promise<void>[] = [];
	for (let number = 0; number < conversations; number++) {
		const own = options(`conversation ${number}`);
		const life = await begin(own);
		lives.push(life);
		living.push(live(life, own));
	}
	tell(`The storm begins, ${seconds()}.`);
	const tabs = () => lives.flatMap((life) => life.tabs);
	const progress = (number: number) => {
		done = number;
		if (number % 5 === 0) tell(`${number} kills, ${seconds()}.`);
	};
	const silence = () => calm.abort();
	const damage = await storm({ world: at, dice: dice.fork("storm"), kills, tabs, progress, silence });
	await Promise.all(living);
	tell(`The storm is over, ${seconds()}; everything may settle.`);

	const { verdict, history } = await settled(at, lives);
	tell(`${forPeople(verdict, damage)}\n`);
	if (verdict.faults.length > 0) {
		const failed = failing(history, verdict.faults);
		tell(failed ? historyOf(failed, verdict.faults) : listOf(history));
		if (failed) tell(`  inside ${await at.worker.inside(`${at.workspaceId}/${failed.id}`).catch(String)}`);
		tell(`  killed at ${at.fates.kills.map((kill) => new Date(kill).toISOString().slice(14, 23)).join(", ")}`);
		tell(`\nThe Worker's last words:\n${at.worker.output().slice(-6_000)}`);
		tell(`Again with: npm run chaos -- --seed ${seed} --kills ${kills} --conversations ${conversations}`);
	}
	tell(`${verdict.faults.length === 0 ? "✓ Nothing" : "✗ Something"} went wrong, ${seconds()}.`);
	if (json) tell(forPrograms(verdict, { seed, kills: damage.kills }));
	return verdict.faults.length === 0 ? 0 : 1;
}

/** Reads back and checks until no fault and no open deadline is left, or `SETTLE_LIMIT_MS` has passed. Returns the last check. */
async function settled(at: World, lives: Life[]): Promise<{ verdict: Verdict; history: History }> {
	const deadline = Date.now() + SETTLE_LIMIT_MS;
	for (const tab of lives.filter(({ left }) => !left).flatMap((life) => life.tabs))
		if (tab.thread === null && tab.kept.length > 0) tab.reopen();
	for (;;) {
		// Visitors whom a block kept out open their tabs again, in case it was lifted.
		for (const tab of lives.flatMap((life) => life.tabs)) if (tab.keptOut) tab.reopen();
		wakeAll();
		await at.worker.age(at.workspaceId);
		await sleep(LOOK_EVERY_MS);
		const history = await readBack(at, lives);
		const verdict = check(history);
		const owed = verdict.faults.length > 0 || (!quick && verdict.owedUntil !== null);
		if (!owed || Date.now() > deadline) return { verdict, history };
	}
}
