/**
 * A mail as a MIME message (RFC 5322, 2045 to 2047): plain text and HTML, each in base64, which every server passes on as it
 * is. Only what a mail of ours needs: one receiver, no attachments. All of it is ASCII.
 */
import { headersOf } from "./headers.ts";
import type { Mail } from "./mail.ts";
import type { MailSender } from "./sender.ts";

/** Characters of a line, without its end: RFC 5322 recommends 78, MIME requires 76 of base64. */
const LINE = 76;

/** Bytes of one encoded word: with "=?UTF-8?B??=" and a short name of a header it is within 76 characters (RFC 2047, section 2). */
const WORD_BYTES = 39;

const isAscii = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text);

function base64(bytes: Uint8Array): string {
	let binary = "";
	// A call takes some tens of thousands of arguments at most.
	for (let start = 0; start < bytes.length; start += 8_192)
		binary += String.fromCharCode(...bytes.subarray(start, start + 8_192));
	return btoa(binary);
}

const base64Of = (text: string): string => base64(new TextEncoder().encode(text));

/** Text of a header, as encoded words where it isn't plain ASCII; no character is cut in two. */
export function encodedWords(text: string): string {
	if (isAscii(text) && !text.includes("=?")) return text;
	const words: string[] = [];
	let word = "";
	for (const character of text) {
		if (new TextEncoder().encode(word + character).length > WORD_BYTES) {
			words.push(word);
			word = "";
		}
		word += character;
	}
	return [...words, word].map((each) => `=?UTF-8?B?${base64Of(each)}?=`).join(" ");
}

/** A name and an address, as From and Reply-To have it. */
function mailbox(address: string, name: string): string {
	if (name === "") return `<${address}>`;
	const shown = isAscii(name) && !name.includes("=?") ? `"${name.replace(/[\\"]/g, "\\$&")}"` : encodedWords(name);
	return `${shown} <${address}>`;
}

/** Folds a header at its spaces. What has none stays on its line: RFC 5322 allows 998 characters. */
function header(name: string, value: string): string {
	const lines: string[] = [];
	let line = `${name}:`;
	for (const word of value.split(" ")) {
		if (line.length + 1 + word.length > LINE && line.trim() !== `${name}:`) {
			lines.push(line);
			line = "";
		}
		line += ` ${word}`;
	}
	return [...lines, line].join("\r\n");
}

function part(type: string, text: string): string {
	const encoded = base64Of(text.replace(/\r?\n/g, "\r\n"));
	const lines = encoded.match(/.{1,76}/g) ?? [];
	return [`Content-Type: ${type}; charset=utf-8`, "Content-Transfer-Encoding: base64", "", ...lines, ""].join("\r\n");
}

/** The date as RFC 5322 has it: "Mon, 30 Nov 2026 13:06:05 +0000". */
const dateOf = (now: Date): string => now.toUTCString().replace("GMT", "+0000");

/** The whole message, with line ends as SMTP has them. */
export function mimeOf(sender: MailSender, mail: Mail, now = new Date()): string {
	// The same at every attempt, and in no line of base64, which has no "=_".
	const boundary = `=_${mail.messageId.replace(/[^\w]/g, "_").slice(0, 60)}`;
	const further = Object.entries(headersOf(mail)).map(([name, value]) => header(name, encodedHeader(value)));
	return [
		header("From", mailbox(sender.from, mail.fromName ?? sender.name)),
		header("To", `<${mail.to}>`),
		...(mail.replyTo === null ? [] : [header("Reply-To", `<${mail.replyTo}>`)]),
		header("Subject", encodedWords(mail.subject)),
		header("Date", dateOf(now)),
		`Message-ID: <${mail.messageId}>`,
		...further,
		"MIME-Version: 1.0",
		`Content-Type: multipart/alternative; boundary="${boundary}"`,
		"",
		`--${boundary}`,
		part("text/plain", mail.text),
		`--${boundary}`,
		part("text/html", mail.html),
		`--${boundary}--`,
		"",
	].join("\r\n");
}

const encodedHeader = (value: string): string => (isAscii(value) ? value : encodedWords(value));
