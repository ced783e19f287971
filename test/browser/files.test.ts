/**
 * Files, both ways, in a real Chromium: chosen, pasted, dropped and taken with a camera; sent once and in order whatever happens to
 * the page and the network; drawn only where that is safe. A report of any content security policy fails a test, as an error in
 * the console.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { bytesOf, joined, photo, png } from "../pure/setup/sent-files.ts";
import type { Dashboard } from "./dashboard.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";
import { begin, context, lost, soon } from "./unsent.ts";
import { Visitor } from "./visitor.ts";

type Made = { name: string; type: string; bytes: Uint8Array };
const picture = (name: string): Made => ({ name, type: "image/png", bytes: png });

/** Pastes or drops files on an element, as the browser tells a page of it. */
const hand = (target: Locator, how: "paste" | "drop", files: Made[]) =>
	target.evaluate(
		(element, { how: type, made }) => {
			const data = new DataTransfer();
			for (const { name, type: kind, bytes } of made)
				data.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
			const init = { bubbles: true, cancelable: true, composed: true };
			element.dispatchEvent(
				type === "paste"
					? new ClipboardEvent("paste", { ...init, clipboardData: data })
					: new DragEvent("drop", { ...init, dataTransfer: data }),
			);
		},
		{ how, made: files.map((file) => ({ ...file, bytes: [...file.bytes] })) },
	);

const LARGE = 10_000_000;

async function written(files: Made[]): Promise<string[]> {
	const folder = await mkdtemp(join(tmpdir(), "parley-files-"));
	return Promise.all(
		files.map(async ({ name, bytes }) => {
			const path = join(folder, name);
			await writeFile(path, bytes);
			return path;
		}),
	);
}

async function choose(page: Page, button: Locator, files: Made[]): Promise<void> {
	const dialog = page.waitForEvent("filechooser");
	await button.click();
	// A large file lies on the disk: handed over as bytes, it takes the browser many seconds to get.
	if (files.some(({ bytes }) => bytes.length > LARGE)) return (await dialog).setFiles(await written(files));
	await (
		await dialog
	).setFiles(files.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })));
}

/** Whether a picture has been loaded, and is as big as it is said to be. */
const isDrawn = (img: Locator) =>
	img.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0);
const shown = async (img: Locator) => expect.poll(() => isDrawn(img), soon).toBe(true);

const files = (visitor: Visitor) => visitor.messages.locator(".f");
const addButton = (dashboard: Dashboard) => dashboard.thread.getByRole("button", { name: "Add files" });

test("a visitor pastes, drops and chooses; a teammate sees it, and sends back", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await begin(visitor);
	const { page, box } = visitor;
	await hand(box, "paste", [picture("invoice.png")]);
	await expect(visitor.button("Remove invoice.png")).toBeVisible();
	await hand(visitor.chat, "drop", [
		picture("a.png"),
		picture("b.png"),
		{ name: "c.txt", type: "text/plain", bytes: bytesOf("Words.") },
	]);
	await expect(visitor.button("Remove c.txt")).toBeVisible();
	await visitor.button("Remove b.png").click();
	await choose(page, visitor.button("Add files"), [
		{ name: "empty.txt", type: "text/plain", bytes: new Uint8Array() },
		{ name: "large.bin", type: "", bytes: new Uint8Array(25 * 1_024 * 1_024 + 1) },
		{ name: "photo.jpg", type: "image/jpeg", bytes: photo(6) },
	]);
	await expect(visitor.chat.getByText("empty.txt is empty.")).toBeVisible();
	await expect(visitor.chat.getByText("large.bin is larger than 25 MB.")).toBeVisible();
	await box.fill("My invoice");
	await page.screenshot({ path: "test-results/files-chosen.png" });
	expect.soft(await violations(page)).toEqual([]);
	await box.press("Enter");
	await expect(visitor.message("My invoice")).toBeVisible(soon);
	await expect(files(visitor)).toHaveCount(4);
	await shown(visitor.messages.getByRole("img", { name: "Picture: invoice.png" }));
	await shown(visitor.messages.getByRole("img", { name: "Picture: photo.jpg" }));
	const saved = page.waitForEvent("download");
	await visitor.messages.getByRole("link", { name: /c\.txt/ }).click();
	expect((await saved).suggestedFilename()).toBe("c.txt");
	await page.screenshot({ path: "test-results/files-widget.png" });
	expect.soft(await violations(page)).toEqual([]);

	// What isn't what it says, or could run, is only ever saved; its words are sent all the same.
	const long = `${"x".repeat(290)}\u202egnp.html`;
	await hand(box, "paste", [
		{ name: "shot.png", type: "image/png", bytes: bytesOf("<html><script>alert(1)</script></html>") },
		{
			name: "logo.svg",
			type: "image/svg+xml",
			bytes: bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
		},
		{ name: long, type: "text/html", bytes: bytesOf("<script>alert(1)</script>") },
		{ name: "both.gif", type: "image/gif", bytes: joined("GIF89a", [24, 0, 16, 0], "<script>alert(1)</script>") },
	]);
	await box.fill("And these");
	await box.press("Enter");
	await expect(visitor.message("And these")).toBeVisible(soon);
	await expect(files(visitor)).toHaveCount(8);
	await expect(visitor.messages.getByRole("link", { name: /shot\.png.*not shown/ })).toBeVisible();
	await expect(visitor.messages.getByRole("link", { name: /logo\.svg SVG, not shown/ })).toBeVisible();
	await expect(visitor.messages.getByRole("link", { name: /x….html/ })).toBeVisible();

	const marco = await dashboard("marco");
	const id = await visitor.conversationId();
	await marco.openThread(id);
	await shown(marco.messages.getByRole("img", { name: "Picture: invoice.png" }));
	await hand(marco.reply, "paste", [picture("map.png")]);
	await marco.thread.getByRole("textbox", { name: "What map.png shows" }).fill("The way to the shop");
	await choose(marco.page, addButton(marco), [
		{ name: "terms.pdf", type: "application/pdf", bytes: bytesOf("%PDF-1.7\n%%EOF\n") },
	]);
	await marco.page.screenshot({ path: "test-results/files-reply.png" });
	expect.soft(await violations(marco.page)).toEqual([]);
	await marco.answer("Here it is");
	await expect(marco.messages.getByText("Here it is")).toBeVisible(soon);
	await shown(visitor.messages.getByRole("img", { name: "The way to the shop" }));
	await expect(visitor.messages.getByRole("link", { name: /terms\.pdf PDF/ })).toBeVisible();
	await marco.page.screenshot({ path: "test-results/files-thread.png" });
	expect.soft(await violations(marco.page)).toEqual([]);
});

