/** What the AI's attempts did is kept with their entries, for the team and for nobody else. */
import { runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { Traces } from "../../../src/conversation/turn/traces.ts";
import { EntryPage } from "../../../src/protocol/conversation/details.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { EntryTrace } from "../../../src/protocol/conversation/trace.ts";
import {
	ask,
	askAsVisitor,
	createVisitor,
	newConversationId,
	newFrameId,
	ORIGIN,
	type Person,
	type Visiting,
} from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { say } from "../setup/talk.ts";
import { saveQuestion } from "../setup/library.ts";
import { test as stage } from "../setup/stage.ts";

const isOurs = (entry: Entry) =>
	(entry.kind === "message" && entry.author.kind === "ai") ||
	(entry.kind === "event" && entry.event.type === "handed_off");

/** Asks and waits for what comes of it. */
const test = stage.extend("askAndWait", { scope: "file" }, ({ shop, vera }) => async (text: string) => {
	const visitor = await createVisitor(shop);
	const id = newConversationId();
	const frames = `/api/widget/conversations/${id}/frames`;
	await askAsVisitor(visitor, frames, { body: { type: "send", id: newFrameId(), text } });
	const entry = await vi.waitFor(
		async () => {
			const page = v.parse(EntryPage, await (await ask(vera, `/api/conversations/${id}/entries`)).json());
			const found = page.entries.find(isOurs);
			expect(found).toBeDefined();
			return found;
		},
		{ timeout: 10_000 },
	);
	return { visitor, id, seq: entry?.seq ?? 0 };
});

test.beforeAll(async ({ library }) => {
	await saveQuestion(library, null, {
		wordings: ["How long is the warranty?"],
		answer: "Our bags have a warranty of five years.",
	});
});

const traceOf = (person: Person | null, id: string, seq: number | string) =>
	ask(person, `/api/conversations/${id}/entries/${seq}/trace`);

describe("the trace of an entry", () => {
	test("tells a member what an answer was made of", async ({ vera, askAndWait }) => {
		const { id, seq } = await askAndWait("How long is the warranty?");
		const { trace } = v.parse(EntryTrace, await (await traceOf(vera, id, seq)).json());
		expect(trace).toMatchObject({ decidedBy: "writer", writer: "embedded", question: "How long is the warranty?" });
		expect(trace.passages[0]).toMatchObject({ title: "How long is the warranty?", cited: true });
	});

	test("tells why a person was offered", async ({ vera, askAndWait }) => {
		const { id, seq } = await askAndWait("Do you sell umbrellas in Tokyo?");
		const { trace } = v.parse(EntryTrace, await (await traceOf(vera, id, seq)).json());
		expect(["judge", "search"]).toContain(trace.decidedBy);
		expect(trace.threshold).toBe(0.85);
	});

	test("is there for an escalation by a turn, under the event's number", async ({ vera, askAndWait }) => {
		const { id, seq } = await askAndWait("This is absolutely ridiculous, you are useless");
		const { trace } = v.parse(EntryTrace, await (await traceOf(vera, id, seq)).json());
		expect(trace.decidedBy).toBe("frustrated");
	});

	test("is missing for entries nobody attempted, and for numbers that are none", async ({ vera, askAndWait }) => {
		const { id } = await askAndWait("How long is the warranty?");
		for (const seq of [1, 99, "x", "-1", "1e3"]) expect((await traceOf(vera, id, seq)).status).toBe(404);
	});

	test("never reaches a visitor, by any of their ways", async ({ askAndWait }) => {
		const { visitor, id, seq } = await askAndWait("How long is the warranty?");
		const own = `/api/widget/conversations/${id}/entries`;
		const asVisitor = { Authorization: `Bearer ${visitor.token}`, Origin: ORIGIN };
		for (const path of [`${own}/${seq}/trace`, `/api/conversations/${id}/entries/${seq}/trace`]) {
			expect([401, 404]).toContain((await askAsVisitor(visitor, path)).status);
			expect([401, 404]).toContain((await exports.default.fetch(`${ORIGIN}${path}`, { headers: asVisitor })).status);
		}
		const page = await (await askAsVisitor(visitor, own)).text();
		const line = await openVisitor(visitor, id);
		const welcome = JSON.stringify(await line.next("welcome"));
		for (const told of [page, welcome]) {
			expect(told).toContain("five years");
			expect(told).not.toMatch(/decidedBy|confidence|threshold|passages|bm25/);
		}
	});

	test("is kept for the latest two hundred only", async ({ stubOf, askAndWait }) => {
		const { id, seq } = await askAndWait("How long is the warranty?");
		await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => {
			const traces = new Traces(sql);
			const trace = traces.bySeq(seq);
			if (!trace) throw new Error("There is no trace to copy.");
			const entry: Entry = { kind: "event", seq: 0, at: 1, event: { type: "handed_off" } };
			for (let n = 1; n <= 205; n++) traces.add(trace, [{ ...entry, seq: 1_000 + n }]);
			expect(sql.exec<{ n: number }>("SELECT count(*) AS n FROM trace").one().n).toBe(200);
			expect([traces.bySeq(seq), traces.bySeq(1_005), traces.bySeq(1_006)]).toEqual([null, null, trace]);
		});
	});
});

