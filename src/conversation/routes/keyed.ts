/** Checks of requests that have a workspace's key and perhaps no visitor yet: the launcher's and a session's. */
import type { Context } from "hono";
import * as v from "valibot";
import { addressHash } from "../../auth/address.ts";
import { readVisitorToken } from "../../auth/visitor.ts";
import { blockFor } from "../../contact/blocks.ts";
import { isRevoked } from "../../contact/revocations.ts";
import { database } from "../../db/database.ts";
import { log } from "../../http/log.ts";
import { ownOrigin } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { originAllowed, workspaceByKey } from "../../workspace/settings.ts";
import { noteSight, sightOf } from "../../workspace/tag/sights.ts";
import { ConversationId } from "./params.ts";

export const KeyedRequest = v.object({
	key: v.pipe(v.string(), v.maxLength(100)),
	token: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(2_000)))),
	conversation: v.optional(v.nullable(ConversationId)),
});

export const blocked = () => problem(403, "Chat isn't available", { reason: "blocked" });
export const originRefused = () =>
	problem(403, "This site may not show the chat", {
		reason: "origin",
		detail: "Add the site's address under Settings, Allowed sites.",
	});

/**
 * Checks a request that has a workspace's key: the page's origin, and blocks. Returns the workspace, and the token's visitor;
 * null without one, and where it was revoked: the browser is a new visitor then.
 */
export async function checkKeyedRequest(
	env: Env,
	request: Request,
	{ key, token }: v.InferOutput<typeof KeyedRequest>,
	onOtherSite: (workspaceId: string) => void = () => {},
) {
	const workspace = await workspaceByKey(database(env), key);
	if (!workspace) throw problem(403, "There is no such workspace", { reason: "key" });
	if (!originAllowed(workspace.settings, request.headers.get("origin"), ownOrigin(request))) {
		onOtherSite(workspace.id);
		throw originRefused();
	}
	const visitor = token ? await readVisitorToken(env, token) : null;
	const known = visitor?.workspaceId === workspace.id ? visitor : null;
	const hash = await addressHash(env, request);
	const db = database(env);
	// Without a token, only a block of the network address can match.
	const who = { workspaceId: workspace.id, visitorId: known?.visitorId ?? "", addressHash: hash };
	const [block, revoked] = await Promise.all([blockFor(db, who), known !== null && isRevoked(db, known)]);
	if (block) throw blocked();
	return { workspace, visitor: revoked ? null : known };
}

/** The same for the launcher, which asks once a page: notes where the tag was seen, after the answer. */
export async function checkLauncher(c: Context<{ Bindings: Env }>, request: v.InferOutput<typeof KeyedRequest>) {
	const note = (workspaceId: string, allowed: boolean) => {
		const seen = sightOf(c.req.raw, c.req.header("origin") ?? null);
		if (!seen) return;
		const noted = noteSight(database(c.env), { ...seen, path: allowed ? seen.path : "", workspaceId, allowed });
		c.executionCtx.waitUntil(noted.catch((error) => log("sight_not_noted", { workspace: workspaceId, error })));
	};
	const found = await checkKeyedRequest(c.env, c.req.raw, request, (workspaceId) => note(workspaceId, false));
	note(found.workspace.id, true);
	return found;
}
