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

/** What is done by the system or the AI is a consequence that was decided before; a visitor has no role at all. */
export function actorMay(actor: Actor, permission: Permission): boolean {
	switch (actor.kind) {
		case "member":
		case "api_key":
		case "rule":
			return may(actor.role, permission);
		case "ai":
		case "system":
			return true;
		case "visitor":
			return false;
		default:
			return actor satisfies never;
	}
}
