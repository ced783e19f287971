/** Mails as they come: who they are from, what they say, and which were written by programs. */
import { describe, expect, test } from "vitest";
import { authenticatedDomain } from "../../../src/mail/inbound/authentication.ts";
import { isAutomatic } from "../../../src/mail/inbound/automatic.ts";
import { bounceIn, idsIn } from "../../../src/mail/inbound/bounce.ts";
import { htmlText } from "../../../src/mail/inbound/html-text.ts";
import { MAX_RAW_BYTES } from "../../../src/mail/inbound/inbound.ts";
import { readMail } from "../../../src/mail/inbound/read.ts";
import {
	messageIdPart,
	replyAddress,
	replyToken,
	tokenOfAddress,
	tokenOfIds,
} from "../../../src/conversation/mail/reply-address.ts";
import { replyText } from "../../../src/mail/inbound/reply-text.ts";

const env = { PARLEY_SECRET: "a secret for tests, and long enough to sign with" };
const place = { workspaceId: "ws_1234567890123456789012", conversationId: "c_1234567890123456789012" };
const raw = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join("\r\n"));
const results = (value: string) => ({ key: "authentication-results", value });
const PASS =
	"mx.cloudflare.net; dkim=pass header.d=shop.example header.s=s1; dmarc=pass header.from=shop.example policy.dmarc=none; spf=none";

describe("the reply address", () => {
	test("names one conversation, fits, and is the same after its case was folded", async () => {
		const token = await replyToken(env, place);
		const address = replyAddress(token, "mail.shop.example");
		expect(address).toMatch(/^reply\+[a-z2-7]{32}@mail\.shop\.example$/);
		expect(address.indexOf("@")).toBeLessThanOrEqual(64);
		expect(await replyToken(env, place)).toBe(token);
		expect(tokenOfAddress(address.toUpperCase())).toBe(token);
		expect(await replyToken(env, { ...place, conversationId: "c_1234567890123456789013" })).not.toBe(token);
		expect(await replyToken({ PARLEY_SECRET: `${env.PARLEY_SECRET}.` }, place)).not.toBe(token);
	});

	test.each([
		"reply@shop.example",
		"reply+@shop.example",
		"reply+abc@shop.example",
		`reply+${"1".repeat(32)}@x.example`,
		`x+${"a".repeat(32)}@x.example`,
		`reply+${"a".repeat(33)}@x.example`,
		"",
	])("%j has no token", (address) => {
		expect(tokenOfAddress(address)).toBeNull();
	});

	test("is found by Message-IDs where Reply-To was ignored", async () => {
		const token = await replyToken(env, place);
		const id = `${messageIdPart(token, "12")}@chat.shop.example`;
		expect(tokenOfIds(["other@gmail.example", id.toUpperCase()])).toBe(token);
		expect(tokenOfIds(["other@gmail.example", `${token}@x.example`, ""])).toBeNull();
	});
});

describe("who a mail is from", () => {
	test("is what the receiving server says, by the topmost results alone", () => {
		expect(authenticatedDomain([results(PASS)])).toBe("shop.example");
		expect(
			authenticatedDomain([{ key: "received", value: "x" }, results(PASS), results("evil.example; dmarc=fail")]),
		).toBe("shop.example");
	});

	test.each([
		["another server's word", "mail.evil.example; dmarc=pass header.from=shop.example"],
		["a server whose name begins alike", "mx.cloudflare.net.evil.example; dmarc=pass header.from=shop.example"],
		["a failure", "mx.cloudflare.net; dmarc=fail header.from=shop.example"],
		["no policy", "mx.cloudflare.net; dmarc=none header.from=shop.example; dkim=pass header.d=shop.example"],
		["a pass within a comment", "mx.cloudflare.net; spf=pass (dmarc=pass; dmarc=pass header.from=shop.example)"],
		["a pass within nested comments", "mx.cloudflare.net; spf=none (a (b) ; dmarc=pass header.from=shop.example) x"],
		["a pass that is quoted", 'mx.cloudflare.net; x="; dmarc=pass header.from=shop.example"'],
		["two that differ", "mx.cloudflare.net; dmarc=fail header.from=a.example; dmarc=pass header.from=shop.example"],
		["no domain", "mx.cloudflare.net; dmarc=pass"],
		["two domains", "mx.cloudflare.net; dmarc=pass header.from=a.example header.from=shop.example"],
		["nothing", ""],
		["more than a server writes", `mx.cloudflare.net; dmarc=pass header.from=shop.example; ${"x".repeat(8_000)}`],
	])("isn't proven by %s", (_, value) => {
		expect(authenticatedDomain([results(value)])).toBeNull();
	});

	test("isn't proven by results below another server's", () => {
		expect(
			authenticatedDomain([results("evil.example; dmarc=pass header.from=shop.example"), results(PASS)]),
		).toBeNull();
		expect(authenticatedDomain([{ key: "x-authentication-results", value: PASS }])).toBeNull();
		expect(authenticatedDomain([])).toBeNull();
	});

	test("is one address, whose domain is the one that passed", async () => {
		const mail = (...from: string[]) =>
			readMail(
				raw(`Authentication-Results: ${PASS}`, ...from.map((one) => `From: ${one}`), "", "Hello"),
				"a@b.example",
			);
		expect(await mail("Alma <Alma@Shop.example>")).toMatchObject({ from: "alma@shop.example", isProven: true });
		expect(await mail("alma@other.example")).toMatchObject({ from: "alma@other.example", isProven: false });
		expect(await mail("alma@sub.shop.example")).toMatchObject({ isProven: false });
		for (const hostile of [
			["a@shop.example, b@evil.example"],
			["a@shop.example", "b@evil.example"],
			["Team: a@shop.example, b@shop.example;"],
			["nobody"],
			[],
		])
			expect(await mail(...hostile)).toMatchObject({ from: null, isProven: false });
	});
});

