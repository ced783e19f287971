/**
 * Does a message cost more as things grow? The rows of a hundred messages (the list's index is written once in a
 * hundred) in a short conversation and a long one, and in a workspace with few conversations and with many.
 */
import { visitorSays } from "./cost.ts";
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
	type Teammate,
	type Workspace,
} from "./workspace.ts";

export type Growth = { from: Cost; to: Cost; ratio: number; fromSize: number; toSize: number };

const WINDOW = 100;
async function rowsOfWindow(runtime: Runtime, workspace: Workspace, conversation: Conversation): Promise<Cost> {
	const before = await settled(workspace);
	for (let message = 0; message < WINDOW; message++) {
		// Each by itself: told together, as a lively conversation's are, their number would depend on the machine's speed.
		await runtime.hibernate(workspace.id, conversation.id);
		await visitorSays(conversation);
	}
	return share(between(before, await settled(workspace), workspace), WINDOW);
}

/** The larger of the two: rows read, rows written. */
const grown = (from: Cost, to: Cost): number =>
	Math.max(ratio(to.rowsRead, from.rowsRead), ratio(to.rowsWritten, from.rowsWritten));

export async function byLength(runtime: Runtime, length: number): Promise<Growth> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const id = newConversationId();
	const visitor = await createVisitor(workspace);
	const open = async (): Promise<Conversation> => ({
		id,
		visitor: await openAsVisitor(workspace, visitor, id),
		teammate: await openAsTeammate(workspace, teammate, id),
	});
	const first = await openAsVisitor(workspace, visitor, id);
	await say(first, first, "Can I talk to a person?");
	const short = await open();
	await say(short.teammate, short.visitor, "Of course.");
	for (let message = 0; message < 8; message++) await visitorSays(short);
	const from = await rowsOfWindow(runtime, workspace, short);
	await order(runtime.host, { do: "lengthen", conversation: `${workspace.id}/${id}`, messages: length });
	const to = await rowsOfWindow(runtime, workspace, await open());
	return { from, to, ratio: grown(from, to), fromSize: 10, toSize: length };
}

/** `full` is a workspace whose list holds `size` conversations. */
export async function byInbox(
	runtime: Runtime,
	full: { workspace: Workspace; teammate: Teammate; size: number },
): Promise<Growth> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const few: Conversation[] = [];
	for (let number = 0; number < 10; number++) few.push(await converse(workspace, teammate));
	const [one] = few;
	if (!one) throw new Error("no conversation");
	const from = await rowsOfWindow(runtime, workspace, one);
	const to = await rowsOfWindow(runtime, full.workspace, await converse(full.workspace, full.teammate));
	return { from, to, ratio: grown(from, to), fromSize: few.length, toSize: full.size };
}
