/** A visitor leaves, is answered by e-mail, answers by e-mail, and comes back by the link in it. */
import { expect, test } from "./stage.ts";

/** Our replies go by e-mail after three minutes. */
test.setTimeout(360_000);

test("a visitor leaves, is answered by mail, answers by mail, and comes back", async ({
	visit,
	dashboard,
	world,
	newPage,
}) => {
	const email = "nora@customer.example";
	const ines = await dashboard("ines", { viewport: { width: 1440, height: 900 } });
	const api = ines.page.context().request;
	const headers = { Origin: world.host };
	const set = { mailReplies: "mail.shop.example", address: world.host };
	expect((await api.patch(`${world.host}/api/workspace`, { data: set, headers })).ok()).toBe(true);

	const visitor = await visit();
	const id = await visitor.queue();
	await visitor.chat.getByRole("textbox", { name: /team reach you/ }).fill(email);
	await visitor.button("Save").click();
	await expect(visitor.chat).toContainText(email);
	await visitor.page.close();

	await ines.openThread(id);
	await ines.button("Take over").click();
	await ines.answer("The **blue** one is here.");
	await expect(ines.messages.getByText(`Sent to ${email} by e-mail`)).toBeVisible({ timeout: 240_000 });

	const rows = await world.execute(`SELECT json FROM logged_mail WHERE sent_to = '${email}'`);
	const mail = JSON.stringify(rows);
	const replyTo = /reply\+[a-z2-7]{32}@mail\.shop\.example/.exec(mail)?.[0] ?? "";
	const code = /\/continue#([\w.-]+)/.exec(mail)?.[1] ?? "";
	expect(mail).toContain("The blue one is here.");

	const post = (from: string, text: string) =>
		api.post(`${world.host}/cdn-cgi/local/email?from=${from}&to=${encodeURIComponent(replyTo)}`, {
			headers: { "Content-Type": "message/rfc822" },
			data: [
				`Authentication-Results: mx.cloudflare.net; dmarc=pass header.from=customer.example`,
				`From: Nora <${from}>`,
				`To: <${replyTo}>`,
				"Subject: Re: Your conversation",
				`Message-ID: <${crypto.randomUUID()}@customer.example>`,
				"",
				text,
				"",
				`On Mon, Nov 30, 2026 at 1:06 PM Fjord Bags <${replyTo}> wrote:`,
				"> The blue one is here.",
			].join("\r\n"),
		});
	await post(email, "I take it.");
	await expect(ines.messages.getByText("I take it.", { exact: true })).toBeVisible();
	await post("max@customer.example", "Please send it to me.");
	await expect(ines.messages.getByText("Only the team sees it")).toBeVisible();
	await ines.messages.getByRole("button", { name: /Send it on as/ }).click();
	await expect(ines.messages.getByText("sent on", { exact: true })).toBeVisible();
	await ines.messages.getByRole("button", { name: "whole e-mail" }).first().click();
	await expect(ines.page.getByRole("dialog")).toContainText("wrote:");

	const page = await newPage();
	await page.goto(`${world.host}/continue#${code}`);
	expect(new URL(page.url()).hash).toBe("");
	await page.getByRole("button", { name: "Open the chat" }).click();
	await expect(page.getByText("I take it.", { exact: true })).toBeVisible();
	await expect(page.getByText("The blue one is here.")).toBeVisible();
});
