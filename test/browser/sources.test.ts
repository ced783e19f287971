/** Sources of knowledge: files dropped on the page, a site crawled over HTTP, and a visitor who asks about both. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { helpPage, serveHelpSite } from "./site.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

/** Drops files on the page, with the events of a browser's drag and drop. */
async function drop(page: Page, files: { name: string; bytes: Buffer }[]): Promise<void> {
	const transfer = await page.evaluateHandle(
		(given) => {
			const data = new DataTransfer();
			for (const { name, base64 } of given) {
				const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
				data.items.add(new File([bytes], name));
			}
			return data;
		},
		files.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") })),
	);
	const main = page.getByRole("main");
	await main.dispatchEvent("dragover", { dataTransfer: transfer });
	await expect(page.getByText("Drop files to add them")).toBeVisible();
	await main.dispatchEvent("drop", { dataTransfer: transfer });
}

test("files that are dropped become articles, those that can't be read say why, and visitors get their answers", async ({
	dashboard,
	visit,
}) => {
	const ines = await dashboard("ines");
	await ines.go("/knowledge/sources");
	const { page } = ines;
	const row = (name: string) => page.getByRole("listitem").filter({ hasText: name }).first();
	await expect(page.getByText("Nothing is read from files or sites yet")).toBeVisible();

	await test.step("dropped, several at once", async () => {
		const handbook = readFileSync("test/fixtures/handbook.pdf");
		await drop(page, [
			{ name: "handbook.pdf", bytes: handbook },
			{ name: "prices.pdf", bytes: readFileSync("test/fixtures/pdf/prices.pdf") },
			{ name: "disguised.docx", bytes: handbook },
			{
				name: "faq.csv",
				bytes: Buffer.from("question,answer\nDo you engrave name plates?,We engrave brass plates only.\nHm?,\n"),
			},
			{ name: "film.mp4", bytes: Buffer.from("x") },
			{ name: "empty.txt", bytes: Buffer.from("") },
		]);
		await expect(row("film.mp4")).toContainText("Files of this kind can't be read");
		await expect(row("empty.txt")).toContainText("It is empty");
		await expect(row("handbook.pdf")).toContainText("Read just now");
		await expect(row("handbook.pdf")).toContainText("1 article");
		await expect(row("prices.pdf")).toContainText("Read just now");
		await row("prices.pdf").getByText("What was left out").click();
		await expect(row("prices.pdf")).toContainText("On every page, and left out: “Fjord Bags · for customers”");
		await expect(row("disguised.docx")).toContainText("It isn't a Word document, whatever its name says");
		await expect(row("faq.csv")).toContainText("1 question");
		await row("faq.csv").getByText("1 thing couldn't be read").click();
		await expect(row("faq.csv")).toContainText("Row 3");
	});

	await test.step("nothing in the page is out of reach", async () => {
		expect(await violations(page)).toEqual([]);
	});

	await test.step("an article is shown beside its file, with what was left out of it", async () => {
		await row("prices.pdf").getByRole("link", { name: "1 article" }).click();
		await page.getByRole("list", { name: "Articles" }).getByRole("link").first().click();
		await page.getByRole("button", { name: "Compare" }).click();
		const beside = page.getByRole("dialog", { name: "The article and its file" });
		const file = beside.getByRole("region", { name: "File" });
		await expect(file.getByRole("link", { name: "prices.pdf" })).toHaveAttribute("download", "prices.pdf");
		await expect(file.locator("iframe")).toHaveAttribute("title", "prices.pdf");
		await file.getByText("What was left out").click();
		await expect(file).toContainText("Fjord Bags · for customers");
		expect(await violations(page)).toEqual([]);
		await page.keyboard.press("Escape");
		await expect(beside).toBeHidden();
		await ines.go("/knowledge/sources");
	});

	await test.step("a visitor asks, and the answer names the document", async () => {
		const visitor = await visit();
		await visitor.open();
		await visitor.say("Waxing canvas: how long does the first coat dry before the second coat?");
		await expect(visitor.message(/eleven hours/)).toBeVisible();
		await expect(visitor.messages.getByRole("list", { name: "Sources" })).toContainText("Workshop handbook");
	});

	await test.step("the list tells where the article is from; switched off, it answers nobody", async () => {
		await row("handbook.pdf").getByRole("link", { name: "1 article" }).click();
		const list = page.getByRole("list", { name: "Articles" });
		await expect(list.getByRole("listitem")).toHaveCount(1);
		await expect(list).toContainText("handbook.pdf");
		await list.getByRole("switch", { name: "Use “Workshop handbook”" }).click();
		await expect(list.getByRole("switch")).not.toBeChecked();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("Waxing canvas: how long does the first coat dry before the second coat?");
		await expect(visitor.messages).toContainText(/not sure|don't know|didn't find/i);
		await expect(visitor.messages).not.toContainText("eleven hours");
	});

	await test.step("removed with what it brought", async () => {
		await ines.go("/knowledge/sources");
		await page.getByRole("button", { name: "Actions for faq.csv" }).click();
		await page.getByRole("menuitem", { name: "Remove" }).click();
		await expect(page.getByRole("dialog")).toContainText("Its 1 question goes with it");
		await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
		await expect(row("faq.csv")).toBeHidden();
	});
});

