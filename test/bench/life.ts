/**
 * Counts the cost of a whole conversation of ten messages: the page and then the chat is opened, five questions are asked and
 * answered with silence after every message, and the thread is closed. The monthly bill is computed from it (money.ts).
 */
import { ask, converse, createVisitor, knock, newConversationId, openAsVisitor, order } from "./workspace.ts";
import type { Conversation, Teammate, Workspace } from "./workspace.ts";
import { silence, teammateSays, visitorSays } from "./cost.ts";
import { between, type Cost, settled, share } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import * as v from "valibot";

export type Life = { cost: Cost; bytesStored: number };

const QUESTIONS = 5;

/** Asks a question and waits for the AI's answer. Throws when it offers a person instead: all of these questions have answers. */
export async function askAi({ visitor }: Pick<Conversation, "visitor">, text: string): Promise<void> {
	const answered = visitor.next('"author":{"kind":"ai"}');
	const id = crypto.randomUUID();
	visitor.send(JSON.stringify({ type: "send", id, text }));
	const frame = await answered;
	if (frame.includes('"offer":true')) throw new Error(`The AI had no answer to "${text}"`);
}

async function measure(
	runtime: Runtime,
	workspace: Workspace,
	/** The number of conversations that the figures are the mean of. */
	lives: number,
	live: () => Promise<{ id: string; end(): void }>,
): Promise<Life> {
	const before = await settled(workspace);
	const bytes = await Promise.all(
		Array.from({ length: lives }, async () => {
			const { id, end } = await live();
			await silence(runtime, workspace, [id]);
			end();
			return v.parse(v.number(), await order(runtime.host, { do: "size", conversation: `${workspace.id}/${id}` }));
		}),
	);
	const bytesStored = bytes.reduce((sum, each) => sum + each, 0) / lives;
	return { cost: share(between(before, await settled(workspace)), lives), bytesStored };
}

/** A conversation with a person: the first message asks for one. */
export const lifeWithPerson = (
	runtime: Runtime,
	workspace: Workspace,
	teammate: Teammate,
	lives: number,
): Promise<Life> =>
	measure(runtime, workspace, lives, async () => {
		await knock(workspace, "boot");
		const conversation = await converse(workspace, teammate);
		const { id } = conversation;
		await ask(workspace, teammate, `/api/conversations/${id}`);
		for (let question = 1; question < QUESTIONS; question++)
			for (const step of [visitorSays, teammateSays]) {
				await silence(runtime, workspace, [id]);
				await step(conversation);
			}
		await ask(workspace, teammate, `/api/conversations/${id}/close`, {});
		return {
			id,
			end() {
				conversation.visitor.close();
				conversation.teammate.close();
			},
		};
	});

/** A conversation with the AI, which a teammate closes. */
export const lifeWithAi = (
	runtime: Runtime,
	workspace: Workspace,
	teammate: Teammate,
	questions: string[],
	lives: number,
): Promise<Life> =>
	measure(runtime, workspace, lives, async () => {
		await knock(workspace, "boot");
		const id = newConversationId();
		const visitor = await openAsVisitor(workspace, await createVisitor(workspace), id);
		for (const question of questions.slice(0, QUESTIONS)) {
			await askAi({ visitor }, question);
			await silence(runtime, workspace, [id]);
		}
		await ask(workspace, teammate, `/api/conversations/${id}/close`, {});
		return { id, end: () => visitor.close() };
	});
