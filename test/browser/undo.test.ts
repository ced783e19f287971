/** Taking back what one did, by the toast and by a key, and who else sees it. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

test("a closing is taken back by its toast and by a key, and the visitor goes on", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	const toast = page.getByRole("region", { name: "Notices" });
	await marco.openFromList(id);
	await marco.button("Take over").click();
	await expect(marco.messages).toContainText("You took over");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	await expect(marco.row(id)).toBeVisible();
	await marco.openFromList(id);
	await page.keyboard.press("e");
	await expect(visitor.chat).toContainText("This conversation is closed");
	await expect(toast).toContainText("Conversation closed");
	expect.soft(await violations(page)).toEqual([]);
	await page.screenshot({ path: "test-results/undo-toast.png" });
	await toast.getByRole("button", { name: "Undo" }).click();
	await expect(visitor.chat).not.toContainText("This conversation is closed");
	await expect(toast).toContainText("Undone");
	await marco.openThread(id);
	await expect(marco.messages).toContainText("You took back closing it · you have it again");
	await visitor.say("Still here");
	await expect(marco.messages).toContainText("Still here");

	// The same by the key, which in a text box is for what was typed.
	await marco.button("After closing").click();
	await page.getByRole("menuitemradio", { name: "Stay in the conversation" }).click();
	await marco.button("Close").click();
	await expect(visitor.chat).toContainText("This conversation is closed");
	await marco.reply.pressSequentially("Draft");
	await page.keyboard.press("Control+z");
	await expect(marco.reply).not.toHaveValue("Draft");
	await expect(visitor.chat).toContainText("This conversation is closed");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+z");
	await expect(visitor.chat).not.toContainText("This conversation is closed");
});

test("a toast goes once a colleague has changed the conversation, and what was changed stays so", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const ines = await dashboard("ines", wide);
	await marco.go("/conversations?status=all");
	await ines.openThread(id);
	await marco
		.row(id)
		.getByRole("button", { name: /^Actions for/ })
		.click();
	await marco.page.getByRole("menuitem", { name: "Close" }).click();
	const toast = marco.page.getByRole("region", { name: "Notices" });
	await expect(toast.getByRole("button", { name: "Undo" })).toBeVisible();
	await expect(ines.messages).toContainText("Marco closed the conversation");
	await ines.button("Reopen").click();
	await expect(toast.getByRole("button", { name: "Undo" })).toBeHidden();
	await marco.page.keyboard.press("z");
	await expect(ines.messages).toContainText("You reopened the conversation");
	await expect(ines.messages).not.toContainText("took back");
});

test("tags, a snooze, an assignment and a block are taken back by the key, one after the other", async ({
	visit,
	dashboard,
}) => {
	test.slow();
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await marco.go("/conversations");
	await marco.openFromList(id);
	await marco.button("After closing").click();
	await page.getByRole("menuitemradio", { name: "Stay in the conversation" }).click();
	await page.keyboard.press("l");
	const picker = page.getByRole("dialog", { name: "Tags" });
	await expect(picker.getByRole("combobox")).toBeFocused();
	await page.keyboard.type("Taken back");
	await page.keyboard.press("Enter");
	await expect(picker.getByRole("option", { selected: true })).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(marco.messages).toContainText("You added the tag Taken back");
	await page.keyboard.press("s");
	await page.getByRole("button", { name: "Until they write" }).click();
	await expect(marco.messages).toContainText(/You snoozed this until .* writes/);
	await page.keyboard.press("Control+z");
	await expect(marco.messages).toContainText("You took back the snooze");
	await page.keyboard.press("z");
	await expect(marco.messages).toContainText("You took back a change of tags");
	await marco.more("Block the visitor");
	await page.getByRole("dialog").getByRole("button", { name: "Block", exact: true }).click();
	await expect(marco.messages).toContainText(/You blocked .* until/);
	await expect(page.getByRole("dialog")).toBeHidden();
	await page.keyboard.press("z");
	await expect(marco.messages).toContainText(/You unblocked/);
	await page.screenshot({ path: "test-results/undo-thread.png" });
});
