/** The page object of a teammate's dashboard: it finds elements by their accessible names. */
import type { Locator, Page } from "@playwright/test";
import type { World } from "./world.ts";

export class Dashboard {
	readonly page: Page;
	readonly thread: Locator;
	readonly messages: Locator;
	readonly reply: Locator;
	readonly summary: Locator;
	readonly visitor: Locator;
	readonly #world: World;

	constructor(page: Page, world: World) {
		this.page = page;
		this.#world = world;
		this.thread = page.getByRole("region", { name: /^Conversation with/ });
		this.messages = this.thread.getByRole("log", { name: "Messages" });
		this.reply = this.thread.getByRole("textbox", { name: /^Reply to/ });
		this.summary = this.thread.getByRole("complementary", { name: "Brief" });
		this.visitor = page.getByRole("complementary", { name: "Visitor" });
	}

	static async open(page: Page, world: World, path = "/conversations"): Promise<Dashboard> {
		const dashboard = new Dashboard(page, world);
		await dashboard.go(path);
		return dashboard;
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.#world.host + path);
		await this.page.getByRole("main").waitFor();
	}

	/** A conversation's row in the open list. */
	row(conversationId: string): Locator {
		return this.page.locator(`[data-id="${conversationId}"]`);
	}

	async view(name: string): Promise<void> {
		await this.page.getByRole("navigation", { name: "Views" }).getByRole("link", { name }).click();
	}

	async openFromList(conversationId: string): Promise<void> {
		await this.row(conversationId).getByRole("link").click();
		await this.messages.waitFor();
	}

	async openThread(conversationId: string): Promise<void> {
		await this.go(`/conversations/${conversationId}?status=all`);
		await this.messages.waitFor();
	}

	async answer(text: string): Promise<void> {
		await this.reply.fill(text);
		await this.reply.press("Enter");
	}

	/** A button of the thread by the start of its name, which its key follows. */
	button(name: string): Locator {
		return this.thread.getByRole("button", { name: new RegExp(`^${name}`) });
	}

	async more(name: string): Promise<void> {
		await this.thread.getByRole("button", { name: "More actions" }).click();
		await this.page.getByRole("menuitem", { name }).click();
	}
}
