/**
 * A real SMTP server on this machine, for tests that run in the Workers runtime and can start none: vitest's global setup. What it
 * got is read over HTTP. It asks for a sign-in and offers STARTTLS with a certificate that nobody vouches for.
 */
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { SMTPServer } from "smtp-server";
import type { TestProject } from "vitest/node";

type Got = { to: string[]; raw: string; user: string; secure: boolean };

declare module "vitest" {
	interface ProvidedContext {
		/** Its ports, and an address of this machine that isn't the loopback one; null: it has none. */
		smtp: { port: number; readAt: string; host: string | null };
	}
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

function portOf(server: { address(): unknown }): number {
	const address = server.address();
	if (typeof address === "object" && address !== null && "port" in address) return Number(address.port);
	throw new Error("The server has no port.");
}

export default async function setup({ provide }: TestProject) {
	const got: Got[] = [];
	const signIns: string[] = [];
	const mails = new SMTPServer({
		allowInsecureAuth: true,
		onAuth: ({ username = "", password }, _, done) => {
			signIns.push(username);
			if (password === "right") done(null, { user: username });
			else done(refusal(535, "5.7.8 Authentication failed"));
		},
		onRcptTo: ({ address }, _, done) =>
			address.startsWith("nobody@") ? done(refusal(550, "5.1.1 No such user")) : done(),
		onData: (stream, { envelope, user, secure }, done) => {
			let raw = "";
			stream.on("data", (chunk: Buffer) => void (raw += chunk.toString("latin1")));
			stream.on("end", () => {
				got.push({ to: envelope.rcptTo.map(({ address }) => address), raw, user: user ?? "", secure });
				done();
			});
		},
	});
	// A client that breaks off is no failure of the server's.
	mails.on("error", () => undefined);
	const door = createServer((_, response) => response.end(JSON.stringify({ got, signIns })));
	await new Promise<void>((done) => mails.listen(0, done));
	await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
	const own = Object.values(networkInterfaces())
		.flatMap((all) => all ?? [])
		.find(({ family, internal }) => family === "IPv4" && !internal);
	provide("smtp", {
		port: portOf(mails.server),
		readAt: `http://127.0.0.1:${portOf(door)}/`,
		host: own?.address ?? null,
	});
	return async () => {
		await new Promise<void>((done) => mails.close(done));
		await new Promise<unknown>((done) => door.close(done));
	};
}
