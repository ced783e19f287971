/** The rows of the audit log as sentences. The actor's name comes before them. Pure. */
import type { AuditRow, AuditTopic } from "../../src/protocol/people/audit.ts";

export const topicWords: Record<AuditTopic, string> = {
	member: "Members and sign-ins",
	invitation: "Invitations",
	factor: "Passkeys and second factors",
	workspace: "The workspace",
	settings: "Settings",
	channel: "Chat channels",
	contact: "Contacts and blocks",
	visitor: "Visitors",
	knowledge: "Knowledge",
};

type Said = (row: { role: string; fields: string; whom: string; detail: AuditRow["detail"] }) => string;

const isPasskey = (detail: AuditRow["detail"]) => detail["kind"] === "passkey";
/** The way in, where it was another than the password. */
const way = ({ way: by }: AuditRow["detail"]) =>
	typeof by !== "string" || by === "password" ? null : by === "passkey" ? "a passkey" : by;

const words: Record<string, Said> = {
	"member.signed_in": ({ detail }) => (way(detail) === null ? "signed in" : `signed in with ${way(detail)}`),
	"member.sign_in_failed": ({ detail }) => `was tried to be signed in as, with ${way(detail) ?? "a wrong password"}`,
	"member.invited": ({ role }) => `invited somebody as ${role}`,
	"member.joined": ({ role }) => `joined as ${role}`,
	"member.role_changed": ({ whom, role }) => `made ${whom} ${role}`,
	"member.removed": ({ whom }) => `removed ${whom}`,
	"member.profile_changed": ({ fields }) => `changed their profile: ${fields}`,
	"member.password_changed": () => "changed their password",
	"member.password_reset": () => "set a new password by a link",
	"member.reset_link_made": ({ whom }) => `made a link to a new password for ${whom}`,
	"member.sessions_ended": () => "ended sessions of theirs",
	"member.provider_linked": ({ detail }) => `linked ${nameIn(detail["provider"])} with their account`,
	"member.provider_unlinked": ({ detail }) => `took the link with ${nameIn(detail["provider"])} away`,
	"invitation.renewed": ({ role }) => `renewed an invitation as ${role}`,
	"invitation.revoked": () => "revoked an invitation",
	"factor.added": ({ detail }) => (isPasskey(detail) ? "added a passkey" : "set up a second factor"),
	"factor.removed": ({ detail }) => (isPasskey(detail) ? "removed a passkey" : "removed a second factor"),
	"factor.renamed": () => "renamed a second factor",
	"factor.reset": ({ whom }) => `reset the second factor of ${whom}`,
	"factor.codes_renewed": () => "made new recovery codes",
	"factor.recovery_code_used": () => "signed in with a recovery code",
	"workspace.handed_over": ({ whom }) => `handed the workspace over to ${whom}`,
	"settings.changed": ({ fields }) => `changed settings: ${fields}`,
	"channel.added": () => "added a chat channel",
	"channel.changed": ({ fields }) => `changed a chat channel: ${fields}`,
	"channel.removed": () => "removed a chat channel",
	"contact.blocked": () => "blocked a contact",
	"contact.unblocked": () => "unblocked a contact",
	"contact.edited": ({ fields }) => `edited a contact: ${fields}`,
	"contact.claim_confirmed": () => "confirmed who a visitor is",
	"contact.claim_denied": () => "denied who a visitor said they are",
	"contact.claim_restored": () => "took a denial back",
	"visitor.revoked": () => "had a visitor's browser forgotten",
};

const nameIn = (value: unknown): string => (typeof value === "string" ? value : "a provider");

const list = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : "");

/** An action without a sentence, of a later release or of the knowledge base, is named by its words. */
export function wordsOf({ action, detail, subject }: Pick<AuditRow, "action" | "detail" | "subject">): string {
	const role = typeof detail["role"] === "string" ? detail["role"] : "a member";
	const said = words[action]?.({ role, fields: list(detail["fields"]), whom: subject.name ?? "somebody", detail });
	return said ?? action.replace(/[._]/g, " ");
}
