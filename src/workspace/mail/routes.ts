/** Routes about a workspace's mail: how it stands, and a test. What it is set to are settings (workspace/routes.ts). */
import { eq } from "drizzle-orm";
import { Hono } from "hono";
import { memberActor } from "../../auth/actor.ts";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { user } from "../../db/schema.ts";
import { notFound } from "../../http/problem.ts";
import { MailReport } from "../../protocol/settings/mail.ts";
import { mailReport, type MailReported, sendTestMail } from "./actions.ts";

function valueOf(done: MailReported): MailReport {
	if (done.ok) return done.value;
	throw done.reason === "forbidden" ? forbidden() : notFound("workspace");
}

export const mailRoutes = new Hono<MemberEnv>()
	.get(
		"/mail",
		...memberRoute(
			{ summary: "How mail leaves, and whether it does", may: "configure", answer: MailReport },
			async (c) =>
				valueOf(await mailReport({ env: c.env, workspaceId: c.var.member.workspaceId }, memberActor(c.var.member))),
		),
	)
	.post(
		"/mail/test",
		...memberRoute(
			{
				summary: "Send a mail to my own address; the answer says what came of it",
				may: "configure",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `test mail ${c.var.member.workspaceId}` },
				answer: MailReport,
			},
			async (c) => {
				const { workspaceId, userId } = c.var.member;
				const who = await database(c.env).select().from(user).where(eq(user.id, userId)).get();
				if (!who) throw notFound("member");
				const { email: to, language } = who;
				return valueOf(await sendTestMail({ env: c.env, workspaceId }, memberActor(c.var.member), { to, language }));
			},
		),
	);
