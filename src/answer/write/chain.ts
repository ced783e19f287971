/**
 * The chain of writers for an answer, in the order they are tried, without those whose circuit is open after a failure
 * (model/circuit-breaker.ts). The embedded one is always last: it needs no model and can't fail. Also what the team sees of it.
 */
import type { AnswererStatus } from "../../protocol/workspace.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { Style } from "../../protocol/style.ts";
import type { Decision } from "../answer.ts";
import { embedded } from "./embedded.ts";
import { isAbsent, isCausedByQuestion, isUsedUp } from "../../model/failures.ts";
import { LIMITS, type Limits, WRITING_MODELS } from "../../model/catalogue.ts";
import type { AnswererEnv } from "../../model/env.ts";
import { openAiCompatible } from "./openai-compatible.ts";
import { Outrun, type Writer } from "./writer.ts";
import { CircuitBreaker } from "../../model/circuit-breaker.ts";
import { probe, workersAi } from "./workers-ai.ts";

export type { Writer } from "./writer.ts";

const PROBE_GOOD_FOR_MS = 5 * 60_000;

type Candidate = { writer: Writer; breaker: CircuitBreaker };

const endpointCandidate = (url: string, env: AnswererEnv, limits: Limits): Candidate => ({
	writer: openAiCompatible({ url, model: env.MODEL_NAME ?? "", key: env.MODEL_KEY }, limits),
	breaker: new CircuitBreaker(url, env.MODEL_NAME ?? "", "The model at MODEL_URL"),
});

const workersAiCandidate = (binding: Ai, choice: Style["model"], limits: Limits): Candidate => ({
	writer: workersAi(binding, WRITING_MODELS[choice], limits),
	breaker: new CircuitBreaker(binding, WRITING_MODELS[choice].id, "Workers AI"),
});

/** First choice first, without the embedded one. The cheaper model is the fallback of the stronger one. */
function candidates(env: AnswererEnv, choice: Style["model"], limits: Limits): Candidate[] {
	if (env.ANSWERER === "embedded") return [];
	if (env.MODEL_URL) return [endpointCandidate(env.MODEL_URL, env, limits)];
	const choices: Style["model"][] = choice === "stronger" ? ["stronger", "cheaper"] : ["cheaper"];
	return choices.map((each) => workersAiCandidate(env.AI, each, limits));
}

/** Asked beside the cheaper model where that is slow. It doesn't follow one that has failed: it would for the same reason. */
const spareOf = (env: AnswererEnv, choice: Style["model"], limits: Limits): Candidate[] =>
	env.ANSWERER === "embedded" || env.MODEL_URL || choice !== "cheaper"
		? []
		: [workersAiCandidate(env.AI, "stronger", limits)];

const isClosed = ({ breaker }: Candidate): boolean => breaker.openCircuit() === null;

/** The writers to try now, first choice first. */
export function writers(env: AnswererEnv, choice: Style["model"] = "cheaper", limits: Limits = LIMITS): Writer[] {
	const [spare] = spareOf(env, choice, limits).filter(isClosed).map(guarded);
	const ready = candidates(env, choice, limits).filter(isClosed).map(guarded);
	return [...ready.map((writer) => (spare ? { ...writer, spare } : writer)), embedded];
}

/** A candidate whose calls are reported to its breaker. */
function guarded({ writer, breaker }: Candidate): Writer {
	return {
		name: writer.name,
		...(writer.evidence && { evidence: writer.evidence }),
		ready: () => breaker.openCircuit() === null,
		// Not reported to the breaker: a teammate's long draft that fails must not take the model from visitors.
		...(writer.complete && { complete: writer.complete }),
		async write(task, how) {
			try {
				const written = await writer.write(task, how);
				breaker.recordSuccess();
				return written;
			} catch (error) {
				// A takeover is not the model's fault, nor is a failure that one visitor's question caused. A model that another has
				// outrun was too slow.
				const isOurs = how.signal.aborted || isCausedByQuestion(error);
				if (error instanceof Outrun || !isOurs) breaker.recordFailure(error);
				throw error;
			}
		},
	};
}

/**
 * The health of the first choice, as a turn that has just ended in this isolate shows it. Null where the turn shows nothing
 * new: no writer was needed, only the question was at fault, or there is no model behind the binding.
 */
export function modelHealthIn(
	outcome: Decision,
	env: AnswererEnv,
	choice: Style["model"],
): NonNullable<ModelHealthReport["trouble"]> | "none" | null {
	if (outcome.action === "hand_off" || outcome.writer === "rules") return null;
	const [first] = candidates(env, choice, LIMITS);
	// No model is chosen any more, so an earlier report is out of date.
	if (!first || first.writer.name === "embedded") return "none";
	const { name } = first.writer;
	const circuit = first.breaker.openCircuit();
	if (circuit === null) return outcome.writer === name ? "none" : null;
	return circuit.reason === "absent" ? null : { writer: name, why: circuit.reason };
}

type ProbeResult = { at: number; because: string | null };
/** Results of probes by binding, then by model. */
const probes = new WeakMap<object, Map<string, ProbeResult>>();

/** Which writer is in use, and why it isn't the first choice. May probe the model, for some seconds, and keeps the result for minutes. */
export async function answererStatus(env: AnswererEnv, choice: Style["model"] = "cheaper"): Promise<AnswererStatus> {
	const [first] = candidates(env, choice, LIMITS);
	if (!first) return { inUse: "embedded", because: "Set so by the variable ANSWERER." };
	const circuit = first.breaker.openCircuit();
	if (circuit === null && first.writer.name === "openai-compatible") return { inUse: first.writer.name, because: null };
	const because = circuit?.description ?? (await cachedProbe(env.AI, choice, first.breaker));
	// The fallback: the cheaper model where there is an account, else the embedded writer.
	const [next] = writers(env, choice);
	return because === null
		? { inUse: first.writer.name, because }
		: { inUse: circuit === null ? "embedded" : (next?.name ?? "embedded"), because };
}

async function cachedProbe(binding: Ai, choice: Style["model"], breaker: CircuitBreaker): Promise<string | null> {
	const model = WRITING_MODELS[choice];
	const byModel = probes.get(binding) ?? new Map<string, ProbeResult>();
	probes.set(binding, byModel);
	const before = byModel.get(model.id);
	if (before && Date.now() - before.at <= PROBE_GOOD_FOR_MS) return before.because;
	const error = await probe(binding, model);
	// Only the result is kept: a promise belongs to the request that made it.
	let because: string | null = null;
	if (error === "late") because = "Workers AI doesn't answer in time.";
	else if (error !== null) {
		if (isAbsent(error) || isUsedUp(error)) breaker.recordFailure(error);
		because = breaker.openCircuit()?.description ?? "Workers AI can't be reached from here.";
	}
	byModel.set(model.id, { at: Date.now(), because });
	return because;
}
