/** What follows a sign-in, by whichever door: the session and its cookie, and the rows of the audit log. */
import { and, eq, ne } from "drizzle-orm";
import type { Context } from "hono";
import * as v from "valibot";
import { type AuditedAction, auditBy } from "../../db/audit.ts";
import { type Database, database } from "../../db/database.ts";
import { member, user } from "../../db/schema.ts";
import { log } from "../../http/log.ts";
import { ownOrigin } from "../../http/origin.ts";
import { OwnError } from "../../http/own-error.ts";
import { type ProblemError, tooMany } from "../../http/problem.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { auth } from "../better.ts";
import { letIn } from "../factor/store.ts";
import { takeCookies } from "../own-page.ts";
import { REMOVED } from "../roles.ts";

const [SECOND_MS, MINUTE_MS] = [1_000, 60_000];

/** The refusal of an attempt after too many, with the time until the next. */
export function tooManyFor(waitMs: number): ProblemError {
	const minutes = Math.ceil(waitMs / MINUTE_MS);
	const detail = `Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
	return tooMany(Math.ceil(waitMs / SECOND_MS), detail);
}

const Opened = v.object({ session: v.string() });

/** Opens a session of an account. `hasFactor`: what showed who it is was a second factor too. */
export async function openSession(
	c: Context<{ Bindings: Env }>,
	{ userId, hasFactor }: { userId: string; hasFactor: boolean },
): Promise<void> {
	const { api } = await auth(c.env, ownOrigin(c.req.raw));
	const answer = await api.signInKnown({ body: { userId }, headers: c.req.raw.headers, asResponse: true });
	if (!answer.ok) throw new OwnError(`a session could not be opened: ${answer.status}`);
	const { session } = v.parse(Opened, await answer.clone().json());
	if (hasFactor) await letIn(database(c.env), session, Date.now());
	takeCookies(c, answer);
}

type SignInAction = Extract<AuditedAction, { action: "member.signed_in" | "member.sign_in_failed" }>;

/** A row in the audit log of each workspace that the account is a member of. */
export async function auditSignIn(
	db: Database,
	email: string,
	from: RequestOrigin,
	action: SignInAction["action"],
	way: SignInAction["detail"]["way"],
): Promise<void> {
	const memberships = await db
		.select({ id: member.id, workspaceId: member.workspaceId, name: user.name })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(eq(user.email, email), ne(member.role, REMOVED)));
	const what = { action, detail: { way } };
	const [first, ...others] = memberships.map(({ id, workspaceId, name }) =>
		auditBy(db, workspaceId, { id, name, from }, id, what, Date.now()),
	);
	try {
		if (first) await db.batch([first, ...others]);
	} catch (error) {
		// Nobody is kept out because the log can't be written.
		log("audit_failed", { workspace: memberships[0]?.workspaceId, error });
	}
}
