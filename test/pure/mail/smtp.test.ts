/** Submission to a real SMTP server on this machine: what it gets, and what its refusals mean. */
import { connect as connectTcp, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import PostalMime from "postal-mime";
import { afterEach, describe, expect, test } from "vitest";
import type { Mail } from "../../../src/mail/mail.ts";
import { mimeOf } from "../../../src/mail/mime.ts";
import { submit, type Submission, type Wire } from "../../../src/mail/smtp/session.ts";
import { mail, sender } from "./mail.ts";

type Got = { from: string; to: string[]; raw: string; secure: boolean; user: string };

const servers: { close(done: () => void): void }[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.destroy();
	await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(done))));
});

const reply = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** A server with the self-signed certificate that smtp-server brings. */
async function serve(options: SMTPServerOptions = {}) {
	const got: Got[] = [];
	const server = new SMTPServer({
		authOptional: true,
		onAuth: ({ username, password }, _, done) =>
			password === "right" ? done(null, { user: username }) : done(reply(535, "5.7.8 Authentication failed")),
		onData: (stream, { envelope, secure, user }, done) => {
			let raw = "";
			stream.on("data", (chunk: Buffer) => void (raw += chunk.toString("latin1")));
			stream.on("end", () => {
				got.push({
					from: envelope.mailFrom ? envelope.mailFrom.address : "",
					to: envelope.rcptTo.map(({ address }) => address),
					raw,
					secure,
					user: user ?? "",
				});
				done();
			});
		},
		...options,
	});
	server.on("error", () => undefined);
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.server.address();
	if (address === null || typeof address === "string") throw new Error("The server has no port.");
	return { got, port: address.port };
}

/** A server that says these replies, one for each line that it hears; a list is one reply in pieces. */
async function script(replies: (string | string[])[]): Promise<{ port: number }> {
	const { createServer } = await import("node:net");
	const server = createServer((socket) => {
		sockets.push(socket);
		const queue = [...replies];
		const next = async () => {
			const said = queue.shift();
			if (said === undefined) return socket.destroy();
			for (const piece of [said].flat()) {
				socket.write(piece);
				await setTimeout(5);
			}
		};
		void next();
		socket.on("data", () => void next());
		socket.on("error", () => undefined);
	});
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The server has no port.");
	return { port: address.port };
}

function wireOf(socket: Socket): Wire {
	sockets.push(socket);
	socket.on("error", () => undefined);
	const { readable, writable } = Duplex.toWeb(socket);
	return {
		readable,
		writable,
		startTls: () => wireOf(connectTls({ socket, rejectUnauthorized: false })),
	};
}

const plain = (port: number): Wire => wireOf(connectTcp(port, "127.0.0.1"));
const encrypted = (port: number): Wire => wireOf(connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }));

function submission(over: Partial<Submission> = {}, content: Partial<Mail> = {}): Submission {
	const one = mail(content);
	return {
		hello: "chat.fjord.example",
		security: "none",
		login: null,
		from: "team@fjord.example",
		to: one.to,
		messageId: one.messageId,
		message: mimeOf(sender(), one),
		...over,
	};
}

const accepted = { outcome: "accepted", messageId: "mail-1@chat.fjord.example" };

describe("a mail", () => {
	test("arrives as it was sent", async () => {
		const { got, port } = await serve();
		expect(await submit(plain(port), submission({}, { text: ".\n..a\n.b\n" }))).toEqual(accepted);
		expect(got).toMatchObject([{ from: "team@fjord.example", to: ["ana@customer.example"] }]);
		const parsed = await PostalMime.parse(got[0]?.raw ?? "");
		expect(parsed).toMatchObject({ subject: "Your bag", messageId: "<mail-1@chat.fjord.example>" });
		expect(parsed.text?.replaceAll("\r\n", "\n").trim()).toBe(".\n..a\n.b");
	});

	test("keeps lines that begin with a dot, and none ends it", async () => {
		const { got, port } = await serve();
		const message = "Subject: dots\r\n\r\n.\r\n..two\r\n.one\r\nlast\r\n";
		expect(await submit(plain(port), submission({ message }))).toEqual(accepted);
		expect(got[0]?.raw).toBe(message);
	});

	test("is encrypted by STARTTLS, the sign-in too", async () => {
		const { got, port } = await serve({ authOptional: false, allowInsecureAuth: false });
		const login = { user: "parley", password: "right" };
		expect(await submit(plain(port), submission({ security: "starttls", login }))).toEqual(accepted);
		expect(got).toMatchObject([{ secure: true, user: "parley" }]);
	});

	test("is encrypted from the first byte on port 465", async () => {
		const { got, port } = await serve({ secure: true });
		const login = { user: "parley", password: "right" };
		expect(await submit(encrypted(port), submission({ security: "tls", login }))).toEqual(accepted);
		expect(got).toMatchObject([{ secure: true, user: "parley" }]);
	});

	test("is signed in for by LOGIN where the server offers no PLAIN", async () => {
		const { got, port } = await serve({ authMethods: ["LOGIN"], allowInsecureAuth: true });
		expect(await submit(plain(port), submission({ login: { user: "ümit", password: "right" } }))).toEqual(accepted);
		expect(got).toMatchObject([{ user: "ümit" }]);
	});

	test("never goes in plain text where STARTTLS is refused", async () => {
		const { got, port } = await serve({ disabledCommands: ["STARTTLS"] });
		const login = { user: "parley", password: "right" };
		expect(await submit(plain(port), submission({ security: "starttls", login }))).toMatchObject({
			outcome: "later",
			reason: "provider",
		});
		expect(got).toEqual([]);
	});
});

