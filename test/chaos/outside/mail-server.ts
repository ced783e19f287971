/** The SMTP server of a chaos run: a real one on this machine, which takes and fails as `Fates` says. */
import type { Socket } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { Fates } from "./fates.ts";

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

export async function serveMail(fates: Fates): Promise<{ port: number; close(): Promise<void> }> {
	const sockets = new Map<number, Socket>();
	const server = new SMTPServer({
		authOptional: true,
		hideSTARTTLS: true,
		onData: (stream, { envelope, remotePort }, done) => {
			const pieces: Buffer[] = [];
			stream.on("data", (piece: Buffer) => pieces.push(piece));
			stream.on("end", async () => {
				const { messageId = "", text = "" } = await PostalMime.parse(Buffer.concat(pieces));
				const to = envelope.rcptTo.map(({ address }) => address).join();
				switch (fates.meet({ way: "smtp", to, messageId: messageId.replace(/^<|>$/g, ""), text })) {
					case "take":
						return done();
					case "refuse":
						return done(refusal(451, "4.3.0 Try again later"));
					case "lose":
						return void sockets.get(remotePort)?.destroy();
					default:
				}
			});
		},
	});
	// A client that is killed is no failure of the server's.
	server.on("error", () => undefined);
	server.server.on("connection", (socket: Socket) => {
		const { remotePort } = socket;
		if (remotePort === undefined) return;
		sockets.set(remotePort, socket);
		socket.once("close", () => sockets.delete(remotePort));
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.server.address();
	if (typeof address !== "object" || address === null) throw new Error("The mail server has no port.");
	return {
		port: address.port,
		close: async () => {
			for (const socket of sockets.values()) socket.destroy();
			await new Promise<void>((done) => server.close(done));
		},
	};
}
