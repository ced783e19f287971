/** Whose frames a conversation takes. */
import { conversation } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { createMember, createVisitor, createWorkspace, newFrameId, type Workspace } from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { arrive, everything, isMessage, say } from "../setup/talk.ts";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
});

test("a stranger who had it open before its first message writes nothing and ends nothing in it", async () => {
	const { id, line } = await arrive(shop);
	const stranger = await openVisitor(await createVisitor(shop), id);
	await stranger.next("welcome");
	await say(line, "zzz");
	for (const frame of [{ type: "send", text: "I am somebody else" }, { type: "end" }]) {
		const frameId = newFrameId();
		stranger.send({ ...frame, id: frameId });
		expect(await stranger.next("refused", (refused) => refused.id === frameId)).toMatchObject({ reason: "forbidden" });
	}
	const stub = conversation(env, shop.id, id);
	const said = (await everything(stub)).filter(isMessage).filter(({ author }) => author.kind === "visitor");
	expect(said.map(({ text }) => text)).toEqual(["zzz"]);
	expect((await stub.item())?.status).not.toBe("closed");
});

test("a teammate who writes is seen by the visitor and the others, and not by themselves", async () => {
	const { id, line } = await arrive(shop);
	await say(line, "zzz");
	const desk = await openMember(await createMember(shop, "owner", "Ines"), id);
	const other = await openMember(await createMember(shop, "agent", "Marco"), id);
	await Promise.all([desk.next("welcome"), other.next("welcome")]);
	desk.send({ type: "typing" });
	expect((await line.next("typing")).member?.name).toBe("Ines");
	expect((await other.next("typing")).member?.name).toBe("Ines");
	other.send({ type: "typing" });
	expect((await desk.next("typing")).member?.name).toBe("Marco");
});

test("a mark in the middle leaves unread what the other side said after it, and nothing of one's own", async () => {
	const { id, line } = await arrive(shop);
	const first = await say(line, "I want to talk to a human please");
	for (const text of ["It is about a bag", "A blue one"]) await say(line, text);
	const desk = await openMember(await createMember(shop, "owner", "Ines"), id);
	await desk.next("welcome");
	desk.send({ type: "read", seq: first });
	await desk.next("entries", ({ state }) => state.teamReadSeq === first);
	expect((await conversation(env, shop.id, id).item())?.unread).toBe(2);
});
