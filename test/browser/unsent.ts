/** Messages on their way in browser tests: how one tells them, and what stops a page, a network or a server over them. */
import { type BrowserContext, type Page } from "@playwright/test";
import { expect } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

/** What a browser logs when the network goes, or a script is refused. */
export const lost = /net::ERR_|WebSocket connection|Failed to fetch dynamically/;
/** Longer than the longest wait before a client tries again. */
export const soon = { timeout: 35_000 };

export const QUESTION = "How long do I have to return a bag?";
export const ANSWER = /You have 30 days/;

/** Opens the chat of a visitor, and has it take part in what the tabs share. */
export async function openShared(visitor: Visitor): Promise<void> {
	await visitor.open();
	const loaded = () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/widget/later-"));
	await expect.poll(() => visitor.page.evaluate(loaded)).toBe(true);
}

/** A conversation that has its first answer. */
export async function begin(visitor: Visitor): Promise<void> {
	await openShared(visitor);
	await visitor.say(QUESTION);
	await expect(visitor.message(ANSWER)).toBeVisible();
}

/** A message on its way, whatever is said below it. */
export const unsent = (visitor: Visitor, text: string) =>
	visitor.chat.locator(".m.mine[data-state]").filter({ hasText: text });

export const texts = (visitor: Visitor) => visitor.messages.locator(".mine .b").allTextContents();

/** The ids of the messages that a page puts on its sockets, from now on. */
export function sentBy(page: Page): string[] {
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
 * Stops a page's scripts, as a machine that sleeps does; the function it returns wakes it. With the debugger: a headless
 * browser shows every page, and Page.setWebLifecycleState doesn't freeze what is shown.
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

/** Refuses every message that begins with "Take", before it gets there, until the function it returns is called. */
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
