/**
 * `npm run bench`: measures how fast the engine is and what it costs, in one run on one machine. `--json` prints one line of
 * JSON last; `--quick` measures less and takes under a minute. Targets are ratios, and a missed target is printed, not an
 * error: the bench fails only when it can't measure.
 */
import { execFile } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs, promisify } from "node:util";
import { measureAnswers } from "./answers.ts";
import { CONVERSATIONS, measureMessage, type Step, teammateSays, visitorSays, visitorSendsFile } from "./cost.ts";
import { each, measureEngine, openPool, type Pool } from "./engine.ts";
import { byInbox, byLength, byViews } from "./growth.ts";
import { measureHibernation } from "./hibernation.ts";
import { fill, type Full, measureInbox } from "./inbox.ts";
import { teach } from "./knowledge.ts";
import { askAi, lifeWithAi, lifeWithPerson } from "./life.ts";
import type { Line } from "./line.ts";
import { bill } from "./money.ts";
import { json, type Results, text } from "./report.ts";
import { measureRush } from "./rush.ts";
import { bundle, type Runtime, start } from "./runtime.ts";
import { ask, converse, createTeammate, createWorkspace, migrate, openAsTeammate, openInbox } from "./workspace.ts";

const { values } = parseArgs({
	options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
});

const size = values.quick
	? { passages: 2_000, conversations: 5_000, length: 10_000, samples: 40, rushSeconds: 3, lives: 1 }
	: { passages: 10_000, conversations: 100_000, length: 10_000, samples: 400, rushSeconds: 30, lives: 3 };

/** The machine's load average at the start. With other work on the machine, only the ratios are meaningful. */
const load = (loadavg()[0] ?? 0).toFixed(1);
const begun = performance.now();
const say = (what: string) =>
	console.error(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${what}`);

const ten = Array.from({ length: CONVERSATIONS }, (_, number) => number);

/** Measures messages in conversations with a person, while `watching` teammates have thread and list open. */
async function withPerson(runtime: Runtime, watching: number, kind: string, step: Step) {
	const workspace = await createWorkspace(runtime.host);
	const teammate = await createTeammate(workspace);
	const conversations = await each(ten, () => converse(workspace, teammate));
	const others: Line[] = [await openInbox(workspace, teammate)];
	for (let more = 1; more < watching; more++) {
		const colleague = await createTeammate(workspace, "Marco");
		others.push(await openInbox(workspace, colleague));
		for (const { id } of conversations) others.push(await openAsTeammate(workspace, colleague, id));
	}
	const measured = await measureMessage(runtime, workspace, conversations, { kind, step, others });
	for (const line of [...others, ...conversations.flatMap(({ visitor, teammate: own }) => [visitor, own])])
		line.close();
	return measured;
}

/** Measures questions that the AI answers: the embedded answerer, from the demo's knowledge. */
async function withAi(runtime: Runtime) {
	const workspace = await createWorkspace(runtime.host);
	const owner = await createTeammate(workspace);
	const questions = await teach(workspace, owner);
	const conversations = await each(ten, async () => {
		const conversation = await converse(workspace, owner);
		await ask(workspace, owner, `/api/conversations/${conversation.id}/hand-back`, {});
		return conversation;
	});
	const others = [await openInbox(workspace, owner)];
	/** How many questions each conversation has asked. They are asked in turn: a third repetition would be handed off. */
	const asked = new Map<string, number>();
	const step: Step = (conversation) => {
		const number = asked.get(conversation.id) ?? 0;
		asked.set(conversation.id, number + 1);
		return askAi(conversation, questions[number % questions.length] ?? "");
	};
	return measureMessage(runtime, workspace, conversations, {
		kind: "visitor's message and the AI's answer",
		step,
		others,
	});
}

async function lives(runtime: Runtime) {
	const [people, taught] = await Promise.all([createWorkspace(runtime.host), createWorkspace(runtime.host)]);
	const [teammate, owner] = await Promise.all([createTeammate(people), createTeammate(taught)]);
	const questions = await teach(taught, owner);
	return Promise.all([
		lifeWithPerson(runtime, people, teammate, size.lives),
		lifeWithAi(runtime, taught, owner, questions, size.lives),
	]);
}

async function costs(runtime: Runtime) {
	const [human, answer, file, watched, ai, [personLife, aiLife]] = await Promise.all([
		withPerson(runtime, 1, "visitor's message to a person", visitorSays),
		withPerson(runtime, 1, "a person's answer", teammateSays),
		withPerson(runtime, 1, "visitor's message with a file to a person", visitorSendsFile),
		values.quick ? [] : withPerson(runtime, 3, "visitor's message to a person, 3 teammates watch", visitorSays),
		withAi(runtime),
		lives(runtime),
	]);
	say("costs are counted");
	const months = [1_000, 100_000, 10_000_000];
	return {
		costs: { human, ai, file, others: [answer].concat(watched) },
		money: {
			person: months.map((conversations) => bill(personLife, conversations)),
			ai: months.map((conversations) => bill(aiLife, conversations)),
		},
	};
}

async function list(runtime: Runtime) {
	const full = await fill(runtime, size.conversations);
	say(`the list is full: ${full.size} conversations, ${full.messages} messages in ${full.fillSeconds} s`);
	const inInbox = await byInbox(runtime, full);
	return { full, inInbox };
}

async function pool(host: string) {
	await migrate(host);
	const opened = await openPool(host);
	say("the engine's conversations are open");
	return opened;
}

/** The timed measurements, one after the other. */
async function times(opened: Pool, full: Full, host: string) {
	const rows = await measureEngine(opened, values.quick, say);
	const inbox = await measureInbox(full, size.samples);
	say("the list is measured");
	const rush = await measureRush(host, size.rushSeconds);
	say("the rush is over");
	const answers = await measureAnswers(size.passages, size.samples);
	say("answers are measured");
	return { engine: rows, inbox, rush, answers };
}

const { path, remove } = await bundle();
say("the Worker is bundled");
const [counting, plain] = await Promise.all([start(path, { counting: true }), start(path, { counting: false })]);
try {
	await migrate(counting.host);
	// Counting isn't affected by load, so these run concurrently, each in a workspace of its own.
	const [counted, { full, inInbox }, length, views, opened] = await Promise.all([
		costs(counting),
		list(counting),
		byLength(counting, size.length),
		byViews(counting),
		pool(plain.host),
	]);
	// Filling the list left many pages to be written to disk, which would delay the messages measured next.
	await promisify(execFile)("sync");
	say("everything is counted");
	// The hibernation measurement mostly waits, so it runs during the timed ones.
	const [hibernation, timed] = await Promise.all([measureHibernation(counting), times(opened, full, plain.host)]);
	const results: Results = {
		machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${load} of them busy when it began, Node ${process.version}${values.quick ? ", quick" : ""}`,
		...counted,
		...timed,
		hibernation,
		full,
		growth: { length, inbox: inInbox, views },
	};
	process.stdout.write(`${values.json ? json(results) : text(results)}\n`);
} finally {
	await Promise.all([counting.stop(), plain.stop()]);
	await remove();
}
