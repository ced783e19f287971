/** The checklist of the first run: it ticks itself off while it is looked at, and goes once nobody needs it. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

test("the checklist ticks off what is done elsewhere, and its link goes when it isn't wanted", async ({
	dashboard,
}) => {
	const { page } = await dashboard("ines", { viewport: { width: 1440, height: 900 } });
	// One thing is left to do, whatever other tests have done already.
	const mail = { state: "not_set_up", adapter: null, from: null, server: null, last: null };
	await page.route("**/api/mail", (request) => request.fulfill({ json: mail }));
	const link = page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Finish setting up" });
	await link.click();
	const told = page.getByRole("listitem").filter({ hasText: "Be told when somebody waits" });
	await expect(told).toContainText("To do");
	expect(await violations(page)).toEqual([]);

	// As when somebody comes back from the browser's settings.
	await page.evaluate(() => {
		Object.defineProperty(Notification, "permission", { get: () => "granted" });
		dispatchEvent(new Event("focus"));
	});
	await expect(told).toContainText("Done");
	await expect(told.getByRole("link")).toBeHidden();

	await page.getByRole("button", { name: "Don't remind me" }).click();
	await page.goBack();
	await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
	await expect(link).toBeHidden();
});

test("whoever can't set anything up isn't asked to", async ({ dashboard }) => {
	const { page } = await dashboard("marco", { viewport: { width: 1440, height: 900 } });
	await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
	await expect(page.getByRole("link", { name: "Finish setting up" })).toBeHidden();
});
