/**
 * The Worker of `npm start`: src/index.ts unchanged, and a door through which past conversations come in. It opens only
 * on this machine, to whoever has the key of this start, and exists in no build that is deployed.
 */
import * as v from "valibot";
import { linkContact } from "../../src/contact/store/contacts.ts";
import { database } from "../../src/db/database.ts";
import { isLoopback } from "../../src/http/origin.ts";
import app from "../../src/index.ts";
import { workspaceById } from "../../src/workspace/settings.ts";
import type { Conversation } from "./conversation.ts";
import type { Inbox } from "./inbox.ts";
import { DOOR, FILL_DOOR, FillOrder, KEY_HEADER, PastOrder } from "./past.ts";

export { Bulk, DocumentReader, Knowledge, Notifier, Uploads, WorkspaceOutbox } from "../../src/index.ts";
export { Conversation } from "./conversation.ts";
export { Inbox } from "./inbox.ts";

type LocalEnv = Omit<Env, "CONVERSATION" | "INBOX"> & {
	CONVERSATION: DurableObjectNamespace<Conversation>;
	INBOX: DurableObjectNamespace<Inbox>;
	LOCAL_KEY: string;
};

async function remember(request: Request, env: LocalEnv): Promise<Response> {
	const { workspaceId, conversations } = v.parse(PastOrder, await request.json());
	const db = database(env);
	const workspace = await workspaceById(db, workspaceId);
	if (!workspace) return new Response("There is no such workspace.", { status: 404 });
	const settings = { ...workspace.settings, workspaceName: workspace.name };
	const remembered = [];
	for (const conversation of conversations) {
		const { id, visitorId, steps } = conversation;
		const startedAt = steps[0]?.at ?? Date.now();
		const who = { workspaceId, visitorId, conversationId: id, startedAt, at: startedAt };
		const contact = conversation.contact && (await linkContact(db, { ...who, ...conversation.contact }));
		const object = env.CONVERSATION.getByName(`${workspaceId}/${id}`);
		const past = await object.remember({ workspaceId, settings, conversation, contact });
		if (past) remembered.push(past);
	}
	await env.INBOX.getByName(workspaceId).remember(remembered);
	return Response.json({ written: remembered.length });
}

async function fill(request: Request, env: LocalEnv): Promise<Response> {
	const { workspaceId, filling } = v.parse(FillOrder, await request.json());
	await env.INBOX.getByName(workspaceId).fill(filling);
	return Response.json({ written: filling.to - filling.from });
}

const doors = new Map([
	[DOOR, remember],
	[FILL_DOOR, fill],
]);

export default {
	...app,
	async fetch(request, env, ctx): Promise<Response> {
		const door = doors.get(new URL(request.url).pathname);
		if (!door) return app.fetch(request, env, ctx);
		const mayEnter = isLoopback(request) && env.LOCAL_KEY !== "" && request.headers.get(KEY_HEADER) === env.LOCAL_KEY;
		return mayEnter ? door(request, env) : new Response("Not found", { status: 404 });
	},
} satisfies ExportedHandler<LocalEnv>;
