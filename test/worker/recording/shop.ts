/** The first chapter of what is recorded (../fixtures.record.ts): a shop is set up, its team comes, its knowledge is written. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { database } from "../../../src/db/database.ts";
import { invitation, verification } from "../../../src/db/schema.ts";
import { knowledge } from "../../../src/durable/objects.ts";
import { Embeddings } from "../../../src/knowledge/vector/embeddings.ts";
import { EMBEDDING_MODEL } from "../../../src/model/catalogue.ts";
import { Me } from "../../../src/protocol/workspace.ts";
import { demoArticles } from "../setup/library.ts";
import { createMember, ORIGIN, signIn } from "../setup/people.ts";
import { page } from "../setup/site.ts";
import { LOCAL, serveLocal, settle } from "../setup/sources.ts";
import { as, ask, basedOn, HERE, idIn } from "./exchange.ts";

const PASSWORD = "the first release's password";

export async function openShop() {
	const site = "https://shop.test";
	const nobody = { Origin: ORIGIN, "CF-Connecting-IP": "2001:db8::1" };

	// The team.
	await ask(nobody, "/api/setup");
	const email = "ines@team.test";
	const first = { workspace: "Fjord Bags", site, name: "Ines", email, password: PASSWORD };
	await ask(nobody, "/api/setup", { body: { code: "wrong", ...first }, status: 403 });
	await ask(nobody, "/api/setup", { body: { code: env.SETUP_CODE, ...first }, status: 201 });
	await ask(nobody, "/api/auth/sign-in/email", { body: { email, password: PASSWORD } });
	const ines = { cookie: await signIn(email, PASSWORD) };
	await ask(as(ines), "/api/auth/get-session");
	const leaving = { cookie: await signIn(email, PASSWORD) };
	await ask(as(leaving), "/api/auth/sign-out", { body: {} });
	await ask({ Origin: ORIGIN }, "/api/me", { status: 401 });
	const { workspace, member } = v.parse(Me, await ask(as(ines), "/api/me"));
	const shop = { ...workspace, site };
	const noor = await createMember(shop, "agent", "Noor");
	const change = { noShowMinutes: 10, threshold: 0.3, greeting: "Hello. How can we help?" };
	await ask(as(ines), "/api/workspace", { method: "PATCH", body: change });
	await ask(as(ines), "/api/workspace", { method: "PATCH", body: { closeAfterAiHours: 0 }, status: 422 });
	// Nothing of this release writes these two tables: better-auth does, once there are invitations and mail.
	const db = database(env);
	const now = new Date();
	const invited = { id: "in_1", workspaceId: shop.id, email: "lou@team.test", role: "agent", status: "pending" };
	await db.insert(invitation).values({ ...invited, expiresAt: now, createdAt: now, inviterId: noor.userId });
	const verified = { id: "ve_1", identifier: "lou@team.test", value: "a value" };
	await db.insert(verification).values({ ...verified, expiresAt: now, createdAt: now, updatedAt: now });

	// What they know.
	const library = knowledge(env, shop.id);
	for (const article of demoArticles.slice(0, 3)) await ask(as(ines), "/api/articles", { body: article, status: 201 });
	const shipping = demoArticles.find(({ title }) => title.startsWith("Shipping"));
	await ask(as(ines), "/api/articles", { body: shipping, status: 201 });
	const spare = idIn(
		await ask(as(ines), "/api/articles", { body: { title: "Old prices", text: "They were lower." }, status: 201 }),
	);
	await ask(as(ines), `/api/articles/${spare}`);
	const off = await ask(as(ines), `/api/articles/${spare}`, { method: "PATCH", body: { enabled: false } });
	const draft = { title: "Old prices", text: "They were higher." };
	await ask(as(ines), `/api/articles/${spare}`, { method: "PUT", body: { ...draft, basedOn: 1 }, status: 409 });
	await ask(as(ines), `/api/articles/${spare}`, { method: "PUT", body: { ...draft, basedOn: basedOn(off) } });
	const asked = {
		wordings: ["Do you repair zips?", "Can a zip be mended?"],
		answer: "Yes, for as long as you have the bag.",
	};
	const question = idIn(await ask(as(ines), "/api/questions", { body: asked, status: 201 }));
	await ask(as(ines), `/api/questions/${question}`);
	const pinned = await ask(as(ines), `/api/questions/${question}`, { method: "PATCH", body: { pinned: true } });
	const again = { ...asked, basedOn: basedOn(pinned) };
	await ask(as(ines), `/api/questions/${question}`, { method: "PUT", body: again });
	const other = { wordings: ["Is there a shop?"], answer: "In Bergen." };
	const gone = idIn(await ask(as(ines), "/api/questions", { body: other, status: 201 }));
	await ask(as(ines), `/api/questions/${gone}`, { method: "DELETE", status: 204 });
	const bytes = "# Guide\n\n## Straps\n\nStraps are sewn twice.\n\n## Seams\n\nSeams are waxed.\n";
	await ask(as(ines), "/api/sources/files?name=guide.md", { body: bytes, status: 201 });
	await ask(as(ines), "/api/sources/files?name=broken.pdf", { body: "%PDF-1.7 no more", status: 201 });
	serveLocal({
		"/": page("Workshop", "Welcome to the workshop.", "/dyes", "/gone"),
		"/dyes": page("Dyes", "Dyes are made of plants."),
	});
	const local = { Origin: HERE, Cookie: await signIn(email, PASSWORD, HERE) };
	const crawled = { address: LOCAL, include: [], exclude: ["/private/*"], limit: 100, schedule: "daily" };
	const crawl = idIn(await ask(local, "/api/sources/sites", { body: crawled, status: 201 }));
	await ask(as(ines), `/api/sources/${crawl}/stop`, { body: {} });
	await ask(as(ines), `/api/sources/${crawl}/read`, { body: {} });
	await settle(library);
	await ask(local, `/api/sources/${crawl}`, { method: "PUT", body: { ...crawled, limit: 200 } });
	await ask(as(ines), `/api/sources/${crawl}`);
	await ask(as(ines), "/api/sources");
	await ask(as(ines), "/api/documents?kind=articles&search=straps");
	await ask(as(ines), `/api/articles/${spare}`, { method: "PATCH", body: { enabled: true } });
	// As with an index of vectors elsewhere: a passage that goes leaves one behind there.
	await runInDurableObject(library, async (_, { storage }) => {
		const embed = (texts: string[]) =>
			Promise.resolve(texts.map((text) => Float32Array.from([text.length % 7, text.length % 5, 1])));
		const encoders = () => ({ embedder: { model: EMBEDDING_MODEL.id, embed }, reranker: null, retryAt: null });
		const index = { from: 20_000, put: async () => {}, nearest: async () => [], remove: async () => {} };
		await new Embeddings(storage, encoders, index).task().run();
	});
	await ask(as(ines), `/api/articles/${spare}`, { method: "DELETE", status: 204 });
	return { shop, email, password: PASSWORD, ines: { ...noor, ...ines, ...member }, noor, library };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;
