/**
 * One attempt of the AI to answer: rules, then retrieve → assess → write → check. It decides and has no side effects: the
 * conversation commits the outcome, or drops it where a person has taken over meanwhile.
 */
import * as v from "valibot";
import { log, type Place } from "../http/log.ts";
import { isMethodMissing } from "../http/rpc.ts";
import type { Passage } from "../knowledge/article/passage.ts";
import { BudgetSpent, type CallBudget } from "../model/call-budget.ts";
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import type { HandoffReason, Citation } from "../protocol/conversation/entry.ts";
import { Style } from "../protocol/style.ts";
import type { Trace } from "../protocol/conversation/trace.ts";
import { toCitations } from "./guard/check.ts";
import { assess, type Assessment } from "./assess.ts";
import { firstThatWorks, prospect } from "./attempts.ts";
import { askingOf, consider, type Considered } from "./consider.ts";
import type { Asking } from "./intent/asking.ts";
import { isAffirmation } from "./intent/affirmation.ts";
import { smallTalkIn } from "./intent/small-talk.ts";
import { informativeWords } from "../language/text/terms.ts";
import { asksForPerson } from "./intent/human-request/detect.ts";
import { courtesyText, fileAloneText, goAheadText, offerText } from "./write/phrases.ts";
import { callsModel, type ThreadMessage, type Writer } from "./write/writer.ts";
import { readingOf } from "./reading.ts";
import { retrieve } from "./retrieve.ts";
import { rewritten } from "./rewriting.ts";
import { isFrustrated, OFFERS_BEFORE_PERSON, sensitiveTopic, hasComplainedBefore } from "./intent/rules.ts";
import { Tracer } from "./trace.ts";
import { visitorLanguage, type Wording } from "./visitor-language.ts";
import { isComplaint } from "./intent/complaint.ts";

export type VisitorQuestion = {
	/** The visitor's messages since our last one. */
	question: string;
	/** The messages so far, latest last. */
	thread: ThreadMessage[];
	/** The visitor sent files and no words: they are told that the AI can't see them. `question` says what the files are called. */
	fileAlone?: boolean;
	/** See visitor-language.ts. */
	languages?: Wording["languages"];
	settings: Pick<WorkspaceSettings, "threshold" | "onRequest" | "sensitiveTopics"> & Partial<Style>;
	workspaceName: string;
	/** Offers made since the AI last answered. */
	offersInARow: number;
};

export type AnswerPorts = {
	/** `rerank`: scores the passages once more, closely, which takes a model call. A reader doesn't need it. */
	search(query: string, limit: number, rerank: boolean): Promise<Passage[]>;
	/** Tried in this order until one writes. */
	writers: Writer[];
	/** What the writers' calls are counted by, asked for one beside the search. Absent where they cost nothing. */
	budget?: Pick<CallBudget, "reserve" | "release">;
	signal: AbortSignal;
	/** Called with each piece of the answer while it is written, once the checks have passed on it. */
	onText(piece: string): void;
	/** Called when all pieces so far are void: the next writer starts over, or there is no answer. */
	onDiscard(): void;
	/** How long a model may show nothing before the next one starts beside it, in ms; `LIMITS` says unless a test does. */
	hedgeAfterMs?: number;
	/** For the log. */
	place?: Place;
	/** In ms; the platform's clock unless a test brings its own. */
	now?: () => number;
};

/** Who wrote the text: a writer, or the rules with a fixed sentence. */
export type WriterOrRules = Writer["name"] | "rules";

export type Decision =
	| { action: "answer"; text: string; sources: Citation[]; confidence: number; writer: WriterOrRules }
	| {
			action: "offer";
			reason: HandoffReason;
			text: string;
			confidence: number;
			sources: Citation[];
			writer: WriterOrRules;
			/** The text begins with an answer to a part of the question, which the writer wrote. */
			partly?: true;
	  }
	| { action: "hand_off"; reason: HandoffReason; confidence: number | null };

export type AnswerResult = { outcome: Decision; trace: Trace };

/** Throws only when `signal` aborts, and when a deploy keeps the knowledge base from being called (http/rpc.ts). */
export async function answer(turn: VisitorQuestion, ports: AnswerPorts): Promise<AnswerResult> {
	const { question, settings } = turn;
	const tracer = new Tracer({ question, threshold: settings.threshold }, ports.now ?? Date.now);
	const outcome = await decide(turn, ports, tracer).finally(() => ports.budget?.release());
	const answered = outcome.action === "answer" || (outcome.action === "offer" && outcome.partly === true);
	const cited = answered ? outcome.sources.map(({ id }) => id) : [];
	return { outcome, trace: tracer.end(answered ? outcome.writer : null, cited) };
}

