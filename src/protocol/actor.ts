/**
 * Who does something. Every action is given one, checks what it may do, and writes it down. `api_key` and `rule` are
 * places kept for what is to come: nothing makes one yet.
 */
import * as v from "valibot";

/** A member's role. What each may do is a table of its own (auth/roles.ts). */
export const Role = v.picklist(["owner", "admin", "agent", "viewer"]);
export type Role = v.InferOutput<typeof Role>;

export const MemberActor = v.object({ kind: v.literal("member"), id: v.string(), name: v.string(), role: Role });
export type MemberActor = v.InferOutput<typeof MemberActor>;

export const VisitorActor = v.object({ kind: v.literal("visitor"), visitorId: v.string() });
export type VisitorActor = v.InferOutput<typeof VisitorActor>;

export const Actor = v.variant("kind", [
	MemberActor,
	VisitorActor,
	/** The AI, by a turn of its own. */
	v.object({ kind: v.literal("ai") }),
	/** A deadline, or the consequence of what somebody else did. */
	v.object({ kind: v.literal("system") }),
	/** `role`: what it was given; a key and a rule may never do more. */
	v.object({ kind: v.literal("api_key"), id: v.string(), name: v.string(), role: Role }),
	v.object({ kind: v.literal("rule"), id: v.string(), name: v.string(), role: Role }),
]);
export type Actor = v.InferOutput<typeof Actor>;
