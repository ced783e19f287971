/** Who may do what to a conversation: every action by every kind of actor, through the object and through each way in. */
import { env } from "cloudflare:workers";
import { describe, expect } from "vitest";
import { type ActionCall, type ActionName, conversationActions } from "../../../src/conversation/actions/actions.ts";
import { blockVisitor } from "../../../src/contact/actions.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newFrameId,
	type Person,
} from "../setup/people.ts";
import { openMember } from "../setup/socket.ts";
import { everything, type Started, untilMessage } from "../setup/talk.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { test as stage } from "../setup/stage.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";

const actorNames = [
	"owner",
	"admin",
	"agent",
	"viewer",
	"agent's key",
	"viewer's rule",
	"visitor",
	"stranger",
	"ai",
	"system",
] as const;
type ActorName = (typeof actorNames)[number];

const staff: ActorName[] = ["owner", "admin", "agent", "agent's key"];
const leads: ActorName[] = ["owner", "admin"];

const allowed: Record<ActionName, ActorName[]> = {
	send: [...staff, "visitor"],
	note: staff,
	read: [...staff, "visitor"],
	// A note of one's own. Somebody else's: notes.test.ts.
	delete_note: staff,
	mark_unread: staff,
	take_over: staff,
	hand_back: staff,
	assign: staff,
	close: staff,
	reopen: staff,
	snooze: staff,
	wake: staff,
	tag: staff,
	undo: staff,
	end_snooze: ["system"],
	choose: ["visitor"],
	leave_email: ["visitor"],
	rate: ["visitor"],
	end: ["visitor"],
	visit_page: ["visitor"],
	identify: [...leads, "system"],
	follow_blocks: ["system"],
	end_block: ["system"],
	no_show: ["system"],
	close_idle: ["system"],
	release: ["system"],
	route: ["system"],
	accept: staff,
	lapse_route: ["system"],
	add_file: [...staff, "visitor"],
	drop_unnamed_files: ["system"],
	erase_files: [...leads, "system"],
	mail_visitor: ["system"],
	receive_mail: ["system"],
	send_mail_on: staff,
	fail_mail: ["system"],
	resume_mail: staff,
	send_transcript: [...staff, "visitor"],
};

const forDay = { duration: "24h", reason: "", address: false } as const;

const test = stage
	/** A conversation that the AI has answered in, so that nothing comes by itself. */
	.extend("answered", async ({ start }) => {
		const begun = await start();
		await untilMessage(begun.line, "ai");
		return begun;
	})
	/** The same, one for the file. */
	.extend("begun", { scope: "file" }, async ({ start }) => {
		const begun = await start();
		await untilMessage(begun.line, "ai");
		return begun;
	})
	/** Blocks a conversation's visitor for a day. */
	.extend(
		"block",
		{ scope: "file" },
		({ shop }) =>
			(id: string) =>
				blockVisitor({ env, workspaceId: shop.id }, actorOf("owner", ""), { conversationId: id, request: forDay }),
	)
	/** The owner of another workspace. */
	.extend("rival", { scope: "file" }, async () => createMember(await createWorkspace("Another"), "owner", "Rival"));

const count = async (stub: DurableObjectStub<Conversation>) => (await everything(stub)).length;

function actorOf(name: ActorName, visitorId: string): Actor {
	const by = { id: "mb_by", name: "By" };
	switch (name) {
		case "owner":
		case "admin":
		case "agent":
		case "viewer":
			return { kind: "member", ...by, role: name };
		case "agent's key":
			return { kind: "api_key", ...by, role: "agent" };
		case "viewer's rule":
			return { kind: "rule", ...by, role: "viewer" };
		case "visitor":
			return { kind: "visitor", visitorId };
		case "stranger":
			return { kind: "visitor", visitorId: "v_stranger" };
		case "ai":
		case "system":
			return { kind: name };
		default:
			return name satisfies never;
	}
}