/**
 * Whether the knowledge base answers a message as it stands, over the workspace's threshold, so that nothing that follows need
 * be waited for. It writes nothing and calls no model. Rejects where the search does.
 */
export async function isAnswered(
	turn: VisitorQuestion,
	{ search, writers }: Pick<AnswerPorts, "search" | "writers">,
): Promise<boolean> {
	const asking = await askingOf(turn);
	if (turn.fileAlone || asking.kind !== "question") return false;
	const by = writers.some(({ evidence }) => evidence !== undefined) ? "known" : "quoted";
	const { assessment } = await consider(asking, { thread: turn.thread, by }, (query, limit) =>
		search(query, limit, false),
	);
	return assessment[by] >= turn.settings.threshold;
}

async function decide(turn: VisitorQuestion, ports: AnswerPorts, tracer: Tracer): Promise<Decision> {
	const { question, settings, thread } = turn;
	ports.signal.throwIfAborted();

	const offer = async (
		reason: HandoffReason,
		confidence: number,
		sources: Citation[],
		writer: WriterOrRules = "rules",
	): Promise<Decision> => {
		if (turn.offersInARow >= OFFERS_BEFORE_PERSON && reason !== "asked_for_person")
			return { action: "hand_off", reason: "too_many_turns", confidence };
		const text = offerText(reason, await visitorLanguage(turn));
		return { action: "offer", reason, text, confidence, sources, writer };
	};

	const handOff = (reason: HandoffReason): Decision => ({ action: "hand_off", reason, confidence: null });

	/** A turn without progress: offers a person the first time, and hands off the second time. */
	const noProgress = async (
		confidence: number,
		sources: Citation[],
		writer: WriterOrRules = "rules",
	): Promise<Decision> =>
		turn.offersInARow > 0 || hasComplainedBefore(question, thread)
			? handOff("too_many_turns")
			: offer("too_many_turns", confidence, sources, writer);

	if (turn.fileAlone) {
		tracer.decides("file_alone");
		const text = fileAloneText(await visitorLanguage({ ...turn, question: "" }));
		return { action: "answer", text, sources: [], confidence: 1, writer: "rules" };
	}
	tracer.decides("asked_for_person");
	if (asksForPerson(question))
		return settings.onRequest === "connect" || turn.offersInARow > 0
			? handOff("asked_for_person")
			: offer("asked_for_person", 1, []);
	tracer.decides("agreed");
	if (turn.offersInARow > 0 && isAffirmation(question)) return handOff("asked_for_person");
	tracer.decides("sensitive");
	if (sensitiveTopic(question, settings.sensitiveTopics) !== null) return handOff("sensitive");
	tracer.decides("frustrated");
	if (isFrustrated(question, thread)) return handOff("frustrated");

	if (isComplaint(question) && thread.some(({ author }) => author === "ai")) {
		tracer.decides("unhelped");
		return noProgress(0, []);
	}

	const language = await visitorLanguage(turn);
	const courtesy = smallTalkIn(question);
	if (courtesy) {
		tracer.decides("courtesy");
		// A phrase of one language alone tells it; "ciao" is said in several.
		const [first = language] = courtesy.languages;
		const text = courtesyText(courtesy.courtesy, courtesy.languages.includes(language) ? language : first);
		return { action: "answer", text, sources: [], confidence: 1, writer: "rules" };
	}

	const asking = await askingOf(turn);
	// A yes agrees to nothing where no person was offered.
	if (asking.kind !== "question" || isAffirmation(question)) {
		tracer.decides("courtesy");
		const isThanks = asking.kind === "courtesies" && thread.some(({ author }) => author === "ai");
		const text = isThanks ? courtesyText("thanks", language) : goAheadText(language);
		return { action: "answer", text, sources: [], confidence: 1, writer: "rules" };
	}

	if (ports.writers.some(callsModel)) ports.budget?.reserve();
	let looked: Considered;
	try {
		looked = await look(asking, turn, ports, tracer);
	} catch (error) {
		ports.signal.throwIfAborted();
		if (isMethodMissing(error)) throw error;
		log("knowledge_search_failed", { ...ports.place, error });
		return offer("ai_failed", 0, []);
	}
	const { asked, found, assessment } = await lookAnew(looked, turn, ports, tracer);
	const { passages } = assessment;
	if (passages.length === 0) return offer("nothing_found", 0, []);
	// The team sees the nearest article even where the answer doesn't quote it.
	const nearest = toCitations(passages.slice(0, 1));

	tracer.begins("write");
	tracer.decides("judge");
	const task = { company: turn.workspaceName, style: v.parse(Style, settings), question, asked, thread, passages };
	const tasks = {
		quoting: { ...task, passages: assessment.said },
		reading: { ...task, passages: readingOf(passages, found.rest) },
	};
	const attempt = await firstThatWorks(tasks, { ...assessment, threshold: settings.threshold }, ports, tracer);
	const { confidence, writer } = attempt;
	tracer.concludes(confidence);
	if (attempt.kind === "text") {
		const { text, sources, partly } = attempt;
		if (!partly) return { action: "answer", text, sources, confidence, writer };
		// The part that is known is said, and a person is offered for the other.
		const more = offerText("asked_for_person", await visitorLanguage(turn));
		const both = `${text}\n\n${more}`;
		return { action: "offer", reason: "low_confidence", text: both, confidence, sources, writer, partly: true };
	}
	if (attempt.kind === "repeated") {
		tracer.decides("repeated");
		return noProgress(confidence, nearest, writer);
	}
	const isUnsure = attempt.kind === "doubtful" || attempt.kind === "cannot";
	return offer(isUnsure ? "low_confidence" : "ai_failed", confidence, nearest, writer);
}

