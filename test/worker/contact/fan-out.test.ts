/** Which conversations are told of a change of their contact: every one, however many there are. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { everyConversationOf } from "../../../src/contact/fan-out.ts";
import { inbox } from "../../../src/durable/objects.ts";
import { ListItems } from "../../../src/inbox/items.ts";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import { newConversationId } from "../setup/people.ts";

const START = 1_700_000_000_000;
/** What the Inbox gives at a time. */
const PAGE = 200;

const of = (visitorId: string, contactId: string | null): ListItem => ({
	id: newConversationId(),
	version: 1,
	status: "open",
	handler: "ai",
	archived: false,
	reason: null,
	assignee: null,
	visitorId,
	contactId,
	name: null,
	email: null,
	preview: "Hello",
	previewBy: "visitor",
	previewName: null,
	unread: 0,
	startedAt: START,
	lastAt: START,
	waitingSince: null,
	source: "widget",
});

const all = async (pages: AsyncIterable<string[]>): Promise<string[][]> => {
	const found: string[][] = [];
	for await (const page of pages) found.push(page);
	return found;
};

test("somebody's conversations come page after page, the latest to start first, each once, and nobody else's", async () => {
	const workspace = `ws_${crypto.randomUUID()}`;
	const items = Array.from({ length: 520 }, (_, nth) =>
		of(nth % 2 ? "v_desk" : "v_phone", nth < 450 ? null : "ct_ana"),
	);
	const others = Array.from({ length: 10 }, () => of("v_other", "ct_other"));
	await runInDurableObject(inbox(env, workspace), (_, { storage }) =>
		storage.transactionSync(() => {
			const list = new ListItems(storage.sql);
			for (const item of [...items, ...others]) list.put(item, [], START);
		}),
	);
	const pages = await all(everyConversationOf(env, workspace, "ct_ana", ["v_desk", "v_phone"]));
	expect(pages.flat().toSorted()).toEqual(items.map(({ id }) => id).toSorted());
	expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(PAGE);
	const phone = await all(everyConversationOf(env, workspace, null, ["v_phone"]));
	const theirs = items.filter(({ visitorId }) => visitorId === "v_phone").map(({ id }) => id);
	expect(phone.flat()).toEqual(theirs.toReversed());
});
