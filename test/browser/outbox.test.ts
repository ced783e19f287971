/**
 * The client's outbox: messages that the server has not acknowledged survive the tab and the browser, and are sent once
 * and in order. A draft survives too.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserPath } from "./browser.ts";
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";
import {
	lost,
	soon,
	QUESTION,
	ANSWER,
	openShared,
	begin,
	unsent,
	texts,
	freeze,
	refuseTaking,
	context,
} from "./unsent.ts";

test("messages of a tab that was closed while offline arrive once and in order when the visitor is back", async ({
	visit,
	dashboard,
	world,
}) => {
	const visitor = await visit({ expected: lost });
	await begin(visitor);
	const id = await visitor.conversationId();
	world.network.cut();
	for (const text of ["And to Greenland?", "And to Iceland?", "And to Norway?"]) await visitor.say(text);
	await expect(unsent(visitor, "And to Norway?")).toBeVisible();
	await visitor.page.close();
	world.network.restore();

	const later = await Visitor.arrive(await context(visitor).newPage(), world);
	await later.open();
	await expect(later.message("And to Norway?")).toBeVisible(soon);
	expect(await texts(later)).toEqual([QUESTION, "And to Greenland?", "And to Iceland?", "And to Norway?"]);
	await expect(later.chat.locator("[data-state]")).toHaveCount(0);
	const ines = await dashboard("ines");
	await ines.openThread(id);
	await expect(ines.messages.getByText(/^And to /)).toHaveText([
		"And to Greenland?",
		"And to Iceland?",
		"And to Norway?",
	]);
});

test("unsent messages are sent on the visitor's next page though the chat isn't opened there, the very first message too", async ({
	visit,
	dashboard,
	world,
}) => {
	const visitor = await visit({ expected: lost });
	await openShared(visitor);
	world.network.cut();
	await visitor.say(QUESTION);
	await expect(unsent(visitor, QUESTION)).toBeVisible();
	await visitor.page.close();
	world.network.restore();

	const later = await Visitor.arrive(await context(visitor).newPage(), world);
	await expect(later.launcher).toHaveAccessibleName("Chat, 1 unread", soon);
	const ines = await dashboard("ines");
	await ines.openThread(await later.conversationId());
	await expect(ines.messages.getByText(QUESTION)).toHaveCount(1);
});

test("unsent messages and the draft outlive the browser", async ({ world }) => {
	const profile = await mkdtemp(join(tmpdir(), "parley-profile-"));
	const launch = async () =>
		chromium.launchPersistentContext(profile, { executablePath: await browserPath(), args: ["--no-sandbox"] });
	try {
		let browser = await launch();
		const visitor = await Visitor.arrive(await browser.newPage(), world);
		await begin(visitor);
		world.network.cut();
		await visitor.say("And to Greenland?");
		await visitor.box.fill("And while I think of it");
		await expect(unsent(visitor, "And to Greenland?")).toBeVisible();
		await browser.close();
		world.network.restore();

		browser = await launch();
		const later = await Visitor.arrive(await browser.newPage(), world);
		await later.open();
		await expect(later.box).toHaveValue("And while I think of it");
		await expect(later.message("And to Greenland?")).toHaveCount(1, soon);
		await expect(later.chat.locator("[data-state]")).toHaveCount(0);
		await later.box.press("Enter");
		await expect(later.message("And while I think of it")).toHaveCount(1);
		await later.page.reload();
		await later.open();
		await expect(later.box).toHaveValue("");
		// The log is loaded from the server a moment after the chat is open.
		await expect.poll(() => texts(later)).toEqual([QUESTION, "And to Greenland?", "And while I think of it"]);
		await browser.close();
	} finally {
		world.network.restore();
		await rm(profile, { recursive: true, force: true });
	}
});

test("refused messages move along when the visitor starts a new conversation", async ({ visit }) => {
	const visitor = await visit();
	const relent = await refuseTaking(context(visitor));
	await visitor.page.reload();
	await begin(visitor);
	const first = await visitor.conversationId();
	for (const text of ["Take this", "Take that too"]) {
		await visitor.say(text);
		await expect(unsent(visitor, text)).toContainText("not possible just now");
	}
	await visitor.button("More").click();
	await visitor.button("End conversation").click();
	relent();
	await visitor.button("Start a new conversation").click();
	await expect(visitor.messages.locator(".mine .b")).toHaveText(["Take this", "Take that too"]);
	await expect(visitor.chat.locator("[data-state]")).toHaveCount(0);
	expect(await visitor.conversationId()).not.toBe(first);
	await visitor.page.reload();
	await openShared(visitor);
	await expect(visitor.messages.locator(".mine .b")).toHaveText(["Take this", "Take that too"]);
});

test("where storage is refused, one can chat, and a lost network loses nothing", async ({ newPage, world }) => {
	const page = await newPage({ expected: lost });
	await page.addInitScript(() => {
		const refuse = () => {
			throw new DOMException("The operation is insecure.", "SecurityError");
		};
		for (const name of ["localStorage", "indexedDB", "sessionStorage"])
			Object.defineProperty(globalThis, name, { get: refuse });
		Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
		Object.defineProperty(globalThis, "BroadcastChannel", { value: undefined });
	});
	const visitor = await Visitor.arrive(page, world);
	await begin(visitor);
	world.network.cut();
	await visitor.say("And to Greenland?");
	await expect(unsent(visitor, "And to Greenland?")).toBeVisible();
	world.network.restore();
	await expect(visitor.message("And to Greenland?")).toHaveCount(1, soon);
	expect(await texts(visitor)).toEqual([QUESTION, "And to Greenland?"]);
});

test("where the page has filled up localStorage, an unsent message outlives the tab all the same", async ({
	visit,
	world,
}) => {
	const visitor = await visit({ expected: lost });
	await begin(visitor);
	await visitor.page.evaluate(() => {
		for (let size = 2 ** 22, key = 0; size >= 1; key++)
			try {
				localStorage.setItem(`shop.${key}`, `"${"x".repeat(size)}"`);
			} catch {
				size = Math.floor(size / 2);
			}
	});
	world.network.cut();
	await visitor.say("And to Greenland?");
	await expect(unsent(visitor, "And to Greenland?")).toBeVisible();
	await visitor.page.close();
	world.network.restore();
	const later = await Visitor.arrive(await context(visitor).newPage(), world);
	await later.open();
	await expect(later.message("And to Greenland?")).toHaveCount(1, soon);
	expect(await texts(later)).toEqual([QUESTION, "And to Greenland?"]);
});

test("a machine that fell asleep while sending a message sends it once when it wakes", async ({ visit, world }) => {
	const visitor = await visit({ expected: lost });
	await begin(visitor);
	// The socket drops the message, and is closed when the machine wakes.
	await visitor.page.evaluate(() => {
		const { send } = WebSocket.prototype;
		WebSocket.prototype.send = (data) => {
			if (!String(data).includes("fell asleep")) return;
			WebSocket.prototype.send = send;
			document.title = "asleep";
		};
	});
	await visitor.say("Before I fell asleep");
	await expect(visitor.page).toHaveTitle("asleep");
	const wake = await freeze(visitor.page);
	world.network.cut();
	world.network.restore();
	await wake();
	await expect(visitor.message("Before I fell asleep")).toHaveCount(1, soon);
	expect(await texts(visitor)).toEqual([QUESTION, "Before I fell asleep"]);
});

test("a clock that is a day off, and is then set right, changes neither order nor times", async ({
	newPage,
	dashboard,
	world,
}) => {
	const page = await newPage({ expected: lost });
	await page.addInitScript(() => {
		const right = Date.now;
		let off = 86_400_000;
		addEventListener("set-clock", () => (off = 0));
		Date.now = () => right() + off;
	});
	const visitor = await Visitor.arrive(page, world);
	await begin(visitor);
	await expect(visitor.messages.locator(".day")).toHaveText(["Today"]);
	const id = await visitor.conversationId();
	world.network.cut();
	await visitor.say("Written tomorrow");
	await page.evaluate(() => dispatchEvent(new Event("set-clock")));
	await visitor.say("Written today");
	world.network.restore();
	await expect(visitor.message("Written today")).toHaveCount(1, soon);
	expect(await texts(visitor)).toEqual([QUESTION, "Written tomorrow", "Written today"]);

	const ines = await dashboard("ines");
	await ines.openThread(id);
	await expect(ines.messages.getByText(/^Written/)).toHaveText(["Written tomorrow", "Written today"]);
	await expect(ines.messages.locator(".day")).toHaveText(["Today"]);
	const times = await ines.messages
		.locator("time")
		.evaluateAll((all) => all.map((one) => one.getAttribute("datetime")));
	for (const time of times) expect(Math.abs(Date.parse(time ?? "") - Date.now())).toBeLessThan(300_000);
});

test("typing and sending work before the shared outbox is loaded, and without it", async ({ newPage, world }) => {
	const page = await newPage({ expected: lost });
	let asked = 0;
	let letGo = () => {};
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.context().route(/\/widget\/later-/, async (route) => {
		asked++;
		await held;
		await route.abort();
	});
	const visitor = await Visitor.arrive(page, world);
	await visitor.open();
	await visitor.say(QUESTION);
	await expect(visitor.message(ANSWER)).toBeVisible();
	expect(asked).toBe(1);
	letGo();
	world.network.cut();
	await visitor.say("And to Greenland?");
	await expect(unsent(visitor, "And to Greenland?")).toBeVisible();
	world.network.restore();
	await page.reload();
	await visitor.open();
	await expect(visitor.message("And to Greenland?")).toHaveCount(1, soon);
	expect(await texts(visitor)).toEqual([QUESTION, "And to Greenland?"]);
});
