/** The figures by day: each of a conversation's metrics is counted once, however often and whenever the Inbox gets them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type StoredMetrics, nextMetrics, noMetrics } from "../../../src/conversation/outgoing/metrics.ts";
import { changes } from "../../../src/inbox/metrics/days.ts";
import type { Entry, EventBody } from "../../../src/protocol/conversation/entry.ts";
import type { ConversationMetrics } from "../../../src/protocol/figures/days.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AT = 20_000 * DAY + 9 * HOUR;

const event = (of: EventBody, at = AT): Entry => ({ kind: "event", seq: 1, at, event: of });
const says = (kind: "visitor" | "ai" | "member", more: { offer?: boolean; writer?: string } = {}): Entry => ({
	kind: "message",
	seq: 1,
	at: AT,
	id: "m-1",
	author: kind === "member" ? { kind, id: "mb_1", name: "Marco" } : { kind },
	text: "…",
	...more,
});
const answer = says("ai", { writer: "embedded" });
const offer = says("ai", { writer: "rules", offer: true });
const closed = (at = AT): Entry => event({ type: "closed", by: "idle" }, at);
const reopened = (at: number): Entry => event({ type: "reopened", by: "visitor" }, at);
const after = (...entries: Entry[]): StoredMetrics => nextMetrics(noMetrics(), entries);

describe("what is counted of a conversation", () => {
	test("is its answers and offers, but no courtesies and nobody else's messages", () => {
		const counts = after(says("visitor"), answer, answer, offer, says("ai", { writer: "rules" }), says("member"));
		expect(counts).toMatchObject({ answers: 2, offers: 1, handoffs: {} });
	});

	test("is its handoffs by reason", () => {
		const handedOff = (reason: "sensitive" | "frustrated") => event({ type: "handed_off", reason });
		expect(after(handedOff("sensitive"), handedOff("frustrated"), handedOff("sensitive")).handoffs).toEqual({
			sensitive: 2,
			frustrated: 1,
		});
	});

	test.each([
		["answered and closed", [answer, closed()], true],
		["only greeted", [says("ai", { writer: "rules" }), closed()], null],
		["never with the AI", [says("member"), closed()], null],
		["left at an offer", [answer, offer, closed()], false],
		["answered after an offer", [offer, answer, closed()], true],
		["handed_off", [answer, event({ type: "handed_off", reason: "sensitive" }), closed()], false],
		["taken over", [answer, event({ type: "taken_over", member: { id: "mb_1", name: "Marco" } }), closed()], false],
		["reopened within a day", [answer, closed(), reopened(AT + 23 * HOUR)], null],
		[
			"reopened within a day and answered again",
			[answer, closed(), reopened(AT + HOUR), answer, closed(AT + DAY)],
			false,
		],
	])("tells of one %s whether the AI resolved it", (_, entries, resolved) => {
		expect(after(...entries).ending?.resolved ?? null).toBe(resolved);
	});

	test("begins again where the visitor returns after more than a day", () => {
		const counts = after(offer, closed(), reopened(AT + 2 * DAY), answer, closed(AT + 3 * DAY));
		expect(counts).toMatchObject({ episode: 1, ending: { at: AT + 3 * DAY, resolved: true } });
	});
});

describe("the days", () => {
	const told = (before: ConversationMetrics, next: ConversationMetrics, now = AT) =>
		Object.fromEntries(changes(before, next, now).map(({ day, name, n }) => [`${day} ${name}`, n]));

	test("remove an ending that a return within a day undid, on the ending's own day", () => {
		const ended = after(answer, closed());
		expect(told(noMetrics(), ended)).toEqual({ "20000 answers": 1, "20000 ended": 1, "20000 resolved": 1 });
		expect(told(ended, nextMetrics(ended, [reopened(AT + 20 * HOUR)]), AT + 20 * HOUR)).toEqual({
			"20000 ended": -1,
			"20000 resolved": -1,
		});
	});

	test("keep an ending that held for a day", () => {
		const ended = after(answer, closed());
		expect(told(ended, nextMetrics(ended, [reopened(AT + 2 * DAY)]), AT + 2 * DAY)).toEqual({});
	});

	test("change nothing on a repeated update", () => {
		const counts = after(answer, offer, closed());
		expect(changes(counts, counts, AT + 5 * DAY)).toEqual([]);
	});

	test("add up to the same, whichever steps were sent as updates", () => {
		const steps = fc.array(
			fc.record({
				what: fc.constantFrom("answer", "offer", "closed", "reopened", "handedOff"),
				laterHours: fc.integer({ min: 0, max: 40 }),
				told: fc.boolean(),
			}),
			{ maxLength: 20 },
		);
		fc.assert(
			fc.property(steps, (history) => {
				const sums = new Map<string, number>();
				let [counts, known, at, open] = [noMetrics(), noMetrics(), AT, true];
				for (const [index, { what, laterHours, told: tells }] of history.entries()) {
					at += laterHours * HOUR;
					// Closing and reopening alternate.
					if (open === (what === "reopened")) continue;
					if (what === "closed" || what === "reopened") open = what === "reopened";
					const entry = {
						answer: { ...answer, at },
						offer: { ...offer, at },
						closed: closed(at),
						reopened: reopened(at),
						handedOff: event({ type: "handed_off", reason: "sensitive" }, at),
					}[what];
					counts = nextMetrics(counts, [entry]);
					// Any update may be skipped but a reopening's: an episode lasts more than a day, and no update is that late.
					if (!tells && what !== "reopened" && index < history.length - 1) continue;
					for (const { name, n } of changes(known, counts, at)) sums.set(name, (sums.get(name) ?? 0) + n);
					known = counts;
				}
				for (const { name, n } of changes(known, counts, at)) sums.set(name, (sums.get(name) ?? 0) + n);
				expect(sums.get("answers") ?? 0).toBe(counts.answers);
				expect(sums.get("handoff.sensitive") ?? 0).toBe(counts.handoffs.sensitive ?? 0);
				expect(sums.get("resolved") ?? 0).toBeGreaterThanOrEqual(0);
				expect(sums.get("ended") ?? 0).toBeGreaterThanOrEqual(sums.get("resolved") ?? 0);
			}),
		);
	});
});
