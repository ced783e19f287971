/** How a request acts on the knowledge base: as the member who asks, in their workspace. */
import type { Context } from "hono";
import { memberActor } from "../../auth/actor.ts";
import type { MemberEnv } from "../../auth/member.ts";
import { knowledge } from "../../durable/objects.ts";

type Asking = Pick<Context<MemberEnv>, "env" | "var">;

export const knowledgeOf = ({ env, var: { member } }: Asking) => knowledge(env, member.workspaceId);
export const actorOf = ({ var: { member } }: Asking) => memberActor(member);
