/**
 * From a question that nobody can answer to one that the AI answers: a gap is made into a question in two clicks and asked again,
 * its answer is explained by "Why this answer", rated by the visitor, and counted.
 */
import { expect, test } from "./stage.ts";

const UNKNOWN = "Can you engrave my initials on the flap?";

test("a question the AI couldn't answer is answered the next time, two clicks later", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say(UNKNOWN);
	await expect(visitor.button("Talk to a person")).toBeVisible();

	const ines = await dashboard("ines");
	await ines.go("/knowledge/gaps");
	const gap = ines.page.getByRole("listitem").filter({ hasText: UNKNOWN });
	await expect(gap).toContainText("asked once");
	await gap.getByRole("link", { name: "Answer it" }).click();
	await expect(ines.page.getByRole("textbox", { name: "Question" })).toHaveValue(UNKNOWN);
	await ines.page.getByRole("textbox", { name: "Answer" }).fill("Yes, up to three initials, free of charge.");
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(ines.page.getByRole("button", { name: /^Not answered \d/ })).toBeVisible();
	await expect(gap).toHaveCount(0);

	const again = await visit();
	await again.open();
	await again.say("can you engrave initials on the flap");
	await expect(again.message(/up to three initials/)).toBeVisible();
	// A rating can be corrected.
	await again.button("Not helpful").click();
	await again.button("Helpful").click();
	await expect(again.button("Helpful")).toHaveAttribute("aria-pressed", "true");
	await expect(again.button("Not helpful")).toHaveAttribute("aria-pressed", "false");

	await ines.openThread(await again.conversationId());
	await ines.messages.getByRole("button", { name: "why this answer" }).click();
	const why = ines.page.getByRole("dialog", { name: "Why this answer" });
	await expect(why).toContainText("Answered by the embedded answerer");
	const steps = why.getByRole("list", { name: "How the confidence came about" });
	await expect(steps).toContainText("The search believed that the text it would quote answers");
	await expect(steps).toContainText("an answer may be given");
	await expect(why.getByRole("listitem").filter({ hasText: UNKNOWN })).toContainText("Cited");
	await why.getByRole("link", { name: "Edit the question" }).first().click();
	await expect(ines.page.getByRole("textbox", { name: "Answer" })).toHaveValue(/three initials/);
	await ines.page.getByRole("link", { name: "Back to the conversation" }).click();
	await expect(ines.messages).toContainText("up to three initials");
	await expect(ines.messages).toContainText("found helpful");

	await ines.go("/figures");
	const figure = (name: string) => ines.page.locator("main dl > div").filter({ hasText: name });
	await expect(figure("Thumbs")).toContainText("1 up, 0 down");
	await test.step("the figures fill their rows at every width", async () => {
		const window = ines.page.viewportSize();
		for (const width of [1280, 820, 390]) {
			await ines.page.setViewportSize({ width, height: 900 });
			const boxes = await ines.page.locator("main dl > div").evaluateAll((tiles) =>
				tiles.map((tile) => {
					const { top, right } = tile.getBoundingClientRect();
					return { top, right };
				}),
			);
			const rows = Map.groupBy(boxes, ({ top }) => Math.round(top));
			const ends = [...rows.values()].map((row) => Math.round(Math.max(...row.map(({ right }) => right))));
			expect(new Set(ends).size, `${width} wide: ${ends.join(", ")}`).toBe(1);
		}
		if (window) await ines.page.setViewportSize(window);
	});
	await ines.page.getByText("The days as a table").click();
	await expect(ines.page.getByRole("table")).toContainText("Thumbs up");

	await test.step("the figures tell what became of answers, and what another threshold would have done", async () => {
		await ines.page.getByRole("link", { name: "Confidence" }).click();
		await expect(ines.page.getByRole("columnheader", { name: "Not helpful" })).toBeVisible();
		await expect(ines.page.getByRole("main")).toContainText("Counted since");
		const threshold = ines.page.getByRole("slider", { name: "Threshold" });
		await expect(ines.page.getByText(/^At 85\u00A0%, \d+ of \d+ questions? (is|are) answered/)).toBeVisible();
		await threshold.fill("50");
		await expect(ines.page.getByText(/^At 50\u00A0%/)).toBeVisible();
		await ines.go("/settings");
		await ines.page.getByLabel("Confidence threshold").fill("99");
		await expect(ines.page.getByText(/^In the last 30 days: at 99\u00A0%/)).toBeVisible();
		await ines.page.getByRole("button", { name: "Undo changes" }).click();
	});

	// The rating is still shown on the visitor's next page.
	await again.page.reload();
	await again.open();
	await expect(again.button("Helpful")).toHaveAttribute("aria-pressed", "true");
});

