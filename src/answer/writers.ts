/**
 * Which answerers there are, in the order they are tried. One that has just failed rests for a minute, so that a model
 * that hangs doesn't make every visitor wait for it. Embedded is always last: it can't fail.
 */
import type { AnswererStatus } from "../protocol/api.ts";
import type { Style } from "../protocol/style.ts";
import { embedded } from "./embedded.ts";
import { LIMITS, type Limits, WRITING_MODELS } from "./models.ts";
import { openAiCompatible } from "./openai-compatible.ts";
import type { Writer } from "./port.ts";
import { isAbsent, isUsedUp, probe, workersAi } from "./workers-ai.ts";

export type { Writer } from "./port.ts";

const REST_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A binding without an account stays so as long as the process lives. */
const ABSENT_REST_MS = DAY_MS;
const PROBE_GOOD_FOR_MS = 5 * 60_000;

export type AnswererEnv = Pick<Env, "AI"> & {
	ANSWERER?: string;
	MODEL_URL?: string;
	MODEL_NAME?: string;
	MODEL_KEY?: string;
};

/** What has failed, per isolate: until when it rests, in ms since 1970, and why, in words for the team. */
type Rest = { until: number; because: string };
/** By an endpoint's address. */
const endpoints = new Map<string, Rest>();
/** By binding, and there by model; ALL is the account as a whole. */
const accounts = new WeakMap<object, Map<string, Rest>>();
const ALL = "";

type Candidate = { writer: Writer; rests(): Rest | null; failed(error: unknown): void; worked(): void };

const resting = (rest: Rest | undefined): Rest | null => (rest && rest.until > Date.now() ? rest : null);

function endpoint(url: string, env: AnswererEnv, limits: Limits): Candidate {
	return {
		writer: openAiCompatible({ url, model: env.MODEL_NAME ?? "", key: env.MODEL_KEY }, limits),
		rests: () => resting(endpoints.get(url)),
		failed: () =>
			void endpoints.set(url, {
				until: Date.now() + REST_MS,
				because: "The model at MODEL_URL failed just now. It is tried again within a minute.",
			}),
		worked: () => void endpoints.delete(url),
	};
}

function hosted(binding: Ai, choice: Style["model"], limits: Limits): Candidate {
	const model = WRITING_MODELS[choice];
	const rests = accounts.get(binding) ?? new Map<string, Rest>();
	accounts.set(binding, rests);
	return {
		writer: workersAi(binding, model, limits),
		rests: () => resting(rests.get(ALL)) ?? resting(rests.get(model.id)),
		failed(error) {
			const now = Date.now();
			if (isAbsent(error))
				rests.set(ALL, { until: now + ABSENT_REST_MS, because: "Workers AI can't be reached from here." });
			else if (isUsedUp(error))
				rests.set(ALL, {
					until: (Math.floor(now / DAY_MS) + 1) * DAY_MS,
					because: "The account's Workers AI allowance for today is used up.",
				});
			else
				rests.set(model.id, {
					until: now + REST_MS,
					because: "Workers AI failed just now. It is tried again within a minute.",
				});
		},
		worked() {
			rests.delete(ALL);
			rests.delete(model.id);
		},
	};
}

/** First choice first, without the embedded one. A stronger model that fails is stood in for by the cheaper one. */
function candidates(env: AnswererEnv, choice: Style["model"], limits: Limits): Candidate[] {
	if (env.ANSWERER === "embedded") return [];
	if (env.MODEL_URL) return [endpoint(env.MODEL_URL, env, limits)];
	const choices: Style["model"][] = choice === "stronger" ? ["stronger", "cheaper"] : ["cheaper"];
	return choices.map((each) => hosted(env.AI, each, limits));
}

/** The writers to try now, first choice first. */
export function writers(env: AnswererEnv, choice: Style["model"] = "cheaper", limits: Limits = LIMITS): Writer[] {
	const ready = candidates(env, choice, limits).filter((each) => each.rests() === null);
	return [
		...ready.map(({ writer, failed, worked }): Writer => ({
			name: writer.name,
			// Failing a teammate's long draft is no reason to let visitors go without the model.
			...(writer.complete && { complete: writer.complete }),
			async write(task, how) {
				try {
					const written = await writer.write(task, how);
					worked();
					return written;
				} catch (error) {
					// A takeover is not the model's fault.
					if (!how.signal.aborted) failed(error);
					throw error;
				}
			},
		})),
		embedded,
	];
}

type Probed = { at: number; because: string | null };
/** By binding, and there by model. */
const probes = new WeakMap<object, Map<string, Probed>>();

/** Who writes right now, and why it isn't the first choice. Takes at most some seconds, and is kept for some minutes. */
export async function answererStatus(env: AnswererEnv, choice: Style["model"] = "cheaper"): Promise<AnswererStatus> {
	const [first] = candidates(env, choice, LIMITS);
	if (!first) return { inUse: "embedded", because: "Set so by the variable ANSWERER." };
	const rest = first.rests();
	if (rest === null && first.writer.name === "openai-compatible") return { inUse: first.writer.name, because: null };
	const because = rest?.because ?? (await probed(env.AI, choice, first));
	// Whoever stands in: the cheaper model where there is an account, else the embedded answerer.
	const [next] = writers(env, choice);
	return because === null
		? { inUse: first.writer.name, because }
		: { inUse: rest === null ? "embedded" : (next?.name ?? "embedded"), because };
}

async function probed(binding: Ai, choice: Style["model"], candidate: Candidate): Promise<string | null> {
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
		if (isAbsent(error) || isUsedUp(error)) candidate.failed(error);
		because = candidate.rests()?.because ?? "Workers AI can't be reached from here.";
	}
	known.set(model.id, { at: Date.now(), because });
	return because;
}
