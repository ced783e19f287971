/**
 * Which answerers there are, in the order they are tried, without those that rest after a failure (rests.ts). Embedded is
 * always last: it can't fail.
 */
import type { AnswererStatus } from "../../protocol/workspace.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { Style } from "../../protocol/style.ts";
import type { Decision } from "../answer.ts";
import { embedded } from "./embedded.ts";
import { isAbsent, isOfQuestion, isUsedUp } from "../../model/failures.ts";
import { LIMITS, type Limits, WRITING_MODELS } from "../../model/catalogue.ts";
import type { AnswererEnv } from "../../model/env.ts";
import { openAiCompatible } from "./openai-compatible.ts";
import type { Writer } from "./writer.ts";
import { CircuitBreaker } from "../../model/circuit-breaker.ts";
import { probe, workersAi } from "./workers-ai.ts";

export type { Writer } from "./writer.ts";

const PROBE_GOOD_FOR_MS = 5 * 60_000;

type Candidate = { writer: Writer; resting: CircuitBreaker };

const endpoint = (url: string, env: AnswererEnv, limits: Limits): Candidate => ({
	writer: openAiCompatible({ url, model: env.MODEL_NAME ?? "", key: env.MODEL_KEY }, limits),
	resting: new CircuitBreaker(url, env.MODEL_NAME ?? "", "The model at MODEL_URL"),
});

const hosted = (binding: Ai, choice: Style["model"], limits: Limits): Candidate => ({
	writer: workersAi(binding, WRITING_MODELS[choice], limits),
	resting: new CircuitBreaker(binding, WRITING_MODELS[choice].id, "Workers AI"),
});

/** First choice first, without the embedded one. A stronger model that fails is stood in for by the cheaper one. */
function candidates(env: AnswererEnv, choice: Style["model"], limits: Limits): Candidate[] {
	if (env.ANSWERER === "embedded") return [];
	if (env.MODEL_URL) return [endpoint(env.MODEL_URL, env, limits)];
	const choices: Style["model"][] = choice === "stronger" ? ["stronger", "cheaper"] : ["cheaper"];
	return choices.map((each) => hosted(env.AI, each, limits));
}

/** The writers to try now, first choice first. */
export function writers(env: AnswererEnv, choice: Style["model"] = "cheaper", limits: Limits = LIMITS): Writer[] {
	const ready = candidates(env, choice, limits).filter(({ resting }) => resting.now() === null);
	return [
		...ready.map(({ writer, resting }): Writer => ({
			name: writer.name,
			// Failing a teammate's long draft is no reason to let visitors go without the model.
			...(writer.complete && { complete: writer.complete }),
			async write(task, how) {
				try {
					const written = await writer.write(task, how);
					resting.worked();
					return written;
				} catch (error) {
					// A takeover is not the model's fault, and neither is what one visitor's question got out of it.
					if (!how.signal.aborted && !isOfQuestion(error)) resting.failed(error);
					throw error;
				}
			},
		})),
		embedded,
	];
}

/**
 * What kept the first choice from writing in a turn that has just ended here. Null where nobody was to write, where only
 * the question was at fault, or where there never was a model to be asked: nothing has changed then.
 */
export function modelHealthIn(
	outcome: Decision,
	env: AnswererEnv,
	choice: Style["model"],
): NonNullable<ModelHealthReport["trouble"]> | "none" | null {
	if (outcome.action === "hand_off" || outcome.writer === "rules") return null;
	const [first] = candidates(env, choice, LIMITS);
	// Whatever stood before is over where no model is to write any more.
	if (!first || first.writer.name === "embedded") return "none";
	const { name } = first.writer;
	const rest = first.resting.now();
	if (rest === null) return outcome.writer === name ? "none" : null;
	return rest.why === "absent" ? null : { writer: name, why: rest.why };
}

type Probed = { at: number; because: string | null };
/** By binding, and there by model. */
const probes = new WeakMap<object, Map<string, Probed>>();

/** Who writes right now, and why it isn't the first choice. Takes at most some seconds, and is kept for some minutes. */
export async function answererStatus(env: AnswererEnv, choice: Style["model"] = "cheaper"): Promise<AnswererStatus> {
	const [first] = candidates(env, choice, LIMITS);
	if (!first) return { inUse: "embedded", because: "Set so by the variable ANSWERER." };
	const rest = first.resting.now();
	if (rest === null && first.writer.name === "openai-compatible") return { inUse: first.writer.name, because: null };
	const because = rest?.because ?? (await probed(env.AI, choice, first.resting));
	// Whoever stands in: the cheaper model where there is an account, else the embedded answerer.
	const [next] = writers(env, choice);
	return because === null
		? { inUse: first.writer.name, because }
		: { inUse: rest === null ? "embedded" : (next?.name ?? "embedded"), because };
}

async function probed(binding: Ai, choice: Style["model"], resting: CircuitBreaker): Promise<string | null> {
	const model = WRITING_MODELS[choice];
	const known = probes.get(binding) ?? new Map<string, Probed>();
	probes.set(binding, known);
	const before = known.get(model.id);
	if (before && Date.now() - before.at <= PROBE_GOOD_FOR_MS) return before.because;
	const error = await probe(binding, model);
	// Only the result is kept: a promise belongs to the request that made it.
	let because: string | null = null;
	if (error === "late") because = "Workers AI doesn't answer in time.";
	else if (error !== null) {
		if (isAbsent(error) || isUsedUp(error)) resting.failed(error);
		because = resting.now()?.because ?? "Workers AI can't be reached from here.";
	}
	known.set(model.id, { at: Date.now(), because });
	return because;
}
