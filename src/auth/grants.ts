/**
 * A member's grants: what a socket is opened with, and their end. Whatever ends a session or changes what a member may do
 * calls `endGrants`, once it is stored: the sockets of the list and of every thread close within a second.
 */
import type { MemberCaller } from "../durable/caller.ts";
import { grant, type GrantEnding } from "../durable/grant.ts";
import { inbox } from "../durable/objects.ts";
import type { Member } from "./principal.ts";

/** The member as the Inbox and the conversations know who is at the other end of a socket. */
export const memberCaller = ({ memberId, name, role, session }: Member, now = Date.now()): MemberCaller => ({
	kind: "member",
	memberId,
	name,
	role,
	grant: grant(session.id, session.endsAt, now),
});

/**
 * Ends the member's grants everywhere: one session's, or with `session` null all of them. Their dashboards ask anew; who is
 * still a member comes back with today's role. Rejects where the Inbox can't be reached: then each grant ends by its time.
 */
export const endGrants = (
	env: Pick<Env, "INBOX">,
	{ workspaceId, ...ending }: GrantEnding & { workspaceId: string },
): Promise<void> => inbox(env, workspaceId).endGrants(ending);
