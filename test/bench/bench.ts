/**
 * `npm run bench`: how fast the engine is and what it costs, everything in one run on one machine. `--json` ends with
 * one line for programs, `--quick` takes under a minute with less of everything. It says what it found and judges by
 * ratios; it fails only when it could not measure.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { CONVERSATIONS, measureMessage, type MessageCost, type Step, teammateSays, visitorSays } from "./cost.ts";
import { each, measureEngine } from "./engine.ts";
import { byInbox, byLength } from "./growth.ts";
import { measureHibernation } from "./hibernation.ts";
import { fill, measureInbox } from "./inbox.ts";
import { teach } from "./knowledge.ts";
import { askAi, lifeWithAi, lifeWithPerson } from "./life.ts";
import type { Line } from "./line.ts";
import { bill } from "./money.ts";
import { json, type Results, text } from "./report.ts";
import { bundle, type Runtime, start } from "./runtime.ts";
import { ask, converse, createTeammate, createWorkspace, migrate, openAsTeammate, openInbox } from "./workspace.ts";

const { values } = parseArgs({
	options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
});

const size = values.quick
	? { conversations: 10_000, length: 10_000, samples: 100 }
	: { conversations: 100_000, length: 10_000, samples: 400 };

/** What else the machine was doing: where it is much, only the ratios tell something. */
const load = (loadavg()[0] ?? 0).toFixed(1);
const begun = performance.now();
const say = (what: string) =>
	console.error(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${what}`);

const ten = Array.from({ length: CONVERSATIONS }, (_, number) => number);

/** Opens conversations with a person, `watching` teammates who have thread and list open; then measures on demand. */
async function withPerson(runtime: Runtime, watching: number, kinds: Record<string, Step>) {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const conversations = await each(ten, () => converse(workspace, teammate));
	const others: Line[] = [await openInbox(workspace, teammate)];
	for (let more = 1; more < watching; more++) {
		const colleague = await createTeammate(workspace, "Marco");
		others.push(await openInbox(workspace, colleague));
		for (const { id } of conversations) others.push(await openAsTeammate(workspace, colleague, id));
	}
	return async (): Promise<MessageCost[]> => {
		const measured: MessageCost[] = [];
		for (const [kind, step] of Object.entries(kinds))
			measured.push(await measureMessage(runtime, workspace, conversations, { kind, step, others }));
		for (const line of [...others, ...conversations.flatMap(({ visitor, teammate: own }) => [visitor, own])])
			line.close();
		return measured;
	};
}

/** The same with the AI: the embedded answerer, from the demo's knowledge. */
async function withAi(runtime: Runtime) {
	const workspace = await createWorkspace(runtime.host);
	const owner = await createTeammate(workspace);
	const questions = await teach(workspace, owner);
	const conversations = await each(ten, async () => {
		const conversation = await converse(workspace, owner);
		await ask(workspace, owner, `/api/conversations/${conversation.id}/actions`, { type: "handBack" });
		return conversation;
	});
	const others = [await openInbox(workspace, owner)];
	/** Each conversation goes through all of them in turn: who asks the same thing three times gets a person. */
	const asked = new Map<string, number>();
	const step: Step = (conversation) => {
		const number = asked.get(conversation.id) ?? 0;
		asked.set(conversation.id, number + 1);
		return askAi(conversation, questions[number % questions.length] ?? "");
	};
	return {
		measure: () =>
			measureMessage(runtime, workspace, conversations, {
				kind: "visitor's message and the AI's answer",
				step,
				others,
			}),
		life: () => lifeWithAi(runtime, workspace, owner, questions),
	};
}

async function costs(runtime: Runtime) {
	await migrate(runtime.host);
	// What is opened through the Worker comes first: a message itself is no request to it, so these go side by side.
	const one = await withPerson(runtime, 1, {
		"visitor's message to a person": visitorSays,
		"a person's answer": teammateSays,
	});
	const three = await withPerson(runtime, 3, { "visitor's message to a person, 3 teammates watch": visitorSays });
	const ai = await withAi(runtime);
	const [[human, answer], watched, answered] = await Promise.all([one(), three(), ai.measure()]);
	if (!human || !answer) throw new Error("nothing was measured");
	const aiLife = await ai.life();
	const workspace = await createWorkspace(runtime.host);
	const personLife = await lifeWithPerson(runtime, workspace, await createTeammate(workspace));
	const months = [1_000, 100_000, 10_000_000];
	return {
		costs: { human, ai: answered, others: [answer, ...watched] },
		money: {
			person: months.map((conversations) => bill(personLife, conversations)),
			ai: months.map((conversations) => bill(aiLife, conversations)),
		},
	};
}

async function engine(script: string) {
	const runtime = await start(script, { counting: false });
	try {
		await migrate(runtime.host);
		return await measureEngine(runtime.host, values.quick, say);
	} finally {
		await runtime.stop();
	}
}

async function list(runtime: Runtime) {
	const full = await fill(runtime, size.conversations);
	say(`the list is full: ${full.size} conversations, ${full.messages} messages in ${full.fillSeconds} s`);
	const inbox = await measureInbox(full, size.samples);
	say("the list is measured");
	const [length, inInbox] = await Promise.all([byLength(runtime, size.length), byInbox(runtime, full)]);
	say("growth is counted");
	return { full, inbox, growth: { length, inbox: inInbox } };
}

const { path, remove } = await bundle();
say("the Worker is bundled");
const counting = await start(path, { counting: true });
try {
	const counted = await costs(counting);
	say("costs are counted");
	// An idle conversation is waited for while the engine, which is another process, is measured.
	const [hibernation, rows] = await Promise.all([measureHibernation(counting), engine(path)]);
	const results: Results = {
		machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${load} of them busy when it began, Node ${process.version}${values.quick ? ", quick" : ""}`,
		engine: rows,
		...counted,
		hibernation,
		...(await list(counting)),
	};
	process.stdout.write(`${values.json ? json(results) : text(results)}\n`);
} finally {
	await counting.stop();
	await remove();
}
