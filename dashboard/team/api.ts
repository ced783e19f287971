/** HTTP calls for the team. */
import { ResetLink } from "../../src/protocol/people/account.ts";
import { type GivenRole, InvitationLink, type InvitationRequest, Team } from "../../src/protocol/people/team.ts";
import { anything, call } from "../api.ts";

const member = (id: string) => `/team/${encodeURIComponent(id)}`;
const invitation = (id: string) => `/invitations/${encodeURIComponent(id)}`;

export const team = (signal: AbortSignal) => call("/team", { schema: Team, signal });
export const invite = (body: InvitationRequest) =>
	call("/invitations", { method: "POST", body, schema: InvitationLink });
export const linkOf = (id: string) =>
	call(`${invitation(id)}/link`, { method: "POST", body: {}, schema: InvitationLink });
export const renew = (id: string) =>
	call(`${invitation(id)}/renew`, { method: "POST", body: {}, schema: InvitationLink });
export const revoke = (id: string) => call(invitation(id), { method: "DELETE", schema: anything });
export const changeRole = (id: string, role: GivenRole) =>
	call(member(id), { method: "PATCH", body: { role }, schema: Team });
export const remove = (id: string) => call(member(id), { method: "DELETE", schema: anything });
export const resetLink = (id: string) =>
	call(`${member(id)}/reset-link`, { method: "POST", body: {}, schema: ResetLink });
export const resetFactors = (id: string) =>
	call(`${member(id)}/reset-factors`, { method: "POST", body: {}, schema: anything });
export const handOver = (id: string) => call(`${member(id)}/hand-over`, { method: "POST", body: {}, schema: anything });
