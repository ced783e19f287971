/**
 * Records what this release stores and says, as fixtures for every later one: a shop's day, played through the Worker's own
 * routes and sockets. No test: it runs by the command in test/fixtures/README.md, and writes only files that aren't there.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { tell } from "../../src/contact/fan-out.ts";
import { database } from "../../src/db/database.ts";
import { outbox as outboxTable } from "../../src/db/schema.ts";
import { conversation, inbox, outbox } from "../../src/durable/objects.ts";
import { Knowledge } from "../../src/knowledge/knowledge.ts";
import { SourceDocuments } from "../../src/knowledge/source/documents.ts";
import { ServerFrame } from "../../src/protocol/conversation/frames.ts";
import { InboxServerFrame } from "../../src/protocol/inbox.ts";
import { as, ask, exchanges, idIn, silentRoutes } from "./recording/exchange.ts";
import { openShop } from "./recording/shop.ts";
import { firsts, KNOWN, second } from "./recording/talk.ts";
import { dump, emptyTables, type Query } from "./setup/dump.ts";
import { createVisitor, newFrameId } from "./setup/people.ts";
import { type Line, openInbox, openVisitor } from "./setup/socket.ts";
import { say, untilEvent } from "./setup/talk.ts";

/** Under test/fixtures. One a release whose storage or wire differs from the last one recorded. */
const FOLDER = "v1";

afterEach(() => void vi.restoreAllMocks());

const storedBy = (stub: DurableObjectStub) =>
	runInDurableObject(stub, async (_, { storage }) => {
		const query: Query = async (sql) => storage.sql.exec<Record<string, string | number | null>>(sql).toArray();
		return { sql: await dump(query), alarm: await storage.getAlarm() };
	});

const file = (name: string) => `../fixtures/${FOLDER}/${name}`;
const keepJson = (name: string, value: unknown) =>
	expect(`${JSON.stringify(value, null, "\t")}\n`).toMatchFileSnapshot(file(name));

const kinds = ({ options }: typeof ServerFrame | typeof InboxServerFrame) =>
	options.map(({ entries }) => entries.type.literal).toSorted();
const kindsOf = (lines: (Line<{ type: string }> | undefined)[]) =>
	[...new Set(lines.flatMap((line) => line?.frames.map(({ type }) => type) ?? []))].toSorted();

