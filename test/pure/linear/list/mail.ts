/** Mails from outside: headers, reports, quotes and signatures, and whole mails as they are parsed. */
import { authenticatedDomain } from "../../../../src/mail/inbound/authentication.ts";
import { isAutomatic } from "../../../../src/mail/inbound/automatic.ts";
import { bounceIn, idsIn } from "../../../../src/mail/inbound/bounce.ts";
import { htmlText } from "../../../../src/mail/inbound/html-text.ts";
import { bytesWithin } from "../../../../src/mail/inbound/inbound.ts";
import { readMail } from "../../../../src/mail/inbound/read.ts";
import {
	messageIdPart,
	replyAddress,
	replyToken,
	tokenOfAddress,
	tokenOfNoteAddress,
	noteAddress,
	tokenOfIds,
} from "../../../../src/conversation/mail/reply-address.ts";
import { tokenOfTestAddress } from "../../../../src/mail/inbound/test-answer.ts";
import { replyText } from "../../../../src/mail/inbound/reply-text.ts";
import { mailBlocks, named, plainLines } from "../../../../src/conversation/mail/compose.ts";
import { linkAddress, linkCode, tokenOfCode } from "../../../../src/conversation/mail/link.ts";
import { packs } from "../../../../src/language/packs.ts";
import { listOf, runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const results = (text: string) => [{ key: "authentication-results", value: `mx.cloudflare.net; ${text}` }];
const mail = (text: string) => readMail(new TextEncoder().encode(text), "");
const env = { PARLEY_SECRET: "a secret for tests, and long enough to sign with" };
const START = "From: a@b.example\r\nContent-Type: ";

const place = { workspaceId: "ws_1", conversationId: "c_1" };
const words = packs.en.mail;

export const mails: Listed = {
	"conversation/mail/compose.ts": {
		mailBlocks: (text) =>
			mailBlocks({
				messages: [{ kind: "message", seq: 1, at: 1, id: "m-1", author: { kind: "ai" }, text }],
				words,
				aiName: "AI",
				workspace: text.slice(0, 200),
				link: null,
				isAnswered: true,
			}),
		named: (text) => [named(text, "Ana"), named(runOf("{name}")(text.length), text.slice(0, 60))],
		plainLines: { reads: plainLines, texts: { lists: runOf("- a\n"), bold: runOf("**"), links: runOf("[a](") } },
	},
	"conversation/mail/link.ts": {
		linkAddress: (text) => linkAddress("https://a.example", text),
		linkCode: (text) => linkCode(env, text, place, 1),
		tokenOfCode: (text) => [tokenOfCode(text), tokenOfCode(`${text}.`)],
	},
	"mail/inbound/authentication.ts": { authenticatedDomain: (text) => authenticatedDomain(results(text)) },
	"mail/inbound/automatic.ts": {
		isAutomatic: (text) => isAutomatic(text, [{ key: "precedence", value: text }]),
	},
	"mail/inbound/bounce.ts": {
		bounceIn: {
			reads: (text) => [bounceIn(text, text), bounceIn(`Action: failed\nFinal-Recipient: x; a@b\n${text}`, text)],
			texts: { "fields folded": runOf("a: b\n c\n"), groups: runOf("Action: failed\n\n") },
		},
		idsIn: { reads: idsIn, texts: { "without an end": runOf("<a"), many: runOf("<a@b> ") } },
	},
	"mail/inbound/test-answer.ts": { tokenOfTestAddress },
	"mail/inbound/html-text.ts": {
		htmlText: {
			reads: htmlText,
			texts: { quotes: runOf("<blockquote>"), lines: runOf("<br>"), hidden: runOf("<p style='a:b;'>") },
		},
	},
	"mail/inbound/inbound.ts": {
		bytesWithin: (text) => bytesWithin(new Blob([text]).stream(), 10_000_000),
	},
	"mail/inbound/read.ts": {
		readMail: {
			reads: [
				mail,
				(text) => mail(`${START}text/plain\r\n\r\n${text}`),
				(text) => mail(`${START}text/html\r\n\r\n${text}`),
				(text) => mail(`${START}multipart/mixed; boundary="a"\r\n\r\n--a\r\n\r\n${text}`),
			],
			texts: {
				addresses: (length) => `From: ${runOf("a@b.example, ")(length)}\r\n\r\nx`,
				"names of addresses": (length) => `From: ${runOf('"a (')(length)}\r\n\r\nx`,
				"encoded words": (length) => `Subject: ${runOf("=?utf-8?Q?=41?= ")(length)}\r\n\r\nx`,
				parameters: (length) => `Content-Type: text/plain; ${runOf("a*1*=b; ")(length)}\r\n\r\nx`,
				headers: runOf("a: b\r\n"),
				parts: runOf("--a\r\n\r\n"),
			},
		},
	},
	"conversation/mail/reply-address.ts": {
		tokenOfAddress,
		tokenOfNoteAddress,
		noteAddress: (text) => noteAddress(text, text),
		replyToken: (text) => replyToken(env, { workspaceId: text, conversationId: text }),
		tokenOfIds: (text) => tokenOfIds([text, `${text}@a.example`]),
		replyAddress: (text) => replyAddress(text, text),
		messageIdPart: (text) => messageIdPart(text, text),
	},
	"mail/inbound/reply-text.ts": {
		replyText: {
			reads: [replyText, (text) => replyText(text, "reply+abc@mail.example")],
			texts: {
				"introductions without an end": runOf("On a 1 "),
				"lines of introductions": runOf("On 1 a\n"),
				"introductions of another language": runOf("Op 1 schreef\n"),
				"and yet another": runOf("W dniu 1 pisze\n"),
				signatures: listOf((at) => `${at}\n-- `),
				quoted: runOf("> a\n"),
			},
		},
	},
};