describe("a refusal", () => {
	const refusing = (step: "onMailFrom" | "onRcptTo", code: number, text: string) =>
		serve({ [step]: (_address: unknown, _session: unknown, done: (error: Error) => void) => done(reply(code, text)) });

	test("of the password is a matter of the settings", async () => {
		const { port } = await serve({ allowInsecureAuth: true });
		expect(await submit(plain(port), submission({ login: { user: "a", password: "wrong" } }))).toEqual({
			outcome: "later",
			reason: "sign_in",
			code: "535 5.7.8",
		});
	});

	test("of a mail without a sign-in is too", async () => {
		const { port } = await serve({ authOptional: false, allowInsecureAuth: true });
		expect(await submit(plain(port), submission())).toMatchObject({ outcome: "later", reason: "sign_in" });
	});

	test.each([
		["onMailFrom", 553, "5.7.1 Not your address", { outcome: "later", reason: "sender", code: "553 5.7.1" }],
		["onMailFrom", 451, "4.3.0 Busy", { outcome: "later", reason: "provider", code: "451 4.3.0" }],
		["onMailFrom", 552, "Too big", { outcome: "refused", reason: "too_big", code: "552" }],
		["onRcptTo", 550, "5.1.1 No such user", { outcome: "bounced", reason: "address", code: "550 5.1.1" }],
		["onRcptTo", 550, "No such user", { outcome: "bounced", reason: "address", code: "550" }],
		["onRcptTo", 554, "5.7.1 Relay access denied", { outcome: "later", reason: "sender", code: "554 5.7.1" }],
		["onRcptTo", 450, "4.2.1 Greylisted", { outcome: "later", reason: "provider", code: "450 4.2.1" }],
	] as const)("at %s with %i %s", async (step, code, text, outcome) => {
		const { got, port } = await refusing(step, code, text);
		expect(await submit(plain(port), submission())).toEqual(outcome);
		expect(got).toEqual([]);
	});

	test.each([
		[554, "5.6.0 Spam", { outcome: "refused", reason: "content", code: "554 5.6.0" }],
		[552, "5.3.4 Too big", { outcome: "refused", reason: "too_big", code: "552 5.3.4" }],
		[452, "4.3.1 Disk full", { outcome: "later", reason: "provider", code: "452 4.3.1" }],
	] as const)("of the whole mail with %i %s", async (code, text, outcome) => {
		const { port } = await serve({
			onData: (stream, _, done) => {
				stream.resume();
				stream.on("end", () => done(reply(code, text)));
			},
		});
		expect(await submit(plain(port), submission())).toEqual(outcome);
	});
});

describe("a server that goes wrong", () => {
	test.each([
		["says nothing that is SMTP", ["HTTP/1.1 400 Bad Request\r\n"], "provider"],
		["is busy", ["421 4.3.2 Come back later\r\n"], "provider"],
		["hangs up", [], "unreachable"],
		["hangs up half-way", ["220 hi\r\n", "250 hi\r\n", "250 ok\r\n"], "unreachable"],
		["never ends a line", [`220 ${"a".repeat(100_000)}`], "provider"],
		["never ends a reply", [`220-${"a".repeat(60_000)}\r\n220-${"a".repeat(60_000)}\r\n`], "provider"],
	])("%s: the mail is tried again", async (_, lines, reason) => {
		const { port } = await script(lines);
		const done = await submit(plain(port), submission()).catch(() => ({ outcome: "later", reason: "unreachable" }));
		expect(done).toMatchObject({ outcome: "later", reason });
	});

	test("splits its replies anywhere, and they are understood", async () => {
		const { port } = await script([
			["22", "0 hi\r", "\n"],
			["250-a\r\n250-SI", "ZE 1\r\n250", " AUTH PLAIN\r\n"],
			["235 2.7.0 welcome\n"],
			"250 ok\r\n",
			"250 ok\r\n",
			"354 go on\r\n",
			["2", "50 2.0.0 queued\r\n"],
		]);
		const login = { user: "parley", password: "right" };
		expect(await submit(plain(port), submission({ login }))).toEqual(accepted);
	});

	test("can't take an address of another script: it bounces, and isn't mangled", async () => {
		const { port } = await script(["220 hi\r\n", "250 SIZE 1\r\n", "250 ok\r\n"]);
		expect(await submit(plain(port), submission({}, { to: "山田@customer.example" }))).toEqual({
			outcome: "bounced",
			reason: "address",
			code: null,
		});
	});
});
