/** Wordings through the object and its routes: who may see and change them, and that no visitor's route has them. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as v from "valibot";
import { knowledge } from "../../../src/durable/objects.ts";
import { ArticleWordings } from "../../../src/protocol/knowledge/wordings.ts";
import { saveArticle } from "../setup/library.ts";
import { ask, createMember, createWorkspace } from "../setup/people.ts";

const QUESTION = "Can it go to a Packstation?";

test("a lead changes them, a viewer reads them, a visitor's page doesn't have them, and they are there after an eviction", async () => {
	const shop = await createWorkspace("Shop");
	const [owner, agent, viewer] = [
		await createMember(shop, "owner"),
		await createMember(shop, "agent"),
		await createMember(shop, "viewer"),
	];
	const library = () => knowledge(env, shop.id);
	const saved = await saveArticle(library(), null, {
		title: "Delivery",
		text: "## Parcel lockers\n\nWe deliver to any parcel locker within 3 working days.",
	});
	if (!saved.ok) throw new Error(saved.reason);
	const path = `/api/articles/${saved.article.id}/wordings`;
	const body = { section: "Parcel lockers", questions: [QUESTION] };
	const put = (member: typeof owner | null, json: unknown) => ask(member, path, { method: "PUT", body: json });
	expect((await put(agent, body)).status).toBe(403);
	expect((await put(viewer, body)).status).toBe(403);
	expect((await put(null, body)).status).toBe(401);
	expect((await put(owner, { ...body, section: "Nowhere" })).status).toBe(404);
	expect((await put(owner, { ...body, questions: Array.from({ length: 11 }, () => QUESTION) })).status).toBe(422);
	const changed = await put(owner, body);
	expect(changed.status).toBe(200);
	await evictDurableObject(library());
	const read = await ask(viewer, path);
	expect(v.parse(ArticleWordings, await read.json()).sections).toEqual([
		{ section: "Parcel lockers", heading: "Parcel lockers", questions: [QUESTION], edited: true },
	]);
	const [found] = await library().search("Packstation?", 3);
	expect(found).toMatchObject({ heading: "Parcel lockers" });
	const page = await ask(null, `/api/sources/${shop.publicKey}/${saved.article.id}`);
	expect(await page.text()).not.toContain("Packstation");
});
