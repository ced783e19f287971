/** What an answer's source opens for whoever got the answer: the page it was read from, or a page of ours. */
import { knowledge } from "../../../src/durable/objects.ts";
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { createWorkspace, ORIGIN, type Workspace } from "../setup/people.ts";
import { saveArticle, saveQuestion, switchArticle } from "../setup/library.ts";

let shop: Workspace;
beforeAll(async () => {
	shop = await createWorkspace();
});

const library = () => knowledge(env, shop.id);
async function open(id: string, key = shop.publicKey) {
	const response = await exports.default.fetch(`${ORIGIN}/api/sources/${key}/${id}`, { redirect: "manual" });
	return { status: response.status, headers: response.headers, page: await response.text() };
}

async function article(title: string, text: string): Promise<string> {
	const saved = await saveArticle(library(), null, { title, text });
	if (!saved.ok) throw new Error(saved.reason);
	return saved.article.id;
}

test("an article opens as a page without scripts, and nothing it says is markup", async () => {
	const id = await article(
		'<img src=x onerror="alert(1)">',
		"**Bold** [evil](javascript:alert(1)) <script>alert(2)</script>",
	);
	const response = await open(id);
	expect(response.status).toBe(200);
	expect(response.headers.get("content-type")).toContain("text/html");
	expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'nonce-[\w-]+';/);
	const { page } = response;
	expect(page).toContain("<strong>Bold</strong>");
	expect(page).not.toMatch(/<script|<img|href="javascript/);
	expect(page).toContain("&lt;script&gt;");
});

test("a question opens with its answer", async () => {
	const saved = await saveQuestion(library(), null, {
		wordings: ["Do you repair bags?"],
		answer: "Yes, for ten years.",
	});
	if (!saved.ok) throw new Error(saved.reason);
	expect((await open(saved.question.id)).page).toContain("Yes, for ten years.");
});

test("what was read from a site opens there, until somebody has changed it here", async () => {
	const id = await article("Zips", "We mend zips.");
	const crawl = (place: string, edited: number) =>
		runInDurableObject(library(), (_, { storage: { sql } }) => {
			sql.exec(
				"INSERT OR REPLACE INTO source (id, kind, name, created_at, state) VALUES ('src_1', 'crawled', 'shop.test', 0, 'done')",
			);
			sql.exec("UPDATE article SET source = 'src_1', place = ?, edited = ? WHERE id = ?", place, edited, id);
		});
	await crawl("https://shop.test/zips", 0);
	const response = await open(id);
	expect([response.status, response.headers.get("location")]).toEqual([302, "https://shop.test/zips"]);
	await crawl("javascript:alert(1)", 0);
	expect((await open(id)).status).toBe(200);
	await crawl("https://shop.test/zips", 1);
	expect((await open(id)).page).toContain("We mend zips.");
});

test("what is switched off, gone, or another workspace's can't be told apart", async () => {
	const id = await article("Secret plans", "Not for visitors yet.");
	const elsewhere = await createWorkspace("Elsewhere");
	await switchArticle(library(), id, false);
	const bodies = await Promise.all(
		[open(id), open("art_00000000000000000000"), open(id, elsewhere.publicKey), open(id, "pk_nobody")].map(
			async (one) => {
				const response = await one;
				return [response.status, response.page];
			},
		),
	);
	expect(bodies[0]?.[0]).toBe(404);
	for (const body of bodies) expect(body).toEqual(bodies[0]);
});
