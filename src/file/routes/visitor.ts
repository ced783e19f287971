/** A visitor's routes to files: sending one, and the address of their conversation's. */
import { Hono } from "hono";
import { conversation } from "../../durable/objects.ts";
import { route } from "../../auth/route.ts";
import { unblockedCaller, visitor, type VisitorEnv, visitorLimit } from "../../conversation/routes/visitor.ts";
import { ConversationParams } from "../../conversation/routes/params.ts";
import { ownOrigin } from "../../http/origin.ts";
import { notFound } from "../../http/problem.ts";
import { FileGrant, SentFile } from "../../protocol/conversation/file.ts";
import { fileGrant } from "../address.ts";
import { FileParams, upload } from "./upload.ts";

export const visitorFileRoutes = new Hono<VisitorEnv>()
	.put(
		"/widget/conversations/:id/files/:file",
		...route(
			{ kind: "visitor" },
			[visitor],
			{
				summary: "Send a file, which a message then names",
				thing: "conversation",
				params: FileParams,
				limit: visitorLimit,
				raw: { mediaType: "application/octet-stream" },
				answer: SentFile,
				status: 201,
				refuses: [403, 408, 409, 413, 422, 429],
			},
			async (c) => {
				const { id, file } = c.req.valid("param");
				const { workspaceId, visitorId, addressHash } = await unblockedCaller(c, id);
				return upload(c.env, c.req.raw, {
					actor: { kind: "visitor", visitorId },
					workspaceId,
					conversationId: id,
					fileId: file,
					addressHash,
					limits: c.var.workspace.settings,
				});
			},
		),
	)
	.get(
		"/widget/conversations/:id/files",
		...route(
			{ kind: "visitor" },
			[visitor],
			{
				summary: "The address of the conversation's files, for an hour",
				thing: "conversation",
				params: ConversationParams,
				limit: visitorLimit,
				answer: FileGrant,
				refuses: [403],
			},
			async (c) => {
				const visit = await unblockedCaller(c, c.req.valid("param").id);
				const { workspaceId, conversationId, visitorId } = visit;
				if (!(await conversation(c.env, workspaceId, conversationId).peek(visitorId))) throw notFound("conversation");
				const reader = { kind: "visitor", id: visitorId } as const;
				return fileGrant(c.env, ownOrigin(c.req.raw), { workspaceId, conversationId, reader });
			},
		),
	);
