/**
 * The AI's turn in a live conversation: whatever the model does, a visitor's message has exactly one outcome, and the
 * AI is silent the moment a person has it. The model is Workers AI's binding, scripted on the wire.
 */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import * as v from "valibot";
import { beforeEach, describe, expect, vi } from "vitest";
import { StartLimits } from "../../../src/protocol/settings/budgets.ts";
import { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { ask, newFrameId, newGrant } from "../setup/people.ts";
import { openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { saveArticle } from "../setup/library.ts";
import { test as stage } from "../setup/stage.ts";
import { everything, isMessage } from "../setup/talk.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";

const QUESTION = "How many days do I have to send a bag back?";
const WRITTEN = "You have thirty days to send it back.";

type Script = (write: (text: string) => void, end: () => void) => void | Promise<void>;

/** A binding of its own for every test: one that has failed rests, and must not rest in the next test. */
function model(script: Script | "throws" | "hangs") {
	const encoder = new TextEncoder();
	const run = async () => {
		if (script === "throws") throw new Error("3040: Capacity temporarily exceeded");
		let unread = false;
		return new ReadableStream<Uint8Array>({
			cancel() {
				unread = true;
			},
			start(controller) {
				const line = (json: object | string) =>
					unread ||
					controller.enqueue(encoder.encode(`data: ${typeof json === "string" ? json : JSON.stringify(json)}\n\n`));
				if (script === "hangs") return;
				const end = () => {
					line({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
					line("[DONE]");
					if (!unread) controller.close();
				};
				void script((content) => line({ choices: [{ index: 0, delta: { content } }] }), end);
			},
		});
	};
	Reflect.set(env, "AI", { run });
}

type Stub = DurableObjectStub<Conversation>;

/** What became of what the visitor asked. */
async function outcomes(stub: Stub): Promise<string[]> {
	return (await everything(stub)).flatMap((entry) => {
		if (isMessage(entry) && entry.author.kind === "ai") return [entry.offer ? "offer" : "answer"];
		return entry.kind === "event" && ["handed_off", "taken_over"].includes(entry.event.type) ? [entry.event.type] : [];
	});
}

const settled = (stub: Stub) =>
	vi.waitFor(async () => expect(await outcomes(stub)).not.toEqual([]), { timeout: 15_000 });

const answers: Script = (write, end) => {
	write(`SOURCES: 1\n${WRITTEN}`);
	end();
};

const test = stage
	/** A new visitor, and what they ask from there. */
	.extend("begin", { scope: "file" }, ({ arrive }) => async () => {
		const begun = await arrive();
		const asks = (text: string) => begun.line.send({ type: "send", id: newFrameId(), text });
		return { ...begun, asks };
	})
	/** Asks the question and waits for what comes of it. */
	.extend("asked", ({ begin, stubOf }) => async () => {
		const { id, asks } = await begin();
		asks(QUESTION);
		await settled(stubOf(id));
	})
	/** A dashboard without trouble. The list follows a conversation by a moment: that of the test before may still stand. */
	.extend("watching", async ({ asked, ines }) => {
		model(answers);
		await asked();
		return vi.waitFor(async () => {
			const list = await openInbox(ines);
			expect((await list.next("hello")).trouble).toBeNull();
			return list;
		});
	});

// How sure the judge is has tests of its own; here every question that finds the article is written an answer to.
test.override("settings", { threshold: 0.3 });
test.beforeAll(async ({ library }) => {
	Reflect.set(env, "ANSWERER", "auto");
	await saveArticle(library, null, {
		title: "Returns and refunds",
		text: "You have 30 days from the day it arrives to send a bag back. We refund you within 5 days of getting it back.",
	});
});

beforeEach(() => model("throws"));

describe("whatever the model does, there is one outcome", () => {
	test("an answer is streamed, then stored with its sources and confidence", async ({ stubOf, begin }) => {
		model((write, end) => {
			write("SOURCES: 1\n");
			for (const word of WRITTEN.split(/(?<= )/)) write(word);
			end();
		});
		const { id, line, asks } = await begin();
		asks(QUESTION);
		await line.next("writing");
		await settled(stubOf(id));
		const answer = (await everything(stubOf(id))).find((entry) => isMessage(entry) && entry.author.kind === "ai");
		expect(answer).toMatchObject({
			text: WRITTEN,
			writer: "workers-ai",
			citations: [{ title: "Returns and refunds" }],
		});
		const streamed = line.frames.flatMap((frame) => (frame.type === "writing" ? [frame.text] : [])).join("");
		expect(streamed).toBe(WRITTEN);
	});

	const broken: Record<string, Script | "throws"> = {
		throws: "throws",
		"answers nothing": (_, end) => end(),
		"answers half and breaks off": (write) => {
			write("SOURCES: 1\n");
			write("You have thirty ");
			throw new Error("connection lost");
		},
	};
	for (const [what, script] of Object.entries(broken))
		test(`a model that ${what} leaves nothing behind; the knowledge base is quoted instead`, async ({
			stubOf,
			begin,
		}) => {
			model(script);
			const { id, asks } = await begin();
			asks(QUESTION);
			await settled(stubOf(id));
			const said = (await everything(stubOf(id))).filter(isMessage).filter(({ author }) => author.kind === "ai");
			expect(said).toHaveLength(1);
			expect(said[0]).toMatchObject({ writer: "embedded" });
			expect(said[0]?.text).toContain("30 days");
		});

	test("a model that hangs is given up after its time, and the visitor has an answer all the same", async ({
		stubOf,
		begin,
	}) => {
		model("hangs");
		const { id, asks } = await begin();
		asks(QUESTION);
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["answer"]);
	});

	test("a model that says it can't, becomes an offer with the reason", async ({ stubOf, begin }) => {
		model((write, end) => {
			write("OFFER\n");
			end();
		});
		const { id, asks } = await begin();
		asks(QUESTION);
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["offer"]);
		expect((await stubOf(id).item())?.reason).toBe("low_confidence");
	});

	test("one that answers a part shows it with its sources, and offers a person for the other", async ({
		stubOf,
		begin,
	}) => {
		model((write, end) => {
			write("SOURCES: 1 PART\nYou have 30 days. Whether the shipping is paid");
			write(" back, the articles don't say.");
			end();
		});
		const { id, asks, line } = await begin();
		asks(QUESTION);
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["offer"]);
		const shown = () => line.frames.flatMap((frame) => (frame.type === "entries" ? frame.entries : []));
		await vi.waitFor(() =>
			expect(
				shown()
					.filter(isMessage)
					.some(({ offer }) => offer),
			).toBe(true),
		);
		const entry = shown()
			.filter(isMessage)
			.find(({ offer }) => offer);
		expect(entry).toMatchObject({
			text: expect.stringMatching(/^You have 30 days\. Whether .* don't say\.\n\n\S/),
			citations: [{ title: "Returns and refunds" }],
		});
		expect(entry).not.toHaveProperty("confidence");
		asks("yes");
		await vi.waitFor(async () => expect(await outcomes(stubOf(id))).toEqual(["offer", "handed_off"]));
	});

	test("one that promises to connect somebody has connected nobody", async ({ stubOf, begin }) => {
		model((write, end) => {
			write("SOURCES: 1\nI am connecting you with a colleague now.");
			end();
		});
		const { id, asks } = await begin();
		asks(QUESTION);
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["offer"]);
		expect((await stubOf(id).item())?.handler).toBe("ai");
	});
});

describe("the team learns on every page of the dashboard", () => {
	test("that the model fails, and that it answers again", async ({ asked, watching: list }) => {
		model("throws");
		await asked();
		expect((await list.next("trouble")).trouble).toMatchObject({ writer: "workers-ai", why: "failing" });
		// It rests, which is the same trouble to whoever asks meanwhile.
		await asked();
		model(answers);
		await asked();
		expect((await list.next("trouble")).trouble).toBeNull();
		expect(list.frames.filter(({ type }) => type === "trouble")).toHaveLength(2);
	});

	test("that its allowance is used up; what one question brought about is no news", async ({
		asked,
		watching: list,
	}) => {
		model((_, end) => end());
		await asked();
		model(() => {
			throw new Error("4006: you have used up your daily free allocation");
		});
		await asked();
		expect((await list.next("trouble")).trouble).toMatchObject({ why: "used_up" });
		expect(list.frames.filter(({ type }) => type === "trouble")).toHaveLength(1);
	});
});

describe("a person takes over", () => {
	test("in the middle of an answer: nothing of it stays, and the AI says nothing more", async ({
		ines,
		stubOf,
		begin,
	}) => {
		const { promise: released, resolve: release } = Promise.withResolvers<void>();
		model(async (write, end) => {
			write("SOURCES: 1\nYou may send it back.\nYou have ");
			await released;
			write("thirty days.");
			end();
		});
		const { id, line, asks } = await begin();
		asks(QUESTION);
		const { turn } = await line.next("writing");
		const taken = await ask(ines, `/api/conversations/${id}/take-over`, { body: {} });
		expect(taken.status).toBe(200);
		expect((await line.next("discarded")).turn).toBe(turn);
		release();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		desk.send({ type: "send", id: newFrameId(), text: "This is Ines." });
		await desk.next("entries");
		expect(await outcomes(stubOf(id))).toEqual(["taken_over"]);
		const after = line.frames.slice(line.frames.findIndex(({ type }) => type === "discarded") + 1);
		expect(after.filter(({ type }) => type === "writing")).toEqual([]);
	});

	test("the AI stays silent until it is handed back, and then answers what nobody did", async ({
		ines,
		stubOf,
		begin,
	}) => {
		const { id, asks } = await begin();
		asks("I want to talk to a human please");
		await settled(stubOf(id));
		asks(QUESTION);
		await vi.waitFor(async () => expect((await everything(stubOf(id))).filter(isMessage)).toHaveLength(2));
		expect(await outcomes(stubOf(id))).toEqual(["handed_off"]);
		await ask(ines, `/api/conversations/${id}/take-over`, { body: {} });
		await ask(ines, `/api/conversations/${id}/hand-back`, { body: {} });
		await vi.waitFor(async () => expect((await outcomes(stubOf(id))).length).toBe(3));
	});

	test("a newer message voids the answer to the older one, and one answer covers both", async ({ stubOf, begin }) => {
		let calls = 0;
		model((write, end) => {
			if (calls++ === 0) return void write("SOURCES: 1\nYou may send it back.\nTo your first ");
			write(`SOURCES: 1\n${WRITTEN}`);
			end();
		});
		const { id, line, asks } = await begin();
		asks(QUESTION);
		await line.next("writing");
		asks("I mean, within how many days can I return a bag?");
		await line.next("discarded");
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["answer"]);
	});
});

