/**
 * A conversation that can be given a past. It goes through the real state machine and the real write, with the times of then;
 * nobody is told or mailed, and no model is called.
 */
import { handoffSummary } from "../../src/answer/handoff-summary.ts";
import { AlarmSchedule } from "../../src/conversation/alarm.ts";
import { Conversation as TheConversation } from "../../src/conversation/conversation.ts";
import { type Command, transition } from "../../src/conversation/machine.ts";
import { EffectRows } from "../../src/conversation/outgoing/deliveries.ts";
import { listItemOf, metricsOf } from "../../src/conversation/outgoing/list-item.ts";
import { Projection } from "../../src/conversation/outgoing/projection.ts";
import { newsOf } from "../../src/conversation/outgoing/turn-figures.ts";
import { Log, type LoggedText } from "../../src/conversation/storage/log.ts";
import { Documents } from "../../src/conversation/storage/record.ts";
import { migrations } from "../../src/conversation/storage/schema.ts";
import { Store } from "../../src/conversation/storage/store.ts";
import { TurnQueue } from "../../src/conversation/turn/queue.ts";
import { Ratings } from "../../src/conversation/turn/ratings.ts";
import { hasSchema, migrate } from "../../src/durable/migrations.ts";
import type { Message } from "../../src/protocol/conversation/entry.ts";
import { SCALE } from "../../src/protocol/conversation/scale.ts";
import type { ConversationMetrics } from "../../src/protocol/figures/days.ts";
import type { TurnFigures, TurnNews } from "../../src/protocol/figures/turns.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import type { RunSettings } from "../../src/protocol/workspace.ts";
import { ANEW, type PastConversation } from "./past.ts";

export type Past = {
	workspaceId: string;
	settings: RunSettings;
	conversation: PastConversation;
	contact: { id: string; name: string | null; email: string | null } | null;
};

/** What the list learns of it, and `at`: the time of the last thing that happened. */
export type Remembered = {
	item: ListItem;
	texts: LoggedText[];
	metrics: ConversationMetrics;
	turns: TurnNews[];
	at: number;
};

export class Conversation extends TheConversation {
	/** Writes the past, once. Null: the conversation has begun before. The object starts anew afterwards, as after a deploy. */
	remember(past: Past): Remembered | null {
		const { storage } = this.ctx;
		if (hasSchema(storage)) return null;
		const remembered = storage.transactionSync(() => write(storage, past));
		this.ctx.waitUntil(storage.sync().then(() => this.ctx.abort(ANEW)));
		return remembered;
	}
}

