/**
 * The saved views of a workspace, in the Inbox's SQLite: they are about its list, and one object counts the limits. A member sees
 * the team's and their own. The permissions are with the actions below, which the Inbox runs by name.
 */
import * as v from "valibot";
import { actorMay } from "../../auth/actor.ts";
import { newId } from "../../db/id.ts";
import type { Actor } from "../../protocol/actor.ts";
import {
	MAX_OWN_VIEWS,
	MAX_TEAM_VIEWS,
	type SavedView,
	type ViewChange,
	type ViewDraft,
	ViewFilter,
	type ViewOrder,
	type ViewOwner,
} from "../../protocol/list/view.ts";

type ViewContext = { sql: SqlStorage };
type ViewResult = { ok: true; id: string } | { ok: false; reason: "forbidden" | "not_found" | "full" };

const forbidden = { ok: false, reason: "forbidden" } as const;
const notFound = { ok: false, reason: "not_found" } as const;

/** The owner of the team's views, as the table has it. */
const TEAM = "";

type Row = { id: string; member: string; name: string; filter: string };

function viewOf({ id, member, name, filter }: Row): SavedView {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ViewFilter), filter);
	return { id, name, whose: member === TEAM ? "team" : "own", filter: parsed.success ? parsed.output : null };
}

/** The team's views and the member's own, each in its order. */
export const viewsOf = (sql: SqlStorage, memberId: string): SavedView[] =>
	sql
		.exec<Row>(
			"SELECT id, member, name, filter FROM saved_view WHERE member = ? OR member = ? ORDER BY member <> '', place, id",
			TEAM,
			memberId,
		)
		.toArray()
		.map(viewOf);

/** The actor's id where they may see the list: who has views of their own. */
const memberOf = (actor: Actor): string | null => (actor.kind === "member" && actorMay(actor, "see") ? actor.id : null);

/** The table's owner of views that this actor may change; null: they may not. */
function ownerFor(actor: Actor, whose: ViewOwner): string | null {
	const memberId = memberOf(actor);
	if (whose === "own") return memberId;
	return memberId !== null && actorMay(actor, "configure") ? TEAM : null;
}

/** The owner of a view that the actor sees; null: they see none with this id. */
function ownerOf(sql: SqlStorage, actor: Actor, id: string): ViewOwner | null {
	const memberId = memberOf(actor);
	const [row] = sql.exec<{ member: string }>("SELECT member FROM saved_view WHERE id = ?", id).toArray();
	if (!row || memberId === null || (row.member !== TEAM && row.member !== memberId)) return null;
	return row.member === TEAM ? "team" : "own";
}

/** Leads publish to the team; everybody who sees the list has views of their own. */
export function addView({ sql }: ViewContext, actor: Actor, { name, whose, filter }: ViewDraft): ViewResult {
	const owner = ownerFor(actor, whose);
	if (owner === null) return forbidden;
	const { n, last } = sql
		.exec<{ n: number; last: number | null }>(
			"SELECT count(*) AS n, max(place) AS last FROM saved_view WHERE member = ?",
			owner,
		)
		.one();
	if (n >= (owner === TEAM ? MAX_TEAM_VIEWS : MAX_OWN_VIEWS)) return { ok: false, reason: "full" };
	const id = newId("vw");
	sql.exec(
		"INSERT INTO saved_view (id, member, place, name, filter) VALUES (?, ?, ?, ?, ?)",
		id,
		owner,
		(last ?? -1) + 1,
		name,
		JSON.stringify(filter),
	);
	return { ok: true, id };
}

/** The refusal where the actor may not change this view; null: they may. */
function refusalOf(sql: SqlStorage, actor: Actor, id: string): ViewResult | null {
	if (memberOf(actor) === null) return forbidden;
	const whose = ownerOf(sql, actor, id);
	if (whose === null) return notFound;
	return ownerFor(actor, whose) === null ? forbidden : null;
}

export function changeView(
	{ sql }: ViewContext,
	actor: Actor,
	{ id, name, filter }: ViewChange & { id: string },
): ViewResult {
	const refusal = refusalOf(sql, actor, id);
	if (refusal) return refusal;
	if (name !== undefined) sql.exec("UPDATE saved_view SET name = ? WHERE id = ?", name, id);
	if (filter !== undefined) sql.exec("UPDATE saved_view SET filter = ? WHERE id = ?", JSON.stringify(filter), id);
	return { ok: true, id };
}

export function removeView({ sql }: ViewContext, actor: Actor, { id }: { id: string }): ViewResult {
	const refusal = refusalOf(sql, actor, id);
	if (refusal) return refusal;
	sql.exec("DELETE FROM saved_view WHERE id = ?", id);
	return { ok: true, id };
}

/** Puts views in an order. One that isn't named, such as a new one, comes after those that are. */
export function orderViews({ sql }: ViewContext, actor: Actor, { whose, ids }: ViewOrder): ViewResult {
	const owner = ownerFor(actor, whose);
	if (owner === null) return forbidden;
	sql.exec("UPDATE saved_view SET place = place + ? WHERE member = ?", MAX_TEAM_VIEWS, owner);
	for (const [place, id] of ids.entries())
		sql.exec("UPDATE saved_view SET place = ? WHERE id = ? AND member = ?", place, id, owner);
	return { ok: true, id: "" };
}
