/** What an actor may do. Every action asks here before it does anything; routes ask too, to answer early. */
import type { Actor, MemberActor } from "../protocol/actor.ts";
import type { Member } from "./principal.ts";
import { may, type Permission } from "./roles.ts";

export const memberActor = ({ memberId, name, role }: Member): MemberActor => ({
	kind: "member",
	id: memberId,
	name,
	role,
});

/** What the system does is a consequence that was decided before. A visitor and the AI have no role: what they may do, they may by their kind. */
export function actorMay(actor: Actor, permission: Permission): boolean {
	switch (actor.kind) {
		case "member":
		case "api_key":
		case "rule":
			return may(actor.role, permission);
		case "system":
			return true;
		case "visitor":
		case "ai":
			return false;
		default:
			return actor satisfies never;
	}
}
