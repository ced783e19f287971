/**
 * An invitation's link: who has it may join. The token is a keyed hash of the invitation's row, so no secret is stored, and one
 * that is renewed, accepted or revoked ends every link before it. The page's address has it behind the "#", which no browser
 * sends to a server. There are two tokens an invitation: the one that is mailed proves, beside the invitation, that its bearer
 * reads the address; the one that is copied doesn't.
 */
import { and, eq, gt } from "drizzle-orm";
import { keyedHash, sameText } from "../../auth/keys.ts";
import type { Database } from "../../db/database.ts";
import { invitation, user, workspace } from "../../db/schema.ts";

/** How the link reaches whoever is invited: "c" is copied, "m" mailed. */
export type LinkKind = "c" | "m";

type Row = { id: string; email: string; expiresAt: Date };

type HashEnv = Pick<Env, "PARLEY_SECRET">;

const mac = (env: HashEnv, kind: LinkKind, { id, email, expiresAt }: Row): Promise<string> =>
	keyedHash(env, "invitation", `${kind} ${id} ${expiresAt.getTime()} ${email}`);

/** The link that accepts an invitation. `origin` is the deployment's. */
export const invitationLink = async (env: HashEnv, origin: string, kind: LinkKind, row: Row): Promise<string> =>
	`${origin}/join#${row.id}.${kind}${await mac(env, kind, row)}`;

const TOKEN = /^(iv_[\w-]{22})\.([cm])([\w-]{43})$/;

/** The open invitation of a token, and how its link came; null for one that is forged, used, revoked, renewed or too old. */
export async function readInvitation(env: HashEnv, db: Database, token: string, now = Date.now()) {
	const [, id = "", letter, given = ""] = TOKEN.exec(token) ?? [];
	if (letter !== "c" && letter !== "m") return null;
	const row = await db
		.select({
			id: invitation.id,
			workspaceId: invitation.workspaceId,
			workspace: workspace.name,
			email: invitation.email,
			role: invitation.role,
			expiresAt: invitation.expiresAt,
			invitedBy: user.name,
		})
		.from(invitation)
		.innerJoin(workspace, eq(workspace.id, invitation.workspaceId))
		.innerJoin(user, eq(user.id, invitation.inviterId))
		.where(and(eq(invitation.id, id), eq(invitation.status, "pending"), gt(invitation.expiresAt, new Date(now))))
		.get();
	if (!row || !(await sameText(given, await mac(env, letter, row)))) return null;
	return { ...row, mailed: letter === "m" };
}

export type OpenInvitation = NonNullable<Awaited<ReturnType<typeof readInvitation>>>;
