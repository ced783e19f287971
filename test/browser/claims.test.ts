/** What a visitor says of themselves, as the team sees it: a typed address is a claim, and a page's address shows its host. */
import { expect, test } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

const wide = { viewport: { width: 1400, height: 900 } };

async function leave(visitor: Visitor, email: string): Promise<string> {
	const id = await visitor.queue();
	await visitor.chat.getByRole("textbox", { name: /team reach you/ }).fill(email);
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText(email);
	return id;
}

test("a typed address shows as what the visitor says, until a teammate confirms it", async ({ visit, dashboard }) => {
	const email = "nora@moreira.example";
	const id = await leave(await visit(), email);
	const marco = await dashboard("marco", wide);
	await marco.go("/conversations?status=all");
	await expect(marco.row(id)).toContainText(`Says they are ${email}`);
	await marco.openThread(id);
	const claim = marco.page.getByRole("region", { name: "What the visitor says" });
	await expect(claim).toContainText("Nothing proves it");
	await claim.getByRole("button", { name: "Confirm" }).click();
	await expect(claim).toHaveCount(0);
	await expect(marco.page.getByRole("heading", { level: 1, name: email, exact: true })).toBeVisible();
});

test("a claim that is denied goes, and comes back where that was a slip", async ({ visit, dashboard }) => {
	const email = "ben@moreira.example";
	const id = await leave(await visit(), email);
	const marco = await dashboard("marco", wide);
	await marco.openThread(id);
	const claim = marco.page.getByRole("region", { name: "What the visitor says" });
	await claim.getByRole("button", { name: "Not them" }).click();
	await expect(claim).toHaveCount(0);
	await expect(marco.page.getByRole("heading", { level: 1, name: /^Visitor / })).toBeVisible();
	await marco.page.getByRole("button", { name: "Undo" }).click();
	await expect(claim).toContainText(email);
});

test("a visitor's page shows its host, and is a link to an allowed site", async ({ visit, dashboard, world }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	await marco.openThread(id);
	const { host, origin } = new URL(world.shop);
	const link = marco.visitor.getByRole("link", { name: host });
	await expect(link).toHaveAttribute("href", new RegExp(`^${origin}/`));
	await expect(marco.visitor).toContainText("as their browser says");
});
