/** A whole shift by keyboard: signing in, three conversations from the queue to their ends, a mistake undone, and signing out. */
import { ines, marco as account, PASSWORD } from "../../scripts/demo.ts";
import { Dashboard } from "./dashboard.ts";
import { expect, test } from "./stage.ts";

test("a shift goes by without the mouse", async ({ visit, newPage, world }) => {
	test.slow();
	const page = await newPage({ viewport: { width: 1440, height: 900 }, expected: /401/ });
	const { keyboard } = page;
	const marco = new Dashboard(page, world);
	// Whatever would be clicked is an error: the pointer can't even be moved.
	await page.addInitScript(() => {
		for (const type of ["pointerdown", "mousedown", "touchstart"])
			addEventListener(type, () => console.error("A pointer was used."), true);
	});
	const status = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });

	await test.step("signs in", async () => {
		await page.goto(world.host);
		await page.getByLabel("E-mail").first().focus();
		await keyboard.type(account.email);
		await keyboard.press("Tab");
		await keyboard.type(PASSWORD);
		await keyboard.press("Enter");
		await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
	});

	const visitors = [await visit(), await visit(), await visit()];
	const [parcel, refund, spare] = visitors;
	if (!parcel || !refund || !spare) throw new Error("three were to come");
	const ids: string[] = [];
	for (const visitor of visitors) ids.push(await visitor.queue());
	const [first = "", second = "", third = ""] = ids;
	const link = (id: string) => marco.row(id).getByRole("link");
	const goTo = async (id: string) => {
		await expect(link(id)).toBeVisible();
		for (let row = 0; row < 60; row++) {
			await keyboard.press("j");
			if (await link(id).evaluate((element) => element === document.activeElement)) return;
		}
		throw new Error("the row was not reached");
	};

	await test.step("opens one with Enter, takes it, and replies with a canned response", async () => {
		const made = await page.request.post(`${world.host}/api/canned`, {
			data: { whose: "own", shortcut: "onitsway", title: "On its way", text: "It left our house this morning." },
			headers: { Origin: world.host },
		});
		expect(made.status()).toBe(201);
		await goTo(first);
		await keyboard.press("Enter");
		await expect(marco.messages).toContainText("Can I talk to a person?");
		await keyboard.press("t");
		await expect(marco.reply).toBeFocused();
		await keyboard.type("/onits");
		await expect(page.getByRole("listbox", { name: "canned responses" }).getByRole("option")).toHaveCount(1);
		await keyboard.press("Enter");
		await expect(marco.reply).toHaveValue(/It left our house this morning\./);
		await keyboard.press("Enter");
		await expect(parcel.message("It left our house this morning.")).toBeVisible();
	});

	await test.step("writes a note that names a teammate, and tags it", async () => {
		await keyboard.press("Escape");
		await keyboard.press("n");
		const note = marco.thread.getByRole("textbox", { name: /note/i });
		await expect(note).toBeFocused();
		await keyboard.type(`@${ines.name.split(" ")[0]?.slice(0, 3)}`);
		await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
		await keyboard.press("Enter");
		await keyboard.type("please look at the label");
		await keyboard.press("Enter");
		await expect(marco.messages).toContainText("please look at the label");
		await keyboard.press("Escape");
		await keyboard.press("l");
		await expect(page.getByRole("dialog", { name: "Tags" }).getByRole("combobox")).toBeFocused();
		await keyboard.type("Label lost");
		await keyboard.press("Enter");
		await expect(page.getByRole("option", { name: "Label lost", exact: true, selected: true })).toBeVisible();
		await keyboard.press("Escape");
		await expect(marco.messages.getByText("You added the tag Label lost")).toBeVisible();
	});

	await test.step("closes it by mistake, and takes that back", async () => {
		await keyboard.press("e");
		await expect(status("Conversation closed").first()).toBeAttached();
		await keyboard.press("z");
		await expect(status("Undone").first()).toBeAttached();
		await expect(parcel.chat).not.toContainText("This conversation is closed");
	});

	await test.step("snoozes the second until tomorrow from the list of dates", async () => {
		await page.goto(`${world.host}/conversations`);
		await goTo(second);
		await keyboard.press("Enter");
		await expect(marco.messages).toContainText("Can I talk to a person?");
		await keyboard.press("s");
		const dialog = page.getByRole("dialog", { name: "Snooze until" });
		await expect(dialog.getByRole("button", { name: /^In three hours/ })).toBeFocused();
		await keyboard.press("Enter");
		await expect(dialog).toBeHidden();
		await expect(marco.row(second)).toBeHidden();
	});

	await test.step("assigns the third to a teammate", async () => {
		await page.goto(`${world.host}/conversations/${third}`);
		await expect(marco.messages).toContainText("Can I talk to a person?");
		await keyboard.press("a");
		const menu = page.getByRole("menu", { name: "Assign" });
		await expect(menu).toBeVisible();
		const choice = menu.getByRole("menuitemradio", { name: /Ines/ }).or(menu.getByRole("menuitem", { name: /Ines/ }));
		for (let item = 0; item < 10; item++) {
			if (await choice.first().evaluate((element) => element === document.activeElement)) break;
			await keyboard.press("ArrowDown");
		}
		await keyboard.press("Enter");
		await expect(menu).toBeHidden();
		await expect(marco.messages).toContainText(/assigned/i);
	});

	await test.step("selects two in the list and closes both", async () => {
		await page.goto(`${world.host}/conversations?status=active`);
		await goTo(first);
		await keyboard.press("x");
		await goTo(third);
		await keyboard.press("x");
		await expect(page.getByText("2 selected")).toBeVisible();
		await keyboard.press("e");
		await expect(marco.row(first)).toBeHidden();
		await expect(marco.row(third)).toBeHidden();
	});

	await test.step("sees the keys, and signs out by the palette", async () => {
		await keyboard.press("?");
		await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
		await keyboard.press("Escape");
		await keyboard.press("Control+k");
		await keyboard.type("sign out");
		await expect(
			page.getByRole("dialog", { name: "Find an action" }).getByRole("option", { selected: true }),
		).toContainText("Sign out");
		await keyboard.press("Enter");
		await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
	});
});