test("from the view of why an answer was given, a question is added that answers the next visitor", async ({
	visit,
	dashboard,
}) => {
	const asked = "Do you sharpen kitchen knives?";
	const visitor = await visit();
	await visitor.open();
	await visitor.say(asked);
	await expect(visitor.button("Talk to a person")).toBeVisible();

	const ines = await dashboard("ines");
	await ines.openThread(await visitor.conversationId());
	await ines.messages.getByRole("button", { name: /\bwhy\b/ }).click();
	const why = ines.page.getByRole("dialog", { name: "Why this answer" });
	await why.getByRole("link", { name: "Add a question with its answer" }).click();
	await expect(ines.page.getByRole("textbox", { name: "Question" })).toHaveValue(asked);
	await ines.page.getByRole("textbox", { name: "Answer" }).fill("Yes, a knife is sharpened for six euros.");
	await ines.page.getByRole("button", { name: "Save" }).click();
	// Saving leads back to the conversation.
	await expect(ines.messages).toContainText(asked);

	const next = await visit();
	await next.open();
	await next.say("do you sharpen kitchen knives");
	await expect(next.message("Yes, a knife is sharpened for six euros.")).toBeVisible();
});

test("the playground reports its rate limit, and keeps the question", async ({ dashboard }) => {
	const marco = await dashboard("marco", { expected: /429/ });
	await marco.go("/knowledge/playground");
	const { page } = marco;
	const detail = "Wait a minute, then ask again.";
	const body = JSON.stringify({
		type: "about:blank",
		title: "Too many attempts",
		status: 429,
		detail,
		reason: "flood",
	});
	await page.route("**/api/playground", (route) =>
		route.fulfill({ status: 429, contentType: "application/problem+json", body }),
	);
	const question = page.getByRole("textbox", { name: "Question" });
	await question.fill("Do you ship to Norway?");
	await question.press("Enter");
	await expect(page.getByRole("alert")).toContainText(detail);
	await expect(question).toHaveValue("Do you ship to Norway?");

	await page.unroute("**/api/playground");
	await question.press("Enter");
	await expect(page.getByRole("log")).toContainText(/Norway/);
	await expect(page.getByRole("button", { name: "Why this answer" })).toBeVisible();
	await expect(page.getByRole("alert")).toHaveCount(0);
	await expect(question).toHaveValue("");
});

test("the playground answers as the widget does, understands follow-ups, and stores nothing", async ({ dashboard }) => {
	const ines = await dashboard("ines");
	await ines.go("/knowledge/playground");
	const question = ines.page.getByRole("textbox", { name: "Question" });
	await question.fill("How long do I have to return a bag?");
	await question.press("Enter");
	await expect(ines.page.getByRole("log", { name: "Messages" })).toContainText("You have 30 days");
	const how = ines.page.getByRole("region", { name: "How the answer came about" });
	await expect(how).toContainText("Answered by the embedded answerer");
	await expect(how.getByRole("listitem").filter({ hasText: "Cited" }).first()).toContainText("Returns and refunds");
	await question.fill("Do you sell submarines in Atlantis?");
	await ines.page.getByRole("button", { name: "Ask", exact: true }).click();
	await expect(how).toContainText(/The judge|The search/);
	await ines.go("/knowledge/gaps");
	await expect(ines.page.getByText(/submarines/)).toHaveCount(0);
});
