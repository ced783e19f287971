/**
 * The actions of this tab that can be taken back: the latest first, for as long as the server allows and nothing has changed
 * since. A toast offers the latest for a moment, and the key takes back one after the other. How each is taken back is its own
 * function (take-back.ts, loaded with the first one that is).
 */
import { UNDO_WITHIN_MS } from "../../src/protocol/limits.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { changedHere } from "../shell/own-change.ts";
import { tell, untell } from "../ui/toast.tsx";

/** A little less than the server's, as the answer has been on its way. */
const OFFERED_MS = UNDO_WITHIN_MS - 5_000;
const MOST = 20;

export type Taken = {
	/** What the toast is about, such as a conversation. */
	key: string;
	back(): Promise<void>;
	/** False: a row shows that it has been changed since. */
	stands?(row: ListItem): boolean;
};

let taken: readonly (Taken & { at: number })[] = [];

/** Actions whose answers are on their way. */
const underWay = new Set<Promise<unknown>>();

/** Follows an action until it is done: the key takes it back and not the one before it. */
export function acting<T>(work: Promise<T>): Promise<T> {
	underWay.add(work);
	void work.finally(() => underWay.delete(work));
	return work;
}

const drop = ({ key }: Taken): void => {
	taken = taken.filter((one) => one.key !== key);
	untell(key);
};

/** Remembers an action, and shows a toast that offers to take it back. Without a text, only the key does. */
export function canTakeBack(action: Taken, text: string | null): void {
	changedHere();
	taken = [...taken.filter(({ key }) => key !== action.key), { ...action, at: Date.now() }].slice(-MOST);
	if (text === null) untell(action.key);
	else tell(text, { name: "Undo", run: () => takeBack(action) }, action.key);
}

const latest = () => taken.findLast(({ at }) => Date.now() - at < OFFERED_MS);

export const canTakeLatestBack = (): boolean => underWay.size > 0 || latest() !== undefined;

function takeBack(action: Taken): void {
	drop(action);
	void action.back();
}

export async function takeLatestBack(): Promise<void> {
	await Promise.allSettled(underWay);
	const action = latest();
	if (action) takeBack(action);
}

/** A row has changed: what somebody else has changed since is offered no more. */
export function seen(row: ListItem): void {
	for (const action of taken) if (action.stands?.(row) === false) drop(action);
}
