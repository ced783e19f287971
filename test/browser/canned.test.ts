/** Canned responses: made in the settings, inserted by keyboard into replies and notes, and saved from a sent reply. */
import type { Page } from "@playwright/test";
import type { Dashboard } from "./dashboard.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

const picker = (page: Page) => page.getByRole("listbox", { name: "canned responses" });
const option = (page: Page, name: string | RegExp) => picker(page).getByRole("option", { name });

/** Makes one by the API, for tests about what comes after. */
async function make({ page }: Dashboard, response: { shortcut: string; title: string; text: string; whose?: string }) {
	const origin = new URL(page.url()).origin;
	const answer = await page.request.post(`${origin}/api/canned`, {
		data: { whose: "own", ...response },
		headers: { Origin: origin },
	});
	expect(answer.status()).toBe(201);
}

test("a teammate makes one in the settings, where an unknown variable is named, and removes it", async ({
	dashboard,
}) => {
	const marco = await dashboard("marco", { ...wide, expected: /422/ });
	const { page } = marco;
	await marco.go("/settings/canned");
	await page.getByRole("button", { name: "New response" }).click();
	const dialog = page.getByRole("dialog", { name: "New canned response" });
	await expect(dialog.getByRole("textbox", { name: "Shortcut" })).toBeFocused();
	await page.keyboard.type("/Parcel");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Where a parcel is");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Hello {{visitor.name|there}}, it is on its way.");
	expect(await violations(page)).toEqual([]);
	await dialog.getByRole("button", { name: "Save" }).click();
	const wrong = dialog.getByRole("alert");
	await expect(wrong).toContainText("{{visitor.name|there}}");
	await expect(wrong).toContainText("{{contact.first_name|there}}");
	await expect(dialog.getByRole("textbox", { name: "Text" })).toBeFocused();
	// An agent has responses of their own only.
	await expect(dialog.getByRole("radio")).toHaveCount(0);
	await dialog.getByRole("textbox", { name: "Text" }).fill("Hello {{contact.name|there}}, it is on its way.");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(dialog).toHaveCount(0);
	const row = page.getByRole("listitem").filter({ hasText: "/parcel" });
	await expect(row).toContainText("Not used yet");
	await page.getByRole("searchbox", { name: "Search canned responses" }).fill("pcl");
	await expect(row).toBeVisible();
	await page.getByRole("button", { name: "Dismiss" }).click();
	expect(await violations(page)).toEqual([]);
	await row.getByRole("button", { name: "More for parcel" }).click();
	await page.getByRole("menuitem", { name: "Remove" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
	await expect(row).toHaveCount(0);
});

test("owners publish to the team", async ({ dashboard, visit }) => {
	const id = await (await visit()).queue();
	const ines = await dashboard("ines", wide);
	await make(ines, { shortcut: "published", title: "For everybody", text: "All of us say this." });
	await ines.go("/settings/canned");
	const row = ines.page.getByRole("listitem").filter({ hasText: "/published" });
	await row.getByRole("button", { name: "More for published" }).click();
	await ines.page.getByRole("menuitem", { name: "Publish to the team" }).click();
	await expect(ines.page.getByRole("region", { name: "The team's" })).toContainText("/published");
	const marco = await dashboard("marco", wide);
	await marco.openThread(id);
	await marco.reply.focus();
	await marco.page.keyboard.type("/publ");
	await marco.page.keyboard.press("Enter");
	await expect(marco.reply).toHaveValue("All of us say this.");
});

test("several are inserted into a reply by keyboard alone, and their uses are counted", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await make(marco, { shortcut: "refund5", title: "Money comes back", text: "It takes **five days**." });
	await make(marco, { shortcut: "refund6", title: "Money in a week", text: "It takes six days." });
	await make(marco, { shortcut: "bye", title: "The end of a chat", text: "Have a good day, {{agent.name}}" });
	await marco.openThread(id);
	await page.keyboard.press("r");
	await expect(marco.reply).toBeFocused();

	// In the middle of a word it is a slash.
	await page.keyboard.type("and/or http://x ");
	await expect(picker(page)).toHaveCount(0);
	await page.keyboard.type("/refund");
	await expect(option(page, /Money comes back/)).toBeVisible();
	await expect(picker(page).getByRole("option")).toHaveCount(2);
	// The text box says which line is chosen.
	const chosen = async () => page.locator(`[id="${await marco.reply.getAttribute("aria-activedescendant")}"]`);
	const first = await (await chosen()).textContent();
	await expect(await chosen()).toHaveAttribute("aria-selected", "true");
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press("ArrowDown");
	await expect(async () => expect(await (await chosen()).textContent()).not.toBe(first)).toPass();
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("ArrowUp");
	// Escape closes and keeps what was typed; typing on doesn't open it again.
	await page.keyboard.press("Escape");
	await expect(picker(page)).toHaveCount(0);
	await expect(marco.reply).toHaveValue("and/or http://x /refund");
	await expect(marco.reply).toBeFocused();
	await page.keyboard.type("5");
	await expect(picker(page)).toHaveCount(0);
	for (let letter = 0; letter < 8; letter++) await page.keyboard.press("Backspace");

	await page.keyboard.type("/refund5");
	await expect(option(page, /Money comes back/)).toBeVisible();
	await page.keyboard.press("Tab");
	await expect(marco.reply).toHaveValue("and/or http://x It takes **five days**.");
	// What was inserted can be undone like what was typed.
	await page.keyboard.press("Control+z");
	await expect(marco.reply).toHaveValue(/\/refund5$/);
	await page.keyboard.press("Control+Shift+z");
	await page.keyboard.type(" /bye");
	await expect(option(page, /The end of a chat/)).toBeVisible();
	const counted = page.waitForRequest((request) => request.url().endsWith("/api/canned/used"));
	await page.keyboard.press("Enter");
	await expect(marco.reply).toHaveValue("and/or http://x It takes **five days**. Have a good day, Marco");
	await page.keyboard.press("Enter");
	await expect(visitor.message(/Have a good day, Marco/)).toBeVisible();
	expect((await counted).postDataJSON()).toMatchObject({ ids: [expect.any(String), expect.any(String)] });
	await marco.go("/settings/canned");
	await expect(page.getByRole("listitem").filter({ hasText: "/refund5" })).toContainText("Used once");
	await expect(page.getByRole("listitem").filter({ hasText: "/refund6" })).toContainText("Not used yet");
});

