/**
 * Where an answer's source opens: a page that was read from a site opens there, anything else as a page of ours. Whoever
 * has the id may read, as with any help page: ids can't be guessed, and only answers tell them. What is switched off or
 * gone is told apart by nobody.
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

/** Only what a browser may be sent to: an address that was crawled can't be anything else, but it is outside text. */
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
