/**
 * The engine against the floor. Each size is so many conversations at once, one message on its way in each: it is sent,
 * arrives at the other side, and the next one goes. That drives both to what one thread of workerd can do. Floor and
 * Parley take turns within each size, so what else the machine does hits both alike; both run in one process, with the
 * same client, sockets and pauses.
 *
 * Nobody goes past what people may do (conversation/rate-limit.ts): a visitor says fifteen things at once, so a message comes
 * from one of many conversations, each used for a few; in a full run they rest half a minute between rounds. At one
 * conversation it is one at a time. An object that fell asleep is woken by a typing signal before its first timed
 * message, which the floor passes on unstored.
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
/** Which conversations a size uses and how often each: fourteen a visitor in all, and one went to open it. */
const plan = [
	{ conversations: 1, from: 160, to: 200, messages: 8, quick: 6 },
	{ conversations: 10, from: 100, to: 160, messages: 8, quick: 6 },
	{ conversations: 50, from: 0, to: 100, messages: 8, quick: 4 },
	{ conversations: 200, from: 0, to: 200, messages: 6, quick: 4 },
];
/** Half of a conversation's messages at a time: floor, Parley, Parley, floor. */
const TURNS = 2;
const ROUNDS = 3;
/** A visitor's fourteen come back in this time, one every two seconds. */
const REST_MS = 30_000;
/** For what a turn left to be done (the list is told after the message), so that the next one doesn't pay for it. */
const SETTLE_MS = 100;
const AT_ONCE = 10;

const TYPING = '{"type":"typing"}';

/** Does something for each, a few at a time. */
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

/** One turn: `lanes` at a time, each through its share of the pairs. Times are from sending to arrival, in ms. */
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

/** Takes some twenty seconds a round, and half a minute between rounds. `quick` is one round of fewer messages. */
export async function measureEngine(
	{ floor, parley }: Pool,
	quick: boolean,
	say: (what: string) => void,
): Promise<EngineRow[]> {
	const rounds = quick ? 1 : ROUNDS;
	const directions: Direction[] = ["toTeammate", "toVisitor"];
	const taken = new Map<string, { floor: Taken[]; parley: Taken[] }>();
	const key = (conversations: number, direction: Direction) => `${conversations} ${direction}`;
	// Code that no compiler has seen yet is slow: one untimed turn each.
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
