/**
 * Mail with visitors on the real runtime: our replies reach who has left, their answers come into the thread, and everybody who
 * tries to answer in their place, twice, or without an end.
 */
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, describe, expect, vi } from "vitest";
import { contactOfVisitor } from "../../../src/contact/contacts.ts";
import { originalOf } from "../../../src/conversation/mail/originals.ts";
import { noteSent } from "../../../src/conversation/mail/delivery-events.ts";
import { replyToken } from "../../../src/conversation/mail/reply-address.ts";
import { database } from "../../../src/db/database.ts";
import { refusedMail, sentMail } from "../../../src/db/schema.ts";
import { notifier } from "../../../src/durable/objects.ts";
import worker from "../../../src/index.ts";
import type { EventBody } from "../../../src/protocol/conversation/entry.ts";
import { MailLink, WholeMail } from "../../../src/protocol/conversation/mail.ts";
import { MailReport } from "../../../src/protocol/settings/mail.ts";
import { ask, askAsVisitor, createMember, createWorkspace, newFrameId, ORIGIN } from "../setup/people.ts";
import { later, mailsTo, post, rawMail, stateOf } from "../setup/post.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { act, everything, isMessage, say, untilMessage } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";
import { blockVisitor } from "../../../src/contact/actions.ts";

const MINUTE_MS = 60_000;
const settings = () => ({
	mailFrom: "team@fjord.example",
	mailReplies: "mail.fjord.example",
	address: "https://chat.fjord.example",
});

Reflect.set(env, "MAIL", "log");
afterEach(() => void vi.restoreAllMocks());

let people = 0;

/** Waits until D1 has the visitor's claim: what a delivery writes later would undo what a test does to the record. */
const isSettled = (stub: Parameters<typeof everything>[0]) =>
	vi.waitFor(async () => expect((await stub.item())?.contactId).not.toBeNull());

const test = stage
	.override("settings", settings)
	/** A visitor who left an address, asked for a person, and has gone; a teammate has replied. */
	.extend("left", async ({ start, marco, stubOf }) => {
		const begun = await start("Do you have it in blue?");
		await untilMessage(begun.line, "ai");
		const email = `ana${++people}@customer.example`;
		begun.line.send({ type: "email", id: newFrameId(), email });
		await begun.line.next("done");
		begun.line.close();
		const stub = stubOf(begun.id);
		await isSettled(stub);
		await act(marco, begun.id, { type: "take_over" });
		const team = await openMember(marco, begun.id);
		await say(team, "Yes, the **blue** one is here.");
		return { ...begun, email, stub, team };
	})
	/** The same, whose mail has left. */
	.extend("mailed", async ({ left }) => {
		await later(left.stub, 3 * MINUTE_MS);
		const [mail] = await vi.waitFor(async () => {
			const mails = await mailsTo(left.email);
			expect(mails).toHaveLength(1);
			return mails;
		});
		if (!mail?.replyTo) throw new Error("no mail that can be answered");
		return { ...left, mail, replyTo: mail.replyTo };
	});

const events = async (stub: Parameters<typeof everything>[0]): Promise<EventBody[]> =>
	(await everything(stub)).flatMap((entry) => (entry.kind === "event" ? [entry.event] : []));
const said = async (stub: Parameters<typeof everything>[0]) =>
	(await everything(stub)).filter(isMessage).filter(({ author }) => author.kind === "visitor");

