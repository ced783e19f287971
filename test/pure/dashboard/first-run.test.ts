/** The checklist of the first run: what is done, what comes next, and what is said while nothing is known. */
import { describe, expect, test } from "vitest";
import { doneOf, type Known, stepsOf } from "../../../dashboard/first-run/steps.ts";

const unknown: Known = {
	sights: null,
	documents: null,
	hasConversation: false,
	people: null,
	ways: null,
	mail: null,
};
const fresh: Known = {
	sights: [],
	documents: { articles: 0, questions: 0 },
	hasConversation: false,
	people: { members: 1, invited: 0 },
	ways: 0,
	mail: "not_set_up",
};

const step = (known: Known, id: string) => {
	const found = stepsOf(known).find((each) => each.id === id);
	if (!found) throw new Error(`no step ${id}`);
	return found;
};

describe("the first run", () => {
	test("says of nothing that it isn't done before the server has answered", () => {
		expect(
			stepsOf(unknown)
				.filter(({ done }) => done === false)
				.map(({ id }) => id),
		).toEqual(["try"]);
		expect(doneOf(stepsOf(unknown))).toBe(0);
	});

	test("has everything to do in a new workspace, each with a way to do it", () => {
		const steps = stepsOf(fresh);
		expect(steps.map(({ done }) => done)).toEqual(Array.from({ length: steps.length }, () => false));
		expect(steps.filter(({ link, id }) => link === null && id !== "site")).toEqual([]);
	});

	test("is done once the chat was seen on an allowed site, and names one that isn't allowed", () => {
		const sight = (origin: string, allowed: boolean) => ({ origin, path: "/", at: 1, allowed });
		const refused = step({ ...fresh, sights: [sight("https://old.example", false)] }, "site");
		expect(refused).toMatchObject({ done: false, link: { href: "/settings" } });
		expect(refused.text).toContain("old.example");
		const sights = [sight("https://old.example", false), sight("https://shop.example:8443", true)];
		expect(step({ ...fresh, sights }, "site")).toMatchObject({ done: true, text: "It is on shop.example:8443." });
	});

	test.each([
		["knowledge", { documents: { articles: 0, questions: 1 } }],
		["try", { hasConversation: true }],
		["team", { people: { members: 1, invited: 1 } }],
		["team", { people: { members: 2, invited: 0 } }],
		["told", { ways: 1 }],
		["mail", { mail: "works" }],
	] as const)("ticks %s off with %j, and no other", (id, change) => {
		const done = stepsOf({ ...fresh, ...change }).filter((each) => each.done);
		expect(done.map((each) => each.id)).toEqual([id]);
	});

	test("a mail that only failed isn't one that works", () => {
		expect(step({ ...fresh, mail: "failed" }, "mail")).toMatchObject({ done: false });
		expect(step({ ...fresh, mail: "untried" }, "mail")).toMatchObject({ done: false });
	});
});