describe("what a program wrote", () => {
	test.each([
		["a@b.example", "auto-submitted", "auto-replied", true],
		["a@b.example", "auto-submitted", " Auto-Generated; x", true],
		["a@b.example", "auto-submitted", "no", false],
		["a@b.example", "precedence", "bulk", true],
		["a@b.example", "precedence", "first-class", false],
		["a@b.example", "list-id", "<x.list.example>", true],
		["a@b.example", "x-autoreply", "yes", true],
		["a@b.example", "subject", "Out of office", false],
		["", "subject", "x", true],
		["<>", "subject", "x", true],
	])("from %j with %s: %s is one: %j", (from, key, value, expected) => {
		expect(isAutomatic(from, [{ key, value }])).toBe(expected);
	});
});

describe("a report that a mail could not be delivered", () => {
	const status = [
		"Reporting-MTA: dns; mx.example",
		"",
		"Final-Recipient: rfc822; alma@shop.example",
		"Action: failed",
		"Status: 5.1.1 (no such",
		" user)",
	].join("\r\n");
	const returned = "Message-ID: <abc.1@chat.example>\r\nReferences: <abc.0@chat.example>\r\n\r\nHello <not@an.id>";

	test("names the address, the status, and the mail", () => {
		expect(bounceIn(status, returned)).toEqual({
			address: "alma@shop.example",
			status: "5.1.1",
			ids: ["abc.1@chat.example", "abc.0@chat.example"],
		});
	});

	test.each([
		["a delay", status.replace("failed", "delayed")],
		["a failure that may pass", status.replace("5.1.1", "4.2.2")],
		["no address", status.replace("alma@shop.example", "")],
		["nothing", ""],
	])("isn't %s", (_, text) => {
		expect(bounceIn(text, returned)).toBeNull();
	});

	test("is read from the mail that brings it", async () => {
		const mail = await readMail(
			raw(
				"From: MAILER-DAEMON@mx.example",
				'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
				"",
				"--b",
				"Content-Type: text/plain",
				"",
				"Sorry.",
				"--b",
				"Content-Type: message/delivery-status",
				"",
				...status.split("\r\n"),
				"",
				"--b",
				"Content-Type: message/rfc822",
				"",
				...returned.split("\r\n"),
				"--b--",
			),
			"",
		);
		expect(mail).toMatchObject({
			isAutomatic: true,
			bounce: { address: "alma@shop.example", ids: [expect.any(String), expect.any(String)] },
		});
	});
});

