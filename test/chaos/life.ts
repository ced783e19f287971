/**
 * The traffic of one conversation: a visitor in one or two tabs, and teammates who open it. Each does at random what people do,
 * until `stop` aborts. It sends only what a widget or a dashboard could.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { newConversationId, randomId } from "../../client/id.ts";
import type { Thread } from "../../client/thread.ts";
import type { BlockRequest } from "../../src/protocol/contact.ts";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import type { Random } from "./random.ts";
import { type Notes, Tab, type Who } from "./tab.ts";
import * as talk from "./talk.ts";
import { ask, from, type TeamMember, type Visitor, type World } from "./world.ts";

/** The largest number of members' tabs on a conversation at a time. */
const MAX_WATCHERS = 2;

/** Short, so that most of the alarms that end snoozes fire within the run. */
const MAX_SNOOZE_MS = 15_000;

export type Life = {
	id: string;
	visitor: Visitor;
	notes: Notes;
	tabs: Tab[];
	/** The visitor sent a message and left for good, so that only the alarm can bring what is still to come. */
	left: boolean;
};

export type LifeOptions = {
	world: World;
	dice: Random;
	tricky(): boolean;
	/** False late in the run: then no visitor leaves, so that the alarms of those who left fire within the run. */
	mayLeave(): boolean;
	stop: AbortSignal;
};

export async function begin({ world, dice, tricky }: LifeOptions): Promise<Life> {
	const visitor = await world.visitor();
	const life: Life = {
		id: newConversationId(),
		visitor,
		notes: { said: [], acknowledged: [], refused: [], seen: [], email: null },
		tabs: [],
		left: false,
	};
	await openTab(life, { role: "visitor", ...visitor }, { world, dice, tricky });
	return life;
}

async function openTab(life: Life, who: Who, { world, dice, tricky }: Pick<LifeOptions, "world" | "dice" | "tricky">) {
	const name = `${who.role === "visitor" ? "visitor" : who.name} ${life.tabs.length + 1}`;
	const { port: workerPort } = world.worker;
	life.tabs.push(
		await Tab.open({ name, who, conversation: life.id, workerPort, notes: life.notes, dice: dice.fork(name), tricky }),
	);
}

export async function live(life: Life, options: LifeOptions): Promise<void> {
	const { dice, stop } = options;
	const open = (role: Tab["role"]) => life.tabs.filter((tab) => tab.role === role && tab.thread !== null);
	life.tabs[0]?.say("send", talk.question(dice));
	while (!stop.aborted) {
		await sleep(dice.between(200, 1_600), undefined, { signal: stop }).catch(() => undefined);
		if (stop.aborted) return;
		const visitors = open("visitor");
		if (!life.left && (dice.chance(0.6) || life.notes.acknowledged.length === 0))
			await visitorActs(life, visitors, options);
		else await memberActs(life, open("member"), options);
	}
}

async function visitorActs(life: Life, open: Tab[], options: LifeOptions): Promise<void> {
	const { dice, mayLeave } = options;
	const closed = life.tabs.filter((tab) => tab.role === "visitor" && tab.thread === null);
	if (open.length === 0) return closed[0]?.reopen();
	const tab = dice.pick(open);
	const { thread } = tab;
	if (!thread) return;
	const offered = thread.view.state?.offered === true;
	const whim = dice.weighted({
		ask: 40,
		burst: 12,
		read: 22,
		plea: 2,
		threat: 1,
		choose: offered ? 15 : 2,
		email: life.notes.email === null ? 8 : 1,
		transcript: life.notes.email === null ? 0 : 5,
		end: 3,
		close: 4,
		reopen: closed.length > 0 ? 8 : 0,
		reload: tab.keptOut ? 60 : 0,
		second: life.tabs.length < 3 ? 2 : 0,
		leave: mayLeave() && life.notes.acknowledged.length > 0 ? 1 : 0,
	});
	switch (whim) {
		case "ask":
			return tab.say("send", talk.question(dice));
		case "burst":
			for (let i = dice.between(2, 4); i > 0; i--) tab.say("send", talk.question(dice));
			return;
		case "read":
			return thread.read();
		case "plea":
			return tab.say("send", talk.plea());
		case "threat":
			return tab.say("send", talk.threat());
		case "choose":
			void thread.frame({ type: "choose", id: randomId(), choice: dice.chance(0.5) ? "person" : "ai" });
			return;
		case "email":
			return leaveEmail(life, thread);
		case "transcript": {
			const { token } = life.visitor;
			const path = `/api/widget/conversations/${life.id}/transcript`;
			const headers = { ...from(life.visitor), authorization: `Bearer ${token}` };
			await ask(options.world.worker.host, "POST", path, headers).catch(() => undefined);
			return;
		}
		case "end":
			void thread.frame({ type: "end", id: randomId() });
			return;
		case "close":
			return tab.close();
		case "reopen":
			return closed[0]?.reopen();
		case "reload":
			return tab.reopen();
		case "second":
			return openTab(life, { role: "visitor", ...life.visitor }, options);
		case "leave":
			leaveEmail(life, thread);
			tab.say("send", talk.question(dice));
			await sleep(dice.between(0, 400));
			life.left = true;
			for (const each of life.tabs) if (each.role === "visitor") each.close();
			return;
		default:
			return whim satisfies never;
	}
}

