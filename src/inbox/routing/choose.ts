/**
 * Decides who is offered which of the conversations that wait. Pure: the router (router.ts) and the tests give it those who are
 * in, those who wait, and the workspace's rules. Whoever waits longest is served first; nobody gets more than the limit, and
 * nobody is offered again what they let pass in the same wait.
 */
import type { RoutingMode } from "../../protocol/settings/routing.ts";

/** A member who is in and may converse. */
export type Taker = {
	id: string;
	/** How many open conversations they have, with those that are offered to them. */
	load: number;
	/** When they were offered one last, in ms since 1970; null: never. */
	offeredAt: number | null;
};

/** A conversation that waits and is offered to nobody. */
export type Waiter = { id: string; since: number; passed: readonly string[] };

export type Offer = { conversation: string; member: string };

type Turn = Taker & { order: number };

const byTurn = (a: Turn, b: Turn): number => a.order - b.order || (a.id < b.id ? -1 : 1);
const byLoad = (a: Turn, b: Turn): number => a.load - b.load || byTurn(a, b);

/** The offers to make now, in the order in which they are to be made. */
export function choose(
	takers: readonly Taker[],
	waiters: readonly Waiter[],
	{ mode, limit }: { mode: RoutingMode; limit: number },
): Offer[] {
	if (mode === "by_hand") return [];
	const turns: Turn[] = takers.map((taker) => ({ ...taker, order: taker.offeredAt ?? 0 }));
	const before = mode === "least_busy" ? byLoad : byTurn;
	let last = Math.max(0, ...turns.map(({ order }) => order));
	const offers: Offer[] = [];
	for (const { id, passed } of waiters.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))) {
		const free = turns.filter((turn) => turn.load < limit && !passed.includes(turn.id));
		const [next] = free.toSorted(before);
		if (!next) continue;
		next.load++;
		next.order = ++last;
		offers.push({ conversation: id, member: next.id });
	}
	return offers;
}
