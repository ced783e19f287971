/** An answer that a model is writing: shown as it streams, stopped by a takeover, replaced when the model fails. */
import { expect, test } from "./stage.ts";

test.use({ withModel: true });

const QUESTION = "How long do I have to return a bag?";

test("a takeover while an answer streams removes the answer everywhere", async ({ visit, dashboard, model }) => {
	model.reply = {
		pieces: ["SOURCES: 1\n", "You can send it back.\n", "You have thirty days.\n", "And we pay for it."],
	};
	// Signed in before the model begins: one that says nothing for long is given up.
	const marco = await dashboard("marco");
	const visitor = await visit();
	await visitor.open();
	await visitor.say(QUESTION);
	const writing = await model.writing();
	writing.next();
	writing.next();
	await expect(visitor.chat.getByText("You can send it back")).toBeVisible();

	await marco.openThread(await visitor.conversationId());
	writing.next();
	await expect(visitor.chat.getByText(/You have thirty days/)).toBeVisible();
	await marco.button("Take over").click();
	await expect(visitor.chat).toContainText("Marco joined");
	await expect(visitor.chat.getByText("You can send it back")).toHaveCount(0);
	await writing.hungUp;
	writing.finish();

	await marco.answer("Marco here. You have 30 days.");
	await expect(visitor.message("Marco here. You have 30 days.")).toBeVisible();
	await expect(visitor.chat.getByText("You can send it back")).toHaveCount(0);
	await expect(marco.messages.getByRole("article", { name: /^AI at/ })).toHaveCount(0);
	await visitor.page.reload();
	await visitor.open();
	await expect(visitor.message("Marco here. You have 30 days.")).toBeVisible();
	await expect(visitor.chat.getByText("You can send it back")).toHaveCount(0);
});

test("an answer to a part stands with its sources above the offer of a person for the other", async ({
	visit,
	model,
}) => {
	model.reply = { text: "SOURCES: 1 PART\nYou have 30 days. The passages say nothing of shipping to Mars." };
	const visitor = await visit();
	await visitor.open();
	await visitor.say(`${QUESTION} And do you ship to Mars?`);
	await expect(visitor.message(/You have 30 days/)).toHaveCount(1);
	await expect(visitor.messages.getByRole("list", { name: "Sources" })).toContainText("Returns and refunds");
	await visitor.button("Talk to a person").click();
	await expect(visitor.chat).toContainText("You are in the queue");
	await expect(visitor.messages.getByRole("link", { name: "Returns and refunds" })).toBeVisible();
});

test("an answer is shown while it is written and becomes one message with its source", async ({ visit, model }) => {
	model.reply = {
		pieces: ["SOURCES: 1\n", "You have 30 days.\n", "They begin on the day ", "the parcel is delivered."],
	};
	const visitor = await visit();
	await visitor.open();
	await visitor.say(QUESTION);
	const writing = await model.writing();
	writing.next();
	writing.next();
	await expect(visitor.chat.getByText("You have 30 days")).toBeVisible();
	await expect(visitor.message(/You have 30 days/)).toHaveCount(0);
	writing.finish();
	await expect(visitor.message(/They begin on the day the parcel is delivered/)).toHaveCount(1);
	await expect(visitor.messages.getByRole("list", { name: "Sources" })).toContainText("Returns and refunds");
	await expect(visitor.chat.getByText("You have 30 days")).toHaveCount(1);
	const opened = visitor.page.waitForEvent("popup");
	await visitor.messages.getByRole("link", { name: "Returns and refunds" }).click();
	await expect((await opened).getByRole("heading", { name: "Returns and refunds" })).toBeVisible();
});

test("a model that fails is replaced by the knowledge base's own words", async ({ visit, model }) => {
	model.reply = { status: 500 };
	const visitor = await visit();
	await visitor.open();
	await visitor.say(QUESTION);
	await expect(visitor.message(/You have 30 days to send something back/)).toHaveCount(1);
});
