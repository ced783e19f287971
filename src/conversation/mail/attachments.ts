/**
 * Takes a mail's attachments in as files of the visitor: told by their content, cleaned and counted as any file they send. What
 * is over a limit is left in the mail, which is kept whole.
 */
import { base64url } from "../../db/base64url.ts";
import { conversation, uploads } from "../../durable/objects.ts";
import { fileKey, thumbnailKey } from "../../file/keys.ts";
import { receive } from "../../file/receive.ts";
import { log } from "../../http/log.ts";
import type { InboundFile } from "../../mail/inbound/inbound.ts";
import { type FileMention, fileName, MAX_FILES_A_MESSAGE } from "../../protocol/conversation/file.ts";
import type { FileLimits } from "../../protocol/settings/budgets.ts";
import type { ReplyPlace } from "./reply-address.ts";

export type Attaching = { mailId: string; visitorId: string; limits: FileLimits };

/** The files that a message may name. The same mail gives them the same ids, so one that comes again sends none twice. */
export async function takeAttachments(
	env: Env,
	place: ReplyPlace,
	files: readonly InboundFile[],
	{ mailId, visitorId, limits }: Attaching,
): Promise<FileMention[]> {
	const taken: FileMention[] = [];
	const about = { workspace: place.workspaceId, conversation: place.conversationId };
	for (const [at, file] of files.slice(0, MAX_FILES_A_MESSAGE).entries()) {
		const fileId = `mail_${mailId}_${at}`;
		const reason = await takeOne(env, place, fileId, file, { visitorId, limits });
		if (reason === null) taken.push({ id: fileId });
		else log("mail_file_left", { ...about, reason });
	}
	return taken;
}

/** Null: it was taken; else why not. */
async function takeOne(
	env: Env,
	place: ReplyPlace,
	fileId: string,
	{ name, bytes }: InboundFile,
	{ visitorId, limits }: Omit<Attaching, "mailId">,
): Promise<string | null> {
	const stub = conversation(env, place.workspaceId, place.conversationId);
	const actor = { kind: "visitor", visitorId } as const;
	const expected = await stub.expectFile(actor, fileId);
	if (expected?.kind === "known") return null;
	if (expected?.kind !== "may_come") return "refused";
	const upload = { conversationId: place.conversationId, fileId, size: bytes.length, visitorId, addressHash: null };
	const quota = await uploads(env, place.workspaceId).take({ ...upload, hasSaid: true }, limits);
	if (quota) return quota;
	const attempt = base64url(crypto.getRandomValues(new Uint8Array(12)));
	const into = {
		bucket: env.FILES,
		key: fileKey(place, fileId, attempt),
		thumbnailKey: thumbnailKey(place, fileId, attempt),
	};
	const body = new Blob([bytes.slice()]).stream();
	const received = await receive(body, { name: fileName(name), size: bytes.length, thumbnail: 0 }, into);
	if (!received.ok) return received.reason;
	const added = await stub.act(actor, "add_file", { file: { id: fileId, ...received.file }, attempt });
	return added.ok ? null : added.reason;
}
