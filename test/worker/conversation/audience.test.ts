/** Who is there: read from the sockets themselves, without the one that is about to leave. */
import { conversation } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, test } from "vitest";
import { Audience } from "../../../src/conversation/audience.ts";
import { createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { openMember } from "../setup/socket.ts";
import { start } from "../setup/talk.ts";

let shop: Workspace;
let ines: Person;
let marco: Person;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
	[ines, marco] = await Promise.all([createMember(shop, "owner", "Ines"), createMember(shop, "agent", "Marco")]);
});

/** A visitor, Ines and Marco have the conversation open. */
async function together() {
	const { id, line } = await start(shop);
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	const other = await openMember(marco, id);
	await desk.next("presence", ({ viewers }) => viewers.length === 2);
	await other.next("presence");
	return { stub: conversation(env, shop.id, id), line, desk, other };
}

test("a visitor's socket that leaves counts no more, though the platform still lists it", async () => {
	const { stub, desk } = await together();
	const presence = await runInDurableObject(stub, (_, ctx) => {
		const [leaving] = ctx.getWebSockets("visitor");
		const audience = new Audience(ctx);
		expect(audience.presence().visitorOnline).toBe(true);
		if (leaving) audience.left(leaving);
		return audience.presence(leaving);
	});
	expect(presence).toMatchObject({ visitorOnline: false });
	expect(presence.viewers).toHaveLength(2);
	expect(await desk.next("presence", ({ visitorOnline }) => !visitorOnline)).toMatchObject({
		viewers: [{ name: "Ines" }, { name: "Marco" }],
	});
});

test("a teammate's socket that leaves counts no more, and is told nothing", async () => {
	const { stub, desk, other } = await together();
	const before = other.frames.length;
	const presence = await runInDurableObject(stub, (_, ctx) => {
		const audience = new Audience(ctx);
		const leaving = ctx.getWebSockets("member").find((socket) => {
			const who = audience.who(socket);
			return who?.kind === "member" && who.memberId === marco.id;
		});
		if (leaving) audience.left(leaving);
		return audience.presence(leaving);
	});
	expect(presence).toMatchObject({ visitorOnline: true, viewers: [{ name: "Ines" }] });
	await desk.next("presence", ({ viewers }) => viewers.length === 1);
	expect(other.frames.slice(before)).toEqual([]);
});