describe("our replies", () => {
	test("go to who has left after three minutes, with what was asked and a way to answer", async ({ left, shop }) => {
		const { id, stub, email, team } = left;
		await say(team, "Shall I put it aside?");
		await later(stub, 2 * MINUTE_MS);
		expect(await mailsTo(email)).toEqual([]);
		await later(stub, MINUTE_MS);
		const [mail, ...others] = await vi.waitFor(async () => {
			const mails = await mailsTo(email);
			expect(mails).not.toEqual([]);
			return mails;
		});
		expect(others).toEqual([]);
		const token = await replyToken(env, { workspaceId: shop.id, conversationId: id });
		expect(mail).toMatchObject({
			subject: "Your conversation with Fjord Bags",
			replyTo: `reply+${token}@mail.fjord.example`,
			references: [`${token}.0@chat.fjord.example`],
			headers: { "Auto-Submitted": "auto-generated" },
		});
		expect(mail?.messageId).toMatch(new RegExp(`^${token}\\.\\d+@chat\\.fjord\\.example$`));
		for (const part of [
			"Do you have it in blue?",
			"Yes, the blue one is here.",
			"Shall I put it aside?",
			"Answer this mail",
		])
			expect(mail?.text).toContain(part);
		expect(mail?.text).toContain(`https://chat.fjord.example/continue#${token}.`);
		expect(await events(stub)).toContainEqual(expect.objectContaining({ type: "mailed", to: email }));
		// Nothing twice, however often the alarm runs.
		await later(stub, 60 * MINUTE_MS);
		expect(await mailsTo(email)).toHaveLength(1);
	});

	test("don't where the visitor has read them, is blocked, or no mail is set up", async ({ left, shop, ines }) => {
		const { id, stub, email, visitor, team } = left;
		const line = await openVisitor(visitor, id);
		line.send({ type: "read", seq: 1_000 });
		await vi.waitFor(async () => expect((await stateOf(stub)).visitorReadSeq).toBeGreaterThan(0));
		await later(stub, 4 * MINUTE_MS);
		expect(await mailsTo(email)).toEqual([]);
		await say(team, "Are you there?");
		Reflect.set(env, "MAIL", "");
		await later(stub, 4 * MINUTE_MS);
		Reflect.set(env, "MAIL", "log");
		await later(stub, 4 * MINUTE_MS);
		expect((await events(stub)).filter(({ type }) => type === "mailed")).toEqual([]);
		await say(team, "Hello?");
		const request = { duration: "24h", reason: "", address: false } as const;
		const owner = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
		await blockVisitor({ env, workspaceId: shop.id }, owner, { conversationId: id, request });
		await later(stub, 4 * MINUTE_MS);
		expect(await mailsTo(email)).toEqual([]);
	});

	test("of the AI go too, not twice within ten minutes, and no more than five an hour", async ({ mailed, marco }) => {
		const { id, stub, email, replyTo, team } = mailed;
		await act(marco, id, { type: "close" });
		const askByMail = (text: string) => post({ to: replyTo, from: email, text });
		expect(await askByMail("How long do I have to send it back?")).toBeNull();
		const answered = async (count: number) =>
			vi.waitFor(async () => {
				const all = (await everything(stub)).filter(isMessage).filter(({ author }) => author.kind === "ai");
				expect(all.length).toBeGreaterThanOrEqual(count);
			});
		await answered(2);
		expect(await events(stub)).toContainEqual(expect.objectContaining({ type: "reopened", by: "visitor" }));
		await later(stub, 3 * MINUTE_MS);
		await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(2));
		await askByMail("And what does it cost?");
		await answered(3);
		await later(stub, 4 * MINUTE_MS);
		expect(await mailsTo(email)).toHaveLength(2);
		await later(stub, 7 * MINUTE_MS);
		await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(3));
		for (const count of [4, 5]) {
			await say(team, `Reply ${count}`);
			await later(stub, 4 * MINUTE_MS);
			await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(count));
		}
		await say(team, "One too many");
		await later(stub, 4 * MINUTE_MS);
		expect(await mailsTo(email)).toHaveLength(5);
		await later(stub, 60 * MINUTE_MS);
		await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(6));
	}, 60_000);
});

