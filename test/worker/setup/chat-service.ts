/**
 * Slack's, Discord's and Teams' incoming webhooks, in place of the network: they take what has their wire format, and refuse as
 * the real ones do (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 */
import * as v from "valibot";
import { vi } from "vitest";

const Slack = v.strictObject({
	text: v.pipe(v.string(), v.minLength(1), v.maxLength(40_000)),
	unfurl_links: v.literal(false),
	unfurl_media: v.literal(false),
});
const Discord = v.strictObject({
	content: v.pipe(v.string(), v.minLength(1), v.maxLength(2_000)),
	allowed_mentions: v.strictObject({ parse: v.pipe(v.array(v.string()), v.length(0)) }),
	flags: v.literal(4),
});
const Teams = v.object({
	type: v.literal("message"),
	attachments: v.tuple([
		v.object({
			contentType: v.literal("application/vnd.microsoft.card.adaptive"),
			content: v.object({ type: v.literal("AdaptiveCard"), version: v.string(), body: v.array(v.unknown()) }),
		}),
	]),
});

export const addresses = {
	slack: "https://hooks.slack.com/services/T0000/B0000/secret-of-slack",
	discord: "https://discord.com/api/webhooks/1234/secret-of-discord",
	teams: "https://prod-01.westeurope.logic.azure.com/workflows/secret-of-teams/triggers/manual/paths/invoke?sig=hush",
} as const;

type Answer = { status: number; body?: string; headers?: Record<string, string> };
const answers = {
	slack: { schema: Slack, taken: { status: 200, body: "ok" }, wrong: { status: 400, body: "invalid_payload" } },
	discord: { schema: Discord, taken: { status: 204 }, wrong: { status: 400, body: '{"code":50006}' } },
	teams: { schema: Teams, taken: { status: 202 }, wrong: { status: 400 } },
} as const satisfies Record<string, { schema: v.GenericSchema; taken: Answer; wrong: Answer }>;

export type ChatService = {
	/** The bodies that were taken, as JSON. */
	taken: string[];
	/** What the next requests get instead; "slow": no answer until the caller gives up. */
	next: (Answer | "slow")[];
	requests: number;
};

/** Stands in until mocks are restored. */
export function serveChats(): ChatService {
	const service: ChatService = { taken: [], next: [], requests: 0 };
	const real = globalThis.fetch;
	vi.spyOn(globalThis, "fetch").mockImplementation(async (...given) => {
		const request = new Request(...given);
		const kind = (["slack", "discord", "teams"] as const).find((one) => addresses[one] === request.url);
		if (!kind) return real(request);
		service.requests++;
		const answer = service.next.shift();
		if (answer === "slow") throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
		if (answer) return new Response(answer.body ?? null, answer);
		const text = await request.text();
		const isRight =
			request.headers.get("content-type") === "application/json" && v.is(answers[kind].schema, JSON.parse(text));
		const done: Answer = isRight ? answers[kind].taken : answers[kind].wrong;
		if (isRight) service.taken.push(text);
		return new Response(done.body ?? null, { status: done.status });
	});
	return service;
}
