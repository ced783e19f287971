/** The numbers of the AI's turns: each reaches the Inbox once, with what became of its answer, and is deleted in time. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect, vi } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import { Turns } from "../../../src/inbox/metrics/turns.ts";
import { SCALE } from "../../../src/protocol/conversation/scale.ts";
import { AnswerFigures } from "../../../src/protocol/figures/answers.ts";
import { Figures } from "../../../src/protocol/figures/days.ts";
import { saveQuestion } from "../setup/library.ts";
import { ask, createMember, createWorkspace, newFrameId, type Person } from "../setup/people.ts";
import { say, untilMessage } from "../setup/talk.ts";
import { isolated as test } from "../setup/stage.ts";

const DAY = 86_400_000;
const QUESTION = "How long is the warranty?";

async function figuresOf(person: Person, days = 30): Promise<AnswerFigures> {
	return v.parse(AnswerFigures, await (await ask(person, `/api/figures/answers?days=${days}`)).json());
}
const sum = ({ bands }: AnswerFigures) =>
	bands.reduce(
		(total, { answers, up, down, reopened, escalated }) => ({
			answers: total.answers + answers,
			up: total.up + up,
			down: total.down + down,
			reopened: total.reopened + reopened,
			escalated: total.escalated + escalated,
		}),
		{ answers: 0, up: 0, down: 0, reopened: 0, escalated: 0 },
	);

test("an answer counts with its chance, its thumb, the visitor's return and the handoff after it", async ({
	library,
	start,
	ines,
	shop,
}) => {
	await saveQuestion(library, null, { wordings: [QUESTION], answer: "Five years." });
	const { id, line } = await start(QUESTION);
	const { entries } = await untilMessage(line, "ai");
	const reads = (counts: object) =>
		vi.waitFor(async () => expect(sum(await figuresOf(ines))).toEqual({ ...none, ...counts }), { timeout: 5_000 });
	const none = { answers: 0, up: 0, down: 0, reopened: 0, escalated: 0 };
	await reads({ answers: 1 });
	line.send({ type: "rate", id: newFrameId(), seq: entries.at(-1)?.seq ?? 0, rating: "up" });
	await reads({ answers: 1, up: 1 });
	line.send({ type: "rate", id: newFrameId(), seq: entries.at(-1)?.seq ?? 0, rating: "down" });
	await reads({ answers: 1, down: 1 });
	await ask(ines, `/api/conversations/${id}/close`, { body: {} });
	await say(line, "I want to talk to a human");
	await reads({ answers: 1, down: 1, reopened: 1, escalated: 1 });
	const figures = await figuresOf(ines);
	expect(figures).toMatchObject({
		questions: 1,
		answered: 1,
		earlier: 0,
		since: new Date().toISOString().slice(0, 10),
	});
	expect(figures.thresholds[85]).toMatchObject({ kept: 1, keptUnhelpful: 1 });
	const rows = await runInDurableObject(inbox(env, shop.id), (_, { storage: { sql } }) =>
		sql.exec("SELECT * FROM turn_figure").toArray(),
	);
	expect(JSON.stringify(rows)).not.toMatch(/warranty|years|human/i);
	const byDay = v.parse(Figures, await (await ask(ines, "/api/figures?days=7")).json());
	expect(byDay.scaleSince).toBe(figures.since);
});

test("what a conversation reports again counts once, also when its item is of a known version", async ({
	library,
	start,
	ines,
	shop,
	stubOf,
}) => {
	await saveQuestion(library, null, { wordings: [QUESTION], answer: "Five years." });
	const { id, line } = await start(QUESTION);
	await untilMessage(line, "ai");
	await vi.waitFor(async () => expect((await figuresOf(ines)).answered).toBe(1));
	const item = await stubOf(id).item();
	if (!item) throw new Error("There is no item.");
	const rows = await runInDurableObject(inbox(env, shop.id), (_, { storage: { sql } }) =>
		sql.exec<{ at: number; seq: number }>("SELECT at, seq FROM turn_figure").toArray(),
	);
	const [stored] = rows;
	if (!stored) throw new Error("There is no turn.");
	const turn = {
		type: "turn" as const,
		...stored,
		scale: SCALE,
		outcome: "answer" as const,
		decidedBy: "writer" as const,
		verdict: null,
		quoted: 0.9,
		known: 0.9,
		confidence: 0.9,
		reach: null,
		threshold: 0.85,
	};
	const { at, seq } = stored;
	const receive = (version: number) =>
		inbox(env, shop.id).receive({ ...item, version }, [], null, null, [turn, { type: "escalated", at, seq }]);
	await receive(item.version);
	expect(sum(await figuresOf(ines))).toMatchObject({ answers: 1, escalated: 0 });
	await receive(item.version + 1);
	await receive(item.version + 1);
	expect(sum(await figuresOf(ines))).toMatchObject({ answers: 1, escalated: 1 });
});

test("the figures are read by all of the team but agents, by nobody else, and of one workspace", async ({
	library,
	start,
	ines,
	marco,
	vera,
	visitor,
}) => {
	await saveQuestion(library, null, { wordings: [QUESTION], answer: "Five years." });
	await untilMessage((await start(QUESTION)).line, "ai");
	await vi.waitFor(async () => expect((await figuresOf(ines)).answered).toBe(1));
	expect((await figuresOf(vera)).answered).toBe(1);
	expect((await ask(marco, "/api/figures/answers?days=30")).status).toBe(403);
	const stranger = await createMember(await createWorkspace(), "owner");
	expect(await figuresOf(stranger)).toMatchObject({ questions: 0, since: null });
	expect((await ask(null, "/api/figures/answers?days=30")).status).toBe(401);
	const token = { Authorization: `Bearer ${visitor.token}` };
	expect((await ask(null, "/api/figures/answers?days=30", { headers: token })).status).toBe(401);
	expect((await ask(ines, "/api/figures/answers?days=31")).status).toBe(422);
});

test("turns are kept for ninety days, and deleted by the alarm, a bounded number at a time", async ({ shop }) => {
	const stub = inbox(env, shop.id);
	const put = (count: number, at: number) =>
		runInDurableObject(stub, (_, { storage }) => {
			const turns = new Turns(storage.sql);
			const figures = { scale: SCALE, outcome: "answer", decidedBy: "writer", verdict: null, threshold: 0.85 } as const;
			const chances = { quoted: 0.9, known: 0.9, confidence: 0.9, reach: null };
			for (let seq = 1; seq <= count; seq++) turns.take("c_1", [{ type: "turn", seq, at, ...figures, ...chances }]);
			return storage.setAlarm(Date.now() + DAY);
		});
	const counted = () =>
		runInDurableObject(
			stub,
			(_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM turn_figure").one().n,
		);
	const alarmIn = () =>
		runInDurableObject(stub, async (_, { storage }) => ((await storage.getAlarm()) ?? 0) - Date.now());
	await put(1_200, Date.now() - 91 * DAY);
	await put(5, Date.now() - 89 * DAY);
	expect(await runDurableObjectAlarm(stub)).toBe(true);
	expect(await counted()).toBe(205);
	expect(await alarmIn()).toBeLessThan(60_000);
	expect(await runDurableObjectAlarm(stub)).toBe(true);
	expect(await counted()).toBe(5);
	expect(await alarmIn()).toBeGreaterThan(DAY / 2);
});