describe("what an answer says", () => {
	const answer = "Yes, please.\n\nThe blue one.";
	test.each([
		[
			"Gmail",
			`${answer}\n\nOn Mon, Nov 30, 2026 at 1:06 PM Fjord Bags <team@shop.example> wrote:\n\n> Which one?\n> Blue?`,
		],
		[
			"a header over two lines",
			`${answer}\n\nOn Mon, Nov 30, 2026 at 1:06 PM Fjord Bags\n<reply+aaaa@mail.shop.example> wrote:\n> Which one?`,
		],
		[
			"Outlook",
			`${answer}\n\n-----Original Message-----\nFrom: Fjord Bags <team@shop.example>\nSent: Monday\n\nWhich one?`,
		],
		["German", `${answer}\n\nAm Mo., 30. Nov. 2026 um 13:06 Uhr schrieb Fjord Bags <team@shop.example>:\n\n> Welche?`],
		["French", `${answer}\n\nLe lun. 30 nov. 2026 à 13:06, Fjord Bags <team@shop.example> a écrit :\n\n> Laquelle ?`],
		["a signature", `${answer}\n\n-- \nAlma Berg\nBerg & Co`],
		["a phone", `${answer}\n\nSent from my iPhone`],
		["quoted lines alone", `${answer}\n> Which one?`],
		[
			"an answer below",
			`On Mon, Nov 30, 2026 at 1:06 PM Fjord Bags <team@shop.example> wrote:\n> Which one?\n\n${answer}`,
		],
		["CRLF and empty lines", `\r\n\r\n${answer.replaceAll("\n", "\r\n")}\r\n\r\n\r\n`],
	])("is kept of a mail as %s has it", (_, text) => {
		expect(replyText(text)).toBe(answer);
	});

	test("goes before what introduces our own words, in any language", () => {
		const own = "reply+abcdefghijklmnopqrstuvwxyz234567@mail.shop.example";
		const text = `${answer}\n\n30 Kas 2026 Pzt, 13:06 tarihinde Fjord Bags <${own}> şunu yazdı:\n\nHangisi?`;
		expect(replyText(text, own)).toBe(answer);
	});

	test("isn't cut where somebody only writes like that", () => {
		const text = "From the start it was torn.\nOn the left side, I wrote:\nmy name. Regards the strap, too.";
		expect(replyText(text)).toBe(text);
	});

	test("is found in HTML too, without what is hidden and quoted", () => {
		const html = `<html><head><style>p{}</style></head><body><div style="display:none">preheader</div><p>Yes,
			please.</p><div>The <b>blue</b> one. <script>alert(1)</script></div><div class="gmail_quote"><div>On Mon, Nov 30, 2026 at 1:06 PM
			Fjord Bags &lt;team@shop.example&gt; wrote:<br></div><blockquote>Which one?<br>Blue?</blockquote></div></body></html>`;
		expect(replyText(htmlText(html))).toBe(answer);
		const outlook = `<p>Yes, please.</p><p>The blue one.</p><div id="x_divRplyFwdMsg"><b>From:</b> Fjord</div><div>Which one?</div>`;
		expect(replyText(htmlText(outlook))).toBe(answer);
	});
});

describe("hostile mails", () => {
	const header = ["From: a@shop.example", 'Content-Type: multipart/mixed; boundary="b"', ""];
	test("of too many parts, headers or levels are refused before they cost anything", async () => {
		const parts = raw(...header, ...Array.from({ length: 3_000 }, () => "--b\r\n\r\nx"), "--b--");
		expect(await readMail(parts, "a@shop.example")).toBe("unreadable");
		const headers = raw(
			"From: a@shop.example",
			...Array.from({ length: 300 }, () => `X-A: ${"a".repeat(1_000)}`),
			"",
			"x",
		);
		expect(await readMail(headers, "a@shop.example")).toBe("unreadable");
		const nested = raw(
			...Array.from(
				{ length: 60 },
				(_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}`,
			),
			"",
			"x",
		);
		expect(await readMail(nested, "a@shop.example")).toBe("unreadable");
		expect(await readMail(new Uint8Array(MAX_RAW_BYTES + 1), "a@shop.example")).toBe("too_big");
	});

	test("lose what nobody sees, and keep what they say", async () => {
		const mail = await readMail(
			raw(
				"From: a@shop.example",
				"Subject: =?utf-8?B?SGVsbG8KQmNjOiB4?=",
				"Content-Type: text/plain; charset=utf-8",
				"",
				"He\u0000llo\u202e x",
			),
			"a@shop.example",
		);
		expect(mail).toMatchObject({ subject: "Hello Bcc: x", text: "Hello x\n" });
		expect(idsIn(`<a@b> <${"c".repeat(300)}@d> <e f@g> <h@i>`)).toEqual(["a@b", "h@i"]);
	});
});
