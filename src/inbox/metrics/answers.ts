/**
 * What the AI's turns add up to: how often the answers of each confidence didn't help, and what another threshold would have
 * done with the same questions. It counts turns of today's scale only. Pure.
 *
 * What was never said has no rating. So what a lower threshold would have added is told as its number and the sum of its
 * chances, and what a model would have said of passages it wasn't given is told as unknown.
 */
import type { AnswerFigures, ConfidenceBand, ThresholdEffect } from "../../protocol/figures/answers.ts";
import { SCALE } from "../../protocol/conversation/scale.ts";
import { dayName } from "./days.ts";
import type { StoredTurn } from "./turns.ts";

const DAY_MS = 86_400_000;

/** The lower ends of the bands, in percent. Narrow where thresholds are set. */
const BANDS = [95, 90, 85, 80, 70, 60, 50, 0];

/** The chances are stored with three decimals; in binary, 0.29 × 100 is a little under 29. */
const percentOf = (chance: number): number => Math.floor(chance * 100 + 1e-6);

const isSaid = ({ outcome }: StoredTurn): boolean => outcome === "answer" || outcome === "part";

const isUnhelpful = ({ rating, reopened, escalated }: StoredTurn): boolean =>
	rating === "down" || reopened > 0 || escalated > 0;

/** Whether the turn ended in no answer because its chance was under the threshold, and for no other reason. */
const isUnsure = ({ outcome, decidedBy, verdict, confidence, threshold }: StoredTurn): boolean =>
	(outcome === "offer" || outcome === "hand_off") &&
	(decidedBy === "judge" || decidedBy === "writer") &&
	verdict !== "cannot" &&
	confidence !== null &&
	confidence < threshold;

/** A question that was searched for: the others were decided by a rule, at any threshold. */
const isQuestion = ({ outcome, confidence }: StoredTurn): boolean => outcome !== "courtesy" && confidence !== null;

/** How a turn that wasn't answered would have ended at a threshold, in percent. */
function atLower({ verdict, confidence, quoted, reach }: StoredTurn, threshold: number): "said" | "unread" | null {
	// A model read the passages, so its verdict's chance is known.
	if (verdict !== null) return confidence !== null && percentOf(confidence) >= threshold ? "said" : null;
	if (reach !== null && percentOf(reach) >= threshold) return "unread";
	return quoted !== null && percentOf(quoted) >= threshold ? "said" : null;
}

function bandsOf(turns: readonly StoredTurn[]): ConfidenceBand[] {
	return BANDS.map((from, index) => {
		const to = BANDS[index - 1] ?? 101;
		const within = turns.filter(({ confidence }) => {
			const percent = percentOf(confidence ?? 0);
			return percent >= from && percent < to;
		});
		const count = (counts: (turn: StoredTurn) => boolean): number => within.filter(counts).length;
		return {
			from: from / 100,
			to: Math.min(to, 100) / 100,
			answers: within.length,
			up: count(({ rating }) => rating === "up"),
			down: count(({ rating }) => rating === "down"),
			reopened: count(({ reopened }) => reopened > 0),
			escalated: count(({ escalated }) => escalated > 0),
			unhelpful: count(isUnhelpful),
		};
	});
}

function effectOf(threshold: number, said: readonly StoredTurn[], unsure: readonly StoredTurn[]): ThresholdEffect {
	const effect = { kept: 0, keptUnhelpful: 0, more: 0, moreRight: 0, unread: 0 };
	for (const turn of said) {
		if (percentOf(turn.confidence ?? 0) < threshold) continue;
		effect.kept++;
		if (isUnhelpful(turn)) effect.keptUnhelpful++;
	}
	for (const turn of unsure) {
		const end = atLower(turn, threshold);
		if (end === "unread") effect.unread++;
		if (end !== "said") continue;
		effect.more++;
		effect.moreRight += (turn.verdict === null ? turn.quoted : turn.confidence) ?? 0;
	}
	return { ...effect, moreRight: Math.round(effect.moreRight * 10) / 10 };
}

/** `complete` false: there are older turns within the time asked for, which aren't among these. Latest first. */
export function answerFigures(turns: readonly StoredTurn[], complete: boolean): AnswerFigures {
	const counted = turns.filter(({ scale }) => scale === SCALE);
	const questions = counted.filter(isQuestion);
	const said = questions.filter(isSaid);
	const unsure = questions.filter(isUnsure);
	const oldest = counted.at(-1);
	return {
		// The first day of a cut list is not whole.
		since: oldest ? dayName(complete ? oldest.at : oldest.at + DAY_MS) : null,
		questions: questions.length,
		answered: said.length,
		partly: said.filter(({ outcome }) => outcome === "part").length,
		earlier: turns.length - counted.length,
		bands: bandsOf(said.filter(({ outcome }) => outcome === "answer")),
		thresholds: Array.from({ length: 101 }, (_, threshold) => effectOf(threshold, said, unsure)),
	};
}
