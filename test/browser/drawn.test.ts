/** How texts are drawn: code, a visitor's own words, directions of reading, and texts that the browser translates. */
import { expect, test } from "./stage.ts";

const WIDE = `\`\`\`\n${"0123456789".repeat(9)}\n\`\`\``;

for (const [device, viewport] of Object.entries({
	"desktop 1440 x 900": { width: 1_440, height: 900 },
	"phone 390 x 844": { width: 390, height: 844 },
}))
	test(`a teammate's wide code scrolls in its bubble, not the feed, and the visitor's own words stand as typed: ${device}`, async ({
		visit,
		dashboard,
	}, info) => {
		const visitor = await visit({ viewport });
		const id = await visitor.queue();
		const own = "# 12345 ¯\\_(ツ)_/¯ **not bold** x\u202egnp.exe";
		await visitor.say(own);
		await expect(visitor.messages).toContainText("# 12345 ¯\\_(ツ)_/¯ **not bold** xgnp.exe");
		await visitor.say("שלום, מספר ההזמנה: 4471893");
		await expect(visitor.message("שלום")).toBeVisible();
		const ines = await dashboard("ines");
		await ines.openThread(id);
		await expect(ines.messages).toContainText("xgnp.exe");
		await ines.button("Take over").click();
		await ines.answer(`Here it is:\n${WIDE}`);
		const code = visitor.messages.locator("pre");
		await expect(code).toBeVisible();
		await expect(visitor.messages.getByText("Today")).toBeVisible();
		const scroll = await visitor.chat.locator(".scroll").evaluate((feed) => feed.scrollWidth - feed.clientWidth);
		expect(scroll).toBe(0);
		expect(await code.evaluate((pre) => pre.scrollWidth > pre.clientWidth)).toBe(true);
		for (const colorScheme of ["light", "dark"] as const) {
			await visitor.page.emulateMedia({ colorScheme });
			await visitor.page.screenshot({ path: info.outputPath(`${viewport.width}-${colorScheme}.png`) });
		}
	});

test("a message that nobody can see can't be sent", async ({ visit }) => {
	const visitor = await visit();
	await visitor.open();
	for (const nothing of ["\u200b", "\u3164", " \u2060\n"]) {
		await visitor.box.fill(nothing);
		await expect(visitor.button("Send")).toBeDisabled();
	}
	await visitor.box.fill("\u200ba");
	await expect(visitor.button("Send")).toBeEnabled();
});

test("messages are sent where the browser never answers for a lock", async ({ newPage, world }) => {
	const page = await newPage();
	await page.addInitScript(() => {
		navigator.locks.request = () => new Promise(() => {});
	});
	await page.goto(world.shop);
	await page.getByRole("button", { name: "Chat" }).click();
	await page.getByRole("textbox", { name: "Your message" }).fill("How long is the warranty?");
	await page.getByRole("textbox", { name: "Your message" }).press("Enter");
	await expect(page.getByRole("log").getByText("How long is the warranty?", { exact: true })).toBeVisible();
});

test("texts of the dashboard that change are shown while the browser translates it", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const ines = await dashboard("ines");
	await ines.openThread(id);
	await ines.page.getByText("Waiting", { exact: false }).first().waitFor();
	/** What Chromium's translator does: each text node is replaced by two nested <font> elements. */
	const translate = () =>
		ines.page.evaluate(() => {
			const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			const texts: Text[] = [];
			while (walker.nextNode())
				if (walker.currentNode instanceof Text && walker.currentNode.data.trim() !== "") texts.push(walker.currentNode);
			for (const text of texts) {
				if (text.parentElement?.closest("font, script, style, noscript")) continue;
				const outer = document.createElement("font");
				const inner = document.createElement("font");
				inner.textContent = `[${text.data}]`;
				outer.append(inner);
				text.replaceWith(outer);
			}
		});
	await translate();
	await expect(ines.messages).toContainText("[Can I talk to a person?]");
	await visitor.say("Are you there?");
	await expect(ines.messages).toContainText("Are you there?");
	await expect(ines.row(id)).toContainText("Are you there?");
	await translate();
	await ines.button("\\[?Take over").click();
	await visitor.say("Hello again");
	await expect(ines.row(id)).toContainText("Hello again");
	await expect(ines.row(id)).not.toContainText("Are you there?");
	await expect(ines.row(id)).not.toContainText("Waiting");
});
