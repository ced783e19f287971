/** A member's routes to files: sending one, the address of a conversation's, and erasing. */
import { Hono } from "hono";
import { memberActor } from "../../auth/actor.ts";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { ConversationParams } from "../../conversation/routes/params.ts";
import { database } from "../../db/database.ts";
import { conversation } from "../../durable/objects.ts";
import { nothing } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { FileGrant, SentFile } from "../../protocol/conversation/file.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { fileGrant } from "../address.ts";
import { FileParams, upload } from "./upload.ts";

export const memberFileRoutes = new Hono<MemberEnv>()
	.put(
		"/conversations/:id/files/:file",
		...memberRoute(
			{
				summary: "Send a file, which a message or note then names",
				may: "converse",
				thing: "conversation",
				params: FileParams,
				raw: { mediaType: "application/octet-stream" },
				answer: SentFile,
				status: 201,
				refuses: [408, 409, 413, 422, 429],
			},
			async (c) => {
				const { workspaceId } = c.var.member;
				const { id, file } = c.req.valid("param");
				const workspace = await workspaceById(database(c.env), workspaceId);
				if (!workspace) throw notFound("workspace");
				return upload(c.env, c.req.raw, {
					actor: memberActor(c.var.member),
					workspaceId,
					conversationId: id,
					fileId: file,
					addressHash: null,
					limits: workspace.settings,
				});
			},
		),
	)
	.get(
		"/conversations/:id/files",
		...memberRoute(
			{
				summary: "The address of the conversation's files, for an hour",
				may: "see",
				thing: "conversation",
				params: ConversationParams,
				answer: FileGrant,
			},
			async (c) => {
				const { workspaceId, session } = c.var.member;
				const { id } = c.req.valid("param");
				if (!(await conversation(c.env, workspaceId, id).item())) throw notFound("conversation");
				const reader = { kind: "member", session: session.id } as const;
				// Without its origin: a dashboard loads files from its own.
				return fileGrant(c.env, "", { workspaceId, conversationId: id, reader });
			},
		),
	)
	.delete(
		"/conversations/:id/files/:file",
		...memberRoute(
			{
				summary: "Erase a file for everybody",
				may: "edit_contacts",
				thing: "conversation",
				params: FileParams,
				answer: nothing,
			},
			async (c) => {
				const { id, file } = c.req.valid("param");
				const stub = conversation(c.env, c.var.member.workspaceId, id);
				const erased = await stub.act(memberActor(c.var.member), "erase_files", { files: [file] });
				if (!erased.ok) throw notFound("conversation");
			},
		),
	);