describe("an answer by e-mail", () => {
	test("from the right address is the visitor's, makes the address known, and is kept whole", async ({
		mailed,
		shop,
		marco,
	}) => {
		const { id, stub, email, replyTo, visitor, mail } = mailed;
		const text = `Yes, please.\r\n\r\nOn Mon, Nov 30, 2026 at 1:06 PM Fjord Bags <${replyTo}> wrote:\r\n> ${mail.text.replaceAll("\n", "\r\n> ")}`;
		expect(await post({ to: replyTo.toUpperCase(), from: email, text })).toBeNull();
		const message = (await said(stub)).at(-1);
		expect(message).toMatchObject({ text: "Yes, please.", mail: { from: email, isProven: true } });
		await vi.waitFor(async () =>
			expect(await contactOfVisitor(database(env), shop.id, visitor.visitorId)).toMatchObject({ email, claimed: null }),
		);
		expect((await stateOf(stub)).visitorReadSeq).toBeGreaterThan(0);
		const response = await ask(marco, `/api/conversations/${id}/mails/${message?.mail?.id}`);
		const whole = v.parse(WholeMail, await response.json());
		expect(whole).toMatchObject({ from: email, isProven: true });
		expect(whole.text).toContain("wrote:");
		const file = await ask(marco, `/api/conversations/${id}/mails/${message?.mail?.id}/file`);
		expect(file.headers.get("content-disposition")).toContain("attachment");
		expect(await file.text()).toContain("Authentication-Results");
		// The visitor sees what they wrote, and nothing of the mail.
		const line = await openVisitor(visitor, id);
		const { entries } = await line.next("welcome");
		expect(entries.some((entry) => isMessage(entry) && entry.text === "Yes, please.")).toBe(true);
		expect(JSON.stringify(entries)).not.toContain("isProven");
		expect(JSON.stringify(entries)).not.toContain('"mailed"');
	});

	test("comes once, however often it is delivered, at once or later", async ({ mailed }) => {
		const { stub, email, replyTo } = mailed;
		const raw = rawMail({ to: replyTo, from: email, text: "Only once", messageId: "one@customer.example" });
		const again = () => post({ raw, to: replyTo, envelope: email });
		expect(await Promise.all([again(), again(), again()])).toEqual([null, null, null]);
		expect(await again()).toBeNull();
		expect((await said(stub)).filter(({ text }) => text === "Only once")).toHaveLength(1);
	});

	test.for([
		["another address", "mallory@evil.example", undefined, "other_address"],
		["the right address, without a pass", null, null, "unproven"],
		["the right address, with a pass for another domain", null, "evil.example", "unproven"],
		["the right address, with a pass that it wrote itself", null, "forged", "unproven"],
	] as const)("from %s waits for the team", async ([, from, passes, reason], { mailed, shop, marco, vera }) => {
		const { id, stub, email, replyTo, visitor } = mailed;
		const own = `Authentication-Results: mx.cloudflare.net; dmarc=pass header.from=customer.example`;
		const posting = { to: replyTo, from: from ?? email, text: "Send it to my new address" };
		expect(
			await post(passes === "forged" ? { ...posting, passes: null, headers: [own] } : { ...posting, passes }),
		).toBeNull();
		const held = (await everything(stub)).find((entry) => entry.kind === "event" && entry.event.type === "mail_held");
		expect(held).toMatchObject({ event: { from: posting.from, text: posting.text, reason } });
		expect((await said(stub)).some(({ text }) => text === posting.text)).toBe(false);
		expect(await contactOfVisitor(database(env), shop.id, visitor.visitorId)).toMatchObject({
			email: null,
			claimed: email,
		});
		const line = await openVisitor(visitor, id);
		expect(JSON.stringify((await line.next("welcome")).entries)).not.toContain(posting.text);
		const sendOn = (by: typeof marco, seq = held?.seq ?? 0) =>
			ask(by, `/api/conversations/${id}/mail/send-on`, { body: { seq } });
		expect((await sendOn(vera)).status).toBe(403);
		expect((await sendOn(marco, 1)).status).toBe(404);
		expect((await sendOn(marco)).status).toBe(204);
		expect((await sendOn(marco)).status).toBe(204);
		expect((await said(stub)).filter(({ text }) => text === posting.text)).toHaveLength(1);
		// A click says what was written, and not who they are.
		expect(await contactOfVisitor(database(env), shop.id, visitor.visitorId)).toMatchObject({ email: null });
	});

	test("brings its files, told by their content, also where it is held", async ({ mailed, marco }) => {
		const { id, stub, email, replyTo } = mailed;
		const parts = (text: string) => [
			"--b",
			"Content-Type: text/plain",
			"",
			text,
			"--b",
			"Content-Type: application/pdf",
			'Content-Disposition: attachment; filename="invoice.pdf"',
			"Content-Transfer-Encoding: base64",
			"",
			btoa("<html><script>alert(1)</script></html>"),
			"--b--",
		];
		const withFile = (from: string, text: string) =>
			post({
				to: replyTo,
				from,
				headers: ['Content-Type: multipart/mixed; boundary="b"'],
				body: parts(text).join("\r\n"),
			});
		expect(await withFile(email, "My invoice")).toBeNull();
		expect((await said(stub)).at(-1)).toMatchObject({
			text: "My invoice",
			files: [{ name: "invoice.pdf", show: "download" }],
		});
		expect(await withFile("other@customer.example", "From my wife's phone")).toBeNull();
		const held = (await everything(stub)).at(-1);
		expect(held).toMatchObject({ event: { type: "mail_held", files: [{ name: "invoice.pdf" }] } });
		expect((await ask(marco, `/api/conversations/${id}/mail/send-on`, { body: { seq: held?.seq } })).status).toBe(204);
		expect((await said(stub)).at(-1)).toMatchObject({ text: "From my wife's phone", files: [{ name: "invoice.pdf" }] });
	});

	test("finds the thread where Reply-To was ignored", async ({ mailed }) => {
		const { stub, email, mail } = mailed;
		const headers = [`In-Reply-To: <${mail.messageId}>`, `References: <x@y.example> <${mail.references[0]}>`];
		expect(await post({ to: "team@fjord.example", from: email, text: "To the team", headers })).toBeNull();
		expect((await said(stub)).at(-1)).toMatchObject({ text: "To the team" });
		const [, ...onlyReferences] = headers;
		expect(
			await post({ to: "team@fjord.example", from: email, text: "Once more", headers: onlyReferences }),
		).toBeNull();
		expect((await said(stub)).at(-1)).toMatchObject({ text: "Once more" });
	});

	test("to a forged, cut or foreign token is refused, and counted", async ({ mailed, shop }) => {
		const { stub, email, replyTo, id } = mailed;
		const before = await everything(stub);
		const token = replyTo.slice("reply+".length, replyTo.indexOf("@"));
		const otherShop = await createWorkspace("Another");
		const foreign = await replyToken(env, { workspaceId: otherShop.id, conversationId: id });
		for (const to of [
			replyTo.replace(token, "a".repeat(32)),
			replyTo.replace(token, token.slice(1)),
			replyTo.replace(token, foreign),
			"reply@mail.fjord.example",
			"team@fjord.example",
		])
			expect(await post({ to, from: email })).toMatch(/^5\.1\.1 /);
		// A row that somebody slipped in opens nothing: the token isn't what the secret makes of it.
		await env.DB.prepare("INSERT INTO reply_address VALUES (?, ?, ?, 0)").bind("b".repeat(32), shop.id, id).run();
		expect(await post({ to: replyTo.replace(token, "b".repeat(32)), from: email })).toMatch(/^5\.1\.1 /);
		expect(await everything(stub)).toEqual(before);
		const counts = await database(env).select().from(refusedMail);
		expect(counts.find(({ reason }) => reason === "unknown")?.count).toBeGreaterThanOrEqual(6);
	});

	test("of a blocked visitor is refused", async ({ mailed, shop, ines }) => {
		const { id, email, replyTo, stub } = mailed;
		const request = { duration: "24h", reason: "", address: false } as const;
		const owner = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
		await blockVisitor({ env, workspaceId: shop.id }, owner, { conversationId: id, request });
		const before = (await everything(stub)).length;
		expect(await post({ to: replyTo, from: email })).toMatch(/^5\.7\.1 /);
		expect((await everything(stub)).length).toBe(before);
	});
});

