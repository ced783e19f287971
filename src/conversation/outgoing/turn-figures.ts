/**
 * What the Inbox learns of the AI's turns, in numbers and without text: each turn once, and later whether its answer was
 * rated, led to a person, or the visitor came back after the conversation was closed. What the Inbox hasn't got is kept in the
 * record and goes with the list item (inbox-sync.ts). Pure.
 */
import * as v from "valibot";
import type { AnswerResult, Decision } from "../../answer/answer.ts";
import type { Entry, Rating } from "../../protocol/conversation/entry.ts";
import { SCALE } from "../../protocol/conversation/scale.ts";
import { type TurnFigures, TurnNews } from "../../protocol/figures/turns.ts";

const DAY_MS = 86_400_000;

/** News kept while the Inbox can't be reached: more than a conversation makes within an outage. The oldest are dropped. */
const MAX_UNSENT = 200;

/** News, with the record's version of the change it came with. Loose for the same reason as `State`. */
const Unsent = v.looseObject({ version: v.number(), news: TurnNews });

export const StoredTurns = v.looseObject({
	/** The latest answer or offer, which a handoff or a return counts for. Null: there is none that they could be about. */
	latest: v.optional(v.nullable(v.object({ seq: v.number(), at: v.number() })), null),
	/** Oldest first. One that this release can't read is a later one's, and is dropped. */
	unsent: v.optional(v.fallback(v.array(Unsent), []), []),
});
export type StoredTurns = v.InferOutput<v.ObjectSchema<typeof StoredTurns.entries, undefined>>;

export const noTurns = (): StoredTurns => v.parse(StoredTurns, {});

const numberOr = (value: number | undefined): number | null => value ?? null;

function outcomeOf(decision: Decision, isCourtesy: boolean): TurnFigures["outcome"] {
	if (decision.action === "answer") return isCourtesy ? "courtesy" : "answer";
	return decision.action === "offer" && decision.partly ? "part" : decision.action;
}

/** The numbers of a turn. `answered` null: it failed for good. */
export function turnFiguresOf(answered: AnswerResult | null, threshold: number): TurnFigures {
	if (!answered)
		return {
			scale: SCALE,
			outcome: "hand_off",
			decidedBy: "failure",
			verdict: null,
			quoted: null,
			known: null,
			confidence: null,
			reach: null,
			threshold,
		};
	const { outcome, trace } = answered;
	return {
		scale: trace.scale,
		outcome: outcomeOf(outcome, trace.decidedBy === "courtesy"),
		decidedBy: trace.decidedBy,
		verdict: trace.verdict?.word ?? null,
		quoted: numberOr(trace.features["quoted"]),
		known: numberOr(trace.features["known"]),
		confidence: trace.confidence,
		reach: trace.reach,
		threshold: trace.threshold,
	};
}

export type TurnChange = {
	entries: readonly Entry[];
	/** The numbers of the turn that made the change; null for other changes. */
	turn: TurnFigures | null;
	/** The record's version with this change. */
	version: number;
	/** When the conversation was closed before this change, in ms since 1970; null where it was not. */
	closedAt: number | null;
};

/** What there is to send after a change. */
export function nextTurns(before: StoredTurns, { entries, turn, version, closedAt }: TurnChange): StoredTurns {
	let { latest } = before;
	const news: TurnNews[] = [];
	for (const entry of entries) {
		if (entry.kind === "message" && entry.author.kind === "ai" && turn) {
			const { seq, at } = entry;
			news.push({ type: "turn", seq, at, ...turn });
			if (turn.outcome !== "courtesy") latest = { seq, at };
		}
		if (entry.kind !== "event") continue;
		const { event, seq, at } = entry;
		if (event.type === "handed_off" || event.type === "taken_over") {
			if (latest) news.push({ type: "escalated", ...latest });
			latest = null;
			if (event.type === "handed_off" && turn) news.push({ type: "turn", seq, at, ...turn });
		}
		if (event.type === "reopened" && latest) {
			const isReturn = event.by === "visitor" && closedAt !== null && at - closedAt < DAY_MS;
			if (isReturn) news.push({ type: "reopened", ...latest });
			else latest = null;
		}
	}
	return added({ ...before, latest }, news, version);
}

/** What there is to send after a visitor changed the rating of an answer. */
export const ratedTurn = (
	before: StoredTurns,
	{ seq, at }: Pick<Entry, "seq" | "at">,
	rating: Rating | null,
	version: number,
): StoredTurns => added(before, [{ type: "rated", seq, at, rating }], version);

const added = (turns: StoredTurns, news: readonly TurnNews[], version: number): StoredTurns => ({
	...turns,
	unsent: [...turns.unsent, ...news.map((each) => ({ version, news: each }))].slice(-MAX_UNSENT),
});

/** What is left to send once the Inbox has the conversation's version `version`. */
export const afterSending = (turns: StoredTurns, version: number): StoredTurns =>
	turns.unsent.length === 0 ? turns : { ...turns, unsent: turns.unsent.filter((each) => each.version > version) };

export const newsOf = ({ unsent }: StoredTurns): TurnNews[] => unsent.map(({ news }) => news);
