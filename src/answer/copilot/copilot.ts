/**
 * Copilot: a reply suggested to a teammate from the knowledge base, and a draft of theirs rewritten by a model. Decides
 * and touches nothing; a teammate reads, edits and sends, or doesn't.
 */
import { log, type Place } from "../../http/log.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Citation } from "../../protocol/conversation/entry.ts";
import { MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { check } from "../guard/check.ts";
import { isAffirmation } from "../intent/affirmation.ts";
import { type RewriteTask, rewritePrompt, unwrap } from "./prompt.ts";
import { smallTalkIn } from "../intent/small-talk.ts";
import { judge } from "../judge.ts";
import { type Difference, difference } from "../guard/preserved.ts";
import { asksForPerson } from "../intent/human-request/detect.ts";
import type { ThreadMessage, WritingTask, Writer } from "../write/writer.ts";
import { retrieve } from "../retrieve.ts";

/** Without a model to say that a passage is beside the point, one that is right less often than this isn't quoted. */
const WORTH_QUOTING = 0.2;
const THREAD_MESSAGES = 12;

export type CopilotPorts = {
	search(query: string, limit: number): Promise<Passage[]>;
	/** The first that works writes. */
	writers: Writer[];
	signal: AbortSignal;
	/** For the log. */
	place?: Place;
};

export type OpenQuestion = { question: string; thread: ThreadMessage[] };

/** Says nothing of what they want to know: a wish for a person, a yes to an offer, a greeting. */
const asksNothing = (text: string): boolean => asksForPerson(text) || isAffirmation(text) || smallTalkIn(text) !== null;

/**
 * What the visitor asked and nobody answered; where all is answered, what they asked last. An offer answers nothing, and
 * somebody who asks for a person still wants what they asked before. Null when they said nothing yet.
 */
export function openQuestion(
	messages: readonly (ThreadMessage & { offer?: boolean | undefined })[],
): OpenQuestion | null {
	const settled = messages.findLastIndex(({ author, offer }) => author !== "visitor" && !offer);
	const theirs = messages.map((said, at) => ({ ...said, at })).filter(({ author }) => author === "visitor");
	const open = theirs.filter(({ at }) => at > settled);
	const telling = open.filter(({ text }) => !asksNothing(text));
	const earlier = theirs.findLast(({ text }) => !asksNothing(text)) ?? theirs.at(-1);
	const asked = telling.length > 0 ? telling : earlier ? [earlier] : [];
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
	const { signal, place } = ports;
	signal.throwIfAborted();
	const found = await retrieve(about, ports.search);
	signal.throwIfAborted();
	const { confidence, passages } = judge(about.question, found);
	if (passages.length === 0) return { ok: false, why: "nothing_found" };
	let failed = false;
	for (const writer of ports.writers) {
		if (!writer.complete && confidence < WORTH_QUOTING) continue;
		try {
			const written = await writer.write({ ...about, passages }, { signal, onText: () => {} });
			signal.throwIfAborted();
			// It read the passages and says that they don't answer the question.
			if (written.kind === "cannot") return { ok: false, why: "nothing_found" };
			const checked = check(written, { ...about, passages });
			if (checked.ok) return { ok: true, text: checked.text, sources: checked.sources, confidence };
			log("writer_refused", { ...place, purpose: "suggestion", writer: writer.name, reason: checked.why });
		} catch (error) {
			signal.throwIfAborted();
			log("writer_failed", { ...place, purpose: "suggestion", writer: writer.name, error });
		}
		failed = true;
	}
	return { ok: false, why: failed ? "failed" : "nothing_found" };
}

export type RewriteResult =
	| { ok: true; text: string }
	| { ok: false; why: "no_model" | "failed" | "too_long" | "not_shorter" }
	| ({ ok: false; why: "changed" } & Pick<Difference, "kind" | "what">);

/** Asks one model after the other until a text holds against the draft. Throws only when `signal` aborts. */
export async function rewrite(
	task: RewriteTask,
	{ writers, signal, place }: Omit<CopilotPorts, "search">,
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