const callOf: Record<ActionName, (actor: Actor, marco: Person) => ActionCall> = {
	send: (actor) => [actor, "send", { id: newFrameId(), text: "Hello" }],
	note: (actor) => [actor, "note", { id: newFrameId(), text: "Hm" }],
	read: (actor) => [actor, "read", { upTo: 1 }],
	delete_note: (actor) => [actor, "delete_note", { seq: 1 }],
	mark_unread: (actor) => [actor, "mark_unread", { from: null }],
	take_over: (actor) => [actor, "take_over", {}],
	hand_back: (actor) => [actor, "hand_back", {}],
	assign: (actor, marco) => [actor, "assign", { member: marco.id }],
	close: (actor) => [actor, "close", {}],
	reopen: (actor) => [actor, "reopen", {}],
	snooze: (actor) => [actor, "snooze", { until: null }],
	wake: (actor) => [actor, "wake", {}],
	tag: (actor) => [actor, "tag", { add: [], remove: [] }],
	undo: (actor) => [actor, "undo", { seq: 1 }],
	route: (actor, marco) => [actor, "route", { member: marco.id, until: Date.now() + 60_000 }],
	accept: (actor) => [actor, "accept", {}],
	lapse_route: (actor) => [actor, "lapse_route", {}],
	end_snooze: (actor) => [actor, "end_snooze", {}],
	choose: (actor) => [actor, "choose", { choice: "ai" }],
	leave_email: (actor) => [actor, "leave_email", { email: "ana@moreira.example" }],
	rate: (actor) => [actor, "rate", { seq: 1, rating: "up" }],
	end: (actor) => [actor, "end", {}],
	visit_page: (actor) => [actor, "visit_page", { url: "https://shop.test/", title: "Shop" }],
	identify: (actor) => [actor, "identify", { contact: { id: "ct_1", name: "Ana", email: null } }],
	follow_blocks: (actor) => [actor, "follow_blocks", { by: null }],
	end_block: (actor) => [actor, "end_block", {}],
	no_show: (actor) => [actor, "no_show", {}],
	close_idle: (actor) => [actor, "close_idle", {}],
	release: (actor) => [actor, "release", { member: "mb_by" }],
	add_file: (actor) => [
		actor,
		"add_file",
		{ file: { id: newFrameId(), name: "a.txt", type: "", show: "download", size: 1 }, attempt: "a" },
	],
	drop_unnamed_files: (actor) => [actor, "drop_unnamed_files", { files: ["no-such-file-here"] }],
	erase_files: (actor) => [actor, "erase_files", { files: ["no-such-file-here"] }],
	mail_visitor: (actor) => [actor, "mail_visitor", {}],
	receive_mail: (actor) => [
		actor,
		"receive_mail",
		{ id: newFrameId(), from: "a@b.example", isProven: true, isAutomatic: false, text: "Hello", files: [] },
	],
	send_mail_on: (actor) => [actor, "send_mail_on", { seq: 1 }],
	fail_mail: (actor) => [actor, "fail_mail", { to: "a@b.example", reason: "undeliverable" }],
	resume_mail: (actor) => [actor, "resume_mail", {}],
	send_transcript: (actor) => [actor, "send_transcript", {}],
};
const actionNames = Object.keys(allowed).filter((name): name is ActionName => name in allowed);

test("every action has its row", () => {
	expect(Object.keys(allowed).toSorted()).toEqual(Object.keys(conversationActions).toSorted());
});

