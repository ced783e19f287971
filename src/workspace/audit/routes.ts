/** The route of the audit log, for owners and admins. There is none that changes it. */
import { Hono } from "hono";
import * as v from "valibot";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { AuditPage, AuditTopic } from "../../protocol/people/audit.ts";
import { auditPage } from "./list.ts";

const time = v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)));

const AuditQuery = v.object({
	actor: v.optional(v.pipe(v.string(), v.maxLength(64))),
	topic: v.optional(AuditTopic),
	from: time,
	to: time,
	cursor: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d{1,15}\.au_[\w-]{1,64}$/),
			v.transform((text) => ({ at: Number(text.slice(0, text.indexOf("."))), id: text.slice(text.indexOf(".") + 1) })),
		),
	),
});

export const auditRoutes = new Hono<MemberEnv>().get(
	"/audit",
	...memberRoute(
		{ summary: "Who did what, when, from where", may: "read_audit", query: AuditQuery, answer: AuditPage },
		(c) => auditPage(database(c.env), c.var.member.workspaceId, c.req.valid("query")),
	),
);
