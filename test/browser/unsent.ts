/** Unsent messages in browser tests: how to find them on a page, and how to stop a page, a network or a server. */
import { type BrowserContext, type Page } from "@playwright/test";
import { expect } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

/** What a browser logs when the network fails, or a script isn't loaded. */
export const lost = /net::ERR_|WebSocket connection|Failed to fetch dynamically/;
/** Longer than a client's longest back-off. */
export const soon = { timeout: 35_000 };

export const QUESTION = "How long do I have to return a bag?";
export const ANSWER = /You have 30 days/;

/** Opens a visitor's chat, and waits until it has loaded the outbox that tabs share. */
export async function openShared(visitor: Visitor): Promise<void> {
	await visitor.open();
	const loaded = () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/widget/later-"));
	await expect.poll(() => visitor.page.evaluate(loaded)).toBe(true);
}

/** Starts a conversation and waits for its first answer. */
export async function begin(visitor: Visitor): Promise<void> {
	await openShared(visitor);
	await visitor.say(QUESTION);
	await expect(visitor.message(ANSWER)).toBeVisible();
}

/** An unsent message, whatever its state. */
export const unsent = (visitor: Visitor, text: string) =>
	visitor.chat.locator(".m.mine[data-state]").filter({ hasText: text });

export const texts = (visitor: Visitor) => visitor.messages.locator(".mine .b").allTextContents();

/** Collects the ids of the messages that a page sends from now on: over its sockets, or over HTTP where those failed for long. */
export function sentBy(page: Page): string[] {
	const ids = new Set<string>();
	const sent: string[] = [];
	const note = (frame: string) => {
		const [, id] = /^\{"type":"send","id":"([\w-]+)"/.exec(frame) ?? [];
		if (id === undefined || ids.has(id)) return;
		ids.add(id);
		sent.push(id);
	};
	page.on("websocket", (socket) => {
		socket.on("framesent", ({ payload }) => note(String(payload)));
	});
	page.on("requestfinished", (request) => note(request.postData() ?? ""));
	return sent;
}

/**
 * Pauses a page's scripts, as on a sleeping machine, until the returned function is called. It uses the debugger, because
 * Page.setWebLifecycleState doesn't freeze visible pages, and in a headless browser every page is visible.
 */
export async function freeze(page: Page): Promise<() => Promise<void>> {
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
export async function refuseTaking(browser: BrowserContext): Promise<() => void> {
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

export function context({ page }: { page: Page }): BrowserContext {
	return page.context();
}