describe("a crash in the middle of an answer", () => {
	test("changes which outcome there is, never whether: the visitor's return takes the turn up again", async ({
		stubOf,
		begin,
	}) => {
		model("hangs");
		const { id, visitor, asks, line } = await begin();
		asks(QUESTION);
		await line.next("entries");
		await line.next("thinking");
		await abortAllDurableObjects();
		model("throws");
		await openVisitor(visitor, id);
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["answer"]);
	});

	test("without anybody returning, the alarm does", async ({ stubOf, begin }) => {
		model("hangs");
		const { id, asks, line } = await begin();
		asks(QUESTION);
		await line.next("entries");
		await abortAllDurableObjects();
		model("throws");
		await runDurableObjectAlarm(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["answer"]);
	});

	test("a turn that keeps dying goes to a person", async ({ stubOf, begin }) => {
		model("hangs");
		const { id, visitor, asks, line } = await begin();
		asks(QUESTION);
		await line.next("entries");
		await line.next("thinking");
		for (let death = 0; death < 2; death++) {
			await abortAllDurableObjects();
			const back = await openVisitor(visitor, id);
			await back.next("welcome");
		}
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["handed_off"]);
		expect((await stubOf(id).item())?.reason).toBe("ai_failed");
	});
});

test("a search that never ends goes to a person, and holds up no other deadline", async ({ stubOf, begin }) => {
	const search = vi.spyOn(Knowledge.prototype, "search").mockReturnValue(new Promise(() => {}));
	try {
		const { id, asks, line } = await begin();
		asks(QUESTION);
		await line.next("thinking");
		for (let ring = 0; ring < 2; ring++) {
			await runInDurableObject(stubOf(id), (_, { storage }) => void storage.sql.exec("UPDATE turn SET due_at = 0"));
			expect(await runDurableObjectAlarm(stubOf(id))).toBe(true);
		}
		await settled(stubOf(id));
		expect(await outcomes(stubOf(id))).toEqual(["handed_off"]);
	} finally {
		search.mockRestore();
	}
});

