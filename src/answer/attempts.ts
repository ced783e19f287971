/**
 * The attempts to write one answer: the writers in turn, until one writes or declines. Where a model has shown nothing for some
 * seconds, the next model starts beside it; the first of the two with a piece to show, or with an outcome, has the turn, and the
 * other is aborted. So there is one outcome, and pieces of one text. What is offered instead of an answer is answer.ts's.
 */
import { BudgetSpent } from "../model/call-budget.ts";
import { LIMITS } from "../model/catalogue.ts";
import { log } from "../http/log.ts";
import type { Citation } from "../protocol/conversation/entry.ts";
import type { AnswerPorts, WriterOrRules } from "./answer.ts";
import type { Assessment } from "./assess.ts";
import { reachOf, updated, worthReading } from "./evidence.ts";
import { guardOf } from "./guard/check.ts";
import { GuardedStream } from "./guard/guarded-stream.ts";
import { repeats } from "./intent/rules.ts";
import type { Tracer } from "./trace.ts";
import { callsModel, Outrun, type Writer, type WriteResult, type WritingTask } from "./write/writer.ts";

export type Attempt =
	| { kind: "text"; text: string; sources: Citation[]; partly: boolean; confidence: number; writer: WriterOrRules }
	| { kind: "doubtful" | "cannot" | "ungrounded" | "repeated" | "failed"; confidence: number; writer: WriterOrRules };

/** What the writers' chances are, and what an answer needs. */
export type Chances = Pick<Assessment, "known" | "quoted"> & { threshold: number };

/** What the embedded writer gets, and what a model gets (reading.ts). */
export type WriterTasks = Record<"quoting" | "reading", WritingTask>;

/** The chance of a writer's answer before it reads, and whether its answer could reach the threshold. */
export function prospect({ evidence }: Writer, { known, quoted, threshold }: Chances) {
	const chance = evidence ? known : quoted;
	return { chance, worth: chance >= (evidence ? worthReading(threshold, evidence) : threshold) };
}

/** One writer at work. */
type Runner = { writer: Writer; stop: AbortController };

/** The runners at work, in the order they started. At most one of them may show its text and end the turn. */
class Race {
	readonly #tracer: Tracer;
	readonly runners = new Map<Runner, Promise<Ended>>();
	winner: Runner | null = null;

	constructor(tracer: Tracer) {
		this.#tracer = tracer;
	}

	/** True for the first that asks, and for it from then on. The others are aborted. */
	claim(runner: Runner): boolean {
		if (runner.stop.signal.aborted) return false;
		if (this.winner !== null) return this.winner === runner;
		this.winner = runner;
		let isEarlier = true;
		for (const other of this.runners.keys()) {
			if (other === runner) {
				isEarlier = false;
				continue;
			}
			this.#tracer.failed(other.writer.name, isEarlier ? "slow" : "spare");
			other.stop.abort(isEarlier ? new Outrun("Another model began before this one.") : undefined);
		}
		return true;
	}

	/** Waits for a runner to end, or until `patienceMs` have passed. */
	async next(patienceMs: number | null): Promise<{ runner: Runner; attempt: Attempt | null } | null> {
		const { promise: late, resolve } = Promise.withResolvers<null>();
		const timer = patienceMs === null ? undefined : setTimeout(() => resolve(null), patienceMs);
		try {
			const ended = await Promise.race([...this.runners.values(), late]);
			if (ended === null) return null;
			this.runners.delete(ended.runner);
			if (this.winner === ended.runner) this.winner = null;
			return ended;
		} finally {
			clearTimeout(timer);
		}
	}
}

/** `attempt` null: another has the turn. */
type Ended = { runner: Runner; attempt: Attempt | null };

/**
 * Tries the writers in order until one answers or declines; one whose answer couldn't reach the threshold isn't tried. An
 * ungrounded text ends it too, and counts as declined.
 */