test("a site is crawled over HTTP: by its sitemap, without pages that exclude crawlers, and again when it has changed", async ({
	dashboard,
	visit,
}) => {
	const site = await serveHelpSite();
	try {
		const ines = await dashboard("ines", { expected: /422/ });
		await ines.go("/knowledge/sources");
		const { page } = ines;
		const name = site.url.replace("http://", "");
		const row = page.getByRole("listitem").filter({ hasText: name }).first();

		await test.step("an address that isn't public is refused beside its field", async () => {
			await page.getByRole("button", { name: "Add a site" }).click();
			await page.getByLabel("Address").fill("http://169.254.169.254/latest/meta-data");
			await page.getByRole("button", { name: "Read the site" }).click();
			await expect(page.getByRole("dialog")).toContainText("That address isn't public.");
		});

		await test.step("this one is read, with its progress on the page", async () => {
			await page.getByLabel("Address").fill(site.url);
			await page.getByRole("button", { name: "Read the site" }).click();
			await expect(page.getByRole("dialog")).toBeHidden();
			await expect(row).toContainText(/Waiting|Reading|Read just now/);
			await expect(row).toContainText("Read just now");
			await expect(row).toContainText("3 articles");
			await expect(row).toContainText("3 new or changed");
			await row.getByText("1 thing couldn't be read").click();
			await expect(row).toContainText("/broken");
			await expect(row).toContainText("answered with an error (500)");
			expect(site.asked).not.toContain("/staff");
		});

		await test.step("it says what was left out, and an article is shown beside its page", async () => {
			await row.getByText("What was left out").click();
			await expect(row).toContainText("The site was read by its sitemap");
			await expect(row).toContainText(`1 page calls itself a copy of ${site.url}/tents`);
			await expect(row).toContainText("1 page asks not to be found by search engines");
			await expect(row).toContainText("1 page that the site's robots.txt asks not to read");
			await row.getByRole("link", { name: "3 articles" }).click();
			await page.getByRole("link", { name: /Renting a tent/ }).click();
			await page.getByRole("button", { name: "Compare" }).click();
			const beside = page.getByRole("dialog", { name: "The article and its page" });
			await expect(beside.getByRole("region", { name: "Article" })).toContainText("Gannet");
			const original = beside.getByRole("region", { name: "Page" });
			await expect(original).toContainText("29 euros");
			await expect(original.getByRole("figure").last()).toContainText("All rights reserved");
			await expect(original.getByRole("figure").last()).toContainText("Menus, head and foot of the page");
			expect(await violations(page)).toEqual([]);
			await page.keyboard.press("Escape");
			await expect(beside).toBeHidden();
			await ines.go("/knowledge/sources");
		});

		await test.step("a visitor is answered from the page, tables included, not from the one that asks to be left", async () => {
			const visitor = await visit();
			await visitor.open();
			await visitor.say("Deposits: is a deposit taken for every lantern?");
			await expect(visitor.message(/deposit of forty euros/)).toBeVisible();
			await visitor.say("Renting a tent: what is the price a night of the Gannet tent?");
			await expect(visitor.messages.getByRole("cell", { name: "29 euros" })).toBeVisible();
			await expect(visitor.messages.getByRole("columnheader", { name: "Price a night" })).toBeVisible();
		});

		await test.step("read again, it says what changed; what was edited here stays", async () => {
			await row.getByRole("link", { name: "3 articles" }).click();
			await page.getByRole("link", { name: /Renting a tent/ }).click();
			await expect(page.getByText("Follows its page")).toBeVisible();
			const text = page.getByRole("textbox", { name: "Text" });
			await text.fill("Tents are rented out by us.");
			await page.getByRole("button", { name: "Save", exact: true }).click();
			await expect(page.getByText("Edited here: it stays as it is")).toBeVisible();
			site.pages["/deposits"] = helpPage("Deposits", "<p>A deposit of fifty euros is taken for every lantern.</p>");
			site.pages["/tents"] = helpPage("Renting a tent", "<p>Tents are sold out.</p>");
			delete site.pages["/"];
			await ines.go("/knowledge/sources");
			await page.getByRole("button", { name: `Actions for ${name}` }).click();
			await page.getByRole("menuitem", { name: "Read again now" }).click();
			await expect(row).toContainText("2 articles");
			await expect(row).toContainText("removed");
			await row.getByRole("link", { name: "2 articles" }).click();
			await expect(page.getByRole("list", { name: "Articles" })).toContainText("fifty euros");
			await expect(page.getByRole("list", { name: "Articles" })).toContainText("Tents are rented out by us.");
		});
	} finally {
		await site.close();
	}
});

test("two people edit one article: the second is asked, and nothing is lost", async ({ dashboard }) => {
	const ines = await dashboard("ines", { expected: /409/ });
	const other = await dashboard("ines");
	await ines.go("/knowledge");
	await ines.page.getByRole("link", { name: /^Gift cards/ }).click();
	const title = ines.page.getByRole("textbox", { name: "Title" });
	await title.fill("Gift cards, by the first");
	await other.page.goto(ines.page.url());
	await other.page.getByRole("textbox", { name: "Title" }).fill("Gift cards, by the second");
	await other.page.getByRole("button", { name: "Save", exact: true }).click();
	await expect(other.page.getByText("Article saved").last()).toBeVisible();
	await ines.page.getByRole("button", { name: "Save", exact: true }).click();
	const asked = ines.page.getByRole("alert");
	await expect(asked).toContainText("Somebody else has saved this article meanwhile");
	await expect(title).toHaveValue("Gift cards, by the first");
	await asked.getByRole("button", { name: "Show theirs" }).click();
	await expect(asked).toContainText("Gift cards, by the second");
	await asked.getByRole("button", { name: "Save mine over theirs" }).click();
	await expect(asked).toBeHidden();
	await other.page.reload();
	await expect(other.page.getByRole("textbox", { name: "Title" })).toHaveValue("Gift cards, by the first");
});
