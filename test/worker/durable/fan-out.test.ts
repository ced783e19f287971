/** Telling conversations: all of them, again where that helps, and loudly when it didn't. */
import { describe, expect, test } from "vitest";
import { fanOut } from "../../../src/durable/retries.ts";

/** As the platform marks what its objects throw. */
const fault = (marks: { retryable?: boolean; overloaded?: boolean }) => Object.assign(new Error("reset"), marks);

/** Fails for an id as often as said, then answers. */
function conversations(failing: Record<string, Error[]>) {
	const calls: string[] = [];
	const message = async (id: string) => {
		calls.push(id);
		const error = failing[id]?.shift();
		if (error) throw error;
	};
	return { calls, message };
}

describe("telling conversations", () => {
	test("calls each one once, however often it was named", async () => {
		const { calls, message } = conversations({});
		await fanOut(["a", "b", "a"], message);
		expect(calls).toEqual(["a", "b"]);
	});

	test("tries again what a new try may help", async () => {
		const { calls, message } = conversations({ a: [fault({ retryable: true }), fault({ retryable: true })] });
		await fanOut(["a"], message);
		expect(calls).toEqual(["a", "a", "a"]);
	});

	test.each([
		["is a bug", fault({}), 1],
		["comes from an object with too much to do", fault({ retryable: true, overloaded: true }), 1],
		["doesn't go away", fault({ retryable: true }), 3],
	])("gives up when the fault %s, after all others were told", async (_, error, tries) => {
		const { calls, message } = conversations({ a: [error, error, error, error] });
		const many = Array.from({ length: 45 }, (_each, index) => `c${index}`);
		await expect(fanOut(["a", ...many], message)).rejects.toThrow("1 of 46 conversations");
		expect(calls.filter((id) => id === "a")).toHaveLength(tries);
		expect(new Set(calls).size).toBe(46);
	});
});
