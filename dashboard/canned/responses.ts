/**
 * The canned responses of whoever is signed in, kept for this page's life: the picker has them at once, and asks for them again
 * in the background. Changes made here are seen here at once, those of teammates with the next look.
 */
import { effect, signal } from "@preact/signals";
import { type CannedResponse, MAX_USED } from "../../src/protocol/canned/response.ts";
import type { Answer, Failure } from "../api.ts";
import { myId } from "../shell/session.ts";
import { cannedList, countCanned } from "./api.ts";

/** Null: not loaded yet. */
export const responses = signal<readonly CannedResponse[] | null>(null);
/** Why they couldn't be loaded. Those loaded before stay. */
export const failure = signal<Failure | null>(null);

// Another member of this browser has others.
effect(() => {
	if (myId.value !== "") responses.value = null;
});

/** No more often than this: several are inserted into one reply. */
const FRESH_MS = 10_000;
let loadedAt = Number.NEGATIVE_INFINITY;

export async function loadResponses(): Promise<void> {
	const owner = myId.peek();
	loadedAt = performance.now();
	const answer = await cannedList();
	if (owner !== myId.peek()) return;
	failure.value = answer.ok ? null : answer.failure;
	if (answer.ok) responses.value = answer.value.responses;
}

export function freshResponses(): void {
	if (responses.peek() === null || performance.now() - loadedAt > FRESH_MS) void loadResponses();
}

/** Keeps what a change answered. Where nothing is loaded yet, it comes with the others. */
export function keep(changed: CannedResponse): void {
	const all = responses.peek();
	if (all === null) return;
	const others = all.filter(({ id }) => id !== changed.id);
	responses.value = [...others, changed].toSorted((one, other) => one.title.localeCompare(other.title));
}

export function drop(id: string): void {
	responses.value = responses.peek()?.filter((one) => one.id !== id) ?? null;
}

/** Counts a use of each. One that is lost is not missed. */
export function countUse(ids: readonly string[]): Promise<Answer<unknown>> {
	const now = Date.now();
	responses.value =
		responses.peek()?.map((one) => (ids.includes(one.id) ? { ...one, used: one.used + 1, usedAt: now } : one)) ?? null;
	return countCanned(ids.slice(0, MAX_USED));
}
