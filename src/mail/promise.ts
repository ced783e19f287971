/** Which of several workspaces can send somebody a mail: an account is a member of one or more. */
import type { Database } from "../db/database.ts";
import type { MailEnv } from "./configuration.ts";
import { promisesMail } from "./mail.ts";
import { type MailSender, senderOf, stateOf } from "./sender.ts";

/** Where a mail is sent from, what it looks like, and what its links begin with. */
export type Mailing = Pick<MailSender, "workspaceId" | "workspace" | "address" | "colour" | "languages">;

/** The first that can. `origin`: the deployment's, where its address isn't in the settings yet. Null: none can. */
export async function mailingOf(
	env: MailEnv,
	db: Database,
	workspaceIds: readonly string[],
	origin: string,
): Promise<Mailing | null> {
	for (const id of workspaceIds) {
		const sender = await senderOf(env, db, id);
		if (sender && promisesMail(stateOf(sender))) return { ...sender, address: sender.address || origin };
	}
	return null;
}
