/** Copilot in the reply box: a suggestion with its sources, rewriting a draft, undo, and a draft that survives failures. */
import { violations } from "./axe.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Model } from "./model.ts";
import { expect, test } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

test.use({ withModel: true });

const SUGGESTED = "You can return a bag within 30 days.";

/** Opens the thread of a visitor who waits for a person. */
async function waiting(visitor: Visitor, ines: Dashboard, model: Model): Promise<void> {
	model.reply = { text: "OFFER" };
	await visitor.open();
	await visitor.say("How long do I have to return a bag?");
	await visitor.button("Talk to a person").click();
	await expect(visitor.chat).toContainText("You are in the queue");
	await ines.openThread(await visitor.conversationId());
}

const rewriteTo = async ({ page, thread }: Dashboard, name: string) => {
	await thread.getByRole("button", { name: "Rewrite the draft" }).click();
	await page.getByRole("menuitem", { name, exact: true }).click();
};

test("a suggestion shows its sources, is edited and sent, and counts as edited", async ({
	visit,
	dashboard,
	model,
}) => {
	const visitor = await visit();
	const ines = await dashboard("ines");
	await waiting(visitor, ines, model);
	model.reply = { text: `SOURCES: 1\n${SUGGESTED}` };

	await ines.button("Suggest a reply").click();
	await expect(ines.reply).toHaveValue(SUGGESTED);
	const sources = ines.thread.getByRole("list", { name: "Sources of the suggestion" });
	await expect(sources.getByRole("link", { name: /Returns and refunds/ })).toHaveAttribute(
		"href",
		/\/knowledge\/articles\//,
	);
	expect(await violations(ines.page)).toEqual([]);

	// Leaving the thread keeps the draft, and that it was made from a suggestion.
	await ines.page.reload();
	await expect(ines.reply).toHaveValue(SUGGESTED);
	await expect(sources).toBeVisible();
	await ines.reply.press("End");
	await ines.reply.pressSequentially(" The label is on its way.");
	await ines.reply.press("Enter");
	await expect(visitor.message(`${SUGGESTED} The label is on its way.`)).toBeVisible();
	await expect(sources).toHaveCount(0);

	await ines.go("/figures");
	await expect(ines.page.getByText("0 used as they were, 1 edited, 0 dropped")).toBeVisible();
});

test("a draft is rewritten, and is what it was after undo, a failure and a cancelled wait", async ({
	visit,
	dashboard,
	model,
}) => {
	const visitor = await visit();
	const ines = await dashboard("ines", { expected: /502/ });
	await waiting(visitor, ines, model);
	const rewrite = ines.thread.getByRole("button", { name: "Rewrite the draft" });
	await expect(rewrite).toBeDisabled();
	const draft = "u can send it back in 30 days, ok";
	await ines.reply.fill(draft);

	model.reply = { text: "You are welcome to return it within 30 days." };
	await rewriteTo(ines, "Rephrase");
	await expect(ines.reply).toHaveValue("You are welcome to return it within 30 days.");
	model.reply = { text: "Você pode devolver em até 30 dias." };
	await rewriteTo(ines, "Portuguese");
	await expect(ines.reply).toHaveValue(/30 dias/);
	await ines.reply.press("Control+z");
	await ines.button("Undo").click();
	await expect(ines.reply).toHaveValue(draft);
	await ines.button("Redo").click();
	await expect(ines.reply).toHaveValue(/You are welcome/);
	await ines.button("Undo").click();

	model.reply = { text: "Return it within 60 days: https://evil.test/returns" };
	await rewriteTo(ines, "Shorter");
	await expect(ines.thread.getByRole("alert")).toContainText(
		"The model added “https://evil.test/returns”, which you didn't write. Your draft is as it was.",
	);
	await expect(ines.reply).toHaveValue(draft);
	expect(await violations(ines.page)).toEqual([]);

	model.reply = { pieces: ["Return ", "it"] };
	await rewriteTo(ines, "Rephrase");
	const writing = await model.writing();
	await expect(ines.thread.getByText("Rephrasing")).toBeVisible();
	await expect(ines.thread.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
	await ines.button("Cancel").click();
	await writing.hungUp;
	await expect(ines.reply).toHaveValue(draft);
	await expect(ines.reply).toBeEditable();

	model.reply = { status: 500 };
	await rewriteTo(ines, "Rephrase");
	await expect(ines.thread.getByRole("alert")).toContainText("Your draft is as it was.");
	await expect(ines.reply).toHaveValue(draft);
	await expect(visitor.message(/return it/)).toHaveCount(0);
});

test("a suggestion is asked for by keyboard, from the thread and while writing", async ({
	visit,
	dashboard,
	model,
}) => {
	const visitor = await visit();
	const ines = await dashboard("ines");
	await waiting(visitor, ines, model);
	model.reply = { text: `SOURCES: 1\n${SUGGESTED}` };
	await ines.page.keyboard.press("g");
	await expect(ines.reply).toHaveValue(SUGGESTED);
	await expect(ines.reply).toBeFocused();
	await ines.reply.fill("Mine, ");
	await ines.page.keyboard.press("Control+j");
	await expect(ines.reply).toHaveValue(SUGGESTED);
	await ines.page.keyboard.press("Control+z");
	await expect(ines.reply).toHaveValue("Mine, ");
});
