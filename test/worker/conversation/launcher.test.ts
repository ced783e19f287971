/** What the loader is told before anybody opens the chat: may the launcher show on this page, to this visitor? */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { addressHash } from "../../../src/auth/address.ts";
import { block } from "../../../src/contact/store/blocks.ts";
import { ensureContact } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { Boot } from "../../../src/protocol/widget.ts";
import { askAsVisitor, createVisitor, createWorkspace, newConversationId, randomAddress } from "../setup/people.ts";

const newcomer = (site: string, address = randomAddress()) => ({ token: "", site, address });

describe("the launcher on a page of somebody without a token", () => {
	test("may show, and the browser needn't ask again for some minutes", async () => {
		const here = await createWorkspace();
		const response = await askAsVisitor(newcomer(here.site), `/api/widget/boot?key=${here.publicKey}`);
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({ unread: 0 });
		expect(response.headers.get("cache-control")).toBe("private, max-age=300");
		expect(response.headers.get("vary")).toMatch(/origin/i);
		expect(response.headers.get("access-control-allow-origin")).toBe("*");
	});

	test("is drawn in the workspace's colour, with nothing in the styles but colours", async () => {
		const colour = { colour: "#0a3d2c" };
		const [here, plain] = [await createWorkspace("Fjord Bags", colour), await createWorkspace()];
		const cssOf = async ({ site, publicKey }: typeof here) =>
			v.parse(Boot, await (await askAsVisitor(newcomer(site), `/api/widget/boot?key=${publicKey}`)).json()).css;
		expect(await cssOf(here)).toContain(":host{--accent:#0a3d2c!important;--accent-text:#0a3d2c!important}");
		expect((await cssOf(here)).replace(/#[\da-f]{6}/g, "")).toMatch(/^[\w\s:;(){}!@-]+$/);
		expect(await cssOf(plain)).toBe("");
	});

	test.each([
		["another site", "https://evil.test", null],
		["a frame without an origin", "null", null],
		["an unknown key", null, "pk_nobody"],
		["no key", null, ""],
	])("stays away from %s, and that is not kept", async (_, site, key) => {
		const here = await createWorkspace();
		const query = key === "" ? "" : `?key=${key ?? here.publicKey}`;
		const response = await askAsVisitor(newcomer(site ?? here.site), `/api/widget/boot${query}`);
		expect([403, 422]).toContain(response.status);
		expect(response.headers.get("cache-control")).toBe("no-store");
	});

	test("stays away from a blocked address, and shows to others", async () => {
		const here = await createWorkspace();
		const visitor = await createVisitor(here);
		const conversationId = newConversationId();
		const now = Date.now();
		const who = { workspaceId: here.id, visitorId: visitor.visitorId, conversationId, startedAt: now, at: now };
		const contactId = await ensureContact(database(env), who);
		const request = new Request(here.site, { headers: { "CF-Connecting-IP": visitor.address } });
		await block(
			database(env),
			{ workspaceId: here.id, actor: { kind: "member", id: "mb_noor", name: "Noor", role: "owner" } },
			{
				contactId,
				thread: { conversationId, visitorId: visitor.visitorId },
				addressHash: await addressHash(env, request),
				request: { duration: "24h", reason: "Spam" },
			},
		);
		const path = `/api/widget/boot?key=${here.publicKey}`;
		expect((await askAsVisitor(newcomer(here.site, visitor.address), path)).status).toBe(403);
		expect((await askAsVisitor(newcomer(here.site), path)).status).toBe(200);
	});
});
