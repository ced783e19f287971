/**
 * The budget of model calls, as one piece of work spends it: a turn, a suggestion, a rewrite. The workspace's Inbox counts and
 * grants (inbox/limits/model-calls.ts). The first call may be reserved beside other work, so that asking takes no time of its
 * own. Without a grant no call is made: an Inbox that is slow or unavailable costs the model's words, and neither money nor time.
 */
import { inbox } from "../durable/objects.ts";
import { withTimeout } from "../durable/timeout.ts";
import { OwnError } from "../http/own-error.ts";
import type { CallLimits } from "../protocol/settings/budgets.ts";

/** Whom a call is made for. Both are null where a teammate asks; the address also where it isn't known. */
export type Spender = { visitorId: string | null; addressHash: string | null };

/** In ms. Longer than a search takes, so the Inbox has answered when the writer is ready; a visitor hardly notices it. */
const ANSWER_WITHIN_MS = 300;

/** The call wasn't granted. No fault of the model's. */
export class BudgetSpent extends OwnError {
	override readonly name = "BudgetSpent";
}

/** The part of the Inbox that grants. */
export type CallCounter = {
	takeModelCall(spender: Spender, limits: CallLimits): Promise<{ day: number } | { refused: string }>;
	returnModelCall(spender: Spender, day: number): Promise<void>;
};

type Answer = { day: number } | { refused: string };

export class CallBudget {
	readonly #counter: () => CallCounter;
	readonly #spender: Spender;
	readonly #limits: CallLimits;
	#reserved: Promise<Answer> | null = null;
	/** The refusal, which stands for the rest of this work: the next writer doesn't wait for the Inbox again. */
	#refused: { refused: string } | null = null;

	/** `counter` makes a new stub for each call: one that has failed stays broken. */
	constructor(counter: () => CallCounter, spender: Spender, limits: CallLimits) {
		this.#counter = counter;
		this.#spender = spender;
		this.#limits = limits;
	}

	/** Asks for a call that may follow. `take` uses it; `release` gives it back where none followed. */
	reserve(): void {
		this.#reserved ??= this.#ask();
	}

	/** Takes one call, from the reservation if there is one. Throws `BudgetSpent` where it isn't granted. */
	async take(): Promise<void> {
		const asked = this.#refused ?? this.#reserved ?? this.#ask();
		this.#reserved = null;
		const answer = await asked;
		if (!("refused" in answer)) return;
		this.#refused = answer;
		throw new BudgetSpent(`No model call is left: ${answer.refused}.`);
	}

	/** Gives an unused reservation back, without waiting for it. */
	release(): void {
		const reserved = this.#reserved;
		this.#reserved = null;
		void reserved?.then((answer) => this.#giveBack(answer));
	}

	/** Never rejects. */
	async #ask(): Promise<Answer> {
		const asked = this.#request();
		try {
			return await withTimeout(ANSWER_WITHIN_MS, asked, "The Inbox doesn't answer.");
		} catch {
			// A grant that comes now is too late to be used.
			void asked.then(
				(answer) => this.#giveBack(answer),
				() => undefined,
			);
			return { refused: "no answer" };
		}
	}

	async #request(): Promise<Answer> {
		return this.#counter().takeModelCall(this.#spender, this.#limits);
	}

	/** A grant that can't be given back counts as a call: at most too many are counted, never too few. */
	async #giveBack(answer: Answer): Promise<void> {
		if ("refused" in answer) return;
		await this.#counter()
			.returnModelCall(this.#spender, answer.day)
			.catch(() => undefined);
	}
}

/** The budget of a workspace, for one piece of work. */
export const callBudget = (
	env: Pick<Env, "INBOX">,
	workspaceId: string,
	spender: Spender,
	limits: CallLimits,
): CallBudget => new CallBudget(() => inbox(env, workspaceId), spender, limits);