function leaveEmail(life: Life, thread: Thread): void {
	const email = `${life.visitor.id.toLowerCase().replaceAll(/[^a-z0-9]/g, "x")}@mail.example`;
	void thread.frame({ type: "email", id: randomId(), email }).then((outcome) => {
		if (outcome.ok) life.notes.email = email;
	});
}

async function memberActs(life: Life, open: Tab[], options: LifeOptions): Promise<void> {
	const { dice, world } = options;
	const watching = life.tabs.filter((tab) => tab.role === "member");
	const member = dice.pick(world.team);
	if (open.length === 0 || (watching.length < MAX_WATCHERS && dice.chance(0.05))) {
		const back = watching[0];
		return back && back.thread === null ? back.reopen() : openTab(life, { role: "member", ...member }, options);
	}
	const tab = dice.pick(open);
	const { thread } = tab;
	if (!thread) return;
	const { state, thinking, writing } = thread.view;
	const writes = thinking || writing !== null;
	const kind = dice.weighted({
		say: 25,
		note: 5,
		read: 25,
		take_over: writes ? 60 : 12,
		hand_back: state?.handler === "ai" ? 2 : 22,
		assign: 4,
		close: 5,
		reopen: state?.status === "closed" ? 8 : 0,
		leave: 5,
		snooze: 6,
		wake: state?.snooze ? 12 : 1,
		tag: 8,
		block: 8,
		unblock: state?.block ? 40 : 1,
	});
	switch (kind) {
		case "say":
			return tab.say("send", talk.reply(dice));
		case "note":
			return tab.say("note", talk.note());
		case "read":
			return thread.read();
		case "leave":
			return tab.close();
		case "block":
			return block(life, member, world);
		case "unblock":
			return unblock(life, world);
		case "assign": {
			const to = dice.chance(0.3) ? null : dice.pick(world.team).id;
			return act(life, member, { type: "assign", member: to }, world);
		}
		case "snooze": {
			const until = dice.chance(0.3) ? null : Date.now() + Math.round(dice.between(500, MAX_SNOOZE_MS));
			return act(life, member, { type: "snooze", until }, world);
		}
		case "tag": {
			const [one, other] = [dice.pick(world.tags), dice.pick(world.tags)];
			return act(life, member, { type: "tag", add: [one], remove: one === other ? [] : [other] }, world);
		}
		default:
			return act(life, member, { type: kind }, world);
	}
}

async function block(life: Life, { cookie }: TeamMember, { worker }: World): Promise<void> {
	const wanted: BlockRequest = { duration: "24h", reason: "", address: false };
	await ask(worker.host, "POST", `/api/conversations/${life.id}/block`, { cookie }, wanted).catch(() => undefined);
}

/** Lifts the block, as the first of the team: only an owner or admin may. */
async function unblock(life: Life, { worker, team }: World): Promise<void> {
	const cookie = team[0]?.cookie ?? "";
	await ask(worker.host, "POST", `/api/conversations/${life.id}/unblock`, { cookie }).catch(() => undefined);
}

/** Makes a dashboard's HTTP request. A refusal or a lost answer is ignored: the teammate sees the conversation's state anyway. */
async function act(
	life: Life,
	{ cookie }: TeamMember,
	{ type, ...body }: MemberAction,
	{ worker }: World,
): Promise<void> {
	const path = `/api/conversations/${life.id}/${type.replaceAll("_", "-")}`;
	await ask(worker.host, "POST", path, { cookie }, body).catch(() => undefined);
}
