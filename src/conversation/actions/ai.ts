/**
 * The actions that end the AI's turn: an answer, an offer of a person, or a handoff. For the actor "ai" only. They don't check
 * whether the turn is still the latest: the runner has (turn/runner.ts). The trace is stored with the entry it led to.
 */
import type { AnswerResult, Decision } from "../../answer/answer.ts";
import type { Actor } from "../../protocol/actor.ts";
import { SCALE } from "../../protocol/conversation/scale.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { Command } from "../machine.ts";
import { handoff, questionOf } from "../turn/input.ts";
import { type ActionContext, change, refuse, type ActionOutcome } from "./context.ts";

/** `answered` null: the turn failed for good. */
export type FinishedTurn = { id: number; answered: AnswerResult | null; modelHealth: ModelHealthReport | null };

type Outcome<Action extends Decision["action"]> = {
	turn: FinishedTurn;
	outcome: Extract<Decision, { action: Action }>;
};

/** Runs the action that the turn's outcome calls for. */
export function finishTurn(context: ActionContext, actor: Actor, turn: FinishedTurn): ActionOutcome {
	const outcome = turn.answered?.outcome;
	switch (outcome?.action) {
		case "answer":
			return answer(context, actor, { turn, outcome });
		case "offer":
			return offer(context, actor, { turn, outcome });
		case "hand_off":
			return handOff(context, actor, { turn, outcome });
		case undefined:
			return handOff(context, actor, { turn, outcome: { action: "hand_off", reason: "ai_failed", confidence: null } });
		default:
			return outcome satisfies never;
	}
}

export function answer(context: ActionContext, actor: Actor, { turn, outcome }: Outcome<"answer">): ActionOutcome {
	if (actor.kind !== "ai") return refuse("forbidden");
	const { text, sources, confidence, writer } = outcome;
	const reply = { text, sources, confidence, scale: SCALE, writer };
	return commit(context, turn, { type: "ai_answers", ...signed(context, turn), ...reply });
}

export function offer(context: ActionContext, actor: Actor, { turn, outcome }: Outcome<"offer">): ActionOutcome {
	if (actor.kind !== "ai") return refuse("forbidden");
	const { text, sources, confidence, writer, reason, partly } = outcome;
	const reply = { text, sources, confidence, scale: SCALE, writer, reason, ...(partly && { partly }) };
	return commit(context, turn, { type: "ai_offers", ...signed(context, turn), ...reply });
}

export function handOff(context: ActionContext, actor: Actor, { turn, outcome }: Outcome<"hand_off">): ActionOutcome {
	if (actor.kind !== "ai") return refuse("forbidden");
	const { record, settings } = context.store.started;
	return commit(context, turn, handoff(outcome.reason, record, context.log, settings, Date.now()));
}

/** The id and author's name of the AI's message. No client can send such an id: theirs have no colon. */
const signed = ({ store }: ActionContext, { id }: FinishedTurn) => ({
	id: `ai:${id}`,
	name: store.started.settings.aiName,
});

function commit(context: ActionContext, turn: FinishedTurn, command: Command): ActionOutcome {
	const { answered, modelHealth } = turn;
	const { record, settings } = context.store.started;
	const question = answered?.trace.question ?? questionOf(record, context.log, settings, null)?.question ?? "";
	const result = change(context, command, { answered, question, modelHealth });
	if (answered && result.ok) context.traces.add(answered.trace, result.entries);
	return result;
}
