/** Members are told of what conversations do: who is there first, once, and the next where nobody reacts. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { conversation, inbox, notifier } from "../../../src/durable/objects.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { Notifier } from "../../../src/notification/notifier.ts";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import type { Happening } from "../../../src/protocol/notification/notice.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL, UNDO_HOLD_MS } from "../../../src/protocol/limits.ts";
import {
	ask,
	createMember,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Workspace,
} from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";
import { act, everything, say, start, untilEvent } from "../setup/talk.ts";
import { afterActing } from "../setup/undoing.ts";

let shop: Workspace;
let ines: Person;
let marco: Person;

beforeEach(async () => {
	shop = await createWorkspace();
	[ines, marco] = await Promise.all([createMember(shop, "owner", "Ines"), createMember(shop, "agent", "Marco")]);
});

afterEach(() => void vi.restoreAllMocks());

type Row = { member: string; topic: string; what: string; mail_at: number | null; escalate_at: number | null };
const pending = (): Promise<Row[]> =>
	runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
		storage.sql.exec<Row>("SELECT member, topic, what, mail_at, escalate_at FROM pending ORDER BY member").toArray(),
	);
/** Makes everything that is owed due now, and runs the alarm. */
async function later(): Promise<void> {
	const stub = notifier(env, shop.id);
	await runInDurableObject(stub, (_, { storage }) => {
		for (const column of ["mail_at", "escalate_at"])
			storage.sql.exec(`UPDATE pending SET ${column} = 1 WHERE ${column} IS NOT NULL`);
	});
	await runDurableObjectAlarm(stub);
}
const item = (over: Partial<ListItem> = {}): ListItem => ({
	id: newConversationId(),
	version: 1,
	status: "open",
	handler: "waiting",
	archived: false,
	reason: null,
	assignee: null,
	visitorId: "v_1",
	contactId: null,
	name: "Ana",
	email: null,
	preview: "Hello",
	previewBy: "visitor",
	previewName: null,
	unread: 1,
	startedAt: 1,
	lastAt: 1,
	waitingSince: 1,
	source: "widget",
	...over,
});
const waiting: Happening = { what: "waiting", seq: 2, at: Date.now(), by: null, to: null };
const receive = (each: ListItem, ...happenings: Happening[]) =>
	inbox(env, shop.id).receive(each, [], null, null, [], happenings);

describe("somebody waits", () => {
	test("whoever has a dashboard open is told there, and nobody else", async () => {
		const line = await openInbox(ines);
		const { id, line: visitor } = await start(shop);
		await say(visitor, "I want to talk to a person");
		const { notice } = await line.next("notice");
		expect(notice).toMatchObject({ what: "waiting", conversation: id, ways: ["sound", "badge", "browser"] });
		expect((await pending()).map(({ member, topic }) => [member, topic])).toEqual([[ines.id, id]]);
	});

	test("the next is told where nobody reacts, and nobody once somebody has", async () => {
		const line = await openInbox(ines);
		const [one, other] = [item(), item()];
		await receive(one, waiting);
		await receive(other, waiting);
		await line.next("notice", ({ notice }) => notice.conversation === other.id);
		await receive({ ...other, version: 2, handler: "human", assignee: { id: ines.id, name: "Ines" } });
		await later();
		const rows = await pending();
		expect(rows.filter(({ member }) => member === marco.id).map(({ topic }) => topic)).toEqual([one.id]);
		expect(rows.filter(({ escalate_at }) => escalate_at !== null)).toEqual([]);
		// Once more changes nothing.
		await later();
		expect(await pending()).toHaveLength(rows.length);
	});

	test("whoever has turned everything off is nobody who could react, so the others are told at once", async () => {
		await ask(ines, "/api/notifications", { method: "PATCH", body: { table: { waiting: [] } } });
		await openInbox(ines);
		await receive(item(), waiting);
		expect((await pending()).map(({ member }) => member)).toEqual([marco.id]);
	});
});

describe("one's own conversation", () => {
	test("tells its teammate what the visitor says, while they don't look at it", async () => {
		const line = await openInbox(marco);
		const { id, line: visitor } = await start(shop);
		await act(marco, id, { type: "take_over" });
		await say(visitor, "Are you there?");
		const { notice } = await line.next("notice");
		expect(notice).toMatchObject({ what: "mine", conversation: id, preview: "Are you there?" });
		expect(await pending()).toMatchObject([{ member: marco.id, what: "mine" }]);

		line.send({ type: "looking", focused: true, conversation: id });
		await line.next("seen", (frame) => frame.conversation === id);
		await vi.waitFor(async () => expect(await pending()).toEqual([]));
		await say(visitor, "Ah, you are.");
		await line.next("items", ({ items }) => items.some(({ preview }) => preview === "Ah, you are."));
		expect(line.frames.filter(({ type }) => type === "notice")).toHaveLength(1);
		expect(await pending()).toEqual([]);
	});

	test("tells nobody of what they gave themselves, and the teammate whom they give it to", async () => {
		const { id } = await start(shop);
		await act(ines, id, { type: "assign", member: ines.id });
		await act(ines, id, { type: "assign", member: marco.id });
		await afterActing(conversation(env, shop.id, id), UNDO_HOLD_MS);
		await vi.waitFor(async () => expect(await pending()).toMatchObject([{ member: marco.id, what: "assigned" }]));
	});
});

