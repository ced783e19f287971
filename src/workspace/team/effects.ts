/** The effect of a change of the team, as the workspace's outbox stores it. It names the member; their role is read on delivery. */
import * as v from "valibot";

/** A member has another role, has joined or was removed. */
export const MemberChanged = v.object({ type: v.literal("member_changed"), memberId: v.string() });
export type MemberChanged = v.InferOutput<typeof MemberChanged>;
