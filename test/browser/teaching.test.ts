/** The team's control over what the AI learns: stopping a crawl, its patterns and schedule, and approving a suggested answer. */
import { helpPage, serveHelpSite } from "./site.ts";
import { expect, test } from "./stage.ts";

test("a crawl is stopped at a click; the next one keeps to its patterns and its schedule", async ({ dashboard }) => {
	const site = await serveHelpSite();
	try {
		for (let no = 0; no < 80; no++)
			site.pages[`/tents/${no}`] = helpPage(`Tent ${no}`, `<p>Tent number ${no} sleeps ${no} people.</p>`);
		const ines = await dashboard("ines");
		await ines.go("/knowledge/sources");
		const { page } = ines;
		const name = site.url.replace("http://", "");
		const row = page.getByRole("listitem").filter({ hasText: name }).first();
		await page.getByRole("button", { name: "Add a site" }).click();
		await page.getByLabel("Address").fill(site.url);
		await page.getByLabel("Read it again").selectOption({ label: "Every week" });
		await page.getByRole("button", { name: "Read the site" }).click();
		await page.getByRole("button", { name: `Stop reading ${name}` }).click();
		await expect(row).toContainText("Stopped");
		expect(site.asked.length).toBeLessThan(80);

		await page.getByRole("button", { name: `Actions for ${name}` }).click();
		await page.getByRole("menuitem", { name: /Change/ }).click();
		await page.getByLabel("Never pages like these").fill("/tents/*\n/deposits");
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.getByRole("button", { name: `Actions for ${name}` }).click();
		const again = page.getByRole("menuitem", { name: "Read again now" });
		if (await again.isVisible()) await again.click();
		await expect(row).toContainText("Read just now");
		await expect(row).toContainText("2 articles");
		await expect(row).toContainText(/next in (?:6|7) days/);
	} finally {
		await site.close();
	}
});

test("a site that is read by hand is set to be read every day, and keeps to it", async ({ dashboard }) => {
	const site = await serveHelpSite();
	try {
		const ines = await dashboard("ines");
		await ines.go("/knowledge/sources");
		const { page } = ines;
		const name = site.url.replace("http://", "");
		const row = page.getByRole("listitem").filter({ hasText: name }).first();
		await page.getByRole("button", { name: "Add a site" }).click();
		await page.getByLabel("Address").fill(site.url);
		await page.getByLabel("Read it again").selectOption({ label: "Only when somebody asks for it" });
		await page.getByRole("button", { name: "Read the site" }).click();
		await expect(row).toContainText("Read just now");
		await expect(row).not.toContainText(/next in/);

		await page.getByRole("button", { name: `Actions for ${name}` }).click();
		await page.getByRole("menuitem", { name: /Change/ }).click();
		await page.getByLabel("Read it again").selectOption({ label: "Every day" });
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await expect(row).toContainText(/next in 2[34] hours/);
		await page.reload();
		await expect(row).toContainText(/next in 2[34] hours/);
	} finally {
		await site.close();
	}
});

test("a teammate's answer is suggested, and the AI answers from it once it is saved", async ({ dashboard, visit }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say("Can the flap be embroidered with a coat of arms?");
	await expect(visitor.button("Talk to a person")).toBeVisible();
	const ines = await dashboard("ines");
	await ines.openThread(await visitor.conversationId());
	await ines.page
		.getByRole("textbox", { name: /reply/i })
		.fill("Yes, our workshop embroiders coats of arms for 25 euros.");
	await ines.page.keyboard.press("Enter");
	await expect(visitor.message(/workshop embroiders/)).toBeVisible();
	await ines.page
		.getByRole("button", { name: /^Close/ })
		.first()
		.click();
	await expect(visitor.chat.getByText("This conversation is closed.")).toBeVisible();

	// What a closing leads to waits until it can't be undone any more.
	const address = new URL("/api/suggestions", ines.page.url()).href;
	const suggested = async () => (await ines.page.request.get(address)).text();
	await expect.poll(suggested, { timeout: 30_000 }).toContain("coat of arms");
	await ines.go("/knowledge/gaps");
	await ines.page.getByRole("button", { name: /^Answered by a person/ }).click();
	const suggestion = ines.page.getByRole("listitem").filter({ hasText: "coat of arms" });
	await suggestion.getByRole("link", { name: "Look over and save" }).click();
	await expect(ines.page.getByRole("textbox", { name: "Answer" })).toHaveValue(/25 euros/);
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(suggestion).toHaveCount(0);

	const next = await visit();
	await next.open();
	await next.say("can a flap be embroidered with a coat of arms");
	await expect(next.message(/workshop embroiders coats of arms/)).toBeVisible();
});

test("questions that find an article's section are a teammate's to change, and no visitor sees them", async ({
	dashboard,
	visit,
}) => {
	const ines = await dashboard("ines");
	const { page } = ines;
	await ines.go("/knowledge/articles");
	await page.getByRole("link", { name: /Warranty and repairs/ }).click();
	await page.getByText("Questions that find this article").click();
	const first = page.locator(".wordings textarea").first();
	await first.fill("Will you mend my rucksack if it rips?\nIs a torn one covered?");
	await page.getByRole("button", { name: "Save these" }).click();
	await expect(page.getByText("Written by your team")).toBeVisible();
	await page.reload();
	await page.getByText("Questions that find this article").click();
	await expect(first).toHaveValue(/torn one covered/);

	const visitor = await visit();
	await visitor.open();
	await visitor.say("Will you mend my rucksack if it rips?");
	await expect(visitor.messages.getByRole("list", { name: "Sources" })).toContainText("Warranty and repairs");
	await expect(visitor.messages.getByText("torn one covered")).toHaveCount(0);
});
