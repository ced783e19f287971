/** Toasts with ways on: a conversation that is back from its snooze is told for a minute, and until somebody has seen it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tellBack, untellBack } from "../../dashboard/notifications/tab/back.ts";
import { tell, tellFor, toasts, warn } from "../../dashboard/ui/toast.tsx";
import type { Notice } from "../../src/protocol/notification/notice.ts";

const notice = (conversation: string | null, name: string | null = "Ada", what: Notice["what"] = "woke"): Notice => ({
	id: `n ${conversation}`,
	what,
	conversation,
	name,
	preview: "",
	ways: ["badge"],
});
const done: string[] = [];
const ways = {
	open: (id: string) => void done.push(`open ${id}`),
	again: (id: string) => void done.push(`again ${id}`),
};
const shown = () => toasts.peek().map(({ text }) => text);
const names = () => toasts.peek().flatMap(({ actions = [] }) => actions.map(({ name }) => name));

beforeEach(() => {
	vi.useFakeTimers();
	toasts.value = [];
	done.length = 0;
});
afterEach(() => {
	toasts.value = [];
	vi.useRealTimers();
});

test("for a minute, with two ways on", () => {
	tellBack(notice("c_1"), ways);
	expect(shown()).toEqual(["Ada is back"]);
	for (const { run } of toasts.peek()[0]?.actions ?? []) run();
	expect(names()).toEqual(["Open", "Snooze again"]);
	expect(done).toEqual(["open c_1", "again c_1"]);
	vi.advanceTimersByTime(59_000);
	expect(shown()).toEqual(["Ada is back"]);
	vi.advanceTimersByTime(2_000);
	expect(shown()).toEqual([]);
});

test("until somebody has seen it, and no other", () => {
	tellBack(notice("c_1"), ways);
	tellBack(notice("c_2", null), ways);
	untellBack("c_1");
	expect(shown()).toEqual(["A conversation is back"]);
});

test("once for each, and only to open for whoever may not act", () => {
	tellBack(notice("c_1"), ways);
	tellBack(notice("c_1"), { ...ways, again: null });
	expect(shown()).toEqual(["Ada is back"]);
	expect(names()).toEqual(["Open"]);
});

test("what else is told by notices has no toast", () => {
	tellBack(notice(null), ways);
	for (const what of ["waiting", "mine", "assigned", "reopened"] as const) tellBack(notice("c_1", "Ada", what), ways);
	expect(shown()).toEqual([]);
});

test("other toasts go by themselves as before, and a failure stays", () => {
	tell("Done");
	tell("Closed", { name: "Undo", run: () => {} });
	warn("That failed", { name: "Close anyway", run: () => {} });
	expect(names()).toEqual(["Undo", "Close anyway"]);
	vi.advanceTimersByTime(5_001);
	expect(shown()).toEqual(["Closed", "That failed"]);
	tellFor("On and on", [], { key: "job", ms: Infinity });
	vi.advanceTimersByTime(600_000);
	expect(shown()).toEqual(["That failed", "On and on"]);
});