describe("a visitor's thumb on an answer", () => {
	const rate = (visitor: Visiting, id: string, seq: number, rating: unknown, frame = newFrameId()) =>
		askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, {
			body: { type: "rate", id: frame, seq, rating },
		});
	const ratingOf = async (vera: Person, id: string, seq: number) => {
		const page = v.parse(EntryPage, await (await ask(vera, `/api/conversations/${id}/entries`)).json());
		const entry = page.entries.find((each) => each.seq === seq);
		return entry?.kind === "message" ? entry.rating : "no message";
	};

	test("is taken over HTTP and the socket, may be changed and taken back, and counts once however often it is said", async ({
		vera,
		stubOf,
		askAndWait,
	}) => {
		const { visitor, id, seq } = await askAndWait("How long is the warranty?");
		const frame = newFrameId();
		for (let n = 0; n < 2; n++)
			expect(await (await rate(visitor, id, seq, "up", frame)).json()).toEqual({
				frames: [{ type: "done", id: frame }],
			});
		expect(await ratingOf(vera, id, seq)).toBe("up");
		const line = await openVisitor(visitor, id);
		const second = newFrameId();
		line.send({ type: "rate", id: second, seq, rating: "down" });
		await line.next("done");
		expect(await ratingOf(vera, id, seq)).toBe("down");
		expect(v.parse(EntryTrace, await (await traceOf(vera, id, seq)).json()).rating).toBe("down");
		await rate(visitor, id, seq, null);
		expect(await ratingOf(vera, id, seq)).toBeUndefined();
		await rate(visitor, id, seq, "up");
		const counted = await runInDurableObject(stubOf(id), (_, { storage: { sql } }) =>
			sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one(),
		);
		expect(JSON.parse(counted.body)).toMatchObject({ metrics: { up: 1, down: 0 } });
	});

	test("shows at once in a dashboard that has the thread open, and comes back to the visitor", async ({
		vera,
		askAndWait,
	}) => {
		const { visitor, id, seq } = await askAndWait("How long is the warranty?");
		const desk = await openMember(vera, id);
		await desk.next("welcome");
		await rate(visitor, id, seq, "up");
		const { entries } = await desk.next("entries");
		expect(entries).toMatchObject([{ seq, rating: "up", text: "Our bags have a warranty of five years." }]);
		const line = await openVisitor(visitor, id);
		const welcome = await line.next("welcome");
		expect(welcome.entries.find((entry) => entry.seq === seq)).toMatchObject({ rating: "up" });
	});

	test("reaches a teammate who was away, set, changed and taken back, whatever came after it", async ({
		askAndWait,
		ines,
	}) => {
		const { visitor, id, seq } = await askAndWait("How long is the warranty?");
		const resumed = async (since: number) => {
			const line = await openMember(ines, id, since);
			const welcome = await line.next("welcome");
			line.close();
			expect(welcome.resumed).toBe(true);
			return welcome;
		};
		const rated = async (since: number) => {
			const entry = (await resumed(since)).entries.find((each) => each.seq === seq);
			return entry?.kind === "message" ? (entry.rating ?? "none") : "not sent";
		};
		const { seq: last } = await resumed(seq);
		expect(await rated(last)).toBe("not sent");
		for (const [rating, shown] of [
			["up", "up"],
			["down", "down"],
			[null, "none"],
			["up", "up"],
		] as const) {
			await rate(visitor, id, seq, rating);
			expect(await rated(last)).toBe(shown);
		}
		const line = await openVisitor(visitor, id);
		await say(line, "Thank you, that was all.");
		expect(await rated(last)).toBe("up");
		// A client that has what came after the rating has the rating too.
		const { seq: newest } = await resumed(last);
		expect(newest).toBeGreaterThan(last);
		expect(await rated(newest)).toBe("not sent");
	});

	test("is refused on anything but an answer of the AI, by anybody but the conversation's visitor", async ({
		shop,
		vera,
		askAndWait,
	}) => {
		const { visitor, id, seq } = await askAndWait("How long is the warranty?");
		const offered = await askAndWait("Do you sell umbrellas in Tokyo?");
		const reason = async (response: Response) => JSON.stringify(await response.json());
		expect(await reason(await rate(visitor, id, 1, "up"))).toContain("not_found");
		expect(await reason(await rate(visitor, id, 99, "up"))).toContain("not_found");
		expect(await reason(await rate(offered.visitor, offered.id, offered.seq, "up"))).toContain("not_found");
		expect(await reason(await rate(visitor, id, seq, "sideways"))).toContain("invalid");
		expect((await rate(await createVisitor(shop), id, seq, "down")).status).toBe(404);
		expect(await ratingOf(vera, id, seq)).toBeUndefined();
	});
});
