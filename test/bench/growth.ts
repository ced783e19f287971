/**
 * Measures whether a message costs more as things grow: the rows of a hundred messages (the search index is written once in a
 * hundred) in a short and in a long conversation, and in a workspace with few and with many conversations.
 */
import { teammateSays, visitorSays } from "./cost.ts";
import { ratio } from "./figures.ts";
import { between, type Cost, settled, share } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import {
	type Conversation,
	converse,
	createTeammate,
	createWorkspace,
	openAsTeammate,
	openAsVisitor,
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