describe("through the object", () => {
	test.for(actorNames)(
		"%s may do what the table says, and nothing else leaves a trace",
		async (name, { marco, stubOf, answered }) => {
			const { id, visitor } = answered;
			const actor = actorOf(name, visitor.visitorId);
			for (const action of actionNames) {
				const before = await count(stubOf(id));
				const result = await stubOf(id).act(...callOf[action](actor, marco));
				const isForbidden = !result.ok && result.reason === "forbidden";
				expect({ action, isAllowed: !isForbidden }).toEqual({ action, isAllowed: allowed[action].includes(name) });
				if (isForbidden) expect({ action, entries: await count(stubOf(id)) }).toEqual({ action, entries: before });
			}
		},
	);

	test("a block is read where it stands, whatever the call says", async ({ ines, stubOf, answered, block }) => {
		const { id } = answered;
		await stubOf(id).act({ kind: "system" }, "follow_blocks", { by: { id: ines.id, name: "Ines" } });
		expect((await stubOf(id).item())?.archived).toBe(false);
		const blocked = await block(id);
		const until = blocked.ok ? blocked.value.until : 0;
		const entries = await everything(stubOf(id));
		expect(entries.at(-1)).toMatchObject({ event: { type: "blocked", until, by: { id: "mb_by", name: "By" } } });
	});

	test("a block ends when its time is up, and not before", async ({ stubOf, answered, block }) => {
		const { id } = answered;
		await block(id);
		expect(await stubOf(id).act({ kind: "system" }, "end_block", {})).toEqual({ ok: false, reason: "not_now" });
		expect((await stubOf(id).item())?.archived).toBe(true);
	});

	test("a visitor who is blocked does nothing", async ({ marco, stubOf, answered, block }) => {
		const { id, visitor } = answered;
		await block(id);
		const actor = actorOf("visitor", visitor.visitorId);
		for (const action of actionNames.filter((each) => allowed[each].includes("visitor")))
			expect({ action, result: await stubOf(id).act(...callOf[action](actor, marco)) }).toEqual({
				action,
				result: { ok: false, reason: "blocked" },
			});
	});

	test("nothing happens in a conversation that nobody has begun", async ({ marco, stubOf }) => {
		const stub = stubOf("c_neverbegunneverbegun");
		for (const action of actionNames)
			for (const name of allowed[action]) {
				// A visitor's first file comes before their first message, and may have to be dropped.
				if ((action === "add_file" && name === "visitor") || action === "drop_unnamed_files") continue;
				const result = await stub.act(...callOf[action](actorOf(name, "v_anybody"), marco));
				const reason = name === "visitor" ? "not_now" : "not_found";
				expect({ action, name, result }).toEqual({ action, name, result: { ok: false, reason } });
			}
	});

	test("a resend gets the first one's result, whatever has become of the conversation", async ({
		stubOf,
		answered,
		block,
	}) => {
		const { id } = answered;
		const actor = actorOf("agent", "");
		const message = { id: newFrameId(), text: "Good afternoon" };
		await stubOf(id).act(actor, "send", message);
		await block(id);
		const before = await count(stubOf(id));
		expect(await stubOf(id).act(actor, "send", message)).toMatchObject({ ok: true });
		expect(await stubOf(id).act(actor, "send", { ...message, text: "Another" })).toEqual({
			ok: false,
			reason: "conflict",
		});
		expect(await count(stubOf(id))).toBe(before);
	});
});

describe("a conversation goes", () => {
	const assign = (person: Person, id: string, member: string | null) =>
		ask(person, `/api/conversations/${id}/assign`, { body: { member } });

	test("to a teammate who can reply, or to nobody", async ({ ines, marco, stubOf, answered }) => {
		const { id } = answered;
		expect((await assign(marco, id, ines.id)).status).toBe(200);
		expect((await stubOf(id).item())?.assignee).toEqual({ id: ines.id, name: "Ines" });
		expect((await assign(marco, id, null)).status).toBe(200);
		expect((await stubOf(id).item())?.assignee).toBeNull();
	});

	test("to no viewer, nobody of another workspace and nobody unknown", async ({
		ines,
		vera,
		stubOf,
		answered,
		rival,
	}) => {
		const { id } = answered;
		const before = await count(stubOf(id));
		for (const member of [vera.id, rival.id, "mb_nobody"]) {
			const refused = await assign(ines, id, member);
			expect(refused.status).toBe(422);
			expect(await refused.json()).toMatchObject({
				reason: "invalid",
				detail: "Choose a teammate who can reply.",
				fields: { member: "Choose a teammate who can reply." },
			});
		}
		expect(await count(stubOf(id))).toBe(before);
	});
});

