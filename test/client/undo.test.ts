/** What of this tab's actions can be taken back: the latest first, while it is in time and nobody has changed it since. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acting, canTakeBack, canTakeLatestBack, seen, takeLatestBack } from "../../dashboard/undo/taken.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";

const done: string[] = [];
const closed = (id: string): Parameters<typeof canTakeBack>[0] => ({
	key: `close ${id}`,
	back: async () => void done.push(id),
	stands: (row) => row.id !== id || row.status === "closed",
});
const row = (id: string, status: ListItem["status"]): ListItem => ({
	id,
	version: 1,
	status,
	handler: "ai",
	archived: false,
	reason: null,
	assignee: null,
	visitorId: "v_1",
	contactId: null,
	name: null,
	email: null,
	preview: "",
	previewBy: "visitor",
	previewName: null,
	unread: 0,
	startedAt: 1,
	lastAt: 1,
	waitingSince: null,
	source: "widget",
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.advanceTimersByTime(600_000);
	vi.useRealTimers();
	done.length = 0;
});

test("one after the other, and each once", async () => {
	expect(canTakeLatestBack()).toBe(false);
	for (const id of ["a", "b"]) canTakeBack(closed(id), "Conversation closed");
	for (let i = 0; i < 3; i++) await takeLatestBack();
	expect(done).toEqual(["b", "a"]);
	expect(canTakeLatestBack()).toBe(false);
});

test("for not quite as long as the server allows it", () => {
	canTakeBack(closed("a"), null);
	vi.advanceTimersByTime(114_000);
	expect(canTakeLatestBack()).toBe(true);
	vi.advanceTimersByTime(2_000);
	expect(canTakeLatestBack()).toBe(false);
});

test("until a row shows that somebody has changed it since", async () => {
	for (const id of ["a", "b"]) canTakeBack(closed(id), null);
	for (const [id, status] of [
		["b", "closed"],
		["c", "open"],
		["b", "open"],
	] as const)
		seen(row(id, status));
	await takeLatestBack();
	expect(done).toEqual(["a"]);
});

test("once its answer is there, and not the one before it", async () => {
	canTakeBack(closed("a"), null);
	const answer = Promise.withResolvers<void>();
	void acting(answer.promise.then(() => canTakeBack(closed("b"), null)));
	const taking = takeLatestBack();
	answer.resolve();
	await taking;
	expect(done).toEqual(["b"]);
});
