/**
 * The actions on a conversation's files: adding one whose bytes are in the bucket, dropping those that no message names, and
 * erasing. A message names its files when it is sent (talk.ts). The bytes themselves go past the conversation (file/receive.ts).
 */
import { actorMay } from "../../auth/actor.ts";
import { deleteBelow, deleteFile } from "../../file/keys.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { FileMention, SentFile } from "../../protocol/conversation/file.ts";
import { DAY_MS } from "../../protocol/settings/budgets.ts";
import { newState } from "../state.ts";
import { elsewhere } from "../storage/holdings.ts";
import type { StoredFile } from "../storage/files.ts";
import { type ActionContext, type ActionOutcome, refuse, teammateWho, visitorRefusal } from "./context.ts";

/** Who sends, as the files' rows have it; null: an actor who sends none. */
export function senderOf(actor: Actor): string | null {
	if (actor.kind === "visitor") return `v:${actor.visitorId}`;
	const member = teammateWho(actor, "converse");
	return member && `m:${member.id}`;
}

/** The outcome of an action that adds no entry. Before the first message there is a state already, though none is stored. */
const done = ({ store }: ActionContext): ActionOutcome => ({
	ok: true,
	state: store.record?.state ?? newState(),
	entries: [],
});

export type NewFile = Pick<StoredFile, "file" | "attempt">;

/** Adds a file. One with its id is there already: then that one counts, if it is the same sender's. */
export function addFile(context: ActionContext, actor: Actor, { file, attempt }: NewFile): ActionOutcome {
	const sender = senderOf(actor);
	if (sender === null) return refuse("forbidden");
	const { record } = context.store;
	if (actor.kind === "visitor") {
		// A visitor's first file may come before their first message.
		const refusal = record ? visitorRefusal(context, actor) : null;
		if (refusal) return refuse(refusal);
	} else if (!record) return refuse("not_found");
	const known = context.files.of(file.id);
	if (known) return known.sender === sender ? done(context) : refuse("conflict");
	context.files.add({ file, attempt, sender, at: Date.now() });
	return done(context);
}

/**
 * The files that a message of this actor's names, with what it says of them. "no_file": one isn't there, or isn't theirs;
 * "conflict": another message has it.
 */
export function named(
	{ files }: ActionContext,
	actor: Actor,
	mentions: readonly FileMention[],
): { ok: true; files: SentFile[] } | { ok: false; reason: "no_file" | "conflict" } {
	const sender = senderOf(actor);
	const ids = mentions.map(({ id }) => id);
	const found = new Set(ids).size === ids.length ? files.all(ids) : null;
	if (!found || found.some((one) => one.sender !== sender)) return { ok: false, reason: "no_file" };
	if (found.some(({ seq }) => seq !== null)) return { ok: false, reason: "conflict" };
	return {
		ok: true,
		files: found.map(({ file }, index) => {
			const alt = actor.kind === "visitor" ? "" : (mentions[index]?.alt ?? "");
			return alt === "" ? file : { ...file, alt };
		}),
	};
}

/**
 * Deletes those of these files that no message names a day after they came, and what is left of attempts that failed. Rejects
 * where the bucket fails: then it is called again.
 */
export async function dropUnnamedFiles(
	context: ActionContext,
	actor: Actor,
	{ files }: { files: string[] },
): Promise<ActionOutcome> {
	if (actor.kind !== "system") return refuse("forbidden");
	const over = Date.now() - DAY_MS;
	for (const id of files) {
		const known = context.files.of(id);
		if (known && known.seq === null && known.at > over) continue;
		const kept = known && known.seq !== null ? known.attempt : null;
		// The row goes first: from now on no message can name the file.
		if (known && kept === null) context.files.drop(id);
		await deleteFile(context.env.FILES, context.place, id, kept);
	}
	return done(context);
}

/**
 * Erases files of the conversation, with what is left of attempts: these, or all of them. Messages go on saying what they were
 * called. For those who may erase a person's data. Rejects where the bucket fails: then nobody can fetch them any more, and it
 * is called again.
 */
export async function eraseFiles(
	context: ActionContext,
	actor: Actor,
	{ files }: { files: string[] | "all" },
): Promise<ActionOutcome> {
	if (!actorMay(actor, "edit_contacts")) return refuse("forbidden");
	if (!context.store.record) return refuse("not_found");
	const ids = files === "all" ? context.files.ids() : files;
	for (const id of ids) context.files.drop(id);
	if (files === "all") await deleteBelow(context.env.FILES, elsewhere(context.place).bucket);
	else for (const id of ids) await deleteFile(context.env.FILES, context.place, id, null);
	return done(context);
}
