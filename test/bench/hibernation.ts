/**
 * Measures whether a conversation hibernates while its sockets are open and idle. The runtime hibernates an object after ten
 * idle seconds; meanwhile both sockets send pings. The metered class counts constructions and events: none may happen while
 * pings are answered. Then one message must construct the object again, arrive, and find the history complete.
 */
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { EntryPage } from "../../src/protocol/conversation/details.ts";
import { PING, PONG } from "../../src/protocol/limits.ts";
import { visitorSays } from "./cost.ts";
import { read, settled } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import { ask, converse, createTeammate, createWorkspace } from "./workspace.ts";

export type Hibernation = {
	idleSeconds: number;
	pings: number;
	pongs: number;
	/** Calls, messages and alarms that reached the object while it was idle. 0: pings cost nothing. */
	reached: number;
	/** How often the object was constructed for the message after. */
	rebuilt: number;
	/** The history after begins with the history before. */
	intact: boolean;
};

/** Longer than the runtime's ten seconds, shorter than the time until the alarm that a message sets. */
const IDLE_SECONDS = 16;

export async function measureHibernation(runtime: Runtime): Promise<Hibernation> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const conversation = await converse(workspace, teammate);
	const path = `/api/conversations/${conversation.id}/entries`;
	for (let message = 0; message < 5; message++) await visitorSays(conversation);
	const name = `conversation:${workspace.id}/${conversation.id}`;
	const entries = async () =>
		v.parse(EntryPage, await ask(workspace, teammate, path)).entries.map((entry) => JSON.stringify(entry));
	const said = await entries();
	const before = (await settled(workspace))[name];

	let pings = 0;
	let pongs = 0;
	for (let second = 0; second < IDLE_SECONDS; second++) {
		for (const line of [conversation.visitor, conversation.teammate]) {
			pings++;
			const answered = line.next(PONG);
			line.send(PING);
			await answered;
			pongs++;
		}
		await sleep(1_000);
	}
	const idle = (await read(workspace))[name];
	await visitorSays(conversation);
	const after = (await settled(workspace))[name];
	if (!before || !idle || !after) throw new Error(`${name} was never counted`);
	const page = await entries();
	conversation.visitor.close();
	conversation.teammate.close();
	return {
		idleSeconds: IDLE_SECONDS,
		pings,
		pongs,
		reached: idle.calls + idle.socketMessages + idle.alarms - (before.calls + before.socketMessages + before.alarms),
		rebuilt: after.constructed - before.constructed,
		intact: said.length > 0 && said.every((entry, at) => page[at] === entry),
	};
}
