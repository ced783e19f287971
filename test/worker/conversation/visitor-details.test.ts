/** What stands beside a thread: the visitor's browser, and what the team knows of them. */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { detailsOf } from "../../../src/conversation/routes/visitor-details.ts";
import { conversation } from "../../../src/durable/objects.ts";
import { ConversationDetails, EntryPage } from "../../../src/protocol/conversation/details.ts";
import type { WorkspaceSettings } from "../../../src/protocol/workspace.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
} from "../setup/people.ts";
import { test } from "../setup/stage.ts";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { openVisitor } from "../setup/socket.ts";
import { say } from "../setup/talk.ts";

const safari =
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

const asked = (headers: Record<string, string>) => detailsOf(new Request("https://parley.test", { headers }));

describe("what a request tells of its browser", () => {
	test("names the first language in words", () => {
		expect(asked({ "accept-language": "pt-PT,pt;q=0.9,en;q=0.8" }).language).toBe("European Portuguese");
		expect(asked({ "accept-language": "nb;q=0.9" }).language).toBe("Norwegian Bokmål");
	});

	test("has no language where a program says it takes any, or says nothing", () => {
		expect(asked({ "accept-language": "*" }).language).toBeNull();
		expect(asked({}).language).toBeNull();
	});

	test("names device and browser", () => {
		const { device, browser } = asked({ "user-agent": safari });
		expect({ device, browser }).toEqual({ device: "iPhone, iOS", browser: "Safari" });
	});

	test("keeps little of a header that is far too long", () => {
		expect(asked({ "accept-language": `en-${"x".repeat(8_000)}` }).language?.length ?? 0).toBeLessThanOrEqual(100);
	});
});

