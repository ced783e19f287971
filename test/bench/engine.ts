/**
 * Measures the engine against the floor (worker/floor.ts). Each size is a number of concurrent conversations with one message
 * in flight in each: the next is sent when the last has arrived at the other side, which takes both engines to what one thread
 * of workerd can do. Floor and Parley take turns within each size, so that other work on the machine affects both alike; both
 * run in one process, with the same client, sockets and pauses.
 *
 * The bench keeps to the rate limits (conversation/rate-limit.ts): a visitor may send fifteen messages at once, so messages are
 * spread over many conversations, which in a full run pause half a minute between rounds. An object that hibernated is woken
 * by a typing frame before its first timed message; the floor forwards that frame unstored.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { hundredths, percentiles, type Percentiles } from "./figures.ts";
import { Line } from "./line.ts";
import { converse, createTeammate, createWorkspace } from "./workspace.ts";

export type Speed = { perSecond: number } & Percentiles;
export type Direction = "toTeammate" | "toVisitor";
export type EngineRow = { conversations: number; direction: Direction; floor: Speed; parley: Speed };

type Pair = { visitor: Line; teammate: Line };
type Taken = { samples: number[]; elapsedMs: number; messages: number };

const POOL = 200;
/** The conversations each size uses, and the messages in each: fourteen for each visitor in all, because one opened the conversation. */
const plan = [
	{ conversations: 1, from: 160, to: 200, messages: 8, quick: 6 },
	{ conversations: 10, from: 100, to: 160, messages: 8, quick: 6 },
	{ conversations: 50, from: 0, to: 100, messages: 8, quick: 4 },
	{ conversations: 200, from: 0, to: 200, messages: 6, quick: 4 },
];
/** Turns, each with half of a conversation's messages. The order is floor, Parley, Parley, floor. */
const TURNS = 2;
const ROUNDS = 3;
/** The time in which a visitor's rate limit allows fourteen more messages, at one every two seconds. */
const REST_MS = 30_000;
/** Time for the work that a turn left over (the list is updated after the message), so that the next turn isn't slowed. */
const SETTLE_MS = 100;
const AT_ONCE = 10;

const TYPING = '{"type":"typing"}';

/** Runs `work` for each item, `atOnce` at a time. */
export async function each<In, Out>(items: In[], work: (item: In) => Promise<Out>, atOnce = AT_ONCE): Promise<Out[]> {
	const results: Out[] = [];
	for (let from = 0; from < items.length; from += atOnce)
		results.push(...(await Promise.all(items.slice(from, from + atOnce).map(work))));
	return results;
}

async function floorPair(host: string): Promise<Pair> {
	const to = { url: `${host}/floor/${randomUUID()}`, protocols: [], headers: {} };
	const [visitor, teammate] = await Promise.all([Line.open(to), Line.open(to)]);
	return { visitor, teammate };
}

/** Runs one turn: `lanes` messages in flight, each lane with its share of the pairs. Times are from sending to arrival, in ms. */
async function take(pairs: Pair[], lanes: number, messages: number, direction: Direction): Promise<Taken> {
	const ends = pairs.map(({ visitor, teammate }) =>
		direction === "toTeammate" ? { from: visitor, to: teammate } : { from: teammate, to: visitor },
	);
	await each(ends, async ({ from, to }) => {
		const woken = to.next('"typing"');
		from.send(TYPING);
		await woken;
	});
	const samples: number[] = [];
	const lane = async (number: number) => {
		for (let at = number; at < ends.length; at += lanes) {
			const end = ends[at];
			if (!end) continue;
			for (let message = 0; message < messages; message++) {
				const id = randomUUID();
				const arrived = end.to.next(id);
				const sent = performance.now();
				end.from.send(`{"type":"send","id":"${id}","text":"Where is my parcel? It was due on Monday."}`);
				await arrived;
				samples.push(performance.now() - sent);
			}
		}
	};
	const begun = performance.now();
	await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
	const elapsedMs = performance.now() - begun;
	await sleep(SETTLE_MS);
	return { samples, elapsedMs, messages: samples.length };
}

const speed = (taken: Taken[]): Speed => {
	const sum = (of: (each: Taken) => number) => taken.reduce((total, one) => total + of(one), 0);
	return {
		perSecond: hundredths((sum(({ messages }) => messages) / sum(({ elapsedMs }) => elapsedMs)) * 1_000),
		...percentiles(taken.flatMap(({ samples }) => samples)),
	};
};

export type Pool = { floor: Pair[]; parley: Pair[] };

export async function openPool(host: string): Promise<Pool> {
	const workspace = await createWorkspace(host);
	const teammate = await createTeammate(workspace);
	const numbers = Array.from({ length: POOL }, (_, number) => number);
	const floor = await each(numbers, () => floorPair(host));
	const parley: Pair[] = await each(numbers, () => converse(workspace, teammate));
	return { floor, parley };
}

/** A round takes some twenty seconds, with half a minute between rounds. `quick`: one round with fewer messages. */
export async function measureEngine(
	{ floor, parley }: Pool,
	quick: boolean,
	say: (what: string) => void,
): Promise<EngineRow[]> {
	const rounds = quick ? 1 : ROUNDS;
	const directions: Direction[] = ["toTeammate", "toVisitor"];
	const taken = new Map<string, { floor: Taken[]; parley: Taken[] }>();
	const key = (conversations: number, direction: Direction) => `${conversations} ${direction}`;
	// Warm-up: one untimed turn each, so that the code is compiled.
	for (const pairs of [floor, parley]) await take(pairs.slice(0, 100), 50, 4, "toVisitor");
	for (let round = 0; round < rounds; round++) {
		if (round > 0) await sleep(REST_MS);
		for (const { conversations, from, to, ...many } of plan)
			for (const direction of directions) {
				const kept = taken.get(key(conversations, direction)) ?? { floor: [], parley: [] };
				taken.set(key(conversations, direction), kept);
				for (let turn = 0; turn < TURNS; turn++) {
					const order = turn % 2 === 0 ? (["floor", "parley"] as const) : (["parley", "floor"] as const);
					for (const side of order) {
						const pairs = (side === "floor" ? floor : parley).slice(from, to);
						kept[side].push(await take(pairs, conversations, (quick ? many.quick : many.messages) / TURNS, direction));
					}
				}
			}
		say(`engine: round ${round + 1} of ${rounds}`);
	}
	for (const { visitor, teammate: line } of [...floor, ...parley]) {
		visitor.close();
		line.close();
	}
	return plan.flatMap(({ conversations }) =>
		directions.map((direction) => {
			const { floor: below, parley: ours } = taken.get(key(conversations, direction)) ?? { floor: [], parley: [] };
			return { conversations, direction, floor: speed(below), parley: speed(ours) };
		}),
	);
}
