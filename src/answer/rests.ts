/**
 * Who has just failed and rests: a model that hangs must not make every visitor wait for it. Per isolate, by what was
 * asked (an account's binding, or an endpoint's address) and by model.
 */
import { isAbsent, isUsedUp } from "./failures.ts";

/** Nothing there to be asked, nothing left to ask with, or out of order. */
export type Why = "absent" | "used_up" | "failing";

/** `until` in ms since 1970; `because` in words for the team. */
export type Rest = { until: number; why: Why; because: string };

const REST_MS = 60_000;
/** Somebody may pay into an endpoint's account at any time. */
const UNPAID_REST_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A binding without an account stays so as long as the process lives. */
const ABSENT_REST_MS = DAY_MS;
/** The whole account or endpoint. */
const ALL = "";

const accounts = new WeakMap<object, Map<string, Rest>>();
const endpoints = new Map<string, Map<string, Rest>>();

/** What one model of one account or endpoint has earned. `name`: what the team calls it. */
export class Resting {
	readonly #rests: Map<string, Rest>;
	readonly #model: string;
	readonly #name: string;
	readonly #own: boolean;

	constructor(where: object | string, model: string, name: string) {
		const before = typeof where === "string" ? endpoints.get(where) : accounts.get(where);
		this.#rests = before ?? new Map<string, Rest>();
		if (typeof where === "string") endpoints.set(where, this.#rests);
		else accounts.set(where, this.#rests);
		this.#model = model;
		this.#name = name;
		this.#own = typeof where === "string";
	}

	/** Null when it may be asked. */
	now(): Rest | null {
		const rests = [this.#rests.get(ALL), this.#rests.get(this.#model)];
		return rests.find((rest) => rest !== undefined && rest.until > Date.now()) ?? null;
	}

	failed(error: unknown): void {
		const now = Date.now();
		if (isAbsent(error)) {
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
	}
}
