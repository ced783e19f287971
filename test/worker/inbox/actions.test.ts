/** Who may do what in the Inbox: every action by every kind of actor, through the object. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import { type InboxActionName, inboxActions, type InboxCall } from "../../../src/inbox/actions.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import { actorNames, actors, staff } from "../setup/actors.ts";

const conversation = "c_0000000000000000000001";
const stub = inbox(env, "ws_figures");

const seers = ["owner", "admin", "agent", "viewer"] as const;
const filter = { status: "open", handler: "any", assignee: "me", text: "" } as const;

type Row = { allowed: readonly (keyof typeof actors)[]; call(actor: Actor): InboxCall };

const table: Record<InboxActionName, Row> = {
	record_suggestion: { allowed: staff, call: (actor) => [actor, "record_suggestion", { conversation }] },
	record_suggestion_use: {
		allowed: staff,
		call: (actor) => [actor, "record_suggestion_use", { id: "sg_none", conversation, use: "used" }],
	},
	// For oneself: who is no member can't be away.
	set_away: {
		allowed: staff.filter((name) => actors[name].kind === "member"),
		call: (actor) => [actor, "set_away", { away: true, release: true }],
	},
	// A view is a member's; what acts for one has no list to look at. The limits and the team's: views.test.ts.
	add_view: { allowed: seers, call: (actor) => [actor, "add_view", { name: "Mine", whose: "own", filter }] },
	change_view: { allowed: seers, call: (actor) => [actor, "change_view", { id: "vw_none", name: "Yours" }] },
	remove_view: { allowed: seers, call: (actor) => [actor, "remove_view", { id: "vw_none" }] },
	order_views: { allowed: seers, call: (actor) => [actor, "order_views", { whose: "own", ids: [] }] },
};

test("every action has its row", () => {
	expect(Object.keys(table).toSorted()).toEqual(Object.keys(inboxActions).toSorted());
});

describe.each(Object.entries(table))("%s", (_, { allowed, call }) => {
	test.each(actorNames)("by %s", async (name) => {
		const done = await stub.act(...call(actors[name]));
		if (allowed.includes(name)) expect(done.ok ? "done" : done.reason).toMatch(/^(done|not_found)$/);
		else expect(done).toEqual({ ok: false, reason: "forbidden" });
	});
});