describe("what a provider tells later", () => {
	const event = (messageId: string, recipient: string, type = "bounced", attempts = 1) => {
		const outcome = { acked: 0, retried: 0 };
		const body = {
			type: `cf.email.sending.message.${type}`,
			source: { type: "email.sending", domain: "fjord.example" },
			payload: { eventId: crypto.randomUUID(), messageId, sender: "team@fjord.example", recipient, terminal: true },
			metadata: { eventSchemaVersion: 1 },
		};
		const message = { body, attempts, ack: () => void outcome.acked++, retry: () => void outcome.retried++ };
		return { message, outcome };
	};
	const taken = async (...given: Parameters<typeof event>) => {
		const { message, outcome } = event(...given);
		await worker.queue({ messages: [message] }, env);
		return outcome;
	};
	const left = (shop: { id: string }, id: string, messageId: string) =>
		noteSent(database(env), messageId, { workspaceId: shop.id, conversationId: id }, Date.now());

	const kinds = [
		["bounced", "undeliverable"],
		["complained", "complained"],
	] as const;
	test.for(kinds)(
		"%s: stops mail until a teammate says so, is told, and is said once",
		async ([type, reason], { mailed, shop, marco }) => {
			const { id, stub, email, team } = mailed;
			const messageId = `${crypto.randomUUID()}@cloudflare.example`;
			await left(shop, id, messageId);
			for (const given of [`<${messageId}>`, messageId])
				expect(await taken(given, email, type)).toEqual({ acked: 1, retried: 0 });
			const failed = (await events(stub)).filter((each) => each.type === "mail_failed");
			expect(failed).toEqual([{ type: "mail_failed", to: email, reason }]);
			await vi.waitFor(async () =>
				expect(
					await runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
						storage.sql.exec("SELECT what, member FROM pending WHERE topic = ?", id).toArray(),
					),
				).toContainEqual({ what: "bounced", member: marco.id }),
			);
			await say(team, "Are you still there?");
			await later(stub, 4 * MINUTE_MS);
			expect(await mailsTo(email)).toHaveLength(1);
			expect((await ask(marco, `/api/conversations/${id}/mail/resume`, { method: "POST" })).status).toBe(204);
			await later(stub, 0);
			await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(2));
		},
	);

	test("of a mail that nobody knows comes again, for it may be faster than our note of it; then it is let go", async () => {
		const nobodys = () => `${crypto.randomUUID()}@cloudflare.example`;
		expect(await taken(nobodys(), "x@y.example")).toEqual({ acked: 0, retried: 1 });
		expect(await taken(nobodys(), "x@y.example", "bounced", 3)).toEqual({ acked: 1, retried: 0 });
		expect(await taken(nobodys(), "x@y.example", "delivered")).toEqual({ acked: 1, retried: 0 });
	});

	test("of another address than the visitor's stops nothing: ours arrived and was sent on", async ({
		mailed,
		shop,
	}) => {
		const { id, stub } = mailed;
		await left(shop, id, "sent-on@cloudflare.example");
		expect(await taken("sent-on@cloudflare.example", "other@y.example")).toEqual({ acked: 1, retried: 0 });
		expect((await events(stub)).filter(({ type }) => type === "mail_failed")).toEqual([]);
	});

	test("finds the mail by the id that the provider gave it", async ({ left: begun }) => {
		const { stub, email } = begun;
		const messageId = `${crypto.randomUUID()}@cloudflare.example`;
		Reflect.set(env, "MAIL", "cloudflare");
		Reflect.set(env, "EMAIL", { send: async () => ({ messageId: `<${messageId}>` }) });
		await later(stub, 3 * MINUTE_MS);
		await vi.waitFor(async () =>
			expect(await database(env).select().from(sentMail).where(eq(sentMail.messageId, messageId))).toHaveLength(1),
		);
		Reflect.set(env, "MAIL", "log");
		Reflect.deleteProperty(env, "EMAIL");
		expect(await taken(messageId, email)).toEqual({ acked: 1, retried: 0 });
		expect((await events(stub)).at(-1)).toMatchObject({ type: "mail_failed", to: email });
	});
});

