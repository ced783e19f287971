/**
 * Counts what a message costs. Each kind is measured over a hundred messages, because the search index is written once in a
 * hundred, and in two ways: in a lively exchange, one message after the other; and each followed by silence, which costs most.
 * In silence the object hibernates, its alarm (set with the message, half a minute later) wakes it to check that the Inbox is
 * up to date, and the next message wakes it again. The bench evicts the object and runs that alarm itself, to the same effect.
 *
 * Rows are those that the cursors report. What FTS5 writes when the transaction of the hundredth message commits belongs to no
 * cursor; by SQLite's total_changes() it is a fifth of a row for each message, the same at 20,000 and 100,000 messages.
 */
import type { Line } from "./line.ts";
import { between, type Cost, settled, share } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import { type Conversation, order, say, type Workspace } from "./workspace.ts";

export const CONVERSATIONS = 10;
const MESSAGES_EACH = 10;
/** Longer than ten lively conversations gather messages before they update the list (inbox/load.ts). */
const GATHERED_MS = 1_500;

export type MessageCost = {
	kind: string;
	/** Each message followed by silence, including its alarm and two wakes. */
	alone: Cost;
	lively: Cost;
	/** Bytes on the wire for each message: both directions, all sockets. */
	bytes: number;
};

export type Step = (conversation: Conversation) => Promise<void>;

/** Evicts these conversations' objects and runs their alarms of the next minute. */
export async function silence({ hibernate }: Runtime, workspace: Workspace, ids: string[]): Promise<void> {
	await Promise.all(
		ids.map(async (id) => {
			await hibernate(workspace.id, id);
			await order(workspace.host, { do: "ring", conversation: `${workspace.id}/${id}` });
		}),
	);
	await settled(workspace);
}

/** Measures the messages that `step` sends. `others`: sockets that receive them too, of dashboards and of teammates with the thread open. */
export async function measureMessage(
	runtime: Runtime,
	workspace: Workspace,
	conversations: Conversation[],
	{ kind, step, others }: { kind: string; step: Step; others: Line[] },
): Promise<MessageCost> {
	const total = conversations.length * MESSAGES_EACH;
	const ids = conversations.map(({ id }) => id);
	const sleepAll = () => Promise.all(ids.map((id) => runtime.hibernate(workspace.id, id)));
	// What a workspace pays once, such as the tables of an object it uses for the first time, is no message's.
	await Promise.all(conversations.slice(0, 1).map(step));
	await silence(runtime, workspace, ids);

	let before = await settled(workspace);
	for (let message = 0; message < MESSAGES_EACH; message++) {
		await sleepAll();
		await Promise.all(conversations.map(step));
		await settled(workspace);
		await silence(runtime, workspace, ids);
	}
	const alone = share(between(before, await settled(workspace)), total);

	const lines = [...others, ...conversations.flatMap(({ visitor, teammate }) => [visitor, teammate])];
	const bytes = () => lines.reduce((sum, { bytes: { up, down } }) => sum + up + down, 0);
	await sleepAll();
	// The wake isn't a cost of a lively exchange, so the first message isn't counted.
	await Promise.all(conversations.map(step));
	before = await settled(workspace);
	const bytesBefore = bytes();
	for (let message = 0; message < MESSAGES_EACH; message++) await Promise.all(conversations.map(step));
	const lively = share(between(before, await settled(workspace, GATHERED_MS)), total);
	return { kind, alone, lively, bytes: Math.round((bytes() - bytesBefore) / total) };
}

/** A visitor's message to a teammate. */
export const visitorSays: Step = ({ visitor, teammate }) => say(visitor, teammate, "And when will it be here?");
/** The same with a file, which is sent before it. */
export const visitorSendsFile: Step = async ({ visitor, teammate, upload }) =>
	say(visitor, teammate, "And when will it be here?", [{ id: await upload() }]);
/** A teammate's answer. */
export const teammateSays: Step = ({ visitor, teammate }) =>
	say(teammate, visitor, "It is with the carrier since Monday.");
