/**
 * The chain of writers whose every model call is counted before it is made (model/call-budget.ts), answers and rewrites alike.
 * Nothing outside this folder calls the writers of chain.ts, so no model is called uncounted. The embedded writer calls no
 * model and is passed through.
 */
import type { CallBudget } from "../../model/call-budget.ts";
import type { AnswererEnv } from "../../model/env.ts";
import type { Style } from "../../protocol/style.ts";
import { writers } from "./chain.ts";
import type { Writer } from "./writer.ts";

export function metered(writer: Writer, budget: Pick<CallBudget, "take">): Writer {
	const { name, evidence, ready, spare, complete } = writer;
	if (!complete) return writer;
	return {
		name,
		...(evidence && { evidence }),
		...(ready && { ready }),
		...(spare && { spare: metered(spare, budget) }),
		async write(task, how) {
			await budget.take();
			return writer.write(task, how);
		},
		async complete(prompt, signal) {
			await budget.take();
			return complete(prompt, signal);
		},
	};
}

/** The writers to try now, first choice first. Their calls throw `BudgetSpent` where the budget has no more. */
export const meteredWriters = (env: AnswererEnv, choice: Style["model"], budget: CallBudget): Writer[] =>
	writers(env, choice).map((writer) => metered(writer, budget));
