/** Receives a file for a conversation, from a visitor or a member: asks whether it may come, counts it, stores it, adds it. */
import * as v from "valibot";
import { conversation, uploads } from "../../durable/objects.ts";
import { base64url } from "../../db/base64url.ts";
import { parse } from "../../http/body.ts";
import { notFound, problem, type ProblemError } from "../../http/problem.ts";
import type { Actor } from "../../protocol/actor.ts";
import { FILE_HEADER, FileId, FileOffer, type SentFile } from "../../protocol/conversation/file.ts";
import type { RefusalReason } from "../../protocol/conversation/frames.ts";
import type { FileLimits } from "../../protocol/settings/budgets.ts";
import { ConversationId } from "../../conversation/routes/params.ts";
import { fileKey, thumbnailKey } from "../keys.ts";
import type { QuotaRefusal } from "../quota.ts";
import { receive, type ReceiveRefusal } from "../receive.ts";

export const FileParams = v.object({ id: ConversationId, file: FileId });

const stopped: Record<ReceiveRefusal, [status: 408 | 413 | 422, title: string, detail: string]> = {
	empty: [422, "This file is empty", "There is nothing in it."],
	too_big: [413, "This file is too big", "A file has up to 25 MB."],
	cut: [422, "The upload was cut off", "Nothing of it was kept. Try again."],
	stalled: [408, "The upload stalled", "Nothing came for half a minute, and nothing was kept. Try again."],
	invalid: [422, "This isn't the file that was announced", "It has more bytes than were said."],
};

const over: Record<QuotaRefusal, string> = {
	visitor: "That is more than may be sent in a day. Try again tomorrow.",
	address: "That is more than may be sent from this network in a day. Try again tomorrow.",
	unsaid: "Write a message first, then send more files.",
	conversation: "That is more than this conversation may hold of one day. Try again tomorrow.",
	workspace: "The team can't take more files today. Describe it in words, or try again tomorrow.",
};

const refusal = (reason: RefusalReason): ProblemError =>
	problem(reason === "conflict" ? 409 : 403, "This file can't be sent here", { reason });

function offerOf(request: Request): FileOffer {
	const header = request.headers.get(FILE_HEADER);
	if (header === null) throw problem(422, "The file isn't described", { reason: "invalid" });
	let json: unknown;
	try {
		json = JSON.parse(decodeURIComponent(header));
	} catch {
		throw problem(422, "The file isn't described", { reason: "invalid" });
	}
	return parse(FileOffer, json);
}

export type Uploading = {
	actor: Actor;
	workspaceId: string;
	conversationId: string;
	fileId: string;
	/** Of the visitor; null for members, and where it isn't known. */
	addressHash: string | null;
	limits: FileLimits;
};

/** The file as a message will carry it. Throws a problem for whatever keeps it from being stored. */
export async function upload(
	env: Env,
	request: Request,
	{ actor, workspaceId, conversationId, fileId, addressHash, limits }: Uploading,
): Promise<SentFile> {
	const stub = conversation(env, workspaceId, conversationId);
	const expected = await stub.expectFile(actor, fileId);
	if (!expected) throw notFound("conversation");
	if (expected.kind === "refused") throw refusal(expected.reason);
	if (expected.kind === "known") {
		await request.body?.cancel();
		return expected.file;
	}
	const offer = offerOf(request);
	const quota = await uploads(env, workspaceId).take(
		{
			conversationId,
			fileId,
			size: offer.size + offer.thumbnail,
			visitorId: actor.kind === "visitor" ? actor.visitorId : null,
			addressHash,
			hasSaid: expected.hasSaid,
		},
		limits,
	);
	if (quota) throw problem(429, "Too much was sent", { detail: over[quota], reason: `quota_${quota}` });
	const place = { workspaceId, conversationId };
	const attempt = base64url(crypto.getRandomValues(new Uint8Array(12)));
	const into = {
		bucket: env.FILES,
		key: fileKey(place, fileId, attempt),
		thumbnailKey: thumbnailKey(place, fileId, attempt),
	};
	const received = await receive(request.body, offer, into);
	if (!received.ok) {
		const [status, title, detail] = stopped[received.reason];
		throw problem(status, title, { detail, reason: received.reason });
	}
	const file = { id: fileId, ...received.file };
	const added = await stub.act(actor, "add_file", { file, attempt });
	// Blocked meanwhile: the ledger has what is left in the bucket deleted.
	if (!added.ok) throw refusal(added.reason);
	// Two tabs may have sent it at once: the first one counts.
	const known = await stub.expectFile(actor, fileId);
	return known?.kind === "known" ? known.file : file;
}
