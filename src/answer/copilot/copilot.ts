/**
 * Copilot: suggests a reply to a teammate from the knowledge base, and rewrites a teammate's draft with a model. It has no side
 * effects and sends nothing: a teammate reads, edits and sends the text, or doesn't.
 */
import { BudgetSpent, type CallBudget } from "../../model/call-budget.ts";
import { log, type Place } from "../../http/log.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Citation } from "../../protocol/conversation/entry.ts";
import { MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { guardOf } from "../guard/check.ts";
import { isAffirmation } from "../intent/affirmation.ts";
import { type RewriteTask, rewritePrompt, unwrap } from "./prompt.ts";
import { smallTalkIn } from "../intent/small-talk.ts";
import { askingOf, consider } from "../consider.ts";
import { updated } from "../evidence.ts";
import { type Difference, difference } from "../guard/preserved.ts";
import { asksForPerson } from "../intent/human-request/detect.ts";
import { callsModel, type ThreadMessage, type WritingTask, type Writer } from "../write/writer.ts";
import { readingOf } from "../reading.ts";

/** Least confidence for the embedded writer's quotation: no model can say that the passage is beside the point. */
const WORTH_QUOTING = 0.2;
const THREAD_MESSAGES = 12;

export type CopilotPorts = {
	/** As in answer.ts. */
	search(query: string, limit: number, rerank: boolean): Promise<Passage[]>;
	/** Tried in this order until one writes. */
	writers: Writer[];
	/** What the writers' calls are counted by, asked for one beside the search. Absent where they cost nothing. */
	budget?: Pick<CallBudget, "reserve" | "release">;
	signal: AbortSignal;
	/** For the log. */
	place?: Place;
};

export type OpenQuestion = { question: string; thread: ThreadMessage[] };

/** True of messages without a question: a request for a person, a yes to an offer, a greeting. */
const asksNothing = (text: string): boolean => asksForPerson(text) || isAffirmation(text) || smallTalkIn(text) !== null;

/**
 * The visitor's question that nobody has answered, or the last one where all are answered. An offer doesn't answer, and a
 * visitor who asks for a person still wants an answer to the question before. Null where the visitor has written nothing.
 */
export function openQuestion(
	messages: readonly (ThreadMessage & { offer?: boolean | undefined })[],
): OpenQuestion | null {
	const lastReply = messages.findLastIndex(({ author, offer }) => author !== "visitor" && !offer);
	const visitors = messages.map((message, at) => ({ ...message, at })).filter(({ author }) => author === "visitor");
	const open = visitors.filter(({ at }) => at > lastReply);
	const asking = open.filter(({ text }) => !asksNothing(text));
	const earlier = visitors.findLast(({ text }) => !asksNothing(text)) ?? visitors.at(-1);
	const asked = asking.length > 0 ? asking : earlier ? [earlier] : [];
	const [first] = asked;
	if (!first) return null;
	return {
		question: asked.map(({ text }) => text).join("\n"),
		thread: messages
			.slice(0, first.at)
			.slice(-THREAD_MESSAGES)
			.map(({ author, text }) => ({ author, text })),
	};
}

export type SuggestResult =
	| { ok: true; text: string; sources: Citation[]; confidence: number }
	| { ok: false; why: "nothing_found" | "failed" };

/** Throws only where the knowledge base can't be searched, and when `signal` aborts. */
export async function suggest(about: Omit<WritingTask, "passages">, ports: CopilotPorts): Promise<SuggestResult> {
	ports.signal.throwIfAborted();
	if (ports.writers.some(callsModel)) ports.budget?.reserve();
	return suggestFrom(about, ports).finally(() => ports.budget?.release());
}

async function suggestFrom(about: Omit<WritingTask, "passages">, ports: CopilotPorts): Promise<SuggestResult> {
	const { signal, place } = ports;
	const isRead = ports.writers.some(({ evidence }) => evidence !== undefined);
	const by = isRead ? "known" : "quoted";
	const considered = await consider(await askingOf(about), { thread: about.thread, by }, (query, limit) =>
		ports.search(query, limit, !isRead),
	);
	signal.throwIfAborted();
	const { asked, found, assessment } = considered;
	const { known, quoted, passages, said } = assessment;
	if (passages.length === 0) return { ok: false, why: "nothing_found" };
	const reading = readingOf(passages, found.rest);
	let failed = false;
	for (const writer of ports.writers) {
		if (!writer.evidence && quoted < WORTH_QUOTING) continue;
		const task = { ...about, asked, passages: writer.evidence ? reading : said };
		try {
			const written = await writer.write(task, { signal, onText: () => true });
			signal.throwIfAborted();
			// The model has read the passages and declines.
			if (written.kind === "cannot") return { ok: false, why: "nothing_found" };
			const checked = guardOf(task).check(written);
			const confidence = writer.evidence ? updated(known, writer.evidence[written.verdict ?? "unsaid"]) : quoted;
			if (checked.ok) return { ok: true, text: checked.text, sources: checked.sources, confidence };
			log("writer_refused", { ...place, purpose: "suggestion", writer: writer.name, reason: checked.why });
		} catch (error) {
			signal.throwIfAborted();
			// The embedded writer, which costs nothing, is next.
			if (error instanceof BudgetSpent) continue;
			log("writer_failed", { ...place, purpose: "suggestion", writer: writer.name, error });
		}
		failed = true;
	}
	return { ok: false, why: failed ? "failed" : "nothing_found" };
}

export type RewriteResult =
	| { ok: true; text: string }
	| { ok: false; why: "no_model" | "budget" | "failed" | "too_long" | "not_shorter" }
	| ({ ok: false; why: "changed" } & Pick<Difference, "kind" | "what">);

/** Tries the models in order until a text keeps all facts of the draft. Throws only when `signal` aborts. */
export async function rewrite(
	task: RewriteTask,
	{ writers, signal, place }: Omit<CopilotPorts, "search" | "budget">,
): Promise<RewriteResult> {
	let last: RewriteResult = { ok: false, why: "no_model" };
	for (const { name, complete } of writers) {
		if (!complete) continue;
		signal.throwIfAborted();
		const mark = crypto.randomUUID().slice(0, 8);
		try {
			const text = unwrap(await complete(rewritePrompt(task, mark), signal), task.draft, mark);
			last = checkRewrite(text, task);
			if (last.ok) return last;
			log("writer_refused", { ...place, purpose: "rewrite", writer: name, reason: last.why });
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof BudgetSpent) return { ok: false, why: "budget" };
			log("writer_failed", { ...place, purpose: "rewrite", writer: name, error });
			last = { ok: false, why: "failed" };
		}
	}
	return last;
}

function checkRewrite(text: string, { kind, draft }: RewriteTask): RewriteResult {
	if (text === "") return { ok: false, why: "failed" };
	if (text.length > MAX_TEXT_LENGTH) return { ok: false, why: "too_long" };
	const changed = difference(draft, text);
	if (changed) return { ok: false, why: "changed", ...changed };
	if (kind === "shorter" && text.length >= draft.trim().length) return { ok: false, why: "not_shorter" };
	return { ok: true, text };
}
