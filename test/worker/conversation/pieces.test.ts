/** A visitor who writes in pieces gets one answer to all of them, also where the object dies in the pause. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { PAUSE_MS } from "../../../src/conversation/turn/pause.ts";
import { newFrameId } from "../setup/people.ts";
import { test as stage } from "../setup/stage.ts";
import { everything, isMessage, type Started, untilMessage } from "../setup/talk.ts";

const pieces = ["hi", "zzz qqq", "it is about vvv"];
const type = ({ line }: Started) => line.send({ type: "typing" });
const send = ({ line }: Started, text: string) => line.send({ type: "send", id: newFrameId(), text });

const test = stage.extend(
	"outcomesOf",
	({ stubOf }) =>
		async ({ id }: Started) =>
			(await everything(stubOf(id))).filter((entry) => isMessage(entry) && entry.author.kind === "ai"),
);

describe("messages in pieces", () => {
	test("make one turn, after the last of them", async ({ arrive, outcomesOf, stubOf }) => {
		const begun = await arrive();
		for (const text of pieces) {
			send(begun, text);
			await vi.waitFor(async () => {
				const said = (await everything(stubOf(begun.id))).filter(isMessage);
				expect(said.at(-1)?.text).toBe(text);
			});
			type(begun);
		}
		await untilMessage(begun.line, "ai");
		const log = (await everything(stubOf(begun.id))).filter(isMessage);
		expect(log.map(({ author }) => author.kind)).toEqual(["visitor", "visitor", "visitor", "ai"]);
		expect(await outcomesOf(begun)).toHaveLength(1);
	});

	test("have their outcome by the alarm where the object forgets in the pause", async ({
		arrive,
		outcomesOf,
		stubOf,
	}) => {
		const begun = await arrive();
		send(begun, "hi");
		await vi.waitFor(async () => expect(await everything(stubOf(begun.id))).not.toEqual([]));
		const alarmAt = await runInDurableObject(stubOf(begun.id), (_, { storage }) => storage.getAlarm());
		expect(alarmAt).toBeLessThanOrEqual(Date.now() + PAUSE_MS.most);
		await abortAllDurableObjects();
		// Who connects meanwhile starts nothing early.
		expect(await outcomesOf(begun)).toEqual([]);
		vi.useFakeTimers({ now: (alarmAt ?? 0) + 1, toFake: ["Date"] });
		try {
			await runDurableObjectAlarm(stubOf(begun.id));
		} finally {
			vi.useRealTimers();
		}
		await vi.waitFor(async () => expect(await outcomesOf(begun)).toHaveLength(1), 5_000);
	});
});
