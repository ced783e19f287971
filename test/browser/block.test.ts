/** A block's effect in the visitor's browser: at once, in every tab, and on the next page load. */
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";

test("a block while the visitor types takes the chat away in every tab, and unblocking brings it back", async ({
	visit,
	dashboard,
	world,
}) => {
	// The browser logs the refusals that a blocked visitor's page gets.
	const visitor = await visit({ expected: /403|WebSocket connection/ });
	const id = await visitor.queue();
	const other = await Visitor.arrive(await visitor.page.context().newPage(), world);
	await other.open();
	await expect(other.message("Can I talk to a person?")).toBeVisible();

	const ines = await dashboard("ines");
	await ines.openThread(id);
	await visitor.box.pressSequentially("You will regr", { delay: 20 });
	await expect(ines.messages).toContainText(/is writing/);
	await ines.more("Block the visitor");
	const dialog = ines.page.getByRole("dialog", { name: /^Block/ });
	await dialog.getByRole("radio", { name: "7 days" }).check();
	await dialog.getByRole("textbox", { name: "Reason" }).fill("Threats");
	await dialog.getByRole("button", { name: "Block", exact: true }).click();

	for (const page of [visitor, other]) {
		await expect(page.chat).toBeHidden();
		await expect(page.launcher).toBeHidden();
	}
	await expect(ines.messages).toContainText("You blocked");
	await ines.go("/conversations?status=all");
	await expect(ines.row(id)).toHaveCount(0);
	await ines.go("/conversations?status=archived");
	await expect(ines.row(id)).toContainText("Archived");

	const refused = visitor.page.waitForResponse(/\/api\/widget\/boot/);
	await visitor.page.reload();
	expect((await refused).status()).toBe(403);
	await expect(visitor.launcher).toHaveCount(0);

	await ines.openThread(id);
	await ines.more("Unblock the visitor");
	await ines.page.getByRole("dialog").getByRole("button", { name: "Unblock" }).click();
	await expect(ines.messages).toContainText("You unblocked");
	await visitor.page.reload();
	await visitor.open();
	await visitor.say("Sorry about that.");
	await expect(ines.messages).toContainText("Sorry about that.");
});

test("an agent can block for up to seven days, and not longer", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.queue();
	const marco = await dashboard("marco");
	await marco.openThread(await visitor.conversationId());
	await marco.more("Block the visitor");
	const dialog = marco.page.getByRole("dialog", { name: /^Block/ });
	await expect(dialog.getByRole("radio", { name: "7 days" })).toBeEnabled();
	await expect(dialog.getByRole("radio", { name: "30 days" })).toBeDisabled();
	await expect(dialog.getByRole("radio", { name: "For good" })).toBeDisabled();
});
