/**
 * Records an attempt to answer for the team: steps with their times, passages with their features, and what decided. Every
 * text in it is bounded. Members alone may read it; nothing reads it to decide.
 */
import type { Passage, PassageFeatures } from "../knowledge/article/passage.ts";
import type { RerankScores } from "../knowledge/search/rerank.ts";
import type { Decider, Trace, TracePassage, TraceStep } from "../protocol/conversation/trace.ts";
import type { Assessment } from "./assess.ts";
import type { JudgeFeatures as Judged } from "./judge.ts";

/** Names of the numbers in a trace: those of ranking, of the judge, and of reranking. */
export type FeatureName =
	| keyof PassageFeatures
	| keyof Judged
	| "article"
	| "section"
	| "quoted"
	| "known"
	| Exclude<keyof RerankScores, keyof Passage>;

const MAX_PASSAGES = 8;
const EXCERPT_LENGTH = 400;
const NAME_LENGTH = 200;
const QUESTION_LENGTH = 2_000;

/** Characters of why a writer failed. */
const WHY_LENGTH = 300;

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** An object's fields that are numbers, rounded. */
const numbersOf = (features: object): Record<string, number> =>
	Object.fromEntries(
		Object.entries(features).flatMap(([name, value]) =>
			typeof value === "number" && Number.isFinite(value) ? [[name, round(value)]] : [],
		),
	);

function describe(passage: Passage, given: boolean): TracePassage {
	const { articleId, kind, title, heading, text, score, place: _place, terms: _terms, ...features } = passage;
	const asking = passage.terms.reduce((sum, { weight }) => sum + weight, 0);
	const matched = passage.terms.reduce((sum, { weight, match }) => sum + weight * match, 0);
	return {
		articleId,
		kind,
		title: title.slice(0, NAME_LENGTH),
		heading: heading.slice(0, NAME_LENGTH),
		text: text.slice(0, EXCERPT_LENGTH),
		score: round(score),
		features: { ...(asking > 0 && { questionCoverage: round(matched / asking) }), ...numbersOf(features) },
		given,
		cited: false,
	};
}

export class Tracer {
	readonly #now: () => number;
	readonly #trace: Trace;
	#step: TraceStep = "rules";
	#since: number;

	/** `now` in ms, from any clock. */
	constructor({ question, threshold }: { question: string; threshold: number }, now: () => number) {
		this.#now = now;
		this.#since = now();
		this.#trace = {
			question: question.slice(0, QUESTION_LENGTH),
			query: null,
			followUp: false,
			passages: [],
			confidence: null,
			features: {},
			threshold,
			decidedBy: "search",
			writer: null,
			failed: [],
			steps: [],
		};
	}

	/** Ends the step before and begins the next. */
	begins(step: TraceStep): void {
		const now = this.#now();
		this.#trace.steps.push({ step: this.#step, ms: Math.max(0, now - this.#since) });
		this.#step = step;
		this.#since = now;
	}

	/** Keeps the longest query: a follow-up is searched alone, and together with the earlier question. */
	searches(query: string): void {
		if (query.length > (this.#trace.query?.length ?? 0)) this.#trace.query = query.slice(0, QUESTION_LENGTH);
	}

	found({ passages, followUp }: { passages: Passage[]; followUp: boolean }): void {
		if (!followUp) this.#trace.query = this.#trace.question;
		this.#trace.followUp = followUp;
		this.#trace.passages = passages.slice(0, MAX_PASSAGES).map((passage) => describe(passage, false));
	}

	/** Everything that is worth a reader's time counts as given; who reads it is known later. */
	assessed({ judgement, passages: given, choice, quoted, known }: Assessment, found: Passage[]): void {
		this.#trace.features = numbersOf({
			...judgement.features,
			article: judgement.confidence,
			section: choice.share,
			quoted,
			known,
		});
		const rest = found.filter((passage) => !given.includes(passage));
		this.#trace.passages = [
			...given.map((passage) => describe(passage, true)),
			...rest.map((passage) => describe(passage, false)),
		].slice(0, MAX_PASSAGES);
	}

	/** The chance that the outcome was decided by. */
	concludes(confidence: number): void {
		this.#trace.confidence = round(confidence);
	}

	failed(writer: string, why: string): void {
		this.#trace.failed.push({ writer, why: why.slice(0, WHY_LENGTH) });
	}

	decides(decider: Decider): void {
		this.#trace.decidedBy = decider;
	}

	/** Ends the attempt. `writer`: who wrote the text that is sent; `cited`: ids of the articles it cites. */
	end(writer: string | null, cited: readonly string[]): Trace {
		this.begins(this.#step);
		return {
			...this.#trace,
			writer,
			passages: this.#trace.passages.map((passage) => ({ ...passage, cited: cited.includes(passage.articleId) })),
		};
	}
}
