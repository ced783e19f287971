/** A teammate's drafts and unsent replies, with the conversation open in two tabs or left. */
import { Dashboard } from "./dashboard.ts";
import { expect, test } from "./stage.ts";
import { context, lost, soon } from "./unsent.ts";

test("two tabs of one teammate share one draft", async ({ visit, dashboard, world }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const first = await dashboard("ines");
	await first.openThread(id);
	await first.reply.fill("The strap is on its way.");
	const second = await Dashboard.open(await first.page.context().newPage(), world, `/conversations/${id}`);
	await expect(second.reply).toHaveValue("The strap is on its way.");

	// A draft that is sent in one tab disappears from the other.
	await second.reply.press("Enter");
	await expect(first.reply).toHaveValue("");
	await expect(first.messages.getByText("The strap is on its way.")).toHaveCount(1);

	// Typing in one tab changes the draft in the other, and the draft survives a reload.
	await first.reply.fill("One more thing");
	await expect(second.reply).toHaveValue("One more thing");
	await second.reply.fill("One more thing about the strap");
	await expect(first.reply).toHaveValue("One more thing about the strap");
	await first.page.reload();
	await expect(first.reply).toHaveValue("One more thing about the strap");
});

test("a reply that is to close its conversation closes it, though the thread is left before it is sent", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const ines = await dashboard("ines");
	let slow = false;
	const held: (() => void)[] = [];
	await ines.page.routeWebSocket(/\/conversations\/.*\/socket/, (socket) => {
		const server = socket.connectToServer();
		socket.onMessage((message) => {
			if (slow) held.push(() => server.send(message));
			else server.send(message);
		});
	});
	await ines.openFromList(id);
	await ines.button("After closing").click();
	await ines.page.getByRole("menuitemradio", { name: "Back to the list" }).click();
	slow = true;
	await ines.reply.fill("It is on its way.");
	await ines.button("Send and close").click();
	await expect(ines.page).toHaveURL(/\/conversations$/);
	await expect(ines.row(id)).toBeVisible();
	slow = false;
	for (const send of held) send();
	await expect(visitor.message("It is on its way.")).toBeVisible();
	await ines.view("Closed");
	await expect(ines.row(id)).toBeVisible();
});

test("a teammate's unsent replies outlive the page, and arrive once and in order", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.queue();
	const marco = await dashboard("marco", { expected: lost });
	await marco.openThread(await visitor.conversationId());
	await context(marco).setOffline(true);
	await marco.page.routeWebSocket(/socket/, (socket) => void socket.close());
	await marco.answer("First");
	await marco.answer("Second");
	await expect(marco.messages).toContainText("Not sent yet");
	await marco.page.unrouteAll();
	await context(marco).setOffline(false);
	await marco.page.close();
	const later = await context(marco).newPage();
	await later.goto(marco.page.url());
	await expect(visitor.message("Second")).toHaveCount(1, soon);
	await expect(visitor.messages.locator(".member .b")).toHaveText(["First", "Second"]);
});

test("a teammate's unsent reply is sent after they left the thread, on this page or the next", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", { expected: lost });
	const goOffline = async () => {
		await marco.openThread(id);
		await context(marco).setOffline(true);
		await marco.page.routeWebSocket(/socket/, (socket) => void socket.close());
	};
	await goOffline();
	await marco.answer("First");
	await expect(marco.messages).toContainText("Not sent yet");
	await marco.page
		.getByRole("navigation", { name: "Main" })
		.getByRole("link", { name: /^Conversations/ })
		.click();
	await expect(marco.thread).toHaveCount(0);
	await marco.page.unrouteAll();
	await context(marco).setOffline(false);
	await expect(visitor.message("First")).toHaveCount(1, soon);

	await goOffline();
	await marco.answer("Second");
	await expect(marco.messages).toContainText("Not sent yet");
	await marco.page.close();
	await context(marco).setOffline(false);
	const later = await context(marco).newPage();
	await later.goto(new URL("/settings", marco.page.url()).href);
	await expect(visitor.message("Second")).toHaveCount(1, soon);
	await expect(visitor.messages.locator(".member .b")).toHaveText(["First", "Second"]);
});
