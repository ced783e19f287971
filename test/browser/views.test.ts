/** Saved views with two teammates: made from the filter, counted live, published by a lead, renamed, ordered and removed. */
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };

test("views are saved, counted, published and changed", async ({ visit, dashboard }) => {
	test.slow();
	const [ines, marco] = [await dashboard("ines", { ...DESK, expected: /422/ }), await dashboard("marco", { ...DESK })];
	const team = "Waiting today";
	const views = (whose: typeof ines) => whose.page.getByRole("navigation", { name: "Views" });

	await ines.go("/conversations?handler=waiting&date=today");
	await ines.page.getByRole("button", { name: "Save view" }).click();
	const dialog = ines.page.getByRole("dialog", { name: "Save view" });
	await dialog.getByRole("button", { name: "Save view" }).click();
	await expect(dialog.getByText("Give the view a name.")).toBeVisible();
	await dialog.getByLabel("Name").fill(team);
	await dialog.getByLabel("For").selectOption("The whole team");
	expect.soft(await violationsInBoth(ines.page)).toEqual([]);
	await ines.page.screenshot({ path: "test-results/save-view.png" });
	await dialog.getByRole("button", { name: "Save view" }).click();
	await expect(dialog).toBeHidden();
	await expect(ines.page.getByRole("heading", { level: 1, name: team })).toBeVisible();

	// The other's dashboard has it at once, with a count that follows.
	const link = views(marco).getByRole("link", { name: team });
	await expect(link).toBeVisible();
	const before = Number((await link.locator("b").allInnerTexts())[0] ?? "0");
	const visitor = await visit();
	await visitor.open();
	await visitor.say("I want to talk to a person.");
	await expect(link.locator("b")).toHaveText(String(before + 1));
	await link.click();
	const id = await visitor.conversationId();
	await expect(marco.row(id)).toBeVisible();

	// One's own is nobody else's; an agent changes no team view.
	for (const [name, query] of [
		["Mine, pending", "status=pending"],
		["Closed this week", "status=closed&date=7d"],
	] as const) {
		await marco.go(`/conversations?${query}&source=widget`);
		await marco.page.getByRole("button", { name: "Save view" }).click();
		await marco.page.getByRole("dialog").getByLabel("Name").fill(name);
		await expect(marco.page.getByRole("dialog").getByLabel("For")).toBeHidden();
		await marco.page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
		await expect(views(marco).getByRole("link", { name })).toBeVisible();
	}
	await expect(views(ines).getByRole("link", { name: "Mine, pending" })).toBeHidden();

	// One that is there shows something else from now on.
	await marco.go("/conversations?status=closed&date=30d&source=widget");
	await marco.page.getByRole("button", { name: "Save view" }).click();
	const save = marco.page.getByRole("dialog", { name: "Save view" });
	await expect(save.getByRole("option", { name: team })).toHaveCount(0);
	await save.getByLabel("Save as").selectOption("Closed this week");
	await expect(save.getByLabel("Name")).toBeHidden();
	await save.getByRole("button", { name: "Save view" }).click();
	await expect(marco.page.getByRole("heading", { level: 1, name: "Closed this week" })).toBeVisible();
	await expect(views(marco).getByRole("link", { name: "Closed this week" })).toHaveAttribute("href", /date=30d/);

	await marco.page.getByRole("button", { name: "Edit views" }).click();
	const edit = marco.page.getByRole("dialog", { name: "Edit views" });
	await expect(edit.getByLabel(`Name of ${team}`)).toBeHidden();
	await edit.getByRole("button", { name: "Move Closed this week up" }).click();
	await expect(edit.getByRole("button", { name: "Move Closed this week up" })).toBeDisabled();
	const name = edit.getByLabel("Name of Mine, pending");
	await name.fill("Pending of mine");
	await name.press("Enter");
	await expect(edit.getByLabel("Name of Pending of mine")).toBeVisible();
	expect.soft(await violationsInBoth(marco.page)).toEqual([]);
	await marco.page.screenshot({ path: "test-results/edit-views.png" });
	await edit.getByRole("button", { name: "Done" }).click();
	expect((await views(marco).getByRole("link").allInnerTexts()).slice(-2).map((text) => text.trim())).toEqual([
		expect.stringContaining("Closed this week"),
		expect.stringContaining("Pending of mine"),
	]);
	await marco.page.screenshot({ path: "test-results/views.png" });
	await marco.page.getByRole("button", { name: "Edit views" }).click();
	await edit.getByRole("button", { name: "Remove Closed this week" }).click();
	await edit.getByRole("button", { name: "Remove Pending of mine" }).click();
	await expect(edit.getByText("My views")).toBeHidden();

	await ines.page.getByRole("button", { name: "Edit views" }).click();
	await ines.page.getByRole("button", { name: `Remove ${team}` }).click();
	await expect(link).toBeHidden();
});
