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

/** Questions that are asked where no file is being read. */
const CALM = 40;
/** While a file is read, at the most. */
const MOST = 120;
/** Who ask in turn, with a pause in between: nobody types faster than the limit of messages lets them. */
const VISITORS = 20;
const PAUSE_MS = 120;

/** How long until the AI has said something; whether it knew is no matter here. ms. */
async function time({ visitor }: Conversation, text: string): Promise<number> {
	const began = performance.now();
	const answered = visitor.next('"author":{"kind":"ai"}');
	visitor.send(JSON.stringify({ type: "send", id: crypto.randomUUID(), text }));
	await answered;
	return performance.now() - began;
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
	const conversations = await each(
		Array.from({ length: VISITORS }, (_, nth) => nth),
		async () => {
			const conversation = await converse(workspace, owner);
			await ask(workspace, owner, `/api/conversations/${conversation.id}/hand-back`, {});
			return conversation;
		},
	);
	let asked = 0;
	const next = async (): Promise<number> => {
		const conversation = conversations[asked % conversations.length];
		if (!conversation) throw new Error("nobody is there to ask");
		const took = await time(conversation, questions[asked++ % questions.length] ?? "Do you ship?");
		await sleep(PAUSE_MS);
		return took;
	};
	const calm: number[] = [];
	for (let nth = 0; nth < CALM; nth++) calm.push(await next());
	console.error(line("no file", calm));
	for (const [name, make] of Object.entries(worstFiles)) {
		const response = await fetch(`${runtime.host}/api/sources/files?name=${name}`, {
			method: "POST",
			headers: { origin: runtime.host, cookie: owner.cookie },
			body: new Blob([new Uint8Array(make())]),
		});
		if (!response.ok) throw new Error(`${name} was answered ${response.status}`);
		const beside: number[] = [];
		while (beside.length < MOST && (await isBusy(workspace, owner))) beside.push(await next());
		console.error(line(name, beside));
	}
} finally {
	await runtime.stop();
	await bundled.remove();
}