describe("through the routes and sockets", () => {
	const actions = [
		{ type: "take_over" },
		{ type: "accept" },
		{ type: "hand_back" },
		{ type: "close" },
		{ type: "reopen" },
		{ type: "wake" },
	];
	const path = (begun: Started, rest: string) => `/api/conversations/${begun.id}/${rest}`;
	const ours = { headers: { [PROTOCOL_HEADER]: SUBPROTOCOL } };

	test("a viewer changes nothing", async ({ marco, vera, stubOf, begun }) => {
		const before = await count(stubOf(begun.id));
		for (const { type, ...body } of [
			...actions,
			{ type: "assign", member: marco.id },
			{ type: "snooze", until: null },
			{ type: "tag", add: [], remove: [] },
			{ type: "undo", seq: 1 },
		])
			expect((await ask(vera, path(begun, type.replaceAll("_", "-")), { body })).status).toBe(403);
		const body = { type: "send", id: newFrameId(), text: "Hello" };
		expect((await ask(vera, path(begun, "frames"), { body, ...ours })).status).toBe(403);
		const block = { duration: "24h", reason: "", address: false };
		expect((await ask(vera, path(begun, "block"), { body: block })).status).toBe(403);
		const desk = await openMember(vera, begun.id);
		await desk.next("welcome");
		for (const type of ["send", "note"]) {
			const id = newFrameId();
			desk.send({ type, id, text: "Hello" });
			expect(await desk.next("refused", (refused) => refused.id === id)).toMatchObject({ reason: "forbidden" });
		}
		desk.send({ type: "read", seq: 1 });
		expect(await count(stubOf(begun.id))).toBe(before);
	});

	test("nobody of another workspace finds it", async ({ stubOf, begun, rival }) => {
		const before = await count(stubOf(begun.id));
		for (const { type, ...body } of [
			...actions,
			{ type: "assign", member: null },
			{ type: "snooze", until: null },
			{ type: "tag", add: [], remove: [] },
			{ type: "undo", seq: 1 },
		])
			expect((await ask(rival, path(begun, type.replaceAll("_", "-")), { body })).status).toBe(404);
		const body = { type: "send", id: newFrameId(), text: "Hello" };
		expect((await ask(rival, path(begun, "frames"), { body, ...ours })).status).toBe(404);
		expect(await count(stubOf(begun.id))).toBe(before);
	});

	test("another visitor finds it neither", async ({ shop, stubOf, begun }) => {
		const before = await count(stubOf(begun.id));
		const stranger = await createVisitor(shop);
		for (const frame of [{ type: "send", text: "Hello" }, { type: "end" }, { type: "choose", choice: "person" }]) {
			const body = { ...frame, id: newFrameId() };
			const answer = await askAsVisitor(stranger, `/api/widget/conversations/${begun.id}/frames`, { body, ...ours });
			expect(answer.status).toBe(404);
		}
		expect(await count(stubOf(begun.id))).toBe(before);
	});

	test("an agent blocks, and doesn't unblock", async ({ ines, marco, stubOf, begun }) => {
		const block = { duration: "24h", reason: "", address: false };
		expect((await ask(marco, path(begun, "block"), { body: block })).status).toBe(200);
		expect((await ask(marco, path(begun, "unblock"), { method: "POST" })).status).toBe(403);
		expect((await stubOf(begun.id).item())?.archived).toBe(true);
		expect((await ask(ines, path(begun, "unblock"), { method: "POST" })).status).toBe(204);
		expect((await stubOf(begun.id).item())?.archived).toBe(false);
	});
});