describe("a test from the settings", () => {
	const report = async (answer: Response) => v.parse(MailReport, await answer.json());

	test("asks to be answered, and the settings say when an answer came, to the latest test alone", async ({ ines }) => {
		const send = async () => report(await ask(ines, "/api/mail/test", { body: {} }));
		expect((await send()).test).toMatchObject({ answeredAt: null });
		const [first] = await mailsTo(ines.email);
		expect(first?.text).toContain("Answer this mail");
		expect(first?.replyTo).toMatch(/^reply\+test-[\da-f]{32}@mail\.fjord\.example$/);
		await send();
		const latest = (await mailsTo(ines.email)).at(-1)?.replyTo ?? "";
		const refusedBefore = (await report(await ask(ines, "/api/mail"))).refused;
		expect(await post({ to: first?.replyTo ?? "", from: ines.email })).toMatch(/^5\.1\.1 /);
		expect(await post({ to: latest.toUpperCase(), from: ines.email })).toBeNull();
		const told = await report(await ask(ines, "/api/mail"));
		expect(told.test?.answeredAt).toBeGreaterThan(0);
		expect(told).toMatchObject({ replies: "mail.fjord.example", refused: refusedBefore + 1 });
		// The same answer again changes nothing.
		expect(await post({ to: latest, from: ines.email })).toBeNull();
		expect((await report(await ask(ines, "/api/mail"))).test).toEqual(told.test);
	});

	test("asks for no answer where none would be read", async () => {
		const shop = await createWorkspace("Quiet shop", { mailFrom: "team@quiet.example" });
		const owner = await createMember(shop, "owner");
		expect((await report(await ask(owner, "/api/mail/test", { body: {} }))).test).toBeNull();
		expect((await mailsTo(owner.email)).map(({ replyTo }) => replyTo)).toEqual([null]);
	});
});

