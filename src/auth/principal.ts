/**
 * Principals: the authenticated caller of a request. Every route and socket relies on this value and on nothing that a
 * client says of itself. member.ts (session cookie) and visitor.ts (signed token) make one; API keys will be a third kind.
 */
import type { Role } from "../protocol/actor.ts";
import type { RequestOrigin } from "../protocol/people/audit.ts";

/**
 * `endsAt`: when the token ends, ms since 1970. `only`: the one conversation that it opens, as one does that a link in a mail
 * was exchanged for; null: all of the visitor's.
 */
export type Visitor = {
	kind: "visitor";
	workspaceId: string;
	visitorId: string;
	endsAt: number;
	only: string | null;
};

export type Member = {
	kind: "member";
	workspaceId: string;
	memberId: string;
	userId: string;
	name: string;
	role: Role;
	/** `endsAt`: ms since 1970. */
	session: { id: string; endsAt: number };
	/** Where the request came from, for the audit log. */
	from: RequestOrigin;
};
