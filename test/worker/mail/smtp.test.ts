/** Mail by SMTP from the Worker itself, to a real server on this machine (test/pure/setup/smtp-server.ts). */
import { env } from "cloudflare:workers";
import PostalMime from "postal-mime";
import * as v from "valibot";
import { afterEach, expect, inject, test, vi } from "vitest";
import { messageIdOf, sendMail } from "../../../src/mail/mail.ts";
import { createWorkspace } from "../setup/people.ts";

const { port, readAt, host } = inject("smtp");

const Got = v.object({
	got: v.array(v.object({ to: v.array(v.string()), raw: v.string(), user: v.string(), secure: v.boolean() })),
	signIns: v.array(v.string()),
});
const server = async () => v.parse(Got, await (await fetch(readAt)).json());

const smtp = (over: object = {}) => ({
	DB: env.DB,
	MAIL: "smtp",
	SMTP_HOST: "127.0.0.1",
	SMTP_PORT: String(port),
	SMTP_USER: `parley-${crypto.randomUUID()}`,
	SMTP_PASSWORD: "right",
	...over,
});
const mailTo = (to: string) => ({
	messageId: messageIdOf(crypto.randomUUID(), "https://chat.fjord.example"),
	to,
	fromName: "Fjord Bags ✓",
	replyTo: "reply@in.fjord.example",
	subject: "Ihre Tasche – fertig",
	text: ".\nSie ist da.\n",
	html: "<p>Sie ist da.</p>",
	inReplyTo: null,
	references: [],
	headers: { "Auto-Submitted": "auto-generated" },
});
const shop = () => createWorkspace("Fjord Bags", { mailFrom: "team@fjord.example" });

afterEach(() => void vi.restoreAllMocks());

test("a mail arrives as it is, with its own Message-ID at every try, after a sign-in", async () => {
	const { id } = await shop();
	const [mail, by] = [mailTo("ana@customer.example"), smtp()];
	for (let tries = 0; tries < 2; tries++)
		expect(await sendMail(by, id, mail)).toEqual({ outcome: "accepted", messageId: mail.messageId });
	const arrived = (await server()).got.filter(({ user }) => user === by.SMTP_USER);
	expect(arrived).toHaveLength(2);
	for (const { raw, to } of arrived) {
		expect(to).toEqual(["ana@customer.example"]);
		const read = await PostalMime.parse(raw);
		expect(read).toMatchObject({
			messageId: `<${mail.messageId}>`,
			subject: mail.subject,
			from: { name: "Fjord Bags ✓", address: "team@fjord.example" },
			replyTo: [{ address: "reply@in.fjord.example" }],
		});
		expect(read.text?.replaceAll("\r\n", "\n").trim()).toBe(".\nSie ist da.");
	}
});

test("an address that nobody has bounces, a wrong password is the settings' matter, and neither mail is taken", async () => {
	const { id } = await shop();
	const by = smtp();
	expect(await sendMail(by, id, mailTo("nobody@customer.example"))).toMatchObject({
		outcome: "bounced",
		code: "550 5.1.1",
	});
	const wrong = smtp({ SMTP_PASSWORD: "wrong" });
	expect(await sendMail(wrong, id, mailTo("ana@customer.example"))).toMatchObject({
		outcome: "later",
		reason: "sign_in",
	});
	const users = (await server()).got.map(({ user }) => user);
	expect(users).not.toContain(by.SMTP_USER);
	expect(users).not.toContain(wrong.SMTP_USER);
});

test.skipIf(host === null)("a server that nobody vouches for gets neither password nor mail", async () => {
	vi.spyOn(console, "warn").mockImplementation(() => {});
	const { id } = await shop();
	// Not the loopback address, so STARTTLS is asked for, and its certificate is the server's own.
	const by = smtp({ SMTP_HOST: host ?? "" });
	expect(await sendMail(by, id, mailTo("ana@customer.example"))).toMatchObject({
		outcome: "later",
		reason: "unreachable",
	});
	const { got, signIns } = await server();
	expect(signIns).not.toContain(by.SMTP_USER);
	expect(got.map(({ user }) => user)).not.toContain(by.SMTP_USER);
});