test("over any order of sends, resends and sleeps, the log holds each message once and seq has no gap", async ({
	shop,
	stubOf,
	begin,
}) => {
	const step = fc.oneof(
		fc.record({ do: fc.constant("send" as const), which: fc.nat(5) }),
		fc.constant({ do: "sleep" as const, which: 0 }),
		fc.constant({ do: "die" as const, which: 0 }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
			const { visitor, id } = await begin();
			const ids = Array.from({ length: 6 }, newFrameId);
			const seqs = new Map<string, number>();
			const who = {
				kind: "visitor" as const,
				workspaceId: shop.id,
				conversationId: id,
				visitorId: visitor.visitorId,
				details: {
					page: null,
					referrer: null,
					place: null,
					timezone: null,
					language: null,
					device: null,
					browser: null,
				},
				addressHash: null,
				networkHash: null,
				startLimits: v.parse(StartLimits, {}),
				site: null,
				grant: newGrant(),
			};
			for (const each of steps) {
				await stubOf(id).item();
				if (each.do === "sleep") await evictDurableObject(stubOf(id));
				if (each.do === "die") await abortAllDurableObjects();
				if (each.do !== "send") continue;
				const frame = { type: "send", id: ids[each.which], text: `Message ${each.which}.` };
				const [answer] = (await stubOf(id).exchange({ who, settings: null }, JSON.stringify(frame))) ?? [];
				if (answer?.type !== "ack") throw new Error(`not acknowledged: ${JSON.stringify(answer)}`);
				const before = seqs.get(answer.id);
				if (before !== undefined) expect(answer.seq).toBe(before);
				seqs.set(answer.id, answer.seq);
			}
			if (seqs.size === 0) return;
			const stored = await everything(stubOf(id));
			expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
			const said = stored.filter(isMessage).filter(({ author }) => author.kind === "visitor");
			expect(new Map(said.map((entry) => [entry.id, entry.seq]))).toEqual(seqs);
		}),
		{ numRuns: 15 },
	);
});