describe("loops and what comes back", () => {
	test("a program's answer is noted, and never answered", async ({ mailed }) => {
		const { stub, email, replyTo } = mailed;
		const headers = ["Auto-Submitted: auto-replied"];
		expect(await post({ to: replyTo, from: email, text: "I am on holiday", headers })).toBeNull();
		expect((await events(stub)).at(-1)).toMatchObject({ type: "mail_automatic", from: email });
		expect(await said(stub)).toHaveLength(1);
		const mails = await mailsTo(email);
		await later(stub, 60 * MINUTE_MS);
		expect(await mailsTo(email)).toEqual(mails);
	});

	test("more than five mails within an hour are refused, until the hour is over", async ({ mailed }) => {
		const { stub, email, replyTo } = mailed;
		for (let count = 1; count <= 5; count++)
			expect(await post({ to: replyTo, from: email, text: `${count}` })).toBeNull();
		expect(await post({ to: replyTo, from: email, text: "6" })).toMatch(/Too many/);
		await later(stub, 61 * MINUTE_MS);
		expect(await post({ to: replyTo, from: email, text: "7" })).toBeNull();
		expect((await said(stub)).map(({ text }) => text)).toEqual([
			"Do you have it in blue?",
			"1",
			"2",
			"3",
			"4",
			"5",
			"7",
		]);
	});

	const report = (address: string, messageId: string) => ({
		headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary="b"'],
		body: [
			"--b",
			"Content-Type: message/delivery-status",
			"",
			"Reporting-MTA: dns; mx.example",
			"",
			`Final-Recipient: rfc822; ${address}`,
			"Action: failed",
			"Status: 5.1.1",
			"",
			"--b",
			"Content-Type: message/rfc822",
			"",
			`Message-ID: <${messageId}>`,
			"",
			"Hello",
			"--b--",
		].join("\r\n"),
	});

	test("a mail that came back stops further ones, until a teammate says so", async ({ mailed, marco, vera }) => {
		const { id, stub, email, mail, team } = mailed;
		const from = "mailer-daemon@mx.example";
		const bounce = { to: "team@fjord.example", from, envelope: "" };
		expect(await post({ ...bounce, ...report(email, `${"a".repeat(32)}.1@x.example`) })).toMatch(/^5\.1\.1 /);
		expect(await post({ ...bounce, ...report("other@x.example", mail.messageId) })).toBeNull();
		expect((await events(stub)).some(({ type }) => type === "mail_failed")).toBe(false);
		expect(await post({ ...bounce, ...report(email.toUpperCase(), mail.messageId) })).toBeNull();
		expect((await events(stub)).at(-1)).toEqual({ type: "mail_failed", to: email, reason: "undeliverable" });
		await say(team, "Are you there?");
		await later(stub, 4 * MINUTE_MS);
		expect(await mailsTo(email)).toHaveLength(1);
		expect((await ask(vera, `/api/conversations/${id}/mail/resume`, { method: "POST" })).status).toBe(403);
		expect((await ask(marco, `/api/conversations/${id}/mail/resume`, { method: "POST" })).status).toBe(204);
		expect((await ask(marco, `/api/conversations/${id}/mail/resume`, { method: "POST" })).status).toBe(409);
		await later(stub, 0);
		await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(2));
		expect((await mailsTo(email)).at(-1)?.text).toContain("Are you there?");
	});

	test("who asks for no more mail gets none, in any conversation", async ({ mailed, start, marco, stubOf }) => {
		const { stub, email, replyTo } = mailed;
		const raw = rawMail({ to: replyTo, from: email }).replace("Subject: Re: Your conversation", "Subject: unsubscribe");
		expect(await post({ raw, to: replyTo, envelope: email })).toBeNull();
		expect((await events(stub)).at(-1)).toEqual({ type: "mail_failed", to: email, reason: "unsubscribed" });
		const other = await start("Do you have it in red?");
		await untilMessage(other.line, "ai");
		other.line.send({ type: "email", id: newFrameId(), email });
		await other.line.next("done");
		await act(marco, other.id, { type: "take_over" });
		await say(await openMember(marco, other.id), "Yes.");
		await isSettled(stubOf(other.id));
		await later(stubOf(other.id), 4 * MINUTE_MS);
		expect((await events(stubOf(other.id))).at(-1)).toEqual({ type: "mail_failed", to: email, reason: "unsubscribed" });
		expect(await mailsTo(email)).toHaveLength(1);
	});
});

