/** The messages that SMTP servers get, read back by a parser that isn't ours. */
import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { encodedWords, mimeOf } from "../../../src/mail/mime.ts";
import { mail, sender } from "./mail.ts";

const read = (message: string) => PostalMime.parse(message);

describe("a message", () => {
	test("says what the mail says", async () => {
		const parsed = await read(
			mimeOf(
				sender(),
				mail({
					replyTo: "reply+abc@in.fjord.example",
					inReplyTo: "first@x.example",
					references: ["first@x.example", "second@x.example"],
					headers: { "Auto-Submitted": "auto-generated" },
				}),
				new Date("2026-11-30T13:06:05Z"),
			),
		);
		expect(parsed).toMatchObject({
			from: { address: "team@fjord.example", name: "Fjord Bags" },
			to: [{ address: "ana@customer.example" }],
			replyTo: [{ address: "reply+abc@in.fjord.example" }],
			subject: "Your bag",
			messageId: "<mail-1@chat.fjord.example>",
			inReplyTo: "<first@x.example>",
			references: "<first@x.example> <second@x.example>",
			date: "2026-11-30T13:06:05.000Z",
		});
		expect(parsed.text?.trim()).toBe("It is on its way.");
		expect(parsed.html?.trim()).toBe("<p>It is on its way.</p>");
		expect(parsed.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
	});

	test("is the same at every attempt", () => {
		const now = new Date();
		expect(mimeOf(sender(), mail(), now)).toBe(mimeOf(sender(), mail(), now));
	});

	test("is ASCII in short lines, whatever it says", () => {
		const long = "“Grüße” an 山田さん 🎒 ".repeat(200);
		const message = mimeOf(
			sender({ name: 'Fjörd "Bags"' }),
			mail({ subject: long.slice(0, 500), text: long, html: long }),
		);
		expect(message).toMatch(/^[\r\n\u0020-\u007e]*$/);
		expect(message.split("\r\n").filter((line) => line.length > 78)).toEqual([]);
		expect(message.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
	});

	test.each(["Fjörd Bags", 'He said "hi" \\ left', "山田さん", "=?UTF-8?B?aGk=?=", "Bags, Inc. <x@y.example>", ""])(
		"keeps the name %j",
		async (name) => {
			const parsed = await read(mimeOf(sender(), mail({ fromName: name })));
			expect(parsed.from).toMatchObject({ address: "team@fjord.example", name });
		},
	);

	test("keeps any text and subject", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: "grapheme", maxLength: 300 }).map((text) => text.replace(/[\p{Cc}\p{Zs}]+/gu, " ").trim()),
				async (text) => {
					const parsed = await read(mimeOf(sender(), mail({ subject: `a ${text}`, text: `x${text}` })));
					expect(parsed.subject).toBe(`a ${text}`.trim());
					expect(parsed.text?.trimEnd()).toBe(`x${text}`.trimEnd());
				},
			),
			{ numRuns: 60 },
		);
	});

	test("cuts no character of a subject in two", () => {
		for (const word of encodedWords("🎒".repeat(60)).split(" ")) {
			expect(word.length).toBeLessThanOrEqual(75);
			const [, , , base64 = ""] = word.split("?");
			const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
			expect(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes)).toMatch(/^(?:🎒)+$/u);
		}
	});
});
