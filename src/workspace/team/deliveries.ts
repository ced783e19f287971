/**
 * Delivers the effect of a change of the team: the member's open dashboards ask anew what they may, the others read the team
 * anew, and what somebody who was removed had goes back to the queue. Idempotent: it goes by the role in D1 at that moment.
 */
import { endGrants } from "../../auth/grants.ts";
import { database } from "../../db/database.ts";
import { fanOut } from "../../durable/retries.ts";
import { conversation, inbox } from "../../durable/objects.ts";
import { OwnError } from "../../http/own-error.ts";
import type { PersonPage } from "../../protocol/inbox.ts";
import { memberById } from "../members.ts";
import type { MemberChanged } from "./effects.ts";

export async function deliverMemberChange(env: Env, workspaceId: string, { memberId }: MemberChanged): Promise<void> {
	await endGrants(env, { workspaceId, memberId, session: null });
	await inbox(env, workspaceId).teamChanged();
	if (!(await memberById(database(env), workspaceId, memberId))) await releaseAll(env, workspaceId, memberId);
}

/** Every conversation that the member had, page by page: what is released leaves the list of theirs, so each is read once. */
async function releaseAll(env: Env, workspaceId: string, memberId: string): Promise<void> {
	const release = async (id: string) => {
		const done = await conversation(env, workspaceId, id).act({ kind: "system" }, "release", { member: memberId });
		if (!done.ok && done.reason !== "not_found")
			throw new OwnError(`The conversation refused to be released: ${done.reason}.`);
	};
	let before: number | null = null;
	do {
		const page: PersonPage = await inbox(env, workspaceId).assignedTo(memberId, before);
		await fanOut(page.ids, release);
		before = page.before;
	} while (before !== null);
}
