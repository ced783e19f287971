/** What strangers may cost: the team sets it and sees its use; a visitor who has to wait is told until when. */
import type { Dashboard } from "./dashboard.ts";
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

test.use({ withModel: true });

/** Sets a limit on the settings page. */
async function set(ines: Dashboard, label: string, to: string): Promise<void> {
	await ines.go("/settings");
	await ines.page.getByLabel(label, { exact: true }).fill(to);
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(ines.page.getByText("Settings saved").first()).toBeVisible();
}

const CALLS = "Calls of the language model";
const STARTS = "New conversations from one network address";

test("a budget that is used up is said on every page, and quoted answers go on", async ({
	visit,
	dashboard,
	model,
}) => {
	const ines = await dashboard("ines");
	model.reply = { text: "SOURCES: 1\nYou have 30 days." };
	await set(ines, CALLS, "1");
	try {
		const visitor = await visit();
		await visitor.open();
		await visitor.say("How long do I have to return a bag?");
		const notice = ines.page.getByRole("status").filter({ hasText: "All of today's model calls (1) are used up" });
		await expect(notice).toBeVisible();
		await ines.go("/settings");
		await expect(ines.page.getByText(/Used today: \d/)).toBeVisible();
		for (const page of ["/conversations", "/knowledge"]) {
			await ines.go(page);
			await expect(notice).toBeVisible();
		}
		await visitor.say("And how can I pay?");
		await expect(visitor.messages.getByRole("list", { name: "Sources" }).nth(1)).toBeVisible();
		expect(await violations(ines.page)).toEqual([]);
	} finally {
		await set(ines, CALLS, "20,000");
	}
});

test("a limit that isn't a number is refused, with its bounds", async ({ dashboard }) => {
	const ines = await dashboard("ines");
	await ines.go("/settings");
	await ines.page.getByLabel(CALLS, { exact: true }).fill("");
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(ines.page.getByText("Enter a number from 0 to 1,000,000.")).toBeVisible();
});

test("a visitor past the limit keeps their message, and is told when it will be sent", async ({ visit, dashboard }) => {
	const ines = await dashboard("ines");
	await set(ines, STARTS, "1");
	try {
		// Whoever comes first, of those before or now, has begun the one.
		const [first, second] = [await visit(), await visit()];
		for (const visitor of [first, second]) {
			await visitor.open();
			await visitor.say("Do you wrap gifts?");
		}
		await expect(second.chat.getByText(/Will be sent at \d/)).toBeVisible();
		await second.page.reload();
		await second.open();
		await expect(second.chat.getByText("Do you wrap gifts?")).toBeVisible();
		await expect(second.chat.getByText(/Will be sent at \d/)).toBeVisible();
	} finally {
		await set(ines, STARTS, "10,000");
	}
});

test("a browser that is forgotten goes on as somebody new", async ({ visit, dashboard }) => {
	const visitor = await visit({ expected: /WebSocket|401/ });
	const id = await visitor.queue();
	const ines = await dashboard("ines");
	await ines.openThread(id);
	await ines.page.getByRole("button", { name: "Forget their browser" }).click();
	await ines.page.getByRole("button", { name: "Forget it" }).click();
	await expect(ines.page.getByText("Their browser is forgotten").first()).toBeVisible();
	await expect(visitor.message("Can I talk to a person?")).toBeHidden();
	await visitor.say("Hello, who is there?");
	await expect(visitor.message("Hello, who is there?")).toBeVisible();
	expect(await visitor.conversationId()).not.toBe(id);
});
