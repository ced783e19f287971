/**
 * Questions about a conversation's files that change nothing: whether a file may come, and who may fetch one. What changes them
 * are actions (files.ts).
 */
import type { Reader } from "../../durable/caller.ts";
import { fileKey, thumbnailKey } from "../../file/keys.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { SentFile } from "../../protocol/conversation/file.ts";
import type { RefusalReason } from "../../protocol/conversation/frames.ts";
import { type ActionContext, visitorRefusal } from "./context.ts";
import { senderOf } from "./files.ts";
import type { StoredFile } from "../storage/files.ts";
import { Visibility } from "../view.ts";

export type Expected =
	/** The file came before: this is what it is. */
	| { kind: "known"; file: SentFile }
	/** `hasSaid`: something has been said in this conversation. */
	| { kind: "may_come"; hasSaid: boolean }
	| { kind: "refused"; reason: RefusalReason };

/** Null: there is no such conversation for this actor. */
export function expectFile(context: ActionContext, actor: Actor, fileId: string): Expected | null {
	const { record } = context.store;
	const sender = senderOf(actor);
	if (actor.kind === "visitor") {
		if (record && record.visitorId !== actor.visitorId) return null;
		const refusal = record ? visitorRefusal(context, actor) : null;
		if (refusal) return { kind: "refused", reason: refusal };
	} else if (!record) return null;
	if (sender === null) return { kind: "refused", reason: "forbidden" };
	const known = context.files.of(fileId);
	if (!known) return { kind: "may_come", hasSaid: record !== null };
	return known.sender === sender ? { kind: "known", file: known.file } : { kind: "refused", reason: "conflict" };
}

export type FileForReader = {
	key: string;
	/** Null: it has none. */
	thumbnailKey: string | null;
	file: SentFile;
};

/** The caller has checked that the conversation is this reader's. */
export function fileFor(context: ActionContext, who: Reader, fileId: string): FileForReader | null {
	const found = context.files.of(fileId);
	if (!found || !maySee(context, who, found)) return null;
	const { file, attempt } = found;
	return {
		key: fileKey(context.place, fileId, attempt),
		thumbnailKey: file.thumbnail ? thumbnailKey(context.place, fileId, attempt) : null,
		file,
	};
}

/** A visitor sees the files of messages and their own, and none while they are blocked; members see all. */
function maySee({ store }: ActionContext, who: Reader, { audience, sender }: StoredFile): boolean {
	if (who.kind === "member") return true;
	if (store.record?.state.blockedUntil !== undefined) return false;
	return audience === Visibility.everyone || sender === `v:${who.visitorId}`;
}
