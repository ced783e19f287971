/** The page object of a visitor on the shop's page: it finds elements by their accessible names. */
import { expect, type Locator, type Page } from "@playwright/test";
import * as v from "valibot";
import { NAME } from "../../scripts/demo.ts";
import type { World } from "./world.ts";

export class Visitor {
	readonly page: Page;
	/** The launcher: the round button in the corner. */
	readonly launcher: Locator;
	/** The chat's window. */
	readonly chat: Locator;
	readonly messages: Locator;
	readonly box: Locator;

	constructor(page: Page) {
		this.page = page;
		this.launcher = page.getByRole("button", { name: /^Chat/ });
		this.chat = page.getByRole("dialog", { name: NAME });
		this.messages = this.chat.getByRole("log", { name: "Messages" });
		this.box = this.chat.getByRole("textbox", { name: "Your message" });
	}

	static async arrive(page: Page, world: World): Promise<Visitor> {
		await page.goto(world.shop);
		return new Visitor(page);
	}

	async open(): Promise<void> {
		await this.launcher.click();
		await expect(this.chat).toBeVisible();
	}

	async say(text: string): Promise<void> {
		await this.box.fill(text);
		await this.box.press("Enter");
	}

	/** Opens the chat, asks for a person and waits until they are in the queue. Returns the conversation's id. */
	async queue(): Promise<string> {
		await this.open();
		await this.say("Can I talk to a person?");
		await expect(this.chat).toContainText("You are in the queue");
		return this.conversationId();
	}

	/** A stored message. Unsent ones are not in the log element. */
	message(text: string | RegExp): Locator {
		return this.messages.getByText(text);
	}

	button(name: string): Locator {
		return this.chat.getByRole("button", { name, exact: true });
	}

	/** The conversation's id from this browser's storage. */
	async conversationId(): Promise<string> {
		const saved = await this.page.evaluate(() =>
			Object.values(localStorage).map((value): unknown => JSON.parse(value)),
		);
		const found = saved.find((value) => v.is(Saved, value));
		return v.parse(Saved, found).conversation;
	}
}

const Saved = v.object({ conversation: v.pipe(v.string(), v.startsWith("c_")) });
