/**
 * `npm run bench:files`: how long a visitor's question takes while the worst file of the tests is being read beside it, and
 * while nothing is. One workerd on one thread, as nowhere else: on Cloudflare a file is read by an object of its own.
 */
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { worstFiles } from "../pure/setup/worst-files.ts";
import { each } from "./engine.ts";
import { percentiles } from "./figures.ts";
import { teach } from "./knowledge.ts";
import { bundle, start } from "./runtime.ts";
import {
	ask,
	type Conversation,
	converse,
	createTeammate,
	createWorkspace,
	migrate,
	type Teammate,
	type Workspace,
} from "./workspace.ts";
import { SourceList } from "../../src/protocol/knowledge/source.ts";

/** Who ask in turn, how often each, and with what pause, which keeps within the limit of messages. */
const VISITORS = 12;
const QUESTIONS = 4;
const PAUSE_MS = 150;

/** How long until the AI has said something; whether it knew is no matter here. ms. */
async function time({ visitor }: Conversation, text: string): Promise<number> {
	const began = performance.now();
	const answered = visitor.next('"author":{"kind":"ai"}');
	visitor.send(JSON.stringify({ type: "send", id: crypto.randomUUID(), text }));
	await answered;
	return performance.now() - began;
}

async function upload({ host }: Workspace, { cookie }: Teammate, name: string, bytes: Uint8Array): Promise<void> {
	const response = await fetch(`${host}/api/sources/files?name=${name}`, {
		method: "POST",
		headers: { origin: host, cookie },
		body: new Blob([new Uint8Array(bytes)]),
	});
	if (!response.ok) throw new Error(`${name} was answered ${response.status}: ${await response.text()}`);
}

const isBusy = async ({ host }: Workspace, { cookie }: Teammate): Promise<boolean> => {
	const response = await fetch(`${host}/api/sources`, { headers: { cookie } });
	const { sources } = v.parse(SourceList, await response.json());
	return sources.some(({ state }) => state === "waiting" || state === "running");
};

const line = (name: string, samples: number[]): string => {
	const { p50, p95 } = percentiles(samples);
	return `${name.padEnd(16)} ${String(samples.length).padStart(4)} questions   p50 ${p50.toFixed(0).padStart(5)} ms   p95 ${p95.toFixed(0).padStart(5)} ms   longest ${Math.max(
		...samples,
	)
		.toFixed(0)
		.padStart(5)} ms`;
};

const bundled = await bundle();
const runtime = await start(bundled.path, { counting: false });
try {
	await migrate(runtime.host);
	const workspace = await createWorkspace(runtime.host);
	const owner = await createTeammate(workspace);
	const questions = await teach(workspace, owner);
	/** Asks while `goes` says so, each visitor a few times: who goes on asking is offered a person in the end. */
	const measure = async (goes: () => Promise<boolean>): Promise<number[]> => {
		const conversations = await each(
			Array.from({ length: VISITORS }, (_, nth) => nth),
			async () => {
				const conversation = await converse(workspace, owner);
				await ask(workspace, owner, `/api/conversations/${conversation.id}/hand-back`, {});
				return conversation;
			},
		);
		const samples: number[] = [];
		for (let round = 0; round < QUESTIONS; round++)
			for (const [nth, conversation] of conversations.entries()) {
				if (!(await goes())) continue;
				samples.push(await time(conversation, questions[round * VISITORS + nth] ?? "Do you ship?"));
				await sleep(PAUSE_MS);
			}
		for (const { visitor, teammate } of conversations) for (const open of [visitor, teammate]) open.close();
		return samples;
	};
	console.error(line("no file", await measure(async () => true)));
	for (const [name, make] of Object.entries(worstFiles)) {
		let uploaded = false;
		const samples = await measure(async () => {
			if (!uploaded) await upload(workspace, owner, name, make());
			uploaded = true;
			return isBusy(workspace, owner);
		});
		console.error(samples.length === 0 ? `${name.padEnd(16)} was read at once` : line(name, samples));
	}
} finally {
	await runtime.stop();
	await bundled.remove();
}
