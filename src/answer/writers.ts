/**
 * Which answerers there are, in the order they are tried. One that has just failed rests for a minute, so that a model
 * that hangs doesn't make every visitor wait for it. Embedded is always last: it can't fail.
 */
import type { AnswererStatus } from "../protocol/api.ts";
import { embedded } from "./embedded.ts";
import { LIMITS, type Limits } from "./models.ts";
import { openAiCompatible } from "./openai-compatible.ts";
import type { Writer } from "./port.ts";
import { isAbsent, whyNotWorkersAi, workersAi } from "./workers-ai.ts";

export type { Writer } from "./port.ts";

const REST_MS = 60_000;
/** A binding without an account stays so as long as the process lives. */
const ABSENT_REST_MS = 24 * 60 * 60_000;
const PROBE_GOOD_FOR_MS = 5 * 60_000;

export type AnswererEnv = Pick<Env, "AI"> & {
	ANSWERER?: string;
	MODEL_URL?: string;
	MODEL_NAME?: string;
	MODEL_KEY?: string;
};

/** Per isolate, by what failed: the binding, or the endpoint's address. */
const restsUntil = { bindings: new WeakMap<object, number>(), endpoints: new Map<string, number>() };
const probes = new WeakMap<object, { at: number; because: string | null }>();

type First = { writer: Writer; until(): number; rest(until: number): void };

function first(env: AnswererEnv, limits: Limits): First | null {
	if (env.ANSWERER === "embedded") return null;
	const { MODEL_URL: url, MODEL_NAME: model, MODEL_KEY: key } = env;
	if (url)
		return {
			writer: openAiCompatible({ url, model: model ?? "", key }, limits),
			until: () => restsUntil.endpoints.get(url) ?? 0,
			rest: (until) => restsUntil.endpoints.set(url, until),
		};
	const binding = env.AI;
	return {
		writer: workersAi(binding, limits),
		until: () => restsUntil.bindings.get(binding) ?? 0,
		rest: (until) => restsUntil.bindings.set(binding, until),
	};
}

/** The writers to try now, first choice first. */
export function writers(env: AnswererEnv, limits: Limits = LIMITS): Writer[] {
	const choice = first(env, limits);
	if (!choice || choice.until() > Date.now()) return [embedded];
	const { writer, rest } = choice;
	return [
		{
			name: writer.name,
			async write(task, how) {
				try {
					const written = await writer.write(task, how);
					rest(0);
					return written;
				} catch (error) {
					// A takeover is not the model's fault.
					if (!how.signal.aborted) rest(Date.now() + (isAbsent(error) ? ABSENT_REST_MS : REST_MS));
					throw error;
				}
			},
		},
		embedded,
	];
}

/** Who writes right now, and why it isn't the first choice. Takes at most some seconds, and is kept for some minutes. */
export async function answererStatus(env: AnswererEnv): Promise<AnswererStatus> {
	const choice = first(env, LIMITS);
	if (!choice) return { inUse: "embedded", because: "Set so by the variable ANSWERER." };
	const now = Date.now();
	if (choice.writer.name === "openai-compatible")
		return choice.until() > now
			? { inUse: "embedded", because: "The model at MODEL_URL failed just now. It is tried again within a minute." }
			: { inUse: "openai-compatible", because: null };
	let probe = probes.get(env.AI);
	if (!probe || now - probe.at > PROBE_GOOD_FOR_MS) {
		// Only the result is kept: a promise belongs to the request that made it.
		probe = { at: now, because: await whyNotWorkersAi(env.AI) };
		probes.set(env.AI, probe);
	}
	if (probe.because !== null) return { inUse: "embedded", because: probe.because };
	return choice.until() > now
		? { inUse: "embedded", because: "Workers AI failed just now. It is tried again within a minute." }
		: { inUse: "workers-ai", because: null };
}
