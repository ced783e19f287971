/**
 * What a message costs, counted. Each kind is measured twice over a hundred messages, for the list's index is written
 * once in a hundred: in a lively exchange, one after the other; and each followed by silence, which is the dearest. Then
 * the object sleeps, its alarm (set with the message, half a minute off) wakes it to see that the list was told, and the
 * next message wakes it again. The bench takes the object out of memory and rings that alarm by hand, to the same effect.
 *
 * Rows are those of the cursors. What FTS5 writes when the transaction with the hundredth message commits belongs to no
 * statement; by SQLite's total_changes() that is a fifth of a row a message, the same at 20,000 and 100,000 messages.
 */
import type { Line } from "./line.ts";
import { between, type Cost, settled, share } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import { type Conversation, order, say, type Workspace } from "./workspace.ts";

export const CONVERSATIONS = 10;
const MESSAGES_EACH = 10;
/** Longer than ten lively conversations gather messages before they tell the list (inbox/load.ts). */
const GATHERED_MS = 1_500;

export type MessageCost = {
	kind: string;
	/** Each followed by silence, its alarm and two wakes counted in. */
	alone: Cost;
	lively: Cost;
	/** Bytes on the wire a message, both ways, all sockets. */
	bytes: number;
};

export type Step = (conversation: Conversation) => Promise<void>;

/** Their objects leave memory, and each alarm of the next minute rings. */
export async function silence({ hibernate }: Runtime, workspace: Workspace, ids: string[]): Promise<void> {
	await Promise.all(
		ids.map(async (id) => {
			await hibernate(workspace.id, id);
			await order(workspace.host, { do: "ring", conversation: `${workspace.id}/${id}` });
		}),
	);
	await settled(workspace);
}

/** `step` says one message. `others` are sockets that also watch: dashboards, teammates with the thread open. */
export async function measureMessage(
	runtime: Runtime,
	workspace: Workspace,
	conversations: Conversation[],
	{ kind, step, others }: { kind: string; step: Step; others: Line[] },
): Promise<MessageCost> {
	const total = conversations.length * MESSAGES_EACH;
	const ids = conversations.map(({ id }) => id);
	const sleepAll = () => Promise.all(ids.map((id) => runtime.hibernate(workspace.id, id)));
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
	// The wake isn't one of a lively exchange's costs: a first message apart.
	await Promise.all(conversations.map(step));
	before = await settled(workspace);
	const bytesBefore = bytes();
	for (let message = 0; message < MESSAGES_EACH; message++) await Promise.all(conversations.map(step));
	const lively = share(between(before, await settled(workspace, GATHERED_MS)), total);
	return { kind, alone, lively, bytes: Math.round((bytes() - bytesBefore) / total) };
}

/** A visitor's message to a teammate. */
export const visitorSays: Step = ({ visitor, teammate }) => say(visitor, teammate, "And when will it be here?");
/** A teammate's answer. */
export const teammateSays: Step = ({ visitor, teammate }) =>
	say(teammate, visitor, "It is with the carrier since Monday.");
