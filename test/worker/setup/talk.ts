/** Conversations as worker tests have them: one begins, somebody says something, and what comes of it is waited for. */
import { runInDurableObject } from "cloudflare:test";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import type { Entry, Message } from "../../../src/protocol/conversation/entry.ts";
import type { MemberAction, ServerFrame } from "../../../src/protocol/conversation/frames.ts";
import {
	ask,
	createVisitor,
	newConversationId,
	newFrameId,
	type Person,
	type Visiting,
	type Workspace,
} from "./people.ts";
import { openVisitor } from "./socket.ts";

export type Started = { id: string; visitor: Visiting; line: Awaited<ReturnType<typeof openVisitor>> };

/** A new visitor who has the chat open and has said nothing. */
export async function arrive(shop: Workspace): Promise<Started> {
	const visitor = await createVisitor(shop);
	const id = newConversationId();
	const line = await openVisitor(visitor, id);
	await line.next("welcome");
	return { id, visitor, line };
}

/** A new visitor's first message in a conversation of their own; nothing is known of what it asks. */
export async function start(shop: Workspace, text = "zzz qqq"): Promise<Started> {
	const begun = await arrive(shop);
	await say(begun.line, text);
	return begun;
}

/** The number it was stored under. */
export async function say(line: Started["line"], text: string, id = newFrameId()): Promise<number> {
	line.send({ type: "send", id, text });
	const isIt = (entry: Entry) => entry.kind !== "event" && entry.id === id;
	const { entries } = await line.next("entries", (frame) => frame.entries.some(isIt));
	return entries.find(isIt)?.seq ?? 0;
}

/** What a member does to a conversation, through its route. */
export const act = (person: Person, id: string, { type, ...body }: MemberAction) =>
	ask(person, `/api/conversations/${id}/${type.replaceAll("_", "-")}`, { body });

export const isMessage = (entry: Entry): entry is Message => entry.kind === "message";
export const happened = (entries: Entry[], type: string) =>
	entries.some((entry) => entry.kind === "event" && entry.event.type === type);

type Told = Extract<ServerFrame, { type: "entries" }>;

/** The latest frame of new entries that passes, whether it has come already or is on its way. */
export async function told(line: Started["line"], wanted: (frame: Told) => boolean): Promise<Told> {
	const passes = (frame: ServerFrame): frame is Told => frame.type === "entries" && wanted(frame);
	return line.frames.findLast(passes) ?? line.next("entries", wanted);
}
export const untilMessage = (line: Started["line"], by: Message["author"]["kind"]) =>
	told(line, ({ entries }) => entries.some((entry) => isMessage(entry) && entry.author.kind === by));
export const untilEvent = (line: Started["line"], type: string) => told(line, ({ entries }) => happened(entries, type));

/** The whole log, as it is stored. */
export const everything = (stub: DurableObjectStub<Conversation>): Promise<Entry[]> =>
	runInDurableObject(stub, (_, { storage }) =>
		storage.sql
			.exec<{ body: string }>("SELECT body FROM entry ORDER BY seq")
			.toArray()
			.map(({ body }): Entry => JSON.parse(body)),
	);
