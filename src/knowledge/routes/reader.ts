/**
 * The public route that opens a citation: it redirects to the web page that an article was read from, and renders everything
 * else as a page (article/page.ts). Whoever has the id may read, as with any help page: ids can't be guessed, and only answers
 * contain them. A document that is switched off gives the same 404 as one that doesn't exist.
 */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import * as v from "valibot";
import { limitKey } from "../../auth/address.ts";
import { openRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { stream } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { workspaceByKey } from "../../workspace/settings.ts";
import { sourcePage } from "../article/page.ts";

/** Allows http and https only. A crawled address can't be anything else, but it is text from outside, so it is checked again. */
const webAddress = (text: string): string | null => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : null);

export const readerRoutes = new Hono<{ Bindings: Env }>().get(
	"/sources/:key/:id",
	...openRoute(
		{
			summary: "Open what an answer rests on, as a page or where it was read",
			thing: "source",
			params: v.object({ key: v.string(), id: v.string() }),
			limit: { of: "SESSION_LIMIT", by: (c) => `source ${limitKey(c.req.raw)}` },
			answer: stream,
		},
		async (c) => {
			const { key, id } = c.req.valid("param");
			const workspace = await workspaceByKey(database(c.env), key);
			const source = workspace && (await knowledge(c.env, workspace.id).readable(id));
			if (!workspace || !source) throw notFound("source");
			const address = source.address === null ? null : webAddress(source.address);
			if (address) return c.redirect(address);
			const nonce = crypto.randomUUID();
			c.header("content-security-policy", `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`);
			return c.html(sourcePage({ ...source, company: workspace.name }, nonce));
		},
	),
);
