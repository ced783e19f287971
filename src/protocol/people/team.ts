/**
 * A workspace's team as the dashboard reads and changes it: members, invitations, and what somebody who was invited sees. The
 * server's actions (workspace/team) decide; these schemas check the form.
 */
import * as v from "valibot";
import { Role } from "../actor.ts";
import { EmailAddress } from "../text/email.ts";
import { ShownLine } from "../text/shown.ts";

/** The roles that somebody can be given. There is one owner, who hands the workspace over. */
export const GivenRole = v.picklist(["admin", "agent", "viewer"]);
export type GivenRole = v.InferOutput<typeof GivenRole>;

export const PersonName = v.pipe(ShownLine, v.minLength(1, "Enter your name."), v.maxLength(80));
export const NewPassword = v.pipe(v.string(), v.minLength(10, "Use at least 10 characters."), v.maxLength(128));

/** A role of a later release is read as "viewer"; the server decides what it may do. */
const RoleRead = v.fallback(Role, "viewer");

/** Times in ms since 1970. */
export const TeamMember = v.object({
	id: v.string(),
	name: v.string(),
	email: v.string(),
	/** The role; null for a member who was removed. */
	role: v.nullable(RoleRead),
	joinedAt: v.number(),
	/** When a dashboard of theirs was last open; null: not since this is kept. */
	activeAt: v.nullable(v.number()),
});
export type TeamMember = v.InferOutput<typeof TeamMember>;

/** An invitation that nobody has accepted yet. It has run out where `expiresAt` has passed. */
export const Invitation = v.object({
	id: v.string(),
	email: v.string(),
	role: v.fallback(GivenRole, "viewer"),
	invitedBy: v.string(),
	expiresAt: v.number(),
});
export type Invitation = v.InferOutput<typeof Invitation>;

/** `removed` and `invitations` are empty for members who may not manage the team. */
export const Team = v.object({
	members: v.array(TeamMember),
	removed: v.array(TeamMember),
	invitations: v.array(Invitation),
});
export type Team = v.InferOutput<typeof Team>;

export const InvitationRequest = v.object({ email: EmailAddress, role: GivenRole });
export type InvitationRequest = v.InferOutput<typeof InvitationRequest>;

/** `link`: for whoever invited, to hand on. It is shown to nobody else, and ends with the invitation. */
export const InvitationLink = v.object({
	invitation: Invitation,
	link: v.string(),
	/** Whether it was mailed now, with a link of its own. */
	mailed: v.optional(v.boolean(), false),
});
export type InvitationLink = v.InferOutput<typeof InvitationLink>;

export const RoleChange = v.object({ role: GivenRole });

const token = v.pipe(v.string(), v.maxLength(200));

export const InvitationToken = v.object({ token });

/** What somebody with an invitation's link sees before they accept. `hasAccount`: whether they are to sign in first. */
export const InvitationView = v.object({
	workspace: v.string(),
	email: v.string(),
	role: v.fallback(GivenRole, "viewer"),
	invitedBy: v.string(),
	hasAccount: v.boolean(),
});
export type InvitationView = v.InferOutput<typeof InvitationView>;

/** `account` is for those who have none yet; null: whoever is signed in accepts. */
export const Acceptance = v.object({
	token,
	account: v.nullable(v.object({ name: PersonName, password: NewPassword })),
});
export type Acceptance = v.InferOutput<typeof Acceptance>;
