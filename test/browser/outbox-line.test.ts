/**
 * Sending under unusual conditions: sockets are blocked, the server speaks another protocol version, two tabs have the same
 * conversation open, or the conversation is long.
 */
import { CloseCode } from "../../src/protocol/limits.ts";
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";

const QUESTION = "How long do I have to return a bag?";
const ANSWER = /You have 30 days/;
const soon = { timeout: 35_000 };

test("where WebSockets are blocked, one chats over HTTP, each message once, and goes back to a socket that works", async ({
	newPage,
	dashboard,
	world,
}) => {
	const page = await newPage({ expected: /WebSocket connection/ });
	let blocked = true;
	await page.routeWebSocket(/\/socket/, (socket) => {
		if (blocked) void socket.close();
		else socket.connectToServer();
	});
	let polls = 0;
	page.on("request", (request) => (polls += /\/entries\?/.test(request.url()) ? 1 : 0));
	const visitor = await Visitor.arrive(page, world);
	await visitor.open();
	await visitor.say(QUESTION);
	await expect(visitor.message(QUESTION)).toHaveCount(1, soon);
	await expect(visitor.message(ANSWER)).toHaveCount(1, soon);
	await expect(visitor.chat).not.toContainText(/Connecting|Not sent/);
	await visitor.say("Do your bags fit on a bicycle rack?");
	await visitor.button("Talk to a person").click(soon);
	await expect(visitor.chat).toContainText("You are in the queue", soon);

	const marco = await dashboard("marco");
	await marco.openThread(await visitor.conversationId());
	await expect(marco.messages.getByText(QUESTION)).toHaveCount(1);
	await marco.button("Take over").click();
	await marco.answer("Marco here.");
	await expect(visitor.message("Marco here.")).toHaveCount(1, soon);
	await visitor.say("Thank you.");
	await expect(marco.messages.getByText("Thank you.")).toHaveCount(1, soon);
	await expect(visitor.message("Thank you.")).toHaveCount(1, soon);

	// Typing is sent over sockets only, so it shows that the socket is back; then polling stops.
	blocked = false;
	await expect(async () => {
		// The "online" event makes the client connect at once instead of after its back-off.
		await page.evaluate(() => dispatchEvent(new Event("online")));
		await marco.reply.pressSequentially("x");
		await expect(visitor.chat).toContainText("Marco is writing", { timeout: 2_000 });
	}).toPass({ timeout: 50_000 });
	const before = polls;
	await marco.answer("And back.");
	await expect(visitor.message("And back.")).toHaveCount(1);
	await visitor.say("Good.");
	await expect(marco.messages.getByText("Good.", { exact: true })).toHaveCount(1);
	expect(polls).toBe(before);
});

test("a visitor's page of another protocol version is asked to reload, and what was sent is kept", async ({
	newPage,
	world,
}) => {
	const page = await newPage();
	let outdated = false;
	await page.routeWebSocket(/\/socket/, (socket) => {
		if (outdated) void socket.close({ code: CloseCode.reload, reason: "another version" });
		else socket.connectToServer();
	});
	const visitor = await Visitor.arrive(page, world);
	await visitor.open();
	await visitor.say(QUESTION);
	await expect(visitor.message(ANSWER)).toBeVisible();
	outdated = true;
	await page.reload();
	await visitor.open();
	await expect(visitor.chat).toContainText("Please reload the page. What is not sent is kept.");
	await visitor.say("Keep this");
	await expect(visitor.chat).toContainText("Not sent yet");
	await visitor.box.fill("And this");
	outdated = false;
	await page.reload();
	await visitor.open();
	await expect(visitor.message("Keep this")).toHaveCount(1);
	await expect(visitor.chat).not.toContainText(/Please reload|Not sent yet/);
	await expect(visitor.box).toHaveValue("And this");
});

test("a dashboard of another protocol version is asked to reload, and what was sent is kept", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	await visitor.queue();
	const marco = await dashboard("marco");
	let outdated = true;
	await marco.page.routeWebSocket(/\/socket/, (socket) => {
		if (outdated) void socket.close({ code: CloseCode.reload, reason: "another version" });
		else socket.connectToServer();
	});
	const address = `/conversations/${await visitor.conversationId()}?status=all`;
	await marco.go(address);
	await expect(marco.page.getByText(/reload/i).first()).toBeVisible();
	await marco.answer("Keep this");
	await expect(marco.messages).toContainText("Not sent yet");
	outdated = false;
	await marco.go(address);
	await expect(visitor.message("Keep this")).toHaveCount(1);
	await expect(marco.messages).not.toContainText("Not sent yet");
});

test("two tabs on one conversation show the same, and an offer answered in one is answered in the other", async ({
	visit,
	world,
}) => {
	const one = await visit();
	await one.open();
	await one.say(QUESTION);
	await expect(one.message(ANSWER)).toBeVisible();
	const two = await Visitor.arrive(await one.page.context().newPage(), world);
	await two.open();
	await two.say("Do your bags fit on a bicycle rack?");
	for (const tab of [one, two]) await expect(tab.button("Ask something else")).toBeVisible();
	await one.button("Talk to a person").click();
	for (const tab of [one, two]) {
		await expect(tab.chat).toContainText("You are in the queue");
		await expect(tab.button("Ask something else")).toBeHidden();
	}
	expect(await two.conversationId()).toBe(await one.conversationId());
});

test("a long conversation opens at its end and is paged back to its beginning without losing the place", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const count = 110;
	for (const [who, from] of [
		["ines", 0],
		["marco", count / 2],
	] as const) {
		const { page } = await dashboard(who);
		const { origin } = new URL(page.url());
		for (let number = from + 1; number <= from + count / 2; number++) {
			const answer = await page.request.post(`${origin}/api/conversations/${id}/frames`, {
				headers: { Origin: origin },
				data: { type: "send", id: `history-${number}`, text: `Number ${number}.` },
			});
			expect(answer.ok()).toBe(true);
		}
	}
	await visitor.page.reload();
	await visitor.open();
	await expect(visitor.message(`Number ${count}.`)).toBeInViewport();
	await expect(visitor.message("Number 50.")).toHaveCount(0);
	const list = visitor.chat.locator(".scroll");
	const seen: string[] = [];
	for (let page = 0; page < 4 && !(await visitor.message("Can I talk to a person?").isVisible()); page++) {
		const first = await visitor.messages.locator(".b").first().textContent();
		seen.push(first ?? "");
		const top = visitor.message(first ?? "");
		await list.evaluate((element) => (element.scrollTop = 0));
		await expect(visitor.messages.locator(".b").first()).not.toHaveText(first ?? "");
		// The message at the top stays on screen, with older messages above it.
		await expect(top).toBeInViewport();
	}
	await expect(visitor.message("Can I talk to a person?")).toHaveCount(1);
	await expect(visitor.chat.getByRole("button", { name: "Show earlier messages" })).toHaveCount(0);
	expect(seen.length).toBeGreaterThan(1);
	const numbers = await visitor.messages.getByText(/^Number \d+\.$/).allTextContents();
	expect(numbers).toEqual(Array.from({ length: count }, (_, index) => `Number ${index + 1}.`));
});
