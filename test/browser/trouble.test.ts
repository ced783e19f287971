/** A model that fails: the visitor still gets an answer, and every page of the dashboard shows the failure. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

test.use({ withModel: true });

test("a failing model is reported on every page", async ({ visit, dashboard, model }) => {
	const ines = await dashboard("ines");
	const notice = ines.page.getByRole("status").filter({ hasText: "The model at MODEL_URL has been failing since" });
	await ines.go("/contacts");
	const visitor = await visit();
	await visitor.open();
	model.reply = { status: 500 };
	await visitor.say("How long do I have to return a bag?");
	await expect(notice).toBeVisible();
	for (const page of ["/conversations", "/knowledge", "/figures"]) {
		await ines.go(page);
		await expect(notice).toBeVisible();
	}
	expect(await violations(ines.page)).toEqual([]);
});