describe("a note that names somebody", () => {
	const note = (person: Person, id: string, text: string) =>
		ask(person, `/api/conversations/${id}/frames`, {
			body: { type: "note", id: newFrameId(), text },
			headers: { [PROTOCOL_HEADER]: SUBPROTOCOL },
		});

	test("tells them, says so in what is stored, and tells the visitor nothing", async () => {
		const line = await openInbox(marco);
		const { id, line: visitor } = await start(shop);
		expect((await note(ines, id, "@Marco, and @Ines: can you look?")).status).toBe(200);
		const { notice } = await line.next("notice");
		expect(notice).toMatchObject({ what: "mentioned", conversation: id, ways: ["badge", "browser"] });
		expect(await pending()).toMatchObject([{ member: marco.id, what: "mentioned" }]);
		const stored = await everything(conversation(env, shop.id, id));
		expect(stored.find(({ kind }) => kind === "note")).toMatchObject({
			mentions: [
				{ id: marco.id, name: "Marco" },
				{ id: ines.id, name: "Ines" },
			],
		});
		await say(visitor, "Hello?");
		expect(JSON.stringify(visitor.frames)).not.toMatch(/Marco|mention/);
	});

	test("tells nobody of another workspace, and nobody with that part turned off", async () => {
		const elsewhere = await createMember(await createWorkspace(), "owner", "Zoe");
		await ask(marco, "/api/notifications", { method: "PATCH", body: { table: { mentioned: [] } } });
		const { id } = await start(shop);
		await note(ines, id, `@Zoe @${elsewhere.id} @Marco`);
		const stored = await everything(conversation(env, shop.id, id));
		expect(stored.find(({ kind }) => kind === "note")).toMatchObject({ mentions: [{ id: marco.id }] });
		await vi.waitFor(async () => expect(await inbox(env, shop.id).itemsOf([id])).toHaveLength(1));
		expect(await pending()).toEqual([]);
	});

	test("is stored once when it is sent again", async () => {
		const { id } = await start(shop);
		const body = { type: "note", id: newFrameId(), text: "@Marco: look" };
		const headers = { [PROTOCOL_HEADER]: SUBPROTOCOL };
		const twice = [1, 2].map(() => ask(ines, `/api/conversations/${id}/frames`, { body, headers }));
		const frames = await Promise.all(twice.map(async (answer) => (await answer).json()));
		expect(frames[0]).toEqual(frames[1]);
		const stored = await everything(conversation(env, shop.id, id));
		expect(stored.filter(({ kind }) => kind === "note")).toHaveLength(1);
	});
});

describe("a happening", () => {
	test("that is told again tells nobody again, after the notifier was evicted too", async () => {
		const line = await openInbox(ines);
		const one = item();
		await receive(one, waiting);
		await line.next("notice");
		await evictDurableObject(notifier(env, shop.id));
		await receive(one, waiting);
		await receive(one, { ...waiting, seq: 5 });
		const { notice } = await line.next("notice");
		expect(notice.id).toContain(".5.");
		expect(await pending()).toHaveLength(1);
	});

	test("goes again with the conversation's next update where the notifier was down", async () => {
		const one = item();
		vi.spyOn(Notifier.prototype, "happened").mockRejectedValueOnce(new Error("it is down"));
		await runInDurableObject(inbox(env, shop.id), (list) =>
			expect(list.receive(one, [], null, null, [], [waiting])).rejects.toThrow("it is down"),
		);
		expect(await pending()).toEqual([]);
		await receive(one, waiting);
		expect((await pending()).length).toBeGreaterThan(0);
	});

	test("is kept by the conversation until the Inbox has it", async () => {
		const { id, line } = await start(shop);
		vi.spyOn(Inbox.prototype, "receive").mockRejectedValue(new Error("it is down"));
		await say(line, "I want to talk to a person");
		await untilEvent(line, "handed_off");
		const stub = conversation(env, shop.id, id);
		await evictDurableObject(stub);
		vi.restoreAllMocks();
		expect(await pending()).toEqual([]);
		await vi.waitFor(async () => {
			await runDurableObjectAlarm(stub);
			expect((await pending()).map(({ what }) => what)).toEqual(["waiting", "waiting"]);
		});
	});
});

test("a workspace's notifier tells members of that workspace only", async () => {
	const other = await createWorkspace("Other");
	const eve = await createMember(other, "owner", "Eve");
	const line = await openInbox(eve);
	await receive(item(), waiting);
	expect((await pending()).map(({ member }) => member).toSorted()).toEqual([ines.id, marco.id].toSorted());
	expect(line.frames.filter(({ type }) => type === "notice")).toEqual([]);
});
