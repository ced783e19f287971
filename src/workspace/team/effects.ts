/** The effects of changes of the team, as the workspace's outbox stores them. They name the member or the invitation, which is read on delivery. */
import * as v from "valibot";

/** A member has another role, has joined or was removed. */
export const MemberChanged = v.object({ type: v.literal("member_changed"), memberId: v.string() });
export type MemberChanged = v.InferOutput<typeof MemberChanged>;

/** An invitation is mailed. The link is made when the mail is sent, from the invitation as it is then. */
export const InvitationMail = v.object({
	type: v.literal("invitation_mail"),
	/** The mail's own, for its Message-ID. */
	id: v.string(),
	invitationId: v.string(),
	/** When the invitation ended at that time: one that was renewed since has a mail of its own. */
	expiresAt: v.number(),
	/** The deployment's origin as the request had it, where the settings don't have it yet. */
	origin: v.string(),
});
export type InvitationMail = v.InferOutput<typeof InvitationMail>;
