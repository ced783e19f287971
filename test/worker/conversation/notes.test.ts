/** Deleting a note: who may, and that its words are gone from the thread, the search, the files and what is still to be told. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, vi } from "vitest";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import { inbox } from "../../../src/durable/objects.ts";
import type { MemberActor, Role } from "../../../src/protocol/actor.ts";
import { createWorkspace, createMember, newFrameId, type Person } from "../setup/people.ts";
import { openInbox, openMember } from "../setup/socket.ts";
import { act } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";

const as = ({ id }: Person, name: string, role: Role): MemberActor => ({ kind: "member", id, name, role });

const test = stage
	.extend("olu", { scope: "file" }, ({ shop }) => createMember(shop, "agent", "Olu"))
	/** A conversation in which Marco has written a note, whose `seq` it gives. */
	.extend("noted", ({ start, stubOf, marco }) => async (text: string, id = newFrameId()) => {
		const { id: conversation, line } = await start();
		// With a person in it nothing else is said meanwhile.
		await stubOf(conversation).act(as(marco, "Marco", "agent"), "take_over", {});
		const written = await stubOf(conversation).act(as(marco, "Marco", "agent"), "note", { id, text });
		if (!written.ok) throw new Error(written.reason);
		return { id: conversation, line, seq: await lastSeq(stubOf(conversation)) };
	});

const lastSeq = async (stub: DurableObjectStub<Conversation>): Promise<number> =>
	(await stub.page({ kind: "member" }, { since: 0 }))?.seq ?? 0;

/** The conversations in which the list's search finds the words. */
async function found(person: Person, text: string): Promise<string[]> {
	const line = await openInbox(person);
	line.send({
		type: "list",
		id: "search",
		filter: { status: "all", handler: "any", assignee: "anyone" },
		text,
		cursor: null,
	});
	const { items } = await line.next("page", ({ id }) => id === "search");
	line.close();
	return items.map(({ id }) => id);
}

test("its author deletes it, everywhere and for good", async ({ noted, stubOf, shop, marco }) => {
	const { id, line, seq } = await noted("The zebrafish order is a fraud.");
	const list = inbox(env, shop.id);
	await vi.waitFor(async () => expect(await found(marco, "zebrafish")).toEqual([id]), 10_000);
	const desk = await openMember(marco, id);
	await desk.next("welcome");

	expect((await act(marco, id, { type: "delete_note", seq })).status).toBe(200);
	await desk.next("entries", ({ entries }) =>
		entries.some((entry) => entry.kind === "event" && entry.event.type === "note_deleted" && entry.event.note === seq),
	);
	const page = await stubOf(id).page({ kind: "member" }, { since: 0 });
	expect(page?.entries.find((entry) => entry.seq === seq)).toMatchObject({
		kind: "note",
		text: "",
		author: { name: "Marco" },
		deletedBy: { name: "Marco" },
	});
	expect(JSON.stringify(page)).not.toContain("zebrafish");
	await vi.waitFor(async () => expect(await found(marco, "zebrafish")).toEqual([]), 10_000);
	// Neither the object's rows nor the list's have the word any more.
	const held = (storage: DurableObjectStorage, table: string) =>
		JSON.stringify(storage.sql.exec(`SELECT * FROM ${table}`).toArray());
	await vi.waitFor(async () => {
		const rows = await runInDurableObject(stubOf(id), (_: Conversation, { storage }) =>
			["entry", "effect", "document"].map((table) => held(storage, table)).join(),
		);
		expect(rows).not.toContain("zebrafish");
	}, 10_000);
	expect(
		await runInDurableObject(list, (_, { storage }) =>
			["message_text", "list_item"].map((table) => held(storage, table)).join(),
		),
	).not.toContain("zebrafish");
	// The visitor hears nothing of it.
	expect(JSON.stringify(line.frames)).not.toMatch(/note_deleted|zebrafish/);
	desk.close();
});

test("words that the list hasn't got yet never reach it", async ({ noted, stubOf, marco }) => {
	const { id, seq } = await noted("The quagga order too.");
	await stubOf(id).act(as(marco, "Marco", "agent"), "delete_note", { seq });
	await vi.waitFor(async () => {
		expect(
			await runInDurableObject(stubOf(id), (_: Conversation, { storage }) =>
				storage.sql.exec("SELECT * FROM effect").toArray(),
			),
		).toEqual([]);
	}, 10_000);
	expect(await found(marco, "quagga")).toEqual([]);
});

test("somebody else's is deleted by owners and admins alone, once, and nothing else is a note", async ({
	noted,
	stubOf,
	ines,
	olu,
	vera,
}) => {
	const { id, seq } = await noted("Mine.");
	for (const actor of [as(olu, "Olu", "agent"), as(vera, "Vera", "viewer")])
		expect(await stubOf(id).act(actor, "delete_note", { seq })).toEqual({ ok: false, reason: "forbidden" });
	const other = await createWorkspace("Elsewhere");
	const stranger = await createMember(other, "owner", "Sol");
	expect((await act(stranger, id, { type: "delete_note", seq })).status).toBe(404);
	for (const none of [1, seq + 1, 999])
		expect(await stubOf(id).act(as(ines, "Ines", "owner"), "delete_note", { seq: none })).toEqual({
			ok: false,
			reason: "not_found",
		});
	const by = as(ines, "Ines", "owner");
	expect(await stubOf(id).act(by, "delete_note", { seq })).toMatchObject({ ok: true });
	expect(await stubOf(id).act(by, "delete_note", { seq })).toMatchObject({ ok: true });
	expect(await lastSeq(stubOf(id))).toBe(seq + 1);
});

test("a resend of a note that was deleted meanwhile writes none", async ({ noted, stubOf, marco, olu }) => {
	const resent = { id: newFrameId(), text: "Once." };
	const { id, seq } = await noted(resent.text, resent.id);
	const by = as(marco, "Marco", "agent");
	await stubOf(id).act(by, "delete_note", { seq });
	expect(await stubOf(id).act(by, "note", resent)).toMatchObject({ ok: true });
	expect(await lastSeq(stubOf(id))).toBe(seq + 1);
	expect(await stubOf(id).act(as(olu, "Olu", "agent"), "note", resent)).toEqual({ ok: false, reason: "conflict" });
});