/** Writes a conversation's past into its storage. Throws where a step is none that the state machine allows. */
export function write(
	storage: DurableObjectStorage,
	{ workspaceId, settings, conversation, contact }: Past,
): Remembered {
	migrate(storage, migrations);
	const { sql } = storage;
	const [log, ratings, documents] = [new Log(sql), new Ratings(sql), new Documents(sql)];
	const [turns, effects] = [new TurnQueue(sql), new EffectRows(sql)];
	const alarm = new AlarmSchedule({ storage, turns, effects, projection: new Projection(log) });
	const store = new Store({ storage, documents, log, turns, effects, alarm });
	const { id: conversationId, visitorId, steps, page, place, language, device, browser } = conversation;
	const [first] = steps;
	if (!first) throw new Error(`${conversationId} has no steps.`);

	const details = { page, place, language, device, browser, referrer: null, timezone: null };
	const visit = { workspaceId, conversationId, visitorId, details, addressHash: null };
	store.begin(visit, contact && { ...contact, claimed: null }, settings, first.at);

	const run = (command: Command, at: number, figures: TurnFigures | null = null) => {
		const result = transition(store.started.record.state, command, at, settings);
		if (!result.ok) throw new Error(`${conversationId}: ${command.type} is refused: ${result.reason}.`);
		store.commit({ ...result, turn: null, effects: [], modelHealth: null, figures }, at);
	};
	for (const [n, step] of steps.entries()) {
		const { at } = step;
		const id = `${conversationId}-${n}`;
		switch (step.do) {
			case "ask":
				run({ type: "visitor_sends", id, text: step.text, connect: false }, at);
				break;
			case "answer": {
				const { text, confidence, sources } = step;
				const said = { id, name: "", text, sources, confidence, scale: SCALE, writer: "embedded" };
				run({ type: "ai_answers", ...said }, at, figuresOf("answer", confidence, settings));
				break;
			}
			case "offer": {
				const { text, confidence, reason } = step;
				const said = { id, name: "", text, sources: [], confidence, scale: SCALE, writer: "embedded" };
				run({ type: "ai_offers", ...said, reason }, at, figuresOf("offer", confidence, settings));
				break;
			}
			case "hand_off":
				run({ type: "hand_off", reason: step.reason, summary: summaryOf(log), peopleIn: true }, at);
				break;
			case "leave_email":
				run({ type: "leave_email", email: step.email }, at);
				break;
			case "rate": {
				const answer = latestAnswer(log);
				ratings.set(answer.seq, step.rating, store.started.record.state.seq);
				store.commitRating(answer, null, step.rating, at);
				break;
			}
			case "reply":
				seen(run, store, at);
				run({ type: "member_sends", id, text: step.text, member: step.member }, at);
				break;
			case "note":
				run({ type: "member_notes", id, text: step.text, member: step.member }, at);
				break;
			case "close":
				seen(run, store, at);
				run({ type: "close", by: "member", member: step.member }, at);
				break;
		}
	}
	const last = steps.at(-1) ?? first;
	const { tags: add, taggedBy: by } = conversation;
	run({ type: "tag", add, remove: [], known: add.map(({ id }) => id), by }, last.at);
	const { closeAt } = store.started.record.state;
	const now = Date.now();
	if (closeAt !== null && closeAt < now) run({ type: "close", by: "idle" }, closeAt);

	const { record } = store.started;
	// The list gets it from us. What a teammate would have been told of is long past, and so is the wait for an answer by mail.
	record.projectedVersion = record.version;
	record.projectedSeq = record.state.seq;
	const turnNews = newsOf(record.turns);
	record.turns = { ...record.turns, unsent: [] };
	record.happenings = { ...record.happenings, unsent: [] };
	record.state = { ...record.state, noShowAt: null, mailedSeq: record.state.repliedSeq };
	store.saveRecord(now);
	const texts = log.saidSince(0, Number.MAX_SAFE_INTEGER);
	return { item: listItemOf(record), texts, metrics: metricsOf(record), turns: turnNews, at: last.at };
}

/** A teammate who replies or closes has read what was said. */
function seen(run: (command: Command, at: number) => void, store: Store, at: number): void {
	const { seq } = store.started.record.state;
	run({ type: "read", by: "team", upTo: seq, unreadAfter: 0 }, at);
}

const messagesOf = (log: Log): Message[] => log.messagesAfter(0, 100);

function latestAnswer(log: Log): Message {
	const answer = messagesOf(log).findLast(({ author, offer }) => author.kind === "ai" && !offer);
	if (!answer) throw new Error("Only an answer can be rated.");
	return answer;
}

function summaryOf(log: Log) {
	const thread = messagesOf(log).map(({ author, text }) => ({ author: author.kind, text }));
	const latest = messagesOf(log).findLast(({ author }) => author.kind === "ai");
	return handoffSummary({
		question: thread.findLast(({ author }) => author === "visitor")?.text ?? "",
		thread,
		lastConfidence: latest?.confidence ?? null,
		sources: latest?.citations ?? [],
	});
}

const figuresOf = (
	outcome: "answer" | "offer",
	confidence: number,
	{ threshold }: Pick<RunSettings, "threshold">,
): TurnFigures => ({
	scale: SCALE,
	outcome,
	decidedBy: "search",
	verdict: null,
	quoted: confidence,
	known: confidence,
	confidence,
	reach: null,
	threshold,
});
