/**
 * Who has just failed and rests: a model that hangs must not make every visitor wait for it. Per isolate, by what was
 * asked (an account's binding, or an endpoint's address) and by model.
 */
import { isAbsent, isSilence, isUsedUp } from "./failures.ts";

/** Nothing there to be asked, nothing left to ask with, out of order, or replying without a word. */
export type Why = "absent" | "used_up" | "failing" | "silent";

/** `until` in ms since 1970; `because` in words for the team. */
export type OpenCircuit = { until: number; why: Why; because: string };

const REST_MS = 60_000;
/** Somebody may pay into an endpoint's account at any time. */
const UNPAID_REST_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A binding without an account stays so as long as the process lives. */
const ABSENT_REST_MS = DAY_MS;
/** So many replies without a word in a row are the model's way; one or two may be the question's. */
const SILENCES = 3;
/** The whole account or endpoint. */
const ALL = "";

/** By model: rests, and replies without a word since the last with some. */
type Earned = { rests: Map<string, OpenCircuit>; silences: Map<string, number> };

const accounts = new WeakMap<object, Earned>();
const endpoints = new Map<string, Earned>();

/** What one model of one account or endpoint has earned. `name`: what the team calls it. */
export class CircuitBreaker {
	readonly #rests: Map<string, OpenCircuit>;
	readonly #silences: Map<string, number>;
	readonly #model: string;
	readonly #name: string;
	readonly #own: boolean;

	constructor(where: object | string, model: string, name: string) {
		const before = typeof where === "string" ? endpoints.get(where) : accounts.get(where);
		const earned = before ?? { rests: new Map<string, OpenCircuit>(), silences: new Map<string, number>() };
		if (typeof where === "string") endpoints.set(where, earned);
		else accounts.set(where, earned);
		this.#rests = earned.rests;
		this.#silences = earned.silences;
		this.#model = model;
		this.#name = name;
		this.#own = typeof where === "string";
	}

	/** Null when it may be asked. */
	now(): OpenCircuit | null {
		const rests = [this.#rests.get(ALL), this.#rests.get(this.#model)];
		return rests.find((rest) => rest !== undefined && rest.until > Date.now()) ?? null;
	}

	failed(error: unknown): void {
		const now = Date.now();
		if (isSilence(error)) {
			const silences = (this.#silences.get(this.#model) ?? 0) + 1;
			this.#silences.set(this.#model, silences);
			if (silences < SILENCES) return;
			const because = `${this.#name} answered with nothing ${silences} times in a row. It is tried again within a minute.`;
			this.#rests.set(this.#model, { until: now + REST_MS, why: "silent", because });
		} else if (isAbsent(error)) {
			const because = `${this.#name} can't be reached from here.`;
			this.#rests.set(ALL, { until: now + ABSENT_REST_MS, why: "absent", because });
		} else if (isUsedUp(error)) {
			const [until, because] = this.#own
				? [
						now + UNPAID_REST_MS,
						`${this.#name} says that its account has nothing left. It is tried again within an hour.`,
					]
				: [(Math.floor(now / DAY_MS) + 1) * DAY_MS, `The account's ${this.#name} allowance for today is used up.`];
			this.#rests.set(ALL, { until, why: "used_up", because });
		} else {
			const because = `${this.#name} failed just now. It is tried again within a minute.`;
			this.#rests.set(this.#model, { until: now + REST_MS, why: "failing", because });
		}
	}

	worked(): void {
		this.#rests.delete(ALL);
		this.#rests.delete(this.#model);
		this.#silences.delete(this.#model);
	}
}
