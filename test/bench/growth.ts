/**
 * Measures whether a message costs more as things grow: the rows of a hundred messages (the search index is written once in a
 * hundred) in a short and in a long conversation, in a workspace with few and with many conversations, and in one without and with
 * saved views, tags and routing.
 */
import * as v from "valibot";
import { MAX_OWN_VIEWS, MAX_TEAM_VIEWS } from "../../src/protocol/list/view.ts";
import { MadeTag, MAX_TAGS_EACH } from "../../src/protocol/tag.ts";
import { teammateSays, visitorSays } from "./cost.ts";
import { ratio } from "./figures.ts";
import { between, type Cost, settled, share } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import {
	ask,
	type Conversation,
	converse,
	createTeammate,
	createWorkspace,
	openAsTeammate,
	openAsVisitor,
	openInbox,
	order,
	createVisitor,
	newConversationId,
	say,
	sendFile,
	type Teammate,
	type Workspace,
} from "./workspace.ts";

export type Growth = { from: Cost; to: Cost; ratio: number; fromSize: number; toSize: number };

const CONVERSATIONS = 10;
const MESSAGES_EACH = 10;

/** The rows for each message, over ten messages in each conversation. */
async function rowsOfWindow(runtime: Runtime, workspace: Workspace, conversations: Conversation[]): Promise<Cost> {
	const before = await settled(workspace);
	for (let message = 0; message < MESSAGES_EACH; message++) {
		// Hibernation before each message: otherwise how many go into one update of the list would depend on the machine's speed.
		await Promise.all(conversations.map(({ id }) => runtime.hibernate(workspace.id, id)));
		await Promise.all(conversations.map(visitorSays));
	}
	return share(between(before, await settled(workspace)), MESSAGES_EACH * conversations.length);
}

/** The larger of two ratios: rows read, and rows written. */
const grown = (from: Cost, to: Cost): number =>
	Math.max(ratio(to.rowsRead, from.rowsRead), ratio(to.rowsWritten, from.rowsWritten));

const ten = Array.from({ length: CONVERSATIONS }, (_, number) => number);

export async function byLength(runtime: Runtime, length: number): Promise<Growth> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const opened = await Promise.all(
		ten.map(async () => {
			const id = newConversationId();
			const visitor = await createVisitor(workspace);
			const open = async (): Promise<Conversation> => ({
				id,
				visitor: await openAsVisitor(workspace, visitor, id),
				teammate: await openAsTeammate(workspace, teammate, id),
				upload: () => sendFile(workspace, visitor, id),
			});
			const first = await openAsVisitor(workspace, visitor, id);
			await say(first, first, "Can I talk to a person?");
			const short = await open();
			await say(short.teammate, short.visitor, "Of course.");
			for (let message = 0; message < 7; message++) await teammateSays(short);
			return { id, open, short };
		}),
	);
	const from = await rowsOfWindow(
		runtime,
		workspace,
		opened.map(({ short }) => short),
	);
	for (const { id } of opened)
		await order(runtime.host, { do: "lengthen", conversation: `${workspace.id}/${id}`, messages: length });
	const to = await rowsOfWindow(runtime, workspace, await Promise.all(opened.map(({ open }) => open())));
	return { from, to, ratio: grown(from, to), fromSize: 10, toSize: length };
}

/** `full` is a workspace whose list holds `size` conversations. */
export async function byInbox(
	runtime: Runtime,
	full: { workspace: Workspace; teammate: Teammate; size: number },
): Promise<Growth> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const few = await Promise.all(ten.map(() => converse(workspace, teammate)));
	const some = await Promise.all(ten.map(() => converse(full.workspace, full.teammate)));
	const from = await rowsOfWindow(runtime, workspace, few);
	const to = await rowsOfWindow(runtime, full.workspace, some);
	return { from, to, ratio: grown(from, to), fromSize: few.length, toSize: full.size };
}

/** All the saved views there may be, watched by a dashboard; all the tags a conversation may carry, on each; and routing. */
export async function byViews(runtime: Runtime): Promise<Growth> {
	const [plain, rich] = [await createWorkspace(runtime.host), await createWorkspace(runtime.host)];
	const [ines, noor] = [await createTeammate(plain), await createTeammate(rich)];
	const without = await Promise.all(ten.map(() => converse(plain, ines)));
	const withAll = await Promise.all(ten.map(() => converse(rich, noor)));
	const tags: string[] = [];
	for (let number = 0; number < MAX_TAGS_EACH; number++)
		tags.push(v.parse(MadeTag, await ask(rich, noor, "/api/tags", { name: `tag ${number}` })).tag.id);
	const filter = { status: "active", handler: "any", assignee: "anyone", text: "" };
	for (const [whose, most] of [["team", MAX_TEAM_VIEWS] as const, ["own", MAX_OWN_VIEWS] as const])
		for (let number = 0; number < most; number++) {
			const tag = tags[number % tags.length];
			await ask(rich, noor, "/api/views", { name: `view ${number}`, whose, filter: { ...filter, tag } });
		}
	await ask(rich, noor, "/api/workspace", { routing: "round_robin" }, "PATCH");
	for (const { id } of withAll) await ask(rich, noor, `/api/conversations/${id}/tag`, { add: tags, remove: [] });
	const dashboards = [await openInbox(plain, ines), await openInbox(rich, noor)];
	for (const dashboard of dashboards) dashboard.send(JSON.stringify({ type: "watch", zone: "Europe/Oslo" }));
	const from = await rowsOfWindow(runtime, plain, without);
	const to = await rowsOfWindow(runtime, rich, withAll);
	for (const dashboard of dashboards) dashboard.close();
	return { from, to, ratio: grown(from, to), fromSize: 0, toSize: MAX_TEAM_VIEWS + MAX_OWN_VIEWS };
}
