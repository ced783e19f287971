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
import { guardOf, toCitations } from "./guard/check.ts";
import { GuardedStream } from "./guard/guarded-stream.ts";
import { assess, type Assessment } from "./assess.ts";
import { reachOf, updated, worthReading } from "./evidence.ts";
import { isAffirmation } from "./intent/affirmation.ts";
import { smallTalkIn } from "./intent/small-talk.ts";
import { asksForPerson } from "./intent/human-request/detect.ts";
import { courtesyText, fileAloneText, offerText } from "./write/phrases.ts";
import { callsModel, type ThreadMessage, type WritingTask, type Writer, type WriteResult } from "./write/writer.ts";
import { readingOf } from "./reading.ts";
import { retrieve } from "./retrieve.ts";
import { isFrustrated, OFFERS_BEFORE_PERSON, repeats, sensitiveTopic, hasComplainedBefore } from "./intent/rules.ts";
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
	/** For the log. */
	place?: Place;
	/** In ms; the platform's clock unless a test brings its own. */
	now?: () => number;
};

/** Who wrote the text: a writer, or the rules with a fixed sentence. */
type WriterOrRules = Writer["name"] | "rules";

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

type Attempt =
	| { kind: "text"; text: string; sources: Citation[]; partly: boolean; confidence: number; writer: WriterOrRules }
	| { kind: "doubtful" | "cannot" | "ungrounded" | "repeated" | "failed"; confidence: number; writer: WriterOrRules };

/** Throws only when `signal` aborts, and when a deploy keeps the knowledge base from being called (http/rpc.ts). */
export async function answer(turn: VisitorQuestion, ports: AnswerPorts): Promise<AnswerResult> {
	const { question, settings } = turn;
	const tracer = new Tracer({ question, threshold: settings.threshold }, ports.now ?? Date.now);
	const outcome = await decide(turn, ports, tracer).finally(() => ports.budget?.release());
	const answered = outcome.action === "answer" || (outcome.action === "offer" && outcome.partly === true);
	const cited = answered ? outcome.sources.map(({ id }) => id) : [];
	return { outcome, trace: tracer.end(answered ? outcome.writer : null, cited) };
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

	const courtesy = smallTalkIn(question);
	if (courtesy) {
		tracer.decides("courtesy");
		// A phrase of one language alone tells it; "ciao" is said in several.
		const language = await visitorLanguage(turn);
		const [first = language] = courtesy.languages;
		const text = courtesyText(courtesy.courtesy, courtesy.languages.includes(language) ? language : first);
		return { action: "answer", text, sources: [], confidence: 1, writer: "rules" };
	}

	tracer.begins("search");
	tracer.decides("search");
	if (ports.writers.some(callsModel)) ports.budget?.reserve();
	const isRead = ports.writers.some(({ evidence }) => evidence !== undefined);
	let found: Awaited<ReturnType<typeof retrieve>>;
	try {
		found = await retrieve({ question, thread }, (query, limit) => {
			tracer.searches(query);
			return ports.search(query, limit, !isRead);
		});
	} catch (error) {
		ports.signal.throwIfAborted();
		if (isMethodMissing(error)) throw error;
		log("knowledge_search_failed", { ...ports.place, error });
		return offer("ai_failed", 0, []);
	}
	ports.signal.throwIfAborted();
	tracer.found(found);
	tracer.begins("judge");
	const assessment = assess(question, found);
	tracer.assessed(assessment, found.passages);
	const { passages } = assessment;
	if (passages.length === 0) return offer("nothing_found", 0, []);
	// The team sees the nearest article even where the answer doesn't quote it.
	const nearest = toCitations(passages.slice(0, 1));

	tracer.begins("write");
	tracer.decides("judge");
	const task = { company: turn.workspaceName, style: v.parse(Style, settings), question, thread, passages };
	const tasks = { quoting: task, reading: { ...task, passages: readingOf(passages, found.rest) } };
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

/** An error's messages, for the team's trace. Nothing else of it: a provider's error holds the request, and so the visitor's words. */
function causesOf(error: unknown): string {
	if (!(error instanceof Error)) return "unknown";
	const cause = error.cause === undefined ? "" : ` (${causesOf(error.cause)})`;
	return `${error.name}: ${error.message.slice(0, 300)}${cause}`;
}

/** What the writers' chances are, and what an answer needs. */
type Chances = Pick<Assessment, "known" | "quoted"> & { threshold: number };

/**
 * Tries the writers in order until one answers or declines; one whose answer couldn't reach the threshold isn't tried. An
 * ungrounded text ends it too, and counts as declined.
 */
async function firstThatWorks(
	tasks: Record<"quoting" | "reading", WritingTask>,
	chances: Chances,
	ports: AnswerPorts,
	tracer: Tracer,
): Promise<Attempt> {
	const { known, quoted, threshold } = chances;
	let last: Attempt = { kind: "failed", confidence: 0, writer: "rules" };
	for (const writer of ports.writers) {
		const { name, evidence } = writer;
		const task = evidence ? tasks.reading : tasks.quoting;
		if (evidence) tracer.couldReach(reachOf(known, evidence));
		const before = evidence ? known : quoted;
		if (before < (evidence ? worthReading(threshold, evidence) : threshold)) {
			last = {
				kind: "doubtful",
				confidence: Math.max(last.kind === "doubtful" ? last.confidence : 0, before),
				writer: "rules",
			};
			continue;
		}
		tracer.decides("writer");
		tracer.gives(task.passages);
		const guard = guardOf(task);
		let confidence = before;
		let isVerdictHeard = false;
		const stream = new GuardedStream(guard.refuses, ports.onText);
		const discard = () => {
			if (stream.begun) ports.onDiscard();
		};
		let written: WriteResult;
		try {
			written = await writer.write(task, {
				signal: ports.signal,
				accepts(verdict) {
					isVerdictHeard = true;
					if (evidence) {
						tracer.hears(name, verdict);
						confidence = updated(known, evidence[verdict]);
					}
					return confidence >= threshold;
				},
				onText: (piece) => !ports.signal.aborted && stream.feed(piece),
			});
			ports.signal.throwIfAborted();
		} catch (error) {
			ports.signal.throwIfAborted();
			discard();
			const unasked = error instanceof BudgetSpent;
			if (!unasked) log("writer_failed", { ...ports.place, purpose: "answer", writer: name, error });
			tracer.failed(name, unasked ? "budget" : causesOf(error));
			last = { kind: "failed", confidence, writer: name };
			continue;
		}
		if (written.kind === "cannot") {
			discard();
			tracer.failed(name, "cannot");
			// A model that read the passages and declined is stronger evidence than their words and vectors.
			const declined = evidence && !isVerdictHeard ? updated(known, evidence.cannot) : confidence;
			if (evidence && !isVerdictHeard) tracer.hears(name, "cannot");
			return { kind: "cannot", confidence: declined, writer: name };
		}
		const checked = stream.refusal === null ? guard.check(written) : { ok: false as const, why: stream.refusal };
		if (checked.ok && !repeats(checked.text, task)) {
			stream.end();
			const { text, sources } = checked;
			return { kind: "text", text, sources, partly: written.verdict === "part", confidence, writer: name };
		}
		discard();
		if (checked.ok) return { kind: "repeated", confidence, writer: name };
		log("writer_refused", { ...ports.place, purpose: "answer", writer: name, reason: checked.why });
		tracer.failed(name, checked.why);
		if (checked.why !== "empty") {
			tracer.decides("check");
			return { kind: "ungrounded", confidence, writer: name };
		}
		last = { kind: "failed", confidence, writer: name };
	}
	return last;
}
