/** Permissions of actors. Every action checks its actor here before it changes anything; routes check too, to refuse early. */
import type { Actor, MemberActor } from "../protocol/actor.ts";
import type { Member } from "./principal.ts";
import { may, type Permission } from "./roles.ts";

export const memberActor = ({ memberId, name, role, from }: Member): MemberActor => ({
	kind: "member",
	id: memberId,
	name,
	role,
	from,
});

/**
 * Whether an actor has a permission. The system has all: what it does follows from decisions that were allowed before. A
 * visitor and the AI have none: an action that is theirs allows them by their kind.
 */
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