describe("what the team knows of the visitor", () => {
	test("has the contact's notes, for members only", async ({ ines, visitor }) => {
		const id = newConversationId();
		const frames = `/api/widget/conversations/${id}/frames`;
		await askAsVisitor(visitor, frames, { body: { type: "send", id: newFrameId(), text: "Where is my parcel?" } });
		const email = "ana@moreira.test";
		await askAsVisitor(visitor, frames, { body: { type: "email", id: newFrameId(), email } });

		const details = async () =>
			v.parse(ConversationDetails, await (await ask(ines, `/api/conversations/${id}`)).json());
		const contact = await vi.waitFor(async () => {
			const known = (await details()).contact;
			if (!known) throw new Error("the contact isn't made yet");
			return known;
		});
		expect(contact.notes).toBe("");
		const edit = { name: "Ana Moreira", email, notes: "Ordered twice in March." };
		expect((await ask(ines, `/api/contacts/${contact.id}`, { method: "PATCH", body: edit })).status).toBe(200);
		expect((await details()).contact).toEqual({ id: contact.id, ...edit });

		const seen = await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries?since=0`);
		const text = await seen.text();
		expect(v.parse(EntryPage, JSON.parse(text)).entries.length).toBeGreaterThan(0);
		expect(text).not.toContain("Ordered twice");
	});
});

describe("the page", () => {
	test("the page a visitor came to is known from before their first message, and follows them", async ({
		stubOf,
		visitor,
	}) => {
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		await line.next("welcome");
		const page = (url: string, referrer?: string) =>
			line.send({ type: "page", url, title: "Bags", referrer, timezone: "Europe/Lisbon" });
		page("https://shop.test/bags", "https://search.test/");
		await evictDurableObject(stubOf(id));
		await say(line, "zzz");
		const details = async () => (await stubOf(id).visitor())?.details;
		expect(await details()).toMatchObject({
			page: { url: "https://shop.test/bags" },
			referrer: "https://search.test/",
			timezone: "Europe/Lisbon",
		});
		page("https://shop.test/cart", "https://shop.test/bags");
		await vi.waitFor(async () =>
			expect(await details()).toMatchObject({
				page: { url: "https://shop.test/cart" },
				referrer: "https://search.test/",
			}),
		);
	});
});

describe("what a visitor's browser says of its page", () => {
	async function visiting(settings: Partial<WorkspaceSettings> = {}) {
		const workspace = await createWorkspace("Test", settings);
		const ines = await createMember(workspace, "owner");
		const visitor = await createVisitor(workspace);
		const id = newConversationId();
		const send = (body: object) => askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body });
		await send({ type: "send", id: newFrameId(), text: "Where is my parcel?" });
		const told = async (page: { url: string; title?: string; referrer?: string; timezone?: string }) => {
			await send({ type: "page", title: "A page", ...page });
			return v.parse(ConversationDetails, await (await ask(ines, `/api/conversations/${id}`)).json()).visitor;
		};
		const stored = async () =>
			v.parse(ConversationDetails, await (await ask(ines, `/api/conversations/${id}`)).json()).visitor;
		return { told, stored, ines, visitor, stub: conversation(env, workspace.id, id) };
	}
	const url = "https://shop.test/reset?token=s3cret#access=s3cret";
	const referrer = "https://mail.test/inbox?message=s3cret";

	test("is kept without query and fragment, the referrer too", async () => {
		const { told } = await visiting();
		const { page, referrer: from } = await told({ url, referrer });
		expect([page?.url, from]).toEqual(["https://shop.test/reset", "https://mail.test/inbox"]);
	});

	test("is kept with the query where the workspace wants it, never with the fragment", async () => {
		const { told } = await visiting({ keepPageQuery: true });
		expect((await told({ url, referrer })).page?.url).toBe("https://shop.test/reset?token=s3cret");
	});

	test("is followed by its title where the pages of a site differ by their queries alone", async () => {
		const { told } = await visiting();
		await told({ url: "https://shop.test/index.php?page=1", title: "Bags" });
		const { page } = await told({ url: "https://shop.test/index.php?page=2", title: "Boats" });
		expect(page).toEqual({ url: "https://shop.test/index.php", title: "Boats" });
	});

	test("is shown without query and fragment where an earlier release has kept them", async () => {
		const { told, stored, stub } = await visiting();
		await told({ url: "https://shop.test/a" });
		await runInDurableObject(stub, (_, { storage: { sql } }) => {
			const set = "json_set(body, '$.details.page.url', ?, '$.details.referrer', ?)";
			sql.exec(`UPDATE document SET body = ${set} WHERE slot = 3`, url, referrer);
		});
		await evictDurableObject(stub);
		const { page, referrer: from } = await stored();
		expect([page?.url, from]).toEqual(["https://shop.test/reset", "https://mail.test/inbox"]);
	});

	test("is kept with the query as long as the workspace wants it, and other settings change nothing of that", async () => {
		const { told, ines } = await visiting();
		const change = (body: Partial<WorkspaceSettings>) => ask(ines, "/api/workspace", { method: "PATCH", body });
		await change({ keepPageQuery: true });
		await change({ greeting: "Hello again" });
		expect((await told({ url })).page?.url).toBe("https://shop.test/reset?token=s3cret");
		await change({ keepPageQuery: false });
		expect((await told({ url: "https://shop.test/b?token=s3cret" })).page?.url).toBe("https://shop.test/b");
	});

	test("is dropped where it is no page, no referrer or no time zone, and what was known stays", async () => {
		const { told } = await visiting();
		const known = await told({ url: "https://shop.test/a", timezone: "Europe/Lisbon" });
		expect(known.timezone).toBe("Europe/Lisbon");
		const after = await told({ url: "javascript:alert(1)", referrer: "javascript:alert(2)", timezone: "Mars/Base" });
		expect(after).toEqual(known);
	});

	test("is kept so when it came before the first message", async () => {
		const workspace = await createWorkspace();
		const ines = await createMember(workspace, "owner");
		const visitor = await createVisitor(workspace);
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		await line.next("welcome");
		line.send({ type: "page", url, title: "Reset", referrer });
		await say(line, "zzz qqq");
		const text = await (await ask(ines, `/api/conversations/${id}`)).text();
		expect(text).toContain("https://shop.test/reset");
		expect(text).not.toContain("s3cret");
	});
});
