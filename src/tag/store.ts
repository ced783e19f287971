/** The tags of a workspace in D1. Which conversation carries which is kept in the conversations. */
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { type Database, isConstraint } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { tag } from "../db/schema.ts";
import { foldedTag, Tag, type TagChange, type TagColour } from "../protocol/tag.ts";

/** All of them, by name. */
export async function tagsOf(db: Database, workspaceId: string): Promise<Tag[]> {
	const rows = await db.select().from(tag).where(eq(tag.workspaceId, workspaceId)).orderBy(tag.folded);
	return rows.map((row) => v.parse(Tag, row));
}

const named = (workspaceId: string, name: string) =>
	and(eq(tag.workspaceId, workspaceId), eq(tag.folded, foldedTag(name)));

/** Adds a tag; where there is one of this name, that one is returned. */
export async function addTag(
	db: Database,
	workspaceId: string,
	{ name, colour }: { name: string; colour: TagColour },
): Promise<Tag | null> {
	const row = { id: newId("tg"), workspaceId, name, folded: foldedTag(name), colour, createdAt: Date.now() };
	await db.insert(tag).values(row).onConflictDoNothing();
	const found = await db.select().from(tag).where(named(workspaceId, name)).get();
	return found ? v.parse(Tag, found) : null;
}

/** "taken": another has the name. */
export async function changeTag(
	db: Database,
	workspaceId: string,
	id: string,
	{ name, colour }: TagChange,
): Promise<"changed" | "taken" | "not_found"> {
	const set = {
		...(name !== undefined && { name, folded: foldedTag(name) }),
		...(colour !== undefined && { colour }),
	};
	const mine = and(eq(tag.workspaceId, workspaceId), eq(tag.id, id));
	const change = async () =>
		Object.keys(set).length === 0
			? db.select({ id: tag.id }).from(tag).where(mine)
			: db.update(tag).set(set).where(mine).returning({ id: tag.id });
	try {
		return (await change()).length > 0 ? "changed" : "not_found";
	} catch (error) {
		// The index on the name decides, also between two who rename at once.
		if (isConstraint(error)) return "taken";
		throw error;
	}
}

export async function removeTag(db: Database, workspaceId: string, id: string): Promise<boolean> {
	const mine = and(eq(tag.workspaceId, workspaceId), eq(tag.id, id));
	return (await db.delete(tag).where(mine).returning({ id: tag.id })).length > 0;
}