test("in a note too; and what fits nothing is sent as it is", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await make(marco, { shortcut: "todo", title: "What to do next", text: "Ask the shop." });
	await marco.openThread(id);
	await page.keyboard.press("n");
	await expect(marco.thread.getByRole("textbox", { name: "Note for the team" })).toBeFocused();
	await page.keyboard.type("/todo");
	await expect(option(page, /What to do next/)).toBeVisible();
	await page.keyboard.press("Enter");
	await page.keyboard.press("Enter");
	await expect(marco.messages.getByRole("article", { name: /^Note by Marco/ })).toContainText("Ask the shop.");
	await page.keyboard.type("/zzzz");
	await page.keyboard.press("Enter");
	await expect(marco.messages).toContainText("/zzzz");
	await expect(visitor.chat).not.toContainText("Ask the shop.");
});

test("while an input method is composing, its keys are its own", async ({ visit, dashboard }) => {
	const id = await (await visit()).queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await make(marco, { shortcut: "返品", title: "返品の方法", text: "ラベルを印刷してください。" });
	await marco.openThread(id);
	await marco.reply.focus();
	await page.keyboard.type("/");
	await expect(option(page, /返品の方法/)).toBeVisible();
	const ime = await page.context().newCDPSession(page);
	await ime.send("Input.imeSetComposition", { text: "へん", selectionStart: 2, selectionEnd: 2 });
	// Enter and Escape choose and cancel what is composed: browsers report them with key code 229.
	for (const key of ["Enter", "Escape"])
		await marco.reply.evaluate(
			(area, name) =>
				area.dispatchEvent(
					new KeyboardEvent("keydown", { key: name, isComposing: true, keyCode: 229, bubbles: true, cancelable: true }),
				),
			key,
		);
	await expect(marco.reply).toHaveValue("/へん");
	await expect(marco.messages).not.toContainText("へん");
	await ime.send("Input.insertText", { text: "返品" });
	await expect(marco.reply).toHaveValue("/返品");
	await expect(option(page, /返品の方法/)).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(marco.reply).toHaveValue("ラベルを印刷してください。");
});

test("a name that a visitor only claims is no variable's value; a known one is", async ({ visit, dashboard }) => {
	const email = "petra@moreira.example";
	const visitor = await visit();
	const id = await visitor.queue();
	await visitor.chat.getByRole("textbox", { name: /team reach you/ }).fill(email);
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText(email);
	const ines = await dashboard("ines", wide);
	const { page } = ines;
	await make(ines, { shortcut: "hi", title: "A greeting", text: "Hello {{contact.first_name|there}}," });
	await ines.openThread(id);
	await expect(ines.visitor).toContainText(`Says they are ${email}`);
	await ines.reply.focus();
	await page.keyboard.type("/hi");
	await expect(option(page, /Hello there/)).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(ines.reply).toHaveValue("Hello there,");
	await ines.reply.fill("");

	await page.getByRole("region", { name: "What the visitor says" }).getByRole("button", { name: "Confirm" }).click();
	await expect(page.getByRole("heading", { level: 1, name: email, exact: true })).toBeVisible();
	const origin = new URL(page.url()).origin;
	const details: { item: { contactId: string } } = await (
		await page.request.get(`${origin}/api/conversations/${id}`)
	).json();
	const edited = await page.request.patch(`${origin}/api/contacts/${details.item.contactId}`, {
		data: { name: "Petra Moreira", email, notes: "" },
		headers: { Origin: origin },
	});
	expect(edited.status()).toBe(200);
	await expect(page.getByRole("heading", { level: 1, name: "Petra Moreira" })).toBeVisible();
	await ines.reply.focus();
	await page.keyboard.type("/hi");
	await expect(option(page, /Hello Petra/)).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(ines.reply).toHaveValue("Hello Petra,");
});

test("a sent reply of one's own is saved, and is in the picker at once", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await marco.openThread(id);
	await marco.answer("You can send it back within 30 days.");
	await expect(visitor.message(/within 30 days/)).toBeVisible();
	await marco.messages.getByRole("button", { name: /^More for your reply/ }).click();
	await page.getByRole("menuitem", { name: "Save as canned response" }).click();
	const dialog = page.getByRole("dialog", { name: "New canned response" });
	await expect(dialog.getByRole("textbox", { name: "Title" })).toHaveValue("You can send it back within 30 days.");
	await page.keyboard.type("thirty");
	await page.keyboard.press("Enter");
	await expect(dialog).toHaveCount(0);
	await marco.reply.focus();
	await page.keyboard.type("/thirty");
	await expect(option(page, /within 30 days/).first()).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(marco.reply).toHaveValue("You can send it back within 30 days.");
	// Nobody else's message can be saved from here.
	const ines = await dashboard("ines", wide);
	await ines.openThread(id);
	await expect(ines.messages).toContainText("within 30 days");
	await expect(ines.messages.getByRole("button", { name: /^More for your reply/ })).toHaveCount(0);
});
