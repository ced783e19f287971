/** The live list's socket and the figures, for members. */
import { inbox } from "../durable/objects.ts";
import { Hono } from "hono";
import * as v from "valibot";
import { findMember, member, type MemberEnv } from "../auth/member.ts";
import { parse } from "../http/body.ts";
import { sameOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";
import { isUpgrade, refuseSocket, speaksOurs, upgraded } from "../durable/upgrade.ts";
import { FIGURE_DAYS, type Figures } from "../protocol/figures.ts";
import { CloseCode } from "../protocol/limits.ts";
import { asMember } from "./member-header.ts";

const Days = v.pipe(v.string(), v.transform(Number), v.picklist(FIGURE_DAYS));

export const inboxRoutes = new Hono<MemberEnv>()
	.get("/figures", member("see"), async (c) => {
		const days = parse(Days, c.req.query("days") ?? "30");
		return c.json({ days: await inbox(c.env, c.var.member.workspaceId).figures(days) } satisfies Figures);
	})
	.get("/inbox/socket", async (c) => {
		const request = c.req.raw;
		if (!isUpgrade(request)) throw problem(426, "This address is for WebSockets");
		if (!sameOrigin(request)) throw problem(403, "This came from another site", { reason: "forbidden" });
		if (!speaksOurs(request)) return refuseSocket(request, CloseCode.reload, "reload");
		const found = await findMember(request, c.env);
		if (!found) return refuseSocket(request, CloseCode.unauthorized, "signed out");
		const response = await inbox(c.env, found.workspaceId).fetch(
			asMember(request, { id: found.memberId, name: found.name }),
		);
		if (!response.webSocket) throw problem(404, "There is no inbox");
		return upgraded(response.webSocket);
	});
