/**
 * Records an attempt to answer for the team: steps with their times, passages with their features, and what decided. Every
 * text in it is bounded. Members alone may read it; nothing reads it to decide.
 */
import type { Passage, PassageFeatures } from "../knowledge/article/passage.ts";
import type { RerankScores } from "../knowledge/search/rerank.ts";
import { SCALE } from "../protocol/conversation/scale.ts";
import type { Decider, ReaderVerdict, Trace, TracePassage, TraceStep } from "../protocol/conversation/trace.ts";
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
	| "namedElsewhere"
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

/** A section that is given whole is the passage that it was found by. */
const keyOf = ({ articleId, place }: Passage): string => `${articleId} ${place}`;

export class Tracer {
	readonly #now: () => number;
	readonly #trace: Trace;
	#step: TraceStep = "rules";
	#since: number;
	/** All that the writers had, best first. */
	#given: Passage[] = [];
	#found: Passage[] = [];

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
			scale: SCALE,
			verdict: null,
			reach: null,
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
		const ms = Math.max(0, now - this.#since);
		// A second search is a part of the same step.
		const before = this.#trace.steps.find(({ step: done }) => done === this.#step);
		if (before) before.ms += ms;
		else this.#trace.steps.push({ step: this.#step, ms });
		this.#step = step;
		this.#since = now;
	}

	/** Keeps the longest query: a follow-up is searched alone, and together with the earlier question. */
	searches(query: string): void {
		if (query === this.#trace.rewritten) return;
		if (query.length > (this.#trace.query?.length ?? 0)) this.#trace.query = query.slice(0, QUESTION_LENGTH);
	}

	/** The question as a model asks it anew, for a second search. */
	rewrites(query: string): void {
		this.#trace.rewritten = query.slice(0, QUESTION_LENGTH);
	}

	/** `asked`: of the question, what was searched. */
	found({ passages, followUp }: { passages: Passage[]; followUp: boolean }, asked = this.#trace.question): void {
		if (!followUp) this.#trace.query = asked.slice(0, QUESTION_LENGTH);
		this.#trace.followUp = followUp;
		this.#found = passages;
	}

	/** What is worth a writer's time counts as given, until a writer gets something else. */
	assessed({ judgement, passages: given, choice, quoted, known, namedElsewhere }: Assessment, found: Passage[]): void {
		this.#trace.features = numbersOf({
			...judgement.features,
			article: judgement.confidence,
			section: choice.share,
			quoted,
			known,
			namedElsewhere,
		});
		[this.#given, this.#found] = [given, found];
	}

	/** What the writer gets that is tried now. */
	gives(passages: Passage[]): void {
		this.#given = passages;
	}

	/** A model could lead to this chance, whether or not it is asked. */
	couldReach(chance: number): void {
		this.#trace.reach = round(Math.max(this.#trace.reach ?? 0, chance));
	}

	/** What a model said of the passages. */
	hears(writer: string, word: ReaderVerdict): void {
		this.#trace.verdict = { writer, word };
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
		const given = new Set(this.#given.map(keyOf));
		const rest = this.#found.filter((passage) => !given.has(keyOf(passage)));
		const all = [
			...this.#given.map((passage) => ({ passage, given: true })),
			...rest.map((passage) => ({ passage, given: false })),
		].map((one) => ({ ...one, cited: cited.includes(one.passage.articleId) }));
		// The first of each article that is cited stands in it, however far behind a reader found it.
		const articles = new Set(cited);
		const needed = new Set(all.filter((one) => one.cited && articles.delete(one.passage.articleId)));
		let room = MAX_PASSAGES - needed.size;
		const kept = all.filter((one) => needed.has(one) || room-- > 0).slice(0, MAX_PASSAGES);
		return {
			...this.#trace,
			writer,
			passages: kept.map(({ passage, given: isGiven, cited: isCited }) => ({
				...describe(passage, isGiven),
				cited: isCited,
			})),
		};
	}
}
