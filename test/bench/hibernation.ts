/**
 * Does a conversation leave memory while its sockets are open and idle? The runtime itself puts an object to sleep after
 * ten idle seconds. Both sockets ping all the while. The object's class counts how often it is built and what reaches it:
 * nothing may, while pings are answered; then one message must build it anew, arrive, and find everything there.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PING, PONG } from "../../src/protocol/limits.ts";
import { visitorSays } from "./cost.ts";
import { read, settled } from "./meter.ts";
import type { Runtime } from "./runtime.ts";
import { ask, converse, createTeammate, createWorkspace } from "./workspace.ts";

export type Hibernation = {
	idleSeconds: number;
	pings: number;
	pongs: number;
	/** Calls, messages and alarms that reached the object while it was idle: 0 when pings cost nothing. */
	reached: number;
	/** Times it was built for the message that came after. */
	rebuilt: number;
	/** Everything said before is there after, in order. */
	intact: boolean;
};

/** Longer than the runtime's ten seconds, shorter than the alarm that a message leaves behind. */
const IDLE_SECONDS = 16;

export async function measureHibernation(runtime: Runtime): Promise<Hibernation> {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const conversation = await converse(workspace, teammate);
	const path = `/api/conversations/${conversation.id}/entries`;
	for (let message = 0; message < 5; message++) await visitorSays(conversation);
	const name = `conversation:${workspace.id}/${conversation.id}`;
	const said = JSON.stringify(await ask(workspace, teammate, path));
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
	const page = JSON.stringify(await ask(workspace, teammate, path));
	const entries = (json: string): string => json.slice(json.indexOf("["), json.lastIndexOf("]"));
	conversation.visitor.close();
	conversation.teammate.close();
	return {
		idleSeconds: IDLE_SECONDS,
		pings,
		pongs,
		reached: idle.calls + idle.socketMessages + idle.alarms - (before.calls + before.socketMessages + before.alarms),
		rebuilt: after.constructed - before.constructed,
		intact: entries(page).startsWith(entries(said)),
	};
}
