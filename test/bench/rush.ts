/**
 * A thousand new conversations a minute in one workspace, each a visitor who opens the chat, says something and leaves;
 * and what somebody notices of it who is talking to a teammate meanwhile, beside the same in the calm before. On one
 * machine the clients of both, and every object of the workspace, share its cores, which the platform's would not.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Percentiles, percentiles } from "./figures.ts";
import {
	converse,
	createTeammate,
	createVisitor,
	createWorkspace,
	newConversationId,
	openAsVisitor,
	openInbox,
	say,
	type Conversation,
} from "./workspace.ts";

export type Rush = {
	/** How many came, and how many a minute that was. */
	conversations: number;
	aMinute: number;
	/** Two who talk: a message's way to the other side, in ms. */
	calm: Percentiles;
	during: Percentiles;
	/** From knocking to the first message stored. */
	first: Percentiles;
	/** From the first message sent to its line on a dashboard. */
	line: Percentiles;
};

const EVERY_MS = 60;
/** As fast as a teammate may go on for long (MEMBER_SAYING, conversation/rate-limit.ts). */
const SAID_EVERY_MS = 200;

async function talk({ teammate, visitor }: Conversation, until: Promise<unknown>): Promise<Percentiles> {
	const times: number[] = [];
	const over = until.then(() => true);
	while (!(await Promise.race([over, sleep(SAID_EVERY_MS, false)]))) {
		const said = performance.now();
		await say(teammate, visitor, randomUUID());
		times.push(performance.now() - said);
	}
	return percentiles(times);
}

/** Takes a fourth longer than `seconds`. */
export async function measureRush(host: string, seconds: number): Promise<Rush> {
	const workspace = await createWorkspace(host);
	const teammate = await createTeammate(workspace);
	const pair = await converse(workspace, teammate);
	const dashboard = await openInbox(workspace, teammate);
	const first: number[] = [];
	const line: number[] = [];
	const come = async () => {
		const knocked = performance.now();
		const id = newConversationId();
		const visitor = await openAsVisitor(workspace, await createVisitor(workspace), id);
		const shown = dashboard.next(id);
		const sent = performance.now();
		await say(visitor, visitor, "Is the large bag waterproof, and when will it be here?");
		first.push(performance.now() - knocked);
		await shown;
		line.push(performance.now() - sent);
		visitor.close();
	};
	// Its code is compiled, and counted for none.
	await come();
	const calm = await talk(pair, sleep((seconds * 1_000) / 4));

	const begun = performance.now();
	const all = Array.from({ length: Math.round((seconds * 1_000) / EVERY_MS) }, async (_, number) => {
		await sleep(number * EVERY_MS);
		await come();
	});
	const during = await talk(pair, Promise.all(all));
	const minutes = (performance.now() - begun) / 60_000;
	for (const each of [pair.visitor, pair.teammate, dashboard]) each.close();
	return {
		conversations: all.length,
		aMinute: Math.round(all.length / minutes),
		calm,
		during,
		first: percentiles(first.slice(1)),
		line: percentiles(line.slice(1)),
	};
}