test("a file chosen offline is sent on return, once and in its place, though the page is closed", async ({
	visit,
	dashboard,
	world,
}) => {
	const visitor = await visit({ expected: lost });
	await begin(visitor);
	// The module for files is there; what is chosen now finds no network.
	await hand(visitor.box, "paste", [picture("first.png")]);
	await expect(visitor.button("Remove first.png")).toBeVisible();
	world.network.cut();
	await visitor.say("One");
	await visitor.say("Two");
	await hand(visitor.box, "paste", [picture("second.png")]);
	await visitor.button("Remove second.png").waitFor();
	await visitor.box.press("Enter");
	await expect(visitor.chat.locator("[data-state] .f")).toHaveCount(2);
	const other = await Visitor.arrive(await context(visitor).newPage(), world).catch(() => null);
	await visitor.page.close();
	world.network.restore();
	const later = other ?? (await Visitor.arrive(await context(visitor).newPage(), world));
	await later.page.reload();
	await later.open();
	await shown(later.messages.getByRole("img", { name: "Picture: second.png" }));
	await expect(later.chat.locator("[data-state]")).toHaveCount(0, soon);
	await expect(files(later)).toHaveCount(2);
	const ines = await dashboard("ines");
	await ines.openThread(await later.conversationId());
	await expect(ines.messages.locator(".f")).toHaveCount(2);
	const texts = await ines.messages.getByRole("article").allInnerTexts();
	const order = ["One", "Two"].map((text) => texts.findIndex((one) => one.includes(text)));
	expect(order[0]).toBeLessThan(order[1] ?? 0);
});

test("an upload that is cut off goes on by itself, one that is cancelled doesn't, and a phone has a camera", async ({
	visit,
	world,
}) => {
	const visitor = await visit({
		expected: lost,
		viewport: { width: 390, height: 844 },
		hasTouch: true,
		isMobile: true,
	});
	await begin(visitor);
	const video = { name: "video.mp4", type: "application/octet-stream", bytes: new Uint8Array(6_000_000) };
	await choose(visitor.page, visitor.button("Add files"), [video]);
	const camera = visitor.page.waitForEvent("filechooser");
	await visitor.button("Take a photo").click();
	expect(await (await camera).element().getAttribute("capture")).toBe("environment");
	await (await camera).setFiles([{ name: "taken.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo(1)) }]);
	await expect(visitor.button("Remove taken.jpg")).toBeVisible();
	world.network.cutAfter(3_000_000);
	await visitor.say("Look");
	await expect(visitor.button("Don't send video.mp4")).toBeVisible();
	await expect.poll(() => world.network.isUp(), soon).toBe(false);
	world.network.restore();
	await visitor.page.evaluate(() => dispatchEvent(new Event("online")));
	await expect(visitor.message("Look")).toBeVisible({ timeout: 40_000 });
	await expect(files(visitor)).toHaveCount(2);
	await visitor.page.screenshot({ path: "test-results/files-phone.png" });

	world.network.cutAfter(1_000_000);
	await choose(visitor.page, visitor.button("Add files"), [{ ...video, name: "again.bin" }]);
	await visitor.say("Never mind the file");
	await visitor.button("Don't send again.bin").click();
	world.network.restore();
	await expect(visitor.message("Never mind the file")).toBeVisible({ timeout: 40_000 });
	await expect(files(visitor)).toHaveCount(2);
});
