/**
 * Routes of the tag's check: where it was seen, and what the server finds on a page of the team's site. The page is read with
 * the crawler's guards (public addresses alone, bounded in size, time and redirects), once for each request.
 */
import { Hono } from "hono";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { invalid } from "../../http/body.ts";
import { ownOrigin } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { loopbackOpen } from "../../knowledge/source/crawl/address.ts";
import { fetchGuarded } from "../../knowledge/source/crawl/fetch.ts";
import { TagCheckRequest, type TagProblem, TagReport, TagSights } from "../../protocol/settings/tag.ts";
import { workspaceById } from "../settings.ts";
import { problemsOf } from "./check.ts";
import { lastSight, sights } from "./sights.ts";

/** The tag stands in a page's text, and pages are rarely longer; the rest isn't read. */
const MAX_BYTES = 2 * 1024 * 1024;

export const tagRoutes = new Hono<MemberEnv>()
	.get(
		"/tag",
		...memberRoute({ summary: "Where the tag was seen", may: "configure", answer: TagSights }, (c) =>
			sights(database(c.env), c.var.member.workspaceId),
		),
	)
	.post(
		"/tag/check",
		...memberRoute(
			{
				summary: "Read a page and say whether the tag is on it, and why not",
				may: "configure",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `tag ${c.var.member.workspaceId}` },
				json: TagCheckRequest,
				answer: TagReport,
				example: { address: "https://shop.example/" },
			},
			async (c) => {
				const typed = c.req.valid("json").address;
				const address = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
				const url = URL.parse(address);
				if (!url) throw invalid({ address: "Enter an address, such as https://shop.example." });
				const db = database(c.env);
				const { workspaceId } = c.var.member;
				const workspace = await workspaceById(db, workspaceId);
				if (!workspace) throw problem(401, "You are signed out", { reason: "unauthorized" });
				const origin = ownOrigin(c.req.raw);
				const found = await fetchGuarded({
					url: url.href,
					site: null,
					loopback: loopbackOpen(c.env.CRAWL_LOOPBACK, c.req.raw),
					resolved: new Map(),
					allows: () => true,
					types: /^\s*(?:text\/html|application\/xhtml\+xml)\b/i,
					maxBytes: MAX_BYTES,
					truncate: true,
				});
				if (found.kind !== "read") {
					const why = found.kind === "failed" ? found.reason : found.kind;
					const problems: TagProblem[] = [{ kind: "unreadable", why }];
					return { address: url.href, problems, seenAt: await lastSight(db, workspaceId, url.origin) };
				}
				const page = {
					html: new TextDecoder().decode(found.bytes),
					url: found.url,
					policies: found.policy === null ? [] : [found.policy],
				};
				const own = { origin, key: workspace.publicKey, allowed: workspace.settings.allowedOrigins };
				return {
					address: found.url.href,
					problems: problemsOf(page, own),
					seenAt: await lastSight(db, workspaceId, found.url.origin),
				};
			},
		),
	);
