/** A teammate is named in a note: by keyboard, with a label and a notification, and without the visitor seeing any of it. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

test("a note names a teammate, who is told, is deleted by who wrote it, and the visitor learns nothing", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const ines = await dashboard("ines", wide);
	const { page } = ines;
	await ines.openThread(id);
	await expect(marco.page.getByRole("link", { name: /^Conversations/ })).toBeVisible();

	// In a reply an at sign is an at sign.
	await page.keyboard.press("r");
	await expect(ines.reply).toBeFocused();
	await page.keyboard.type("@mar");
	await expect(page.getByRole("listbox", { name: "teammates" })).toHaveCount(0);
	await ines.reply.fill("");
	await page.keyboard.press("Escape");

	await page.keyboard.press("n");
	const box = ines.thread.getByRole("textbox", { name: "Note for the team" });
	await expect(box).toBeFocused();
	await page.keyboard.type("Please look, @mar");
	const option = page.getByRole("listbox", { name: "teammates" }).getByRole("option");
	await expect(option).toHaveCount(1);
	await expect(option).toContainText("Marco");
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press("Enter");
	await expect(box).toHaveValue("Please look, @Marco ");
	await page.keyboard.type("at the strap");
	await page.keyboard.press("Enter");
	const note = ines.messages.getByRole("article", { name: /^Note by Ines/ });
	await expect(note.locator(".mention")).toHaveText("@Marco");

	await marco.openThread(id);
	await expect(marco.messages.locator(".mention.me")).toHaveText("@Marco");
	await visitor.say("Hello?");
	await expect(visitor.message("Hello?")).toBeVisible();
	await expect(visitor.chat).not.toContainText("strap");
	await expect(visitor.chat).not.toContainText("Marco");

	// Only its author, and who leads the team, may delete it.
	await expect(marco.messages.getByText("at the strap")).toBeVisible();
	await marco.messages.getByRole("button", { name: /^More for the note/ }).click();
	await expect(marco.page.getByRole("menuitem", { name: "Copy link" })).toBeVisible();
	await expect(marco.page.getByRole("menuitem", { name: "Delete note" })).toHaveCount(0);
	await marco.page.keyboard.press("Escape");

	await note.getByRole("button", { name: /^More for the note/ }).click();
	await page.getByRole("menuitem", { name: "Delete note" }).click();
	const asked = page.getByRole("dialog", { name: "Delete this note?" });
	await expect(asked).toContainText("nothing brings it back");
	expect(await violations(page)).toEqual([]);
	await asked.getByRole("button", { name: "Cancel" }).click();
	await expect(note).toBeVisible();
	await note.getByRole("button", { name: /^More for the note/ }).click();
	await page.getByRole("menuitem", { name: "Delete note" }).click();
	await asked.getByRole("button", { name: "Delete", exact: true }).click();
	await expect(ines.messages.getByText("You deleted a note")).toBeVisible();
	await expect(note).toHaveCount(0);
	await expect(marco.messages.getByText("Ines deleted a note")).toBeVisible();
	await expect(marco.messages.getByText("at the strap")).toHaveCount(0);
	await page.reload();
	await expect(ines.messages.getByText("You deleted a note")).toBeVisible();
});