describe("the link in a mail", () => {
	const exchange = (code: string, headers: Record<string, string> = { Origin: ORIGIN }) =>
		exports.default.fetch(`${ORIGIN}/api/mail-link`, {
			method: "POST",
			headers: { "Content-Type": "application/json", "CF-Connecting-IP": "203.0.113.9", ...headers },
			body: JSON.stringify({ code }),
		});
	const codeOf = (mail: { text: string }): string => /\/continue#(\S+)/.exec(mail.text)?.[1] ?? "";

	test("opens the one conversation, for nobody that is known, until a newer mail has another", async ({
		mailed,
		shop,
		start,
	}) => {
		const { id, stub, mail, email, visitor, team } = mailed;
		const code = codeOf(mail);
		const linked = v.parse(MailLink, await (await exchange(code)).json());
		expect(linked).toMatchObject({ key: shop.publicKey, conversation: id });
		// Opening it again is no harm: nothing is used up.
		expect((await exchange(code)).status).toBe(200);
		const holder = { ...visitor, token: linked.token };
		const line = await openVisitor(holder, id);
		expect((await line.next("welcome")).entries.length).toBeGreaterThan(0);
		await say(line, "I am back");
		expect(await contactOfVisitor(database(env), shop.id, visitor.visitorId)).toMatchObject({
			email: null,
			claimed: email,
		});
		// Another conversation, also of the same visitor, isn't theirs to see; and one that they begin is a stranger's.
		const other = await start("Something else");
		await untilMessage(other.line, "ai");
		await expect(openVisitor(holder, other.id)).rejects.toThrow();
		await say(team, "Welcome back.");
		await later(stub, 60 * MINUTE_MS);
		await vi.waitFor(async () => expect(await mailsTo(email)).toHaveLength(2));
		expect((await exchange(code)).status).toBe(404);
		const newer = codeOf((await mailsTo(email))[1] ?? { text: "" });
		expect((await exchange(newer)).status).toBe(200);
		await later(stub, 7 * 24 * 60 * MINUTE_MS);
		expect((await exchange(newer)).status).toBe(404);
	});

	test("is worth nothing forged, from another site, or of a blocked visitor", async ({ mailed, shop, ines }) => {
		const code = codeOf(mailed.mail);
		for (const forged of [
			"",
			"x",
			code.slice(0, -1),
			`${code}x`,
			code.replace(/^.{3}/, "aaa"),
			code.split(".")[0] ?? "",
		])
			expect((await exchange(forged)).status).toBe(404);
		expect((await exchange(code, { Origin: "https://evil.example" })).status).toBe(403);
		const owner = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
		const request = { duration: "24h", reason: "", address: false } as const;
		await blockVisitor({ env, workspaceId: shop.id }, owner, { conversationId: mailed.id, request });
		expect((await exchange(code)).status).toBe(404);
	});

	test("stays limited when its session is renewed", async ({ mailed, shop, start }) => {
		const { token, conversation } = v.parse(MailLink, await (await exchange(codeOf(mailed.mail))).json());
		const renewed = await exports.default.fetch(`${ORIGIN}/api/widget/session`, {
			method: "POST",
			headers: { Origin: ORIGIN, "CF-Connecting-IP": "203.0.113.9" },
			body: JSON.stringify({ key: shop.publicKey, token }),
		});
		const session = v.parse(v.object({ token: v.string() }), await renewed.json());
		const holder = { ...mailed.visitor, token: session.token };
		const line = await openVisitor(holder, conversation);
		await line.next("welcome");
		const other = await start("Something else");
		await expect(openVisitor(holder, other.id)).rejects.toThrow();
	});
});

