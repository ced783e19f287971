/** The list of conversations with two teammates: filters in the address, views of one's own concerns, order that holds, and unread. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

for (const colorScheme of ["light", "dark"] as const)
	test(`filters combine in the address, ${colorScheme}`, async ({ visit, dashboard }) => {
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const marco = await dashboard("marco", { colorScheme, ...DESK });
		const { page } = marco;
		const id = await visitor.conversationId();
		await expect(marco.row(id)).toBeVisible();

		await page.getByRole("button", { name: "Date: Any time" }).click();
		await page.getByRole("menuitemradio", { name: "Today" }).click();
		await expect(page).toHaveURL(/date=today/);
		await page.getByRole("button", { name: "Source and order: More" }).click();
		await page.getByRole("menuitemradio", { name: "Longest waiting first" }).click();
		await expect(page).toHaveURL(/date=today&order=waiting/);
		await expect(marco.row(id)).toBeVisible();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/filters-${colorScheme}.png` });

		await page.getByRole("button", { name: "Date: Today" }).click();
		await page.getByRole("menuitemradio", { name: "A range of days" }).click();
		const dialog = page.getByRole("dialog", { name: "A range of days" });
		await dialog.getByLabel("First day").fill("2020-02-01");
		await dialog.getByLabel("Last day").fill("2020-01-01");
		await dialog.getByRole("button", { name: "Show these days" }).click();
		await expect(dialog.getByText("The last day is before the first.")).toBeVisible();
		await page.screenshot({ path: `test-results/range-${colorScheme}.png` });
		await dialog.getByLabel("Last day").fill("2020-03-01");
		await dialog.getByRole("button", { name: "Show these days" }).click();
		await expect(page).toHaveURL(/date=2020-02-01\.\.2020-03-01/);
		await expect(marco.row(id)).toBeHidden();
		await page.goBack();
		await expect(marco.row(id)).toBeVisible();
		await page.reload();
		await expect(page.getByRole("button", { name: "Date: Today" })).toBeVisible();
		await expect(marco.row(id)).toBeVisible();
	});

test("a mention has a view of its own, and its note leaves the row read", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say("I want to talk to a person.");
	const [ines, marco] = [await dashboard("ines", DESK), await dashboard("marco", DESK)];
	const id = await visitor.conversationId();
	await marco.view("Mentions");
	await expect(marco.row(id)).toBeHidden();
	await ines.openFromList(id);
	await ines.page.keyboard.press("n");
	const note = ines.thread.getByRole("textbox", { name: /^Note/ });
	await note.fill("@Marco please look");
	await note.press("Escape");
	await note.press("Enter");
	await expect(marco.row(id)).toBeVisible();
	await expect(marco.row(id).getByText(/unread/)).toHaveCount(0);
});

test("the order holds while the focus is in the list, and a bar says how many are newer", async ({
	visit,
	dashboard,
}) => {
	const first = await visit();
	await first.open();
	await first.say("I want to talk to a person.");
	const marco = await dashboard("marco", DESK);
	const { page } = marco;
	const id = await first.conversationId();
	await expect(marco.row(id)).toBeVisible();
	await page.mouse.move(5, 5);
	await page.keyboard.press("j");
	await expect(marco.row(id).getByRole("link")).toBeFocused();
	const second = await visit();
	await second.open();
	await second.say("I want to talk to a person.");
	await expect(page.getByRole("button", { name: "1 newer" })).toBeVisible();
	await expect(marco.row(await second.conversationId())).toBeHidden();
	await page.getByRole("button", { name: "1 newer" }).click();
	await expect(marco.row(await second.conversationId())).toBeVisible();
});

test("a row is set back to unread by a key, and a thread from a message on, for the whole team", async ({
	visit,
	dashboard,
}) => {
	test.slow();
	const visitor = await visit();
	await visitor.open();
	await visitor.say("I want to talk to a person.");
	const marco = await dashboard("marco", DESK);
	const ines = await dashboard("ines", DESK);
	const id = await visitor.conversationId();
	const unread = (whose: typeof marco) => whose.row(id).getByText(/1 unread/);
	await expect(unread(ines)).toBeAttached();
	await marco.openFromList(id);
	await expect(unread(ines)).not.toBeAttached();
	await marco.page.keyboard.press("Escape");
	await marco.row(id).getByRole("link").focus();
	await marco.page.keyboard.press("u");
	await expect(unread(marco)).toBeAttached();
	await expect(unread(ines)).toBeAttached();
	await marco.page.mouse.move(5, 5);
	await marco.openFromList(id);
	await expect(unread(ines)).not.toBeAttached();
	await marco.thread.getByRole("button", { name: /^More for the message at/ }).click();
	await marco.page.screenshot({ path: "test-results/unread-from-here.png" });
	await marco.page.getByRole("menuitem", { name: "Mark unread from here" }).click();
	await expect(marco.page).not.toHaveURL(new RegExp(id));
	await expect(unread(ines)).toBeAttached();
});

test("on a phone the filters are in reach", async ({ dashboard }) => {
	const marco = await dashboard("marco", PHONE);
	await marco.page.getByRole("button", { name: "Date: Any time" }).click();
	await marco.page.getByRole("menuitemradio", { name: "Last 7 days" }).click();
	await expect(marco.page).toHaveURL(/date=7d/);
	await marco.page.screenshot({ path: "test-results/filters-phone.png" });
	expect.soft(await violations(marco.page)).toEqual([]);
});
