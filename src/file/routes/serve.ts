/**
 * Fetching a file by its signed address. Whoever may not have it, or no longer, gets the same 404: a visitor who is blocked or
 * whose tokens were revoked, a member who has signed out or lost their role, and everybody after an hour or once it is erased.
 */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { addressHash } from "../../auth/address.ts";
import { findMember } from "../../auth/member.ts";
import { may } from "../../auth/roles.ts";
import { openRoute } from "../../auth/route.ts";
import { blockFor } from "../../contact/blocks.ts";
import { isRevoked } from "../../contact/revocations.ts";
import { database } from "../../db/database.ts";
import type { Reader } from "../../durable/caller.ts";
import { conversation } from "../../durable/objects.ts";
import { stream } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { FileId } from "../../protocol/conversation/file.ts";
import { type FileAddress, readFileAddress } from "../address.ts";
import { type Served, serve } from "../serve.ts";

const Params = v.object({ address: v.pipe(v.string(), v.maxLength(1_000)), file: FileId });

/** Who reads, if they still may; null: they may not. */
async function readerOf(env: Env, request: Request, address: FileAddress): Promise<Reader | null> {
	const { workspaceId, reader } = address;
	if (reader.kind === "member") {
		// The address works only with the cookie of the session that it was made for.
		const member = await findMember(request, env);
		const isTheirs = member?.session.id === reader.session && member.workspaceId === workspaceId;
		return isTheirs && may(member.role, "see") ? { kind: "member" } : null;
	}
	const visit = { workspaceId, visitorId: reader.id, addressHash: await addressHash(env, request) };
	const db = database(env);
	const [block, revoked] = await Promise.all([blockFor(db, visit), isRevoked(db, visit)]);
	return block || revoked ? null : { kind: "visitor", visitorId: reader.id };
}

async function answer(
	c: Context<{ Bindings: Env }>,
	{ address: signed, file: fileId }: v.InferOutput<typeof Params>,
	thumbnail: boolean,
): Promise<Response> {
	const { env } = c;
	const request = c.req.raw;
	const address = await readFileAddress(env, signed);
	const who = address && (await readerOf(env, request, address));
	const found = who && (await conversation(env, address.workspaceId, address.conversationId).fileFor(who, fileId));
	const key = thumbnail ? found?.thumbnailKey : found?.key;
	if (!found || !key) throw notFound("file");
	const { name, show, type, size } = found.file;
	const served: Served = thumbnail
		? { key, name, show: "picture", type: null, size: null }
		: { key, name, show, type, size };
	const save = new URL(request.url).searchParams.has("save");
	const response = await serve(served, { bucket: env.FILES, request, crossOrigin: who.kind === "visitor", save });
	if (!response) throw notFound("file");
	return response;
}

const contract = { thing: "file", params: Params, limit: { of: "FILE_LIMIT" }, answer: stream } as const;

export const fileRoutes = new Hono<{ Bindings: Env }>()
	.get(
		"/files/:address/:file",
		...openRoute({ summary: "Fetch a file by its signed address", ...contract, refuses: [404] }, (c) =>
			answer(c, c.req.valid("param"), false),
		),
	)
	.get(
		"/files/:address/:file/thumbnail",
		...openRoute({ summary: "Fetch a file's small picture", ...contract, refuses: [404] }, (c) =>
			answer(c, c.req.valid("param"), true),
		),
	);