test(`the fixtures of ${FOLDER}`, { timeout: 120_000 }, async () => {
	vi.spyOn(console, "error").mockImplementation(() => undefined);
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
	const recordedAt = Date.now();
	const opened = await openShop();
	const { shop, email, password, ines, noor, library } = opened;
	const begun = await firsts(opened);
	const { lines, list, ana } = begun;
	const { id, stub } = await second(opened, begun);

	// Ed ends his, and writes again.
	const ed = await createVisitor(shop);
	const edLine = await openVisitor(ed, "c_recordedByEd0000000001");
	await say(edLine, "zzz qqq");
	edLine.send({ type: "end", id: newFrameId() });
	await untilEvent(edLine, "closed");
	await say(edLine, "One more thing");

	// Ben is blocked, and it can't be told to his conversation; he was given another name, which was given up on.
	const ben = await createVisitor(shop);
	const benId = "c_recordedByBen000000001";
	const benLine = await openVisitor(ben, benId);
	await say(benLine, "zzz qqq");
	benLine.send({ type: "email", id: newFrameId(), email: "ben@shop.example" });
	await benLine.next("done");
	const contact = await vi.waitFor(async () => {
		const { contactId = null } = (await conversation(env, shop.id, benId).visitor()) ?? {};
		expect(contactId).toBeTruthy();
		return contactId;
	});
	vi.spyOn(tell, "identify").mockRejectedValue(new Error("down"));
	vi.spyOn(tell, "followBlocks").mockRejectedValue(new Error("down"));
	const edit = { name: "Ben", email: "ben@shop.example", notes: "Rides a bicycle." };
	await ask(as(ines), `/api/contacts/${contact}`, { method: "PATCH", body: edit });
	await database(env).update(outboxTable).set({ attempts: 31, dueAt: 0 });
	await outbox(env, shop.id).drain();
	await ask(as(ines), "/api/outbox");
	const forDay = { duration: "7d", reason: "Spam", address: false };
	await ask(as(ines), `/api/contacts/${contact}/block`, { body: forDay });
	await ask(as(ines), `/api/contacts/${contact}/unblock`, { body: {} });
	await ask(as(ines), `/api/contacts/${contact}/block`, { body: forDay });
	await ask(as(ines), `/api/contacts/${contact}`);
	await ask(as(ines), "/api/contacts?search=ben");
	await ask(as(ines), "/api/contacts/ct_nobody", { status: 404 });

	// The model fails, and nobody asks it any more.
	const real = env.AI;
	Reflect.set(env, "ANSWERER", "auto");
	Reflect.set(env, "AI", { run: () => Promise.reject(new Error("3040: Capacity temporarily exceeded")) });
	await say(await openVisitor(await createVisitor(shop), "c_recordedByCarl00000001"), KNOWN);
	await list.next("trouble", ({ trouble }) => trouble !== null);
	Reflect.set(env, "ANSWERER", "embedded");
	Reflect.set(env, "AI", real);

	// What the team looks at.
	await ask(as(noor), `/api/conversations/${id}`);
	await ask(as(noor), `/api/conversations/${id}/entries?before=5`);
	await ask(as(noor), "/api/figures?days=7");
	await ask(as(noor), "/api/playground", { body: { question: KNOWN, thread: [] } });
	const gaps = v.parse(v.object({ gaps: v.array(v.object({ id: v.number() })) }), await ask(as(noor), "/api/gaps"));
	const gap = `/api/gaps/${gaps.gaps[0]?.id}`;
	await ask(as(noor), gap);
	const List = v.object({ suggestions: v.array(v.object({ id: v.number() })) });
	const suggestion = `/api/suggestions/${v.parse(List, await ask(as(noor), "/api/suggestions")).suggestions[0]?.id}`;
	await ask(as(noor), suggestion);
	for (const one of [suggestion, gap])
		for (const what of ["dismiss", "reopen", "resolve"])
			await ask(as(ines), `${one}/${what}`, { body: {}, status: 204 });
	await ask(as(ines), `${suggestion}/reopen`, { body: {}, status: 204 });
	await ask(as(ines), "/api/conversations/c_recordedByEd0000000001/gaps", { method: "DELETE" });
	list.send({ type: "taken", characters: 131_072 });
	const filter = { status: "all", handler: "any", assignee: "anyone" };
	list.send({ type: "list", id: "1", filter, cursor: null });
	await list.next("page");
	list.send({ type: "list", id: "2", filter, text: "Klingon" });
	await list.next("page", (found) => found.id === "2");
	list.send({ type: "hologram" });
	await list.next("refused");
	const another = await openInbox(ines);
	await list.next("presence", ({ online }) => online.length === 2);
	another.close();

	// Two files wait: one for its turn, one for its parts to be put in the library.
	const jam = vi.spyOn(SourceDocuments.prototype, "put").mockImplementation(() => {
		throw new Error("down");
	});
	await ask(as(ines), "/api/sources/files?name=care.md", { body: "# Care\n\nWash by hand.\n", status: 201 });
	await vi.waitFor(async () => {
		await runDurableObjectAlarm(library);
		expect((await storedBy(library)).sql).toContain("INSERT INTO upload_part ");
	});
	vi.spyOn(Knowledge.prototype, "alarm").mockResolvedValue();
	await ask(as(ines), "/api/sources/files?name=dyes.txt", { body: "Dyes are made of plants.", status: 201 });
	jam.mockRestore();
	const throwaway = idIn(
		await ask(as(ines), "/api/sources/sites", { body: { address: "https://gone.example/" }, status: 201 }),
	);
	await ask(as(ines), `/api/sources/${throwaway}`, { method: "DELETE", status: 204 });

	// Fay's question is owed an answer: the knowledge base is of a release that can't search.
	const owing = "c_recordedByFay000000001";
	const fayLine = await openVisitor(await createVisitor(shop), owing);
	const search = Object.getOwnPropertyDescriptor(Knowledge.prototype, "search") ?? {};
	Reflect.deleteProperty(Knowledge.prototype, "search");
	await say(fayLine, KNOWN);
	const fay = conversation(env, shop.id, owing);
	await vi.waitFor(async () => expect((await storedBy(fay)).sql).toMatch(/INSERT INTO turn .*'queued', 0, /));

	// Written down.
	for (const one of Object.values(lines)) one.close();
	const objects: Record<string, unknown> = {};
	const stubs = {
		conversation: stub,
		"conversation-owing": fay,
		"conversation-blocked": conversation(env, shop.id, benId),
		inbox: inbox(env, shop.id),
		knowledge: library,
	};
	const stored = new Map<string, string>();
	for (const [name, each] of Object.entries(stubs)) {
		const { sql, alarm } = await storedBy(each);
		stored.set(name, sql);
		objects[name] = { name: each.id.name, alarm };
	}
	objects["outbox"] = await runInDurableObject(outbox(env, shop.id), async (_, { id: own, storage }) => ({
		name: own.name,
		alarm: await storage.getAlarm(),
		kv: Object.fromEntries(storage.kv.list()),
	}));
	stored.set(
		"d1",
		await dump(async (sql) => (await env.DB.prepare(sql).all<Record<string, string | number | null>>()).results),
	);

	// Nothing was forgotten.
	for (const [name, sql] of stored) if (!name.includes("-")) expect(emptyTables(sql), name).toEqual([]);
	const effects = stored.get("conversation") ?? "";
	for (const type of ["started", "turn", "email", "solved", "forget"])
		expect(new RegExp(`INSERT INTO effect .*"type":"${type}"`).test(effects), type).toBe(true);
	expect(silentRoutes()).toEqual([]);
	const { inbox: toList, ...toThreads } = lines;
	expect(kindsOf([toList])).toEqual(kinds(InboxServerFrame));
	expect(kindsOf(Object.values(toThreads))).toEqual(kinds(ServerFrame));
	Object.defineProperty(Knowledge.prototype, "search", search);

	const people = { ines: { email, password, cookie: ines.cookie }, ana: { visitorId: ana.visitorId, site: shop.site } };
	await keepJson("objects.json", { recordedAt, workspace: shop, people, objects });
	await keepJson("http.json", exchanges);
	const told = Object.entries(lines).map(([to, { raw }]) => [to, raw.map((frame): unknown => JSON.parse(frame))]);
	await keepJson("server-frames.json", Object.fromEntries(told));
	for (const [name, sql] of stored) await expect(sql).toMatchFileSnapshot(file(`${name}.sql`));
});
