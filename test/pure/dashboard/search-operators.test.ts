/** The operators of a search: what they mean, what is none, and what is offered while typing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSearch, type SearchNames } from "../../../dashboard/conversations/search/operators.ts";
import { suggestions } from "../../../dashboard/conversations/search/suggestions.ts";

const names: SearchNames = {
	me: "mb_me",
	members: [
		{ id: "mb_me", name: "Ines Solberg" },
		{ id: "mb_ben", name: "Ben Ode" },
		{ id: "mb_bea", name: "Bea Ode" },
	],
	tags: [
		{ id: "tg_refund", name: "Refund" },
		{ id: "tg_late", name: "Late parcel" },
	],
	today: "2026-11-30",
	zone: "Europe/Oslo",
};
const parsed = (text: string) => parseSearch(text, names);

describe("an operator", () => {
	test.each([
		["is:open", { status: "open" }],
		["IS:Closed", { status: "closed" }],
		["is:any", { status: "all" }],
		["is:unread", { unread: true }],
		["is:waiting", { handler: "waiting" }],
		["is:unassigned", { assignee: "nobody" }],
		["is:mine", { assignee: "mb_me" }],
		["assignee:me", { assignee: "mb_me" }],
		["assignee:none", { assignee: "nobody" }],
		["assignee:ben", { assignee: "mb_ben" }],
		['assignee:"bea ode"', { assignee: "mb_bea" }],
		["tag:refund", { tag: "tg_refund" }],
		['tag:"late parcel"', { tag: "tg_late" }],
		["tag:late", { tag: "tg_late" }],
		["from:ana@", { from: "ana@" }],
		["before:2026-11-01", { date: "..2026-10-31", zone: "Europe/Oslo" }],
		["after:2026-11-01", { date: "2026-11-02..", zone: "Europe/Oslo" }],
		["on:yesterday", { date: "2026-11-29..2026-11-29", zone: "Europe/Oslo" }],
		["on:2026-02", { date: "2026-02-01..2026-02-28", zone: "Europe/Oslo" }],
		["after:2026-10 before:2026-11-15", { date: "2026-11-01..2026-11-14", zone: "Europe/Oslo" }],
		["is:open is:closed", { status: "closed" }],
	])("%s is a filter", (text, filter) => {
		expect(parsed(text)).toEqual({ words: "", filter, problems: [] });
	});

	test("stands among words and phrases, which stay what is searched for", () => {
		expect(parsed('zip is:open "does not close" tag:refund please')).toEqual({
			words: 'zip "does not close" please',
			filter: { status: "open", tag: "tg_refund" },
			problems: [],
		});
	});

	test.each(["10:30", "https://shop.test/a?b=c", "order:123", "From: Ana", "note : is", "re:", "constructor:x"])(
		"%s is none",
		(text) => {
			expect(parsed(text)).toMatchObject({ words: text, filter: {}, problems: [] });
		},
	);

	test("that is being typed changes nothing yet", () => {
		expect(parsed("zip is:")).toEqual({ words: "zip", filter: {}, problems: [] });
	});

	test.each([
		["tag:refnd", "tag", "refnd", "unknown"],
		["assignee:zoe", "assignee", "zoe", "unknown"],
		["assignee:ode", "assignee", "ode", "ambiguous"],
		["is:constructor", "is", "constructor", "unknown"],
		["before:2026-02-30", "before", "2026-02-30", "unknown"],
		["on:soon", "on", "soon", "unknown"],
	])("%s can't be meant, and the rest is searched", (text, operator, value, reason) => {
		expect(parsed(`zip ${text}`)).toEqual({ words: "zip", filter: {}, problems: [{ operator, value, reason }] });
	});

	test("never loses a word that is no operator", () => {
		const word = fc.stringMatching(/^[a-z0-9äß-]{1,8}$/);
		fc.assert(
			fc.property(
				fc.array(word, { maxLength: 6 }),
				fc.constantFrom("is:open", "tag:refund", "before:2026"),
				(all, one) => {
					const text = [...all.slice(0, 2), one, ...all.slice(2)].join(" ");
					expect(parsed(text).words).toBe(all.join(" "));
				},
			),
		);
	});

	test("is read from any text", () => {
		fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void parsed(text)));
	});
});

describe("while one types", () => {
	const offered = (text: string) => suggestions(text, names).map((one) => one.text);
	test.each([
		["a", ["assignee:", "after:"]],
		["zip i", ["zip is:"]],
		["is:o", ["is:open"]],
		["zip assignee:b", ['zip assignee:"Ben Ode"', 'zip assignee:"Bea Ode"']],
		['tag:"late', ['tag:"Late parcel"']],
		["is:open ", []],
		["from:ana", []],
		["on:y", ["on:yesterday"]],
	])("%j is gone on with", (text, wanted) => {
		expect(offered(text)).toEqual(wanted);
	});

	test("what is offered means something", () => {
		for (const start of ["is:", "assignee:", "tag:", "before:", "on:"])
			for (const text of offered(`zip ${start}`)) expect(parsed(text)).toMatchObject({ words: "zip", problems: [] });
	});

	test("something is said to any text", () => {
		fc.assert(fc.property(fc.string(), (text) => void offered(text)));
	});
});