describe("a transcript", () => {
	test("goes to the address that is known, for the visitor and the team, five an hour", async ({
		left,
		marco,
		vera,
		visitor,
	}) => {
		const { id, email } = left;
		const path = `/api/conversations/${id}/mail/transcript`;
		expect((await ask(vera, path, { method: "POST" })).status).toBe(403);
		expect((await ask(marco, path, { method: "POST" })).status).toBe(204);
		const [mail] = await vi.waitFor(async () => {
			const mails = await mailsTo(email);
			expect(mails).toHaveLength(1);
			return mails;
		});
		expect(mail?.text).toContain("Do you have it in blue?");
		expect(mail?.text).toContain("Yes, the blue one is here.");
		const own = `/api/widget/conversations/${id}/transcript`;
		const byVisitor = (who: typeof left.visitor) => askAsVisitor(who, own, { method: "POST" });
		expect((await byVisitor(visitor)).status).toBe(404);
		expect((await byVisitor(left.visitor)).status).toBe(204);
		for (let count = 3; count <= 5; count++) expect((await ask(marco, path, { method: "POST" })).status).toBe(204);
		expect((await ask(marco, path, { method: "POST" })).status).toBe(409);
	});
});

test("a mail that is being sent isn't sent once more by what is owed meanwhile", async ({ left, marco }) => {
	const path = `/api/conversations/${left.id}/mail/transcript`;
	const provider = { sent: 0, answers: false };
	const send = async () => {
		const messageId = `<${++provider.sent}@cloudflare.example>`;
		while (!provider.answers) await scheduler.wait(5);
		return { messageId };
	};
	Reflect.set(env, "EMAIL", { send });
	Reflect.set(env, "MAIL", "cloudflare");
	try {
		for (const count of [1, 2]) {
			expect((await ask(marco, path, { method: "POST" })).status).toBe(204);
			await vi.waitFor(() => expect(provider.sent).toBeGreaterThanOrEqual(count));
		}
		provider.answers = true;
		await vi.waitFor(async () => {
			const owed = await runInDurableObject(left.stub, (_, { storage: { sql } }) =>
				sql.exec("SELECT id FROM effect").toArray(),
			);
			expect(owed).toEqual([]);
		});
		expect(provider.sent).toBe(2);
	} finally {
		Reflect.set(env, "MAIL", "log");
		Reflect.deleteProperty(env, "EMAIL");
	}
});

test("what is erased of a conversation has its mails with it", async ({ mailed, shop }) => {
	const { id, email, replyTo, stub } = mailed;
	await post({ to: replyTo, from: email, text: "Bye" });
	const mailId = (await said(stub)).at(-1)?.mail?.id ?? "";
	const place = { workspaceId: shop.id, conversationId: id };
	expect(await originalOf(env.FILES, place, mailId)).not.toBeNull();
	await stub.act({ kind: "system" }, "erase_files", { files: "all" });
	expect(await originalOf(env.FILES, place, mailId)).toBeNull();
});
