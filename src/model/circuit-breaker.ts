/**
 * Circuit breakers for models: after a failure a model isn't called for a while, so that one which hangs doesn't make every
 * visitor wait. State is kept per isolate, by what is called (an account's binding, or an endpoint's address) and by model.
 * A breaker makes no calls itself; callers ask it before, and report how the call went.
 */
import { isAbsent, isEmptyReply, isUsedUp } from "./failures.ts";

/** Nothing is there to be called, its allowance is used up, it failed, or it replies without a word. */
export type OpenReason = "absent" | "used_up" | "failing" | "silent";

/** Until then (in ms since 1970) no call is made. `description`: the reason in a sentence for the team. */
export type OpenCircuit = { until: number; reason: OpenReason; description: string };

const FAILING_MS = 60_000;
/** An endpoint's account may be paid at any time. */
const ENDPOINT_USED_UP_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A binding without an account stays so as long as the process lives. */
const ABSENT_MS = DAY_MS;
/** Empty replies in a row that open the circuit. One or two may be the question's doing, three are the model's. */
const MAX_EMPTY_REPLIES = 3;
/** Key of a circuit that is open for the whole account or endpoint. */
const ALL = "";

/** By model: the open circuits, and the empty replies since the last reply with a text. */
type Circuits = { open: Map<string, OpenCircuit>; emptyReplies: Map<string, number> };

const accounts = new WeakMap<object, Circuits>();
const endpoints = new Map<string, Circuits>();

/** The circuit breaker of one model of one account or endpoint. `name`: what the team calls it. */
export class CircuitBreaker {
	readonly #circuits: Circuits;
	readonly #model: string;
	readonly #name: string;
	readonly #isEndpoint: boolean;

	constructor(where: object | string, model: string, name: string) {
		const known = typeof where === "string" ? endpoints.get(where) : accounts.get(where);
		this.#circuits = known ?? { open: new Map(), emptyReplies: new Map() };
		if (typeof where === "string") endpoints.set(where, this.#circuits);
		else accounts.set(where, this.#circuits);
		this.#model = model;
		this.#name = name;
		this.#isEndpoint = typeof where === "string";
	}

	/** Null when the model may be called. */
	openCircuit(): OpenCircuit | null {
		const { open } = this.#circuits;
		const circuits = [open.get(ALL), open.get(this.#model)];
		return circuits.find((circuit) => circuit !== undefined && circuit.until > Date.now()) ?? null;
	}

	recordFailure(error: unknown): void {
		const now = Date.now();
		const { open, emptyReplies } = this.#circuits;
		if (isEmptyReply(error)) {
			const count = (emptyReplies.get(this.#model) ?? 0) + 1;
			emptyReplies.set(this.#model, count);
			if (count < MAX_EMPTY_REPLIES) return;
			const description = `${this.#name} answered with nothing ${count} times in a row. It is tried again within a minute.`;
			open.set(this.#model, { until: now + FAILING_MS, reason: "silent", description });
		} else if (isAbsent(error)) {
			const description = `${this.#name} can't be reached from here.`;
			open.set(ALL, { until: now + ABSENT_MS, reason: "absent", description });
		} else if (isUsedUp(error)) {
			const [until, description] = this.#isEndpoint
				? [
						now + ENDPOINT_USED_UP_MS,
						`${this.#name} says that its account has nothing left. It is tried again within an hour.`,
					]
				: [(Math.floor(now / DAY_MS) + 1) * DAY_MS, `The account's ${this.#name} allowance for today is used up.`];
			open.set(ALL, { until, reason: "used_up", description });
		} else {
			const description = `${this.#name} failed just now. It is tried again within a minute.`;
			open.set(this.#model, { until: now + FAILING_MS, reason: "failing", description });
		}
	}

	recordSuccess(): void {
		this.#circuits.open.delete(ALL);
		this.#circuits.open.delete(this.#model);
		this.#circuits.emptyReplies.delete(this.#model);
	}
}
