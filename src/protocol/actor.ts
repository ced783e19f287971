/**
 * Actors: who does something. Every action takes one, checks its permissions and records it. `api_key` and `rule` are
 * reserved for later features: nothing creates one yet.
 */
import * as v from "valibot";
import { RequestOrigin } from "./people/audit.ts";

/** A member's role. auth/roles.ts holds the table of what each may do. */
export const Role = v.picklist(["owner", "admin", "agent", "viewer"]);
export type Role = v.InferOutput<typeof Role>;

export const MemberActor = v.object({
	kind: v.literal("member"),
	id: v.string(),
	name: v.string(),
	role: Role,
	/** Where the request came from, for the audit log. */
	from: v.optional(v.nullable(RequestOrigin)),
});
export type MemberActor = v.InferOutput<typeof MemberActor>;

export const VisitorActor = v.object({ kind: v.literal("visitor"), visitorId: v.string() });
export type VisitorActor = v.InferOutput<typeof VisitorActor>;

export const Actor = v.variant("kind", [
	MemberActor,
	VisitorActor,
	/** The AI, in one of its turns. */
	v.object({ kind: v.literal("ai") }),
	/** A deadline that passed, or a consequence of another actor's action. */
	v.object({ kind: v.literal("system") }),
	/** `role`: the role the key or rule was given, which limits what it may do. */
	v.object({ kind: v.literal("api_key"), id: v.string(), name: v.string(), role: Role }),
	v.object({ kind: v.literal("rule"), id: v.string(), name: v.string(), role: Role }),
]);
export type Actor = v.InferOutput<typeof Actor>;
