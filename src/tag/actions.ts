/**
 * What the team changes about its tags, one function an action, with its permission inside. Whoever may converse makes a tag
 * as they type it; how the tags of all are called, and whether they stay, is for owners and admins.
 */
import { actorMay } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Actor } from "../protocol/actor.ts";
import { foldedTag, MAX_TAGS, type NewTag, type Tag, TagColour, type TagChange } from "../protocol/tag.ts";
import * as store from "./store.ts";

export type TagContext = { db: Database; workspaceId: string };

type Refusal<Reason extends string> = { ok: false; reason: Reason };
const forbidden = { ok: false, reason: "forbidden" } as const;

export async function addTag(
	{ db, workspaceId }: TagContext,
	actor: Actor,
	{ name, colour }: NewTag,
): Promise<{ ok: true; tag: Tag } | Refusal<"forbidden" | "flood">> {
	if (!actorMay(actor, "converse")) return forbidden;
	const others = await store.tagsOf(db, workspaceId);
	const same = others.find((each) => foldedTag(each.name) === foldedTag(name));
	if (same) return { ok: true, tag: same };
	if (others.length >= MAX_TAGS) return { ok: false, reason: "flood" };
	const turn = TagColour.options[others.length % TagColour.options.length] ?? "grey";
	const tag = await store.addTag(db, workspaceId, { name, colour: colour ?? turn });
	return tag ? { ok: true, tag } : { ok: false, reason: "flood" };
}

export async function changeTag(
	{ db, workspaceId }: TagContext,
	actor: Actor,
	{ id, ...change }: TagChange & { id: string },
): Promise<{ ok: true } | Refusal<"forbidden" | "not_found" | "conflict">> {
	if (!actorMay(actor, "configure")) return forbidden;
	const done = await store.changeTag(db, workspaceId, id, change);
	if (done === "changed") return { ok: true };
	return { ok: false, reason: done === "taken" ? "conflict" : "not_found" };
}

/** The conversations that carry it keep its id until their tags change next: an unknown id is shown nowhere. */
export async function removeTag(
	{ db, workspaceId }: TagContext,
	actor: Actor,
	{ id }: { id: string },
): Promise<{ ok: true } | Refusal<"forbidden" | "not_found">> {
	if (!actorMay(actor, "configure")) return forbidden;
	return (await store.removeTag(db, workspaceId, id)) ? { ok: true } : { ok: false, reason: "not_found" };
}
