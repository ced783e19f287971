/** Mail by SMTP submission, to the server that wrangler.toml names. Port 465 is encrypted at once, any other by STARTTLS. */
import { connect } from "cloudflare:sockets";
import { TimeoutError, withTimeout } from "../../durable/timeout.ts";
import { log } from "../../http/log.ts";
import type { MailEnv } from "../configuration.ts";
import type { Mail, MailOutcome } from "../mail.ts";
import { mimeOf } from "../mime.ts";
import type { MailSender } from "../sender.ts";
import { submit, type Submission, type Wire } from "./session.ts";

/**
 * Shorter than any outbox waits for a delivery (a conversation's 15 seconds), so that one that it counts as failed has ended and
 * isn't accepted beside the next attempt. ms.
 */
const LIMIT_MS = 12_000;

const TLS_PORT = 465;

/** On this machine a stand-in without a certificate may take mails. No deployed Worker reaches such a name. */
const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1";

function securityOf(host: string, port: number): Submission["security"] {
	if (isLoopback(host)) return "none";
	return port === TLS_PORT ? "tls" : "starttls";
}

export async function sendBySmtp(env: MailEnv, sender: MailSender, mail: Mail): Promise<MailOutcome> {
	const { SMTP_HOST: hostname = "", SMTP_PORT, SMTP_USER: user = "", SMTP_PASSWORD: password = "" } = env;
	const port = /^\d{1,5}$/.test(SMTP_PORT ?? "") ? Number(SMTP_PORT) : TLS_PORT;
	const security = securityOf(hostname, port);
	const secureTransport = security === "tls" ? "on" : security === "starttls" ? "starttls" : "off";
	const opened: { close(): Promise<void> }[] = [];
	const wire = (socket: Socket): Wire => {
		opened.push(socket);
		// What a socket that we close has left to say is nobody's error.
		socket.closed.catch(() => undefined);
		return { readable: socket.readable, writable: socket.writable, startTls: () => wire(socket.startTls()) };
	};
	try {
		const socket = connect({ hostname, port }, { secureTransport, allowHalfOpen: false });
		const submission: Submission = {
			hello: URL.canParse(sender.address) ? new URL(sender.address).hostname : "parley.invalid",
			security,
			login: user === "" ? null : { user, password },
			from: sender.from,
			to: mail.to,
			messageId: mail.messageId,
			message: mimeOf(sender, mail),
		};
		return await withTimeout(LIMIT_MS, submit(wire(socket), submission), "The mail server doesn't answer.");
	} catch (error) {
		log("mail_server_unreachable", { workspace: sender.workspaceId, error });
		return { outcome: "later", reason: "unreachable", code: error instanceof TimeoutError ? "timeout" : null };
	} finally {
		await Promise.allSettled(opened.map((socket) => socket.close()));
	}
}
