/** Presence: read from the open sockets, without the one that is closing. */
import { runInDurableObject, evictDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { Audience } from "../../../src/conversation/audience.ts";
import { askAsVisitor } from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { test as stage } from "../setup/stage.ts";
import { isMessage, say } from "../setup/talk.ts";

/** A visitor, Ines and Marco have the conversation open. */
const test = stage.extend("together", async ({ start, stubOf, ines, marco }) => {
	const { id, line } = await start();
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	const other = await openMember(marco, id);
	await desk.next("presence", ({ viewers }) => viewers.length === 2);
	await other.next("presence");
	return { stub: stubOf(id), line, desk, other };
});

test("a visitor's socket that leaves counts no more, though the platform still lists it", async ({ together }) => {
	const { stub, desk } = together;
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

test("a teammate's socket that leaves counts no more, and is told nothing", async ({ marco, together }) => {
	const { stub, desk, other } = together;
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

test("an evicted conversation keeps its sockets and wakes with everything", async ({ ines, stubOf, start }) => {
	const { id, visitor, line } = await start();
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	await say(desk, "Before it slept");
	await evictDurableObject(stubOf(id));
	await say(line, "After it slept");
	const seen = await desk.next("entries", ({ entries }) =>
		entries.some((entry) => isMessage(entry) && entry.text === "After it slept"),
	);
	expect(seen.state).toMatchObject({ handler: "human", assignee: { name: "Ines" } });
	const again = await (await openVisitor(visitor, id)).next("welcome");
	expect(again.entries.filter(isMessage).map(({ text }) => text)).toEqual(
		expect.arrayContaining(["Before it slept", "After it slept"]),
	);
});

test("who has it open, and who is writing, is told to the others", async ({ ines, marco, start }) => {
	const { id, line } = await start();
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	const other = await openMember(marco, id);
	await other.next("welcome");
	expect((await desk.next("presence", ({ viewers }) => viewers.length === 2)).visitorOnline).toBe(true);
	other.send({ type: "typing" });
	expect((await desk.next("typing")).member?.name).toBe("Marco");
	expect((await line.next("typing")).member?.name).toBe("Marco");
	line.send({ type: "typing" });
	expect((await desk.next("typing")).member).toBe(undefined);
	other.close();
	await desk.next("presence", ({ viewers }) => viewers.length === 1);
});

test("a teammate with two tabs is one viewer, until the last of them closes", async ({ ines, marco, start }) => {
	const { id } = await start();
	const desk = await openMember(ines, id);
	const first = await openMember(marco, id);
	await first.next("presence", ({ viewers }) => viewers.length === 2);
	const second = await openMember(marco, id);
	await second.next("presence");
	first.close();
	await desk.next("presence", ({ viewers }) => viewers.length === 2);
	await desk.next("presence", ({ viewers }) => viewers.length === 2);
	second.close();
	expect(await desk.next("presence", ({ viewers }) => viewers.length === 1)).toMatchObject({
		viewers: [{ name: "Ines" }],
	});
});

test("a visitor hears of nobody who only reads or writes a note, whatever they ask for", async ({
	ines,
	marco,
	stubOf,
	start,
}) => {
	const { id, visitor, line } = await start("zzz");
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	const other = await openMember(marco, id);
	await other.next("welcome");
	other.send({ type: "noting" });
	expect(await desk.next("typing")).toMatchObject({ member: { name: "Marco" }, note: true });
	line.send({ type: "presence" });
	expect((await line.next("refused")).reason).toBe("unknown_type");
	line.send({ type: "noting" });
	expect((await line.next("refused")).reason).toBe("unknown_type");
	const again = await openVisitor(visitor, id);
	await again.next("welcome");
	const path = `/api/widget/conversations/${id}`;
	const page = await (await askAsVisitor(visitor, `${path}/entries?since=0`)).text();
	const exchanged = await (await askAsVisitor(visitor, `${path}/frames`, { body: { type: "read", seq: 1 } })).text();
	await evictDurableObject(stubOf(id));
	other.send({ type: "noting" });
	await desk.next("typing");
	await say(line, "Is somebody there?");
	for (const heard of [...line.raw, ...again.raw, page, exchanged])
		expect(heard).not.toMatch(/Ines|Marco|presence|viewers|noting/);
});