export async function firstThatWorks(
	tasks: WriterTasks,
	chances: Chances,
	ports: AnswerPorts,
	tracer: Tracer,
): Promise<Attempt> {
	const waiting = [...ports.writers];
	const race = new Race(tracer);
	let last: Attempt = { kind: "failed", confidence: 0, writer: "rules" };
	/** Starts a writer; false where it isn't worth it. */
	const start = (writer: Writer): boolean => {
		if (writer.ready?.() === false) return false;
		if (writer.evidence) tracer.couldReach(reachOf(chances.known, writer.evidence));
		const { chance, worth } = prospect(writer, chances);
		if (!worth) {
			const doubt = last.kind === "doubtful" ? last.confidence : 0;
			last = { kind: "doubtful", confidence: Math.max(doubt, chance), writer: "rules" };
			return false;
		}
		const runner: Runner = { writer, stop: new AbortController() };
		const task = writer.evidence ? tasks.reading : tasks.quoting;
		const attempt = attemptOf(runner, race, task, chances, ports, tracer);
		race.runners.set(
			runner,
			attempt.then((ended) => ({ runner, attempt: ended })),
		);
		return true;
	};
	const startNext = (): boolean => {
		for (let writer = waiting.shift(); writer; writer = waiting.shift()) if (start(writer)) return true;
		return false;
	};
	/** The model to ask beside the only one at work, once. */
	let mayHedge = true;
	const companion = (): Writer | null => {
		const [alone, other] = race.runners.keys();
		if (!mayHedge || !alone || other || race.winner !== null) return null;
		const [next] = waiting;
		return alone.writer.spare ?? (next && callsModel(next) ? next : null);
	};
	for (;;) {
		if (race.runners.size === 0 && !startNext()) return last;
		const spare = companion();
		const ended = await race.next(spare === null ? null : (ports.hedgeAfterMs ?? LIMITS.hedgeAfterMs));
		// It may have begun while the time ran out.
		if (ended === null && spare !== null && race.winner === null) {
			mayHedge = false;
			if (waiting[0] === spare) waiting.shift();
			start(spare);
		}
		const attempt = ended?.attempt;
		if (!attempt) continue;
		if (attempt.kind !== "failed") return attempt;
		last = attempt;
	}
}

/** Null where another runner has the turn. Throws only when the turn's signal aborts. */
async function attemptOf(
	runner: Runner,
	race: Race,
	task: WritingTask,
	chances: Chances,
	ports: AnswerPorts,
	tracer: Tracer,
): Promise<Attempt | null> {
	const { name, evidence } = runner.writer;
	const { known, threshold } = chances;
	tracer.decides("writer");
	tracer.gives(task.passages);
	const guard = guardOf(task);
	const signal = AbortSignal.any([ports.signal, runner.stop.signal]);
	let confidence = prospect(runner.writer, chances).chance;
	let isVerdictHeard = false;
	const stream = new GuardedStream(guard.refuses, (piece) => race.claim(runner) && ports.onText(piece));
	const discard = () => {
		if (stream.begun) ports.onDiscard();
	};
	let written: WriteResult;
	try {
		written = await runner.writer.write(task, {
			signal,
			accepts(verdict) {
				isVerdictHeard = true;
				if (evidence) {
					tracer.hears(name, verdict);
					confidence = updated(known, evidence[verdict]);
				}
				return confidence >= threshold;
			},
			onText: (piece) => !signal.aborted && stream.feed(piece),
		});
		ports.signal.throwIfAborted();
		if (!race.claim(runner)) return null;
	} catch (error) {
		ports.signal.throwIfAborted();
		if (runner.stop.signal.aborted) return null;
		discard();
		const unasked = error instanceof BudgetSpent;
		if (!unasked) log("writer_failed", { ...ports.place, purpose: "answer", writer: name, error });
		tracer.failed(name, unasked ? "budget" : causesOf(error));
		return { kind: "failed", confidence, writer: name };
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
	if (checked.why === "empty") return { kind: "failed", confidence, writer: name };
	tracer.decides("check");
	return { kind: "ungrounded", confidence, writer: name };
}

/** An error's messages, for the team's trace. Nothing else of it: a provider's error holds the request, and so the visitor's words. */
function causesOf(error: unknown): string {
	if (!(error instanceof Error)) return "unknown";
	const cause = error.cause === undefined ? "" : ` (${causesOf(error.cause)})`;
	return `${error.name}: ${error.message.slice(0, 300)}${cause}`;
}
