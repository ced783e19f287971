/**
 * The client's outbox: messages that the server has not acknowledged survive the tab and the browser, are sent once and in order,
 * and are the same in all tabs. A draft survives too.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { browserPath } from "./browser.ts";
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";

/** What a browser logs when the network fails, or a script isn't loaded. */
const lost = /net::ERR_|WebSocket connection|Failed to fetch dynamically/;
/** Longer than a client's longest back-off. */
const soon = { timeout: 35_000 };

const QUESTION = "How long do I have to return a bag?";
const ANSWER = /You have 30 days/;

/** Opens a visitor's chat, and waits until it has loaded the outbox that tabs share. */
async function openShared(visitor: Visitor): Promise<void> {
	await visitor.open();
	const loaded = () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/widget/later-"));
	await expect.poll(() => visitor.page.evaluate(loaded)).toBe(true);
}

/** Starts a conversation and waits for its first answer. */
async function begin(visitor: Visitor): Promise<void> {
	await openShared(visitor);
	await visitor.say(QUESTION);
	await expect(visitor.message(ANSWER)).toBeVisible();
}

/** An unsent message, whatever its state. */
const unsent = (visitor: Visitor, text: string) =>
	visitor.chat.locator(".m.mine[data-state]").filter({ hasText: text });

const texts = (visitor: Visitor) => visitor.messages.locator(".mine .b").allTextContents();

/** Collects the ids of the messages that a page sends over its sockets from now on. */
function sentBy(page: Page): string[] {
	const ids: string[] = [];
	page.on("websocket", (socket) => {
		socket.on("framesent", ({ payload }) => {
			const [, id] = /^\{"type":"send","id":"([\w-]+)"/.exec(String(payload)) ?? [];
			if (id !== undefined) ids.push(id);
		});
	});
	return ids;
}

/**
 * Pauses a page's scripts, as on a sleeping machine, until the returned function is called. It uses the debugger, because
 * Page.setWebLifecycleState doesn't freeze visible pages, and in a headless browser every page is visible.
 */
async function freeze(page: Page): Promise<() => Promise<void>> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send("Debugger.enable");
	const stopped = new Promise((resolve) => devtools.once("Debugger.paused", resolve));
	await devtools.send("Debugger.pause");
	void page.evaluate("0").catch(() => {});
	await stopped;
	return async () => {
		await devtools.send("Debugger.disable");
		await devtools.detach();
	};
}

/** Refuses every message that begins with "Take", in place of the server, until the returned function is called. */
async function refuseTaking(browser: BrowserContext): Promise<() => void> {
	let refusing = true;
	await browser.routeWebSocket(/\/socket/, (socket) => {
		const server = socket.connectToServer();
		socket.onMessage((message) => {
			const [, id] = /"id":"([\w-]+)","text":"Take/.exec(String(message)) ?? [];
			if (refusing && id !== undefined) socket.send(JSON.stringify({ type: "refused", id, reason: "not_now" }));
			else server.send(message);
		});
	});
	return () => void (refusing = false);
}

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

test("two tabs show the same unsent messages, and one of them sends", async ({ visit, world }) => {
	const one = await visit({ expected: lost });
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message(ANSWER)).toBeVisible();
	world.network.cut();
	await one.say("From the first");
	await expect(unsent(two, "From the first")).toBeVisible();
	await two.say("From the second");
	await expect(unsent(one, "From the second")).toBeVisible();
	const sent = [sentBy(one.page), sentBy(two.page)];
	world.network.restore();

	for (const tab of [one, two]) {
		await expect(tab.message("From the second")).toHaveCount(1, soon);
		expect(await texts(tab)).toEqual([QUESTION, "From the first", "From the second"]);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
	}
	expect(sent.map((ids) => ids.length).toSorted()).toEqual([0, 2]);
	await one.say("Both of us");
	await expect(two.message("Both of us")).toHaveCount(1);
	await expect(one.chat.locator("[data-state]")).toHaveCount(0);
});

test("two tabs that wait for their first session together are one visitor", async ({ newPage, world }) => {
	const page = await newPage({ expected: lost });
	let asked = 0;
	let letGo = () => {};
	const both = new Promise<void>((resolve) => (letGo = resolve));
	await page.context().route(/\/api\/widget\/session$/, async (route) => {
		if (++asked === 2) letGo();
		await both;
		await route.continue();
	});
	const one = await Visitor.arrive(page, world);
	const two = await Visitor.arrive(await page.context().newPage(), world);
	await one.open();
	await two.open();
	await one.say(QUESTION);
	await expect(one.message(ANSWER)).toBeVisible(soon);
	await two.say("And to Greenland?");
	for (const tab of [one, two]) await expect(tab.message("And to Greenland?")).toHaveCount(1, soon);
	for (const tab of [one, two]) {
		await tab.page.reload();
		await tab.open();
		await expect(tab.message(QUESTION)).toHaveCount(1);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
	}
});

test("an unsent message can be deleted and tried again in the other tab", async ({ visit, world }) => {
	const one = await visit({ expected: lost });
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	world.network.cut();
	await one.say("Not this one");
	await one.say("But this one");
	await unsent(two, "Not this one").getByRole("button", { name: "Delete" }).click();
	await expect(unsent(one, "Not this one")).toHaveCount(0);
	await one.page.close();
	await unsent(two, "But this one").getByRole("button", { name: "Try again" }).click();
	await expect(unsent(two, "But this one")).toBeVisible();
	world.network.restore();
	await expect(two.message("But this one")).toHaveCount(1, soon);
	await two.page.reload();
	await openShared(two);
	await expect(two.message("But this one")).toHaveCount(1);
	expect(await texts(two)).toEqual([QUESTION, "But this one"]);
});

test("a message that was refused says why in both tabs, and is stored once when the other tab tries again", async ({
	visit,
	world,
}) => {
	const one = await visit();
	const relent = await refuseTaking(context(one));
	await one.page.reload();
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message(ANSWER)).toBeVisible();
	await one.say("Take this");
	for (const tab of [one, two]) await expect(unsent(tab, "Take this")).toContainText("not possible just now");
	relent();
	await unsent(two, "Take this").getByRole("button", { name: "Try again" }).click();
	for (const tab of [one, two]) {
		await expect(tab.message("Take this")).toHaveCount(1);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
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

test("a page that was frozen while sending continues when it wakes, and meanwhile another tab sends", async ({
	visit,
	world,
}) => {
	const one = await visit({ expected: lost });
	await begin(one);
	world.network.cut();
	await one.say("Before I fell asleep");
	await expect(unsent(one, "Before I fell asleep")).toBeVisible();
	const wake = await freeze(one.page);
	world.network.restore();

	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message("Before I fell asleep")).toHaveCount(1, soon);
	await wake();
	for (const tab of [one, two]) {
		await expect(tab.message("Before I fell asleep")).toHaveCount(1, soon);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
		expect(await texts(tab)).toEqual([QUESTION, "Before I fell asleep"]);
	}
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

function context({ page }: { page: Page }): BrowserContext {
	return page.context();
}
