/** One actor of each kind and role, for the tables of who may do what. Nobody of them is a row anywhere. */
import type { Actor } from "../../../src/protocol/actor.ts";

export const actorNames = [
	"owner",
	"admin",
	"agent",
	"viewer",
	"admin's key",
	"agent's key",
	"admin's rule",
	"viewer's rule",
	"visitor",
	"ai",
	"system",
] as const;
type ActorName = (typeof actorNames)[number];

const by = { id: "mb_by", name: "Noor" };

export const actors: Readonly<Record<ActorName, Actor>> = {
	owner: { kind: "member", ...by, role: "owner" },
	admin: { kind: "member", ...by, role: "admin" },
	agent: { kind: "member", ...by, role: "agent" },
	viewer: { kind: "member", ...by, role: "viewer" },
	"admin's key": { kind: "api_key", ...by, role: "admin" },
	"agent's key": { kind: "api_key", ...by, role: "agent" },
	"admin's rule": { kind: "rule", ...by, role: "admin" },
	"viewer's rule": { kind: "rule", ...by, role: "viewer" },
	visitor: { kind: "visitor", visitorId: "v_1" },
	ai: { kind: "ai" },
	system: { kind: "system" },
};

/** Owners and admins, whatever acts for them, and the system, which carries out what was decided before. */
export const leads: readonly ActorName[] = ["owner", "admin", "admin's key", "admin's rule", "system"];
/** The same, with agents. */
export const staff: readonly ActorName[] = [...leads, "agent", "agent's key"];
