/** An address that a visitor types, as the team sees it: a claim, in the list and beside the thread, confirmed with one click. */
import { expect, test } from "./stage.ts";

test("a typed address shows as what the visitor says, until a teammate confirms it", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const email = "nora@moreira.example";
	await visitor.chat.getByRole("textbox", { name: /team reach you/ }).fill(email);
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText(email);

	const marco = await dashboard("marco", { viewport: { width: 1400, height: 900 } });
	await marco.go("/conversations?status=all");
	await expect(marco.row(id)).toContainText(`Says they are ${email}`);
	await marco.openThread(id);
	const claim = marco.page.getByRole("region", { name: "What the visitor says" });
	await expect(claim).toContainText("Nothing proves it");
	await claim.getByRole("button", { name: "Confirm" }).click();
	await expect(claim).toHaveCount(0);
	await expect(marco.page.getByRole("heading", { level: 1, name: email, exact: true })).toBeVisible();
});
