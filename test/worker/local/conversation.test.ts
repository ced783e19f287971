/** The demo's past: every story is one that could have happened, in the past and in order, and the list learns what it says. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { stories } from "../../../demo/conversations.ts";
import { type Remembered, write } from "../../../scripts/local/conversation.ts";
import { pastConversations } from "../../../scripts/past.ts";
import { defaultSettings } from "../../../src/workspace/settings.ts";
import { everything, isMessage } from "../setup/talk.ts";

const titles = Object.values(
	import.meta.glob<string>("../../../demo/articles/*.md", { query: "?raw", import: "default", eager: true }),
).map((text) => text.split("\n")[0]?.replace(/^#\s*/, ""));

const now = Date.now();
const past = pastConversations({
	now,
	shop: "http://shop.test",
	ines: { id: "mb_ines", name: "Ines" },
	marco: { id: "mb_marco", name: "Marco" },
	article: (title) => ({ id: `art_${title}`, title }),
	tags: { Warranty: "tg_w", Refund: "tg_r", Delivery: "tg_d", Business: "tg_b", Stock: "tg_s" },
});
const settings = { ...defaultSettings, workspaceName: "Fjord Bags" };

test("every story is told, in order, and ends before now", async () => {
	const told: Remembered[] = [];
	for (const conversation of past) {
		const stub = env.CONVERSATION.getByName(`ws_demo/${conversation.id}`);
		const { name, email } = conversation.contact ?? {};
		const contact = name === undefined || email === undefined ? null : { id: "ct_demo", name, email };
		const remembered = await runInDurableObject(stub, (_, { storage }) =>
			write(storage, { workspaceId: "ws_demo", settings, conversation, contact }),
		);
		const entries = await everything(stub);
		expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => a - b));
		expect(entries.at(-1)?.at).toBeLessThanOrEqual(now);
		expect(remembered.texts).toHaveLength(entries.filter(({ kind }) => kind !== "event").length);
		expect(entries.filter(isMessage).length).toBeGreaterThan(0);
		told.push(remembered);
	}
	const count = (holds: (past: Remembered) => boolean) => told.filter(holds).length;
	expect(told).toHaveLength(stories.length);
	expect(new Set(told.map(({ item }) => item.status))).toEqual(new Set(["open", "pending", "closed"]));
	expect(new Set(told.map(({ item }) => item.handler))).toEqual(new Set(["ai", "waiting", "human"]));
	expect(count(({ metrics }) => metrics.ending?.resolved === true)).toBeGreaterThan(10);
	expect(count(({ metrics }) => metrics.up + metrics.down > 0)).toBeGreaterThan(10);
	expect(count(({ turns }) => turns.length > 0)).toBeGreaterThan(30);
	expect(count(({ item }) => (item.tags?.length ?? 0) > 0)).toBeGreaterThan(10);
	const closedByPeople = told.filter(({ item: { status, handler } }) => status === "closed" && handler === "human");
	expect(closedByPeople.map(({ item }) => item.unread)).toEqual(closedByPeople.map(() => 0));
});

test("what the AI said in them is in articles that the demo has", () => {
	const cited = past.flatMap(({ steps }) => steps.flatMap((step) => (step.do === "answer" ? step.sources : [])));
	expect(cited.length).toBeGreaterThan(30);
	expect(cited.filter(({ title }) => !titles.includes(title))).toEqual([]);
});