const searching =
	(ports: AnswerPorts, tracer: Tracer) =>
	(query: string, limit: number): Promise<Passage[]> => {
		tracer.searches(query);
		const isRead = ports.writers.some(({ evidence }) => evidence !== undefined);
		return ports.search(query, limit, !isRead);
	};

async function look(
	asking: Asking,
	{ thread }: VisitorQuestion,
	ports: AnswerPorts,
	tracer: Tracer,
): Promise<Considered> {
	tracer.begins("search");
	tracer.decides("search");
	const isRead = ports.writers.some(({ evidence }) => evidence !== undefined);
	const considered = await consider(asking, { thread, by: isRead ? "known" : "quoted" }, searching(ports, tracer));
	ports.signal.throwIfAborted();
	const { asked, found, assessment } = considered;
	tracer.found(found, asked);
	tracer.begins("judge");
	tracer.assessed(assessment, found.passages);
	return considered;
}

/** Factor of the chances of a second search: that the model's words ask the same is a guess. */
const REWRITTEN = 0.9;

/**
 * Where no writer has anything worth reading or saying, the question is rewritten once by a model (rewriting.ts) and searched
 * again. Whichever found more is what the writers get; of a small knowledge base a reader gets the rest in any case.
 */
async function lookAnew(
	first: Considered,
	turn: VisitorQuestion,
	ports: AnswerPorts,
	tracer: Tracer,
): Promise<Considered> {
	const { threshold } = turn.settings;
	const model = ports.writers.find(({ evidence, complete, ready }) => evidence && complete && ready?.() !== false);
	const isWorth = (chances: Assessment) =>
		ports.writers.some((writer) => prospect(writer, { ...chances, threshold }).worth);
	const asksNothing = informativeWords(turn.question).length === 0 && turn.thread.length === 0;
	if (!model?.complete || asksNothing || isWorth(first.assessment)) return first;
	tracer.begins("rewrite");
	try {
		const near = [...first.found.passages, ...(first.found.rest ?? [])];
		const query = await rewritten({ ...turn, near }, model.complete, ports.signal);
		ports.signal.throwIfAborted();
		if (query === null) return first;
		tracer.rewrites(query);
		tracer.begins("search");
		const found = await retrieve({ question: query, thread: [] }, searching(ports, tracer));
		ports.signal.throwIfAborted();
		tracer.begins("judge");
		const assessment = assess(query, found);
		const chances = { known: assessment.known * REWRITTEN, quoted: assessment.quoted * REWRITTEN };
		if (chances.known <= first.assessment.known) return first;
		const second = { asked: first.asked, found, assessment: { ...assessment, ...chances } };
		tracer.assessed(second.assessment, found.passages);
		return second;
	} catch (error) {
		ports.signal.throwIfAborted();
		if (isMethodMissing(error)) throw error;
		if (!(error instanceof BudgetSpent))
			log("writer_failed", { ...ports.place, purpose: "query", writer: model.name, error });
		return first;
	}
}
