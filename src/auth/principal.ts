/**
 * Who a request comes from. Every route and socket decides on this value and nothing a client says of itself.
 * Made by `member.ts` (session cookie) and `visitor.ts` (signed token); API keys become a third kind.
 */
import type { Role } from "../protocol/actor.ts";

/** `endsAt`: when the token ends, ms since 1970. */
export type Visitor = { kind: "visitor"; workspaceId: string; visitorId: string; endsAt: number };

export type Member = {
	kind: "member";
	workspaceId: string;
	memberId: string;
	userId: string;
	name: string;
	role: Role;
	/** `endsAt`: ms since 1970. */
	session: { id: string; endsAt: number };
};
