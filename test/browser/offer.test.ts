/** The AI's offer of a person: its two buttons, and the field for an e-mail address. */
import { expect, test } from "./stage.ts";

const UNSURE = "Do your bags fit on a bicycle rack?";

test("'Talk to a person' puts the visitor in the queue, once, and removes the buttons", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say(UNSURE);
	await visitor.button("Talk to a person").click();
	await expect(visitor.chat).toContainText("You are in the queue");
	await expect(visitor.button("Talk to a person")).toHaveCount(0);

	const ines = await dashboard("ines");
	await ines.openThread(await visitor.conversationId());
	await expect(ines.messages.getByText(/the AI has stopped/)).toHaveCount(1);
	await expect(ines.summary.getByRole("paragraph").filter({ hasText: "Wants" })).toContainText("bicycle rack");
	await expect(ines.summary.getByText("Why you", { exact: true })).toBeVisible();
});

test("'Ask something else' continues with the AI, and removes the buttons", async ({ visit }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say(UNSURE);
	await visitor.button("Ask something else").click();
	await expect(visitor.button("Ask something else")).toHaveCount(0);
	await expect(visitor.button("Talk to a person")).toHaveCount(0);
	await visitor.say("How long do I have to return a bag?");
	await expect(visitor.message(/You have 30 days/)).toBeVisible();
	await expect(visitor.chat).not.toContainText("You are in the queue");
});

test("an address left in the queue makes a contact who says that it is theirs", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.queue();
	const address = visitor.chat.getByRole("textbox", { name: /team reach you/ });
	await address.fill("not an address");
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText("That is not an e-mail address");
	await address.fill("Kari@Fjell.example");
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText("kari@fjell.example");

	const ines = await dashboard("ines");
	await ines.openThread(await visitor.conversationId());
	await expect(ines.visitor).toContainText("kari@fjell.example");
	await ines.go("/contacts");
	await expect(ines.page.getByRole("link", { name: "Says they are kari@fjell.example" })).toBeVisible();
	await expect(ines.page.getByText("kari@fjell.example")).toHaveCount(1);
});
