/** What the writing of wordings needs of the account: the workspace's model, and a call of its budget for each. */
import { database } from "../../db/database.ts";
import { BudgetSpent, callBudget } from "../../model/call-budget.ts";
import { completions } from "../../model/completions.ts";
import type { EncoderEnv } from "../../model/env.ts";
import { workspaceById } from "../../workspace/settings.ts";
import type { WordingPorts } from "./task.ts";

/** Calls in the background are the workspace's, and nobody's else. */
const nobody = { visitorId: null, addressHash: null };

export const wordingPorts = (env: Env & EncoderEnv, workspaceId: string): WordingPorts => ({
	// Which of the two models it is, the settings say, which aren't read this often; the account is behind both.
	readyAt() {
		const model = completions(env, "cheaper");
		return model && (model.restsUntil() ?? 0);
	},
	async model() {
		const workspace = await workspaceById(database(env), workspaceId);
		const model = workspace && completions(env, workspace.settings.model);
		if (!model) return null;
		const { settings } = workspace;
		return {
			limit: settings.workspaceCallsADay,
			async take() {
				try {
					await callBudget(env, workspaceId, nobody, settings).take();
					return true;
				} catch (error) {
					if (error instanceof BudgetSpent) return false;
					throw error;
				}
			},
			complete: (prompt) => model.complete(prompt),
		};
	},
});
