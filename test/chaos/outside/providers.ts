/**
 * Cloudflare Email Service and Slack's incoming webhooks of a chaos run, over HTTP on this machine. Both refuse what isn't of
 * their wire format, and take and fail as `Fates` says. The Worker's end of the first is worker/outside.ts.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as textOf } from "node:stream/consumers";
import * as v from "valibot";
import type { Random } from "../random.ts";
import type { Fate, Fates } from "./fates.ts";

/** The webhook of a channel that goes on, and of one that is revoked. */
export const GOOD_HOOK = "/services/T0000/B0000/goes-on";
export const GONE_HOOK = "/services/T0000/B0000/is-gone";

const Email = v.strictObject({
	to: v.string(),
	from: v.strictObject({ email: v.string(), name: v.string() }),
	replyTo: v.optional(v.string()),
	subject: v.string(),
	text: v.pipe(v.string(), v.minLength(1)),
	html: v.pipe(v.string(), v.minLength(1)),
	// It makes Message-ID and Date itself, and refuses others'.
	headers: v.record(v.pipe(v.string(), v.regex(/^(?!message-id$|date$)/i)), v.string()),
});

const Slack = v.strictObject({
	text: v.pipe(v.string(), v.minLength(1), v.maxLength(40_000)),
	unfurl_links: v.literal(false),
	unfurl_media: v.literal(false),
});

export type Providers = {
	url: string;
	/** How often the revoked webhook was called. */
	refusedForGood: number;
	close(): Promise<void>;
};

type Answer = { status: number; body: string; headers?: Record<string, string> };

const parsed = <Schema extends v.GenericSchema>(schema: Schema, body: string) =>
	v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);

export async function serveProviders(fates: Fates, dice: Random): Promise<Providers> {
	let made = 0;

	function email(body: string, answer: (fate: Fate, taken: Answer, refused: Answer) => void): void {
		const mail = parsed(Email, body);
		const [taken, invalid] = [
			{ status: 200, body: "" },
			{ status: 400, body: '{"code":"E_VALIDATION_ERROR"}' },
		];
		if (!mail.success) return answer("refuse", taken, invalid);
		const { to, text } = mail.output;
		const code = dice.pick(["E_RATE_LIMIT_EXCEEDED", "E_INTERNAL_SERVER_ERROR"] as const);
		answer(
			fates.meet({ way: "cloudflare", to, messageId: null, text }),
			{ status: 200, body: JSON.stringify({ messageId: `<${++made}.chaos@cloudflare.example>` }) },
			{ status: 500, body: JSON.stringify({ code }) },
		);
	}

	function hook(path: string, body: string, answer: (fate: Fate, taken: Answer, refused: Answer) => void): void {
		if (path === GONE_HOOK) {
			providers.refusedForGood++;
			return answer("refuse", { status: 200, body: "ok" }, { status: 404, body: "no_service" });
		}
		const post = parsed(Slack, body);
		if (path !== GOOD_HOOK || !post.success)
			return answer("refuse", { status: 200, body: "ok" }, { status: 400, body: "invalid_payload" });
		const isTooMany = dice.chance(0.6);
		const after: Record<string, string> =
			isTooMany || dice.chance(0.5) ? { "retry-after": `${Math.ceil(dice.between(0, 3))}` } : {};
		answer(
			fates.meet({ way: "slack", to: path, messageId: null, text: post.output.text }),
			{ status: 200, body: "ok" },
			{ status: isTooMany ? 429 : 503, body: isTooMany ? "rate_limited" : "", headers: after },
		);
	}

	const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
		const body = await textOf(request).catch(() => null);
		// The Worker was killed as it sent this.
		if (body === null) return;
		const answer = (fate: Fate, taken: Answer, refused: Answer) => {
			if (fate === "lose") return void request.socket.destroy();
			if (fate === "hang" || fate === "hold") return;
			const { status, headers = {}, body: said } = fate === "take" ? taken : refused;
			response.writeHead(status, headers).end(said);
		};
		if (request.url === "/email") email(body, answer);
		else hook(request.url ?? "", body, answer);
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.address();
	if (typeof address !== "object" || address === null) throw new Error("The providers have no port.");
	const providers: Providers = {
		url: `http://127.0.0.1:${address.port}`,
		refusedForGood: 0,
		close: async () => {
			server.closeAllConnections();
			await new Promise<unknown>((done) => server.close(done));
		},
	};
	return providers;
}
