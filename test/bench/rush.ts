/**
 * Measures a rush: a thousand new conversations a minute in one workspace, each of a visitor who opens the chat, sends one
 * message and leaves. It compares the delay of messages in another conversation during the rush with that before. On one
 * machine all clients and objects share the cores; on the platform they wouldn't.
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
	/** The number of new conversations, and their rate. */
	conversations: number;
	aMinute: number;
	/** The delay of messages in the other conversation, before and during the rush, in ms. */
	calm: Percentiles;
	during: Percentiles;
	/** The time from the first request until the first message is stored, in ms. */
	first: Percentiles;
	/** The time from sending the first message until its list item is on a dashboard, in ms. */
	line: Percentiles;
};

const EVERY_MS = 60;
/** The fastest pace that the rate limit allows a teammate for long (MEMBER_TEXTS, conversation/rate-limit.ts). */
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

/** Runs the rush for `seconds`, after a quarter of that time without it. */
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
	// Warm-up: not counted.
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
