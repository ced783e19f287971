/** List items that wait to be stored in one batch are included in answers meanwhile. */
import { inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import { createWorkspace, newConversationId } from "../setup/people.ts";

const row = (): ListItem => ({
	id: newConversationId(),
	version: 1,
	status: "open",
	handler: "ai",
	archived: false,
	reason: null,
	assignee: null,
	visitorId: "v_ana",
	contactId: "ct_ana",
	name: null,
	email: null,
	preview: "Hello",
	previewBy: "visitor",
	previewName: null,
	unread: 1,
	startedAt: 1,
	lastAt: 1,
	waitingSince: null,
	source: "widget",
});

test("somebody's conversations include those that were told a moment ago", async () => {
	const shop = await createWorkspace();
	const found = await runInDurableObject(inbox(env, shop.id), async (list) => {
		const told = (count: number) => Array.from({ length: count }, () => list.receive(row()));
		const first = told(20);
		const contacts = list.byContact("ct_ana").length;
		const second = told(20);
		const visitors = list.byVisitors(["v_ana"]).length;
		await Promise.all([...first, ...second]);
		return { contacts, visitors };
	});
	expect(found).toEqual({ contacts: 20, visitors: 40 });
});
