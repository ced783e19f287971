/** Two members race through the routes: the later one is told what happened, and can go on. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect } from "vitest";
import { ActionResult } from "../../../src/protocol/conversation/details.ts";
import type { MemberAction } from "../../../src/protocol/conversation/frames.ts";
import { Problem } from "../../../src/protocol/problem.ts";
import { ask, createMember, type Person } from "../setup/people.ts";
import { stateOf } from "../setup/post.ts";
import { isolated as test } from "../setup/stage.ts";
import { act, everything, untilMessage } from "../setup/talk.ts";

/** Acts through its route, as a tab that has seen the log up to `seen`. */
const actSeen = (person: Person, id: string, seen: number | string, { type, ...body }: MemberAction) =>
	ask(person, `/api/conversations/${id}/${type.replaceAll("_", "-")}?seen=${seen}`, { body });

const done = async (response: Response) => {
	expect(response.status).toBe(200);
	return v.parse(ActionResult, await response.json());
};
const refused = async (response: Response) => {
	expect(response.status).toBe(409);
	return v.parse(Problem, await response.json());
};
const lastSeq = async (stub: Parameters<typeof everything>[0]) => (await everything(stub)).at(-1)?.seq ?? 0;

const inAnHour = Date.now() + 3_600_000;

describe("the later of two", () => {
	test("is refused with what the first did, and goes on with the new seq", async ({
		shop,
		marco,
		ines,
		start,
		stubOf,
	}) => {
		const omar = await createMember(shop, "agent", "Omar");
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await done(await act(marco, id, { type: "take_over" }));
		const seen = await lastSeq(stubOf(id));
		await done(await actSeen(ines, id, seen, { type: "assign", member: omar.id }));
		const problem = await refused(await actSeen(marco, id, seen, { type: "close" }));
		expect(problem).toMatchObject({
			reason: "changed",
			happened: { event: { type: "assigned", member: { name: "Omar" }, by: { id: ines.id } } },
		});
		expect(await stateOf(stubOf(id))).toMatchObject({ handler: "human", assignee: { id: omar.id } });
		const closed = await done(await actSeen(marco, id, problem.happened?.seq ?? 0, { type: "close" }));
		expect(closed).toMatchObject({ state: { status: "closed" }, happened: null });
	});

	test("hears of the first where there is nothing left to do, and nothing is written", async ({
		marco,
		ines,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		const seen = await lastSeq(stubOf(id));
		expect((await done(await actSeen(ines, id, seen, { type: "close" }))).happened).toBeNull();
		const before = await everything(stubOf(id));
		expect(await done(await actSeen(marco, id, seen, { type: "close" }))).toMatchObject({
			undo: null,
			happened: { event: { type: "closed", member: { id: ines.id } } },
		});
		expect(await everything(stubOf(id))).toEqual(before);
	});

	test.for<[MemberAction["type"], MemberAction | null, MemberAction, MemberAction]>([
		["take_over", null, { type: "take_over" }, { type: "take_over" }],
		["hand_back", { type: "take_over" }, { type: "take_over" }, { type: "hand_back" }],
		["assign", { type: "take_over" }, { type: "take_over" }, { type: "assign", member: null }],
		["reopen", { type: "close" }, { type: "reopen" }, { type: "close" }],
		["snooze", null, { type: "take_over" }, { type: "snooze", until: null }],
		["wake", { type: "snooze", until: inAnHour }, { type: "snooze", until: null }, { type: "wake" }],
	])(
		"%s: refused after a teammate's change, and done where nobody says what they have seen",
		async ([, first, theirs, mine], { marco, ines, start, stubOf }) => {
			const { id, line } = await start();
			await untilMessage(line, "ai");
			if (first) await done(await act(marco, id, first));
			const seen = await lastSeq(stubOf(id));
			await done(await act(ines, id, theirs));
			const problem = await refused(await actSeen(marco, id, seen, mine));
			expect(problem).toMatchObject({ reason: "changed", detail: expect.stringMatching(/^Somebody has changed/) });
			expect(problem.happened?.seq).toBeGreaterThan(seen);
			expect((await done(await act(marco, id, mine))).happened).toBeNull();
		},
	);

	test("of an offer, it is told who took it", async ({ shop, marco, ines, start, stubOf }) => {
		const { id, line } = await start("I want to talk to a person.");
		await line.next("entries", ({ state }) => state.handler === "waiting");
		const stub = stubOf(id);
		await stub.act({ kind: "system" }, "route", { member: marco.id, until: Date.now() + 60_000 });
		const seen = await lastSeq(stub);
		await done(await act(ines, id, { type: "take_over" }));
		expect(await refused(await actSeen(marco, id, seen, { type: "accept" }))).toMatchObject({
			reason: "not_now",
			happened: { event: { type: "taken_over", member: { id: ines.id } } },
		});
		expect((await refused(await act(marco, id, { type: "accept" }))).happened).toBeUndefined();
		expect(shop.id).not.toBe("");
	});

	test("isn't whoever acts in two tabs, nor who has seen it, nor who sends a number that is none", async ({
		marco,
		ines,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		const seen = await lastSeq(stubOf(id));
		await done(await actSeen(marco, id, seen, { type: "take_over" }));
		await done(await actSeen(marco, id, seen, { type: "hand_back" }));
		await done(await act(ines, id, { type: "take_over" }));
		await done(await actSeen(marco, id, await lastSeq(stubOf(id)), { type: "take_over" }));
		await done(await act(ines, id, { type: "take_over" }));
		await done(await actSeen(marco, id, "soon", { type: "close" }));
	});

	test("learns nothing by it without the right to act", async ({ vera, ines, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		const seen = await lastSeq(stubOf(id));
		await done(await act(ines, id, { type: "close" }));
		const answer = await actSeen(vera, id, seen, { type: "close" });
		expect(answer.status).toBe(403);
		expect(await answer.text()).not.toContain("happened");
		const viewer = { kind: "member", id: "mb_by", name: "By", role: "viewer" } as const;
		expect(await stubOf(id).act(viewer, "close", { seen })).toEqual({ ok: false, reason: "forbidden" });
	});

	test("is looked for in the latest entries only", async ({ marco, ines, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await done(await act(ines, id, { type: "take_over" }));
		expect(await refused(await actSeen(marco, id, 0, { type: "close" }))).toMatchObject({ reason: "changed" });
		await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => {
			const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			const record = JSON.parse(body);
			record.state.seq += 1_000;
			sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
		});
		await evictDurableObject(stubOf(id));
		await done(await actSeen(marco, id, 0, { type: "close" }));
	});
});
