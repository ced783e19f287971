/**
 * One SMTP submission (RFC 5321, 6409, 3207, 4954) over streams: greeting, TLS, sign-in, one mail, and what came of it. It
 * opens no connection (send.ts) and retries nothing. Only codes are kept of what the server says: its text may hold an address.
 */
import type { MailOutcome } from "../mail.ts";

type Reader = { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; releaseLock(): void };
type Writer = { write(bytes: Uint8Array): Promise<void>; releaseLock(): void };

/** A connection. `startTls` replaces it by an encrypted one; the streams of this one are over then. */
export type Wire = {
	readable: { getReader(): Reader };
	writable: { getWriter(): Writer };
	startTls(): Wire;
};

export type Submission = {
	/** The name we greet with: the deployment's host. */
	hello: string;
	/** "starttls": in plain text until the server agrees to TLS, and no further. "none" is for servers on this machine. */
	security: "tls" | "starttls" | "none";
	/** Null: the server asks for none. */
	login: { user: string; password: string } | null;
	from: string;
	to: string;
	messageId: string;
	/** The whole message, lines ended with CR LF, all ASCII. */
	message: string;
};

type Reply = { code: number; enhanced: string | null; lines: string[] };

/** Characters of all lines of one reply. A server that says more is none that we understand. */
const MAX_REPLY = 64 * 1024;

/** The server refused a command, or broke the protocol. */
class Refused extends Error {
	readonly outcome: MailOutcome;
	constructor(outcome: MailOutcome) {
		super("The server refused.");
		this.outcome = outcome;
	}
}

/** The lines of one side of a connection. */
class Lines {
	readonly #reader: Reader;
	readonly #writer: Writer;
	readonly #decoder = new TextDecoder();
	#pending = "";

	constructor({ readable, writable }: Wire) {
		this.#reader = readable.getReader();
		this.#writer = writable.getWriter();
	}

	async send(text: string): Promise<void> {
		await this.#writer.write(new TextEncoder().encode(text));
	}

	/** The next reply, of one line or several. */
	async reply(): Promise<Reply> {
		const lines: string[] = [];
		let length = 0;
		for (;;) {
			const line = await this.#line();
			const [, digits, mark, text = ""] = /^(\d{3})([ -]?)(.*)$/s.exec(line) ?? [];
			length += line.length;
			if (digits === undefined || length > MAX_REPLY) throw new Refused(later("provider", null));
			lines.push(text);
			if (mark === "-") continue;
			const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(text)?.[1] ?? null;
			return { code: Number(digits), enhanced, lines };
		}
	}

	/** What the server said before TLS counts for nothing after it. */
	release(): void {
		this.#pending = "";
		this.#reader.releaseLock();
		this.#writer.releaseLock();
	}

	async #line(): Promise<string> {
		for (;;) {
			const end = this.#pending.indexOf("\n");
			if (end >= 0) {
				const line = this.#pending.slice(0, end).replace(/\r$/, "");
				this.#pending = this.#pending.slice(end + 1);
				return line;
			}
			if (this.#pending.length > MAX_REPLY) throw new Refused(later("provider", null));
			const { done, value } = await this.#reader.read();
			if (done || !value) throw new Refused(later("unreachable", null));
			this.#pending += this.#decoder.decode(value, { stream: true });
		}
	}
}

const later = (reason: "provider" | "unreachable" | "sign_in" | "sender", code: string | null): MailOutcome => ({
	outcome: "later",
	reason,
	code,
});

const codeOf = ({ code, enhanced }: Reply): string => (enhanced === null ? String(code) : `${code} ${enhanced}`);
const isGood = ({ code }: Reply): boolean => code >= 200 && code < 400;
const isForGood = ({ code }: Reply): boolean => code >= 500;

type Step = "greeting" | "tls" | "sign_in" | "sender" | "receiver" | "data" | "message";

/** What a refusal means at its place. 4xx is of the moment everywhere (RFC 5321, 4.2.1). */
function refusal(step: Step, reply: Reply): MailOutcome {
	const code = codeOf(reply);
	const policy = reply.enhanced?.startsWith("5.7.") ?? false;
	if (step === "sign_in") return isForGood(reply) ? later("sign_in", code) : later("provider", code);
	if (!isForGood(reply)) return later("provider", code);
	// 530: sign in first.
	if (reply.code === 530) return later("sign_in", code);
	// 552 and 5.3.4: over the server's size.
	if (reply.code === 552 || reply.enhanced === "5.3.4") return { outcome: "refused", reason: "too_big", code };
	switch (step) {
		case "sender":
			return later("sender", code);
		case "receiver":
			// A policy of the server's, such as no relaying, is a matter of our settings, and not of the address.
			return policy ? later("sender", code) : { outcome: "bounced", reason: "address", code };
		case "data":
		case "message":
			return { outcome: "refused", reason: "content", code };
		case "greeting":
		case "tls":
			return later("provider", code);
		default:
			return step satisfies never;
	}
}

/** A line that is a dot alone would end the message (RFC 5321, 4.5.2). */
const dotStuffed = (message: string): string => message.replace(/^\./gm, "..");

const isAscii = (text: string): boolean => /^[\u0021-\u007e]*$/.test(text);
const base64Of = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Submits one mail. Rejects only where the connection breaks. */
export async function submit(first: Wire, mail: Submission): Promise<MailOutcome> {
	let lines = new Lines(first);
	const expect = async (step: Step): Promise<Reply> => {
		const reply = await lines.reply();
		if (!isGood(reply)) throw new Refused(refusal(step, reply));
		return reply;
	};
	const command = async (text: string, step: Step): Promise<Reply> => {
		await lines.send(`${text}\r\n`);
		return expect(step);
	};
	const hello = async (): Promise<string[]> =>
		(await command(`EHLO ${mail.hello}`, "greeting")).lines.map((line) => line.toUpperCase());

	try {
		await expect("greeting");
		let offers = await hello();
		if (mail.security === "starttls") {
			await command("STARTTLS", "tls");
			lines.release();
			lines = new Lines(first.startTls());
			offers = await hello();
		}
		if (mail.login) await signIn(command, mail.login, offers);
		const utf8 = !isAscii(mail.from) || !isAscii(mail.to);
		if (utf8 && !offers.includes("SMTPUTF8")) return { outcome: "bounced", reason: "address", code: null };
		await command(`MAIL FROM:<${mail.from}>${utf8 ? " SMTPUTF8" : ""}`, "sender");
		await command(`RCPT TO:<${mail.to}>`, "receiver");
		await command("DATA", "data");
		await lines.send(`${dotStuffed(mail.message)}.\r\n`);
		await expect("message");
		// The mail is the server's now. Whether it hears the goodbye changes nothing.
		await lines.send("QUIT\r\n").catch(() => undefined);
		return { outcome: "accepted", messageId: mail.messageId };
	} catch (error) {
		if (error instanceof Refused) return error.outcome;
		throw error;
	}
}

async function signIn(
	command: (text: string, step: Step) => Promise<Reply>,
	{ user, password }: { user: string; password: string },
	offers: string[],
): Promise<void> {
	const ways = offers.find((offer) => offer.startsWith("AUTH "))?.split(" ") ?? [];
	if (ways.includes("LOGIN") && !ways.includes("PLAIN")) {
		await command("AUTH LOGIN", "sign_in");
		await command(base64Of(user), "sign_in");
		await command(base64Of(password), "sign_in");
	} else await command(`AUTH PLAIN ${base64Of(`\0${user}\0${password}`)}`, "sign_in");
}
