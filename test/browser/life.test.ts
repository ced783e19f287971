/** A conversation from start to end, with a visitor's page and two dashboards open. */
import { expect, test } from "./stage.ts";

test("a visitor asks, the AI answers, offers a person, a teammate takes over, it is closed and reopens", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const ines = await dashboard("ines");
	const marco = await dashboard("marco");

	await test.step("the visitor is told that an AI answers first, and writes", async () => {
		await visitor.open();
		await expect(visitor.chat).toContainText("AI answers first");
		await visitor.say("How long do I have to return a bag?");
		await expect(visitor.message("How long do I have to return a bag?")).toBeVisible();
	});
	const id = await visitor.conversationId();

	await test.step("the AI answers from the articles and names its source", async () => {
		await expect(visitor.message(/You have 30 days/)).toBeVisible();
		await expect(visitor.messages.getByRole("list", { name: "Sources" })).toContainText("Returns and refunds");
	});

	await test.step("a teammate sees it with its confidence, under Pending, which the visitor never gets", async () => {
		await ines.view("Pending");
		await expect(ines.row(id)).toContainText("You have 30 days");
		await ines.openFromList(id);
		const answer = ines.messages.getByRole("article", { name: /^AI at/ });
		await expect(answer).toContainText(/confidence \d+\s%/);
		await expect(answer.getByRole("list", { name: "Sources" })).toContainText("Returns and refunds");
		await expect(visitor.chat).not.toContainText("confidence");
	});

	await test.step("where it isn't sure, it says so and offers a person; the visitor wants one", async () => {
		await visitor.say("Do your bags fit on a bicycle rack?");
		await expect(visitor.message(/I'm not sure/)).toBeVisible();
		await expect(visitor.button("Ask something else")).toBeVisible();
		await visitor.button("Talk to a person").click();
		await expect(visitor.chat).toContainText("You are in the queue");
		await expect(visitor.button("Ask something else")).toBeHidden();
	});

	await test.step("both dashboards see who waits, without a reload, with the summary", async () => {
		await expect(ines.summary).toContainText("bicycle rack");
		await marco.view("Waiting for a person");
		await expect(marco.row(id)).toContainText("Waiting");
		await marco.openFromList(id);
		await expect(marco.summary).toContainText("bicycle rack");
		await expect(marco.messages).toContainText("How long do I have to return a bag?");
		await expect(ines.thread).toContainText("Marco is viewing");
	});

	await test.step("Marco takes over in the same thread; everybody sees it", async () => {
		await marco.button("Take over").click();
		await expect(visitor.chat).toContainText("Marco joined");
		await expect(visitor.chat).toContainText("Marco is with you");
		await expect(ines.thread).toContainText("Marco took over");
		await expect(ines.thread).toContainText("Marco has this conversation.");
	});

	await test.step("they write to each other, and see each other type and read", async () => {
		await marco.reply.pressSequentially("Which rack", { delay: 20 });
		await expect(visitor.chat).toContainText("Marco is writing");
		await marco.answer("Which rack do you have?");
		await expect(visitor.message("Which rack do you have?")).toBeVisible();
		await expect(marco.messages.getByRole("article", { name: /^You at/ })).toContainText("Seen");
		await visitor.box.pressSequentially("A Tubus Cargo, the one with the low rails", { delay: 80 });
		await expect(marco.messages).toContainText(/is writing/);
		await visitor.say("A Tubus Cargo.");
		await expect(marco.messages).toContainText("A Tubus Cargo.");
		await expect(ines.messages).toContainText("A Tubus Cargo.");
		await marco.answer("Then the Roll 40 fits.");
		await expect(visitor.message("Then the Roll 40 fits.")).toBeVisible();
	});

	await test.step("a note stays with the team", async () => {
		await marco.thread.getByRole("tab", { name: /^Note/ }).click();
		const note = marco.thread.getByRole("textbox", { name: "Note for the team" });
		await note.fill("Knows their racks.");
		await note.press("Enter");
		await expect(ines.messages.getByRole("article", { name: /^Note by Marco/ })).toContainText("Knows their racks.");
		await expect(visitor.chat).not.toContainText("Knows their racks.");
	});

	await test.step("the AI is silent while a person has it", async () => {
		await visitor.say("How long do I have to return a bag?");
		await expect(marco.messages.getByText("How long do I have to return a bag?")).toHaveCount(2);
		await expect(visitor.message(/You have 30 days/)).toHaveCount(1);
		await marco.thread.getByRole("tab", { name: /^Reply/ }).click();
		await marco.answer("Thirty days, as the AI said.");
		await expect(visitor.message("Thirty days, as the AI said.")).toBeVisible();
	});

	await test.step("it is closed", async () => {
		await marco.button("Close").click();
		await expect(visitor.chat).toContainText("This conversation is closed");
		await expect(ines.thread).toContainText("Marco closed the conversation");
		await marco.go("/conversations?status=closed");
		await expect(marco.row(id)).toContainText("Closed");
	});

	await test.step("if the visitor writes again it reopens, with the AI answering again", async () => {
		await visitor.say("How long is the warranty?");
		await expect(visitor.message(/five-year warranty/)).toBeVisible();
		await expect(marco.row(id)).toBeHidden();
		await expect(ines.thread).toContainText("reopened");
		await expect(visitor.chat).toContainText("AI answers first");
	});
});
