/**
 * A stand-in for a language model: an HTTP server on loopback with OpenAI's chat completions and embeddings and Workers AI's
 * `run`, streamed as server-sent events. `serveModel` is the server with the wire format; its callers script the answers
 * (browser/model.ts piece by piece, chaos/model.ts at random). `startStandIn` answers with a chosen behaviour, among them every
 * way in which those servers fail.
 */
import { text as textOf } from "node:stream/consumers";
import { createServer, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";

export type Behaviour =
	| "answers"
	/** Workers AI's older shape: {"response": "…"}. */
	| "answers natively"
	/** Streams reasoning first, in the field that reasoning models have for it. */
	| "thinks first"
	/** Sends every byte in a chunk of its own. */
	| "dribbles"
	| "breaks off"
	| "breaks off mid-line"
	| "is rate limited"
	| "fails"
	| "has used up its allowance"
	| "has nothing left in its account"
	| "says nothing"
	| "is cut short"
	| "is filtered"
	| "is slow"
	| "talks nonsense";

/** A vector for a text: similar texts have similar ones, which is all that a test needs. */
export const vectorOf = (text: string): number[] =>
	Array.from({ length: 16 }, (_, at) => [...text].filter((letter) => letter.charCodeAt(0) % 16 === at).length / 10);

const Texts = v.object({ text: v.array(v.string()) });
const Input = v.object({ input: v.array(v.string()) });
const Pairs = v.object({ query: v.string(), contexts: v.array(v.object({ text: v.string() })) });

/** The body of an answer that isn't streamed: embeddings, or a reranker's scores. Null: the request is a chat. */
function compared(path: string, body: unknown): unknown {
	if (path.endsWith("/embeddings")) {
		const { input } = v.parse(Input, body);
		const data = input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
		return { object: "list", data, model: "m", usage: { prompt_tokens: 8, total_tokens: 8 } };
	}
	if (path.includes("rerank")) {
		const { query, contexts } = v.parse(Pairs, body);
		const words = new Set(query.toLowerCase().split(/\W+/));
		const response = contexts.map(({ text }, id) => {
			const all = text.toLowerCase().split(/\W+/);
			return { id, score: all.filter((word) => words.has(word)).length / all.length };
		});
		return { response: response.toSorted((a, b) => b.score - a.score) };
	}
	if (path.includes("bge-m3")) {
		const data = v.parse(Texts, body).text.map(vectorOf);
		return { shape: [data.length, 16], data, pooling: "cls" };
	}
	return null;
}

/** A request; `text` is its raw body. */
export type Asked = { path: string; authorization: string | undefined; text: string; body: unknown };

const chunk = (delta: object, finish: string | null = null): string =>
	JSON.stringify({
		id: "chatcmpl-1",
		object: "chat.completion.chunk",
		created: 1_795_340_000,
		model: "m",
		choices: [{ index: 0, delta, finish_reason: finish }],
	});

const usage = JSON.stringify({
	id: "chatcmpl-1",
	object: "chat.completion.chunk",
	created: 1_795_340_000,
	model: "m",
	choices: [],
	usage: { prompt_tokens: 900, completion_tokens: 24, total_tokens: 924 },
});

function linesOf(behaviour: Behaviour, pieces: string[]): string[] {
	switch (behaviour) {
		case "answers natively":
			return [
				...pieces.map((response) => JSON.stringify({ response, p: "abdefgh" })),
				JSON.stringify({ response: "", usage: { prompt_tokens: 900, completion_tokens: 24, total_tokens: 924 } }),
				"[DONE]",
			];
		case "thinks first":
			return [
				chunk({ role: "assistant", content: "", reasoning_content: "The customer asks how to pay." }),
				...pieces.map((content) => chunk({ content })),
				chunk({}, "stop"),
				"[DONE]",
			];
		case "is cut short":
		case "is filtered":
			return [
				chunk({ role: "assistant", content: "" }),
				...pieces.map((content) => chunk({ content })),
				chunk({}, behaviour === "is filtered" ? "content_filter" : "length"),
				"[DONE]",
			];
		case "says nothing":
			return [chunk({ role: "assistant", content: "" }), chunk({}, "stop"), "[DONE]"];
		case "talks nonsense":
			return ["{not json", "[1,2", "[DONE]"];
		default:
			return [
				chunk({ role: "assistant", content: "" }),
				...pieces.map((content) => chunk({ content })),
				chunk({}, "stop"),
				usage,
				"[DONE]",
			];
	}
}

const errors = {
	"is rate limited": [429, "3040: Capacity temporarily exceeded, please try again.", "rate_limit_exceeded"],
	fails: [500, "8001: Internal error", "internal_error"],
	"has used up its allowance": [
		429,
		"4006: you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan",
		"4006",
	],
	"has nothing left in its account": [
		429,
		"You exceeded your current quota, please check your plan and billing details.",
		"insufficient_quota",
	],
} as const;

const isError = (behaviour: Behaviour): behaviour is keyof typeof errors => behaviour in errors;

async function reply(response: ServerResponse, behaviour: Behaviour, pieces: string[]): Promise<void> {
	if (isError(behaviour)) {
		const [status, message, code] = errors[behaviour];
		response.writeHead(status, {
			"content-type": "application/json",
			...(status === 429 ? { "retry-after": "30" } : {}),
		});
		response.end(JSON.stringify({ error: { message, type: "server_error", code } }));
		return;
	}
	if (behaviour === "is slow") await sleep(600);
	response.writeHead(200, { "content-type": "text/event-stream" });
	const text = linesOf(behaviour, pieces)
		.map((line) => `data: ${line}\n\n`)
		.join("");
	const bytes = Buffer.from(text);
	if (behaviour === "breaks off" || behaviour === "breaks off mid-line") {
		// After the control line and some text, so that the visitor has seen words.
		const at = text.indexOf(pieces.at(-1) ?? "") + (behaviour === "breaks off" ? 0 : 3);
		const start = text.lastIndexOf("data: ", at);
		response.write(Buffer.from(text.slice(0, behaviour === "breaks off" ? start : at)));
		await sleep(20);
		response.destroy();
		return;
	}
	if (behaviour === "dribbles") {
		for (let at = 0; at < bytes.length; at += 7) {
			response.write(bytes.subarray(at, at + 7));
			await new Promise(setImmediate);
		}
		response.end();
		return;
	}
	response.end(bytes);
}

/** One request's answer, which the caller of `serveModel` scripts. */
export class Reply {
	readonly #response: ServerResponse;
	/** Resolves when the connection is closed, by either side. */
	readonly hungUp: Promise<void>;

	constructor(response: ServerResponse) {
		this.#response = response;
		this.hungUp = new Promise((resolve) => response.once("close", () => resolve()));
		response.on("error", () => response.destroy());
	}

	json(body: unknown): void {
		this.text(JSON.stringify(body));
	}

	/** Sends a body with the content type of JSON. */
	text(body: string): void {
		this.#response.writeHead(200, { "content-type": "application/json" });
		this.#response.end(body);
	}

	fail(status: number, message = "the stand-in was told to fail"): void {
		this.#response.writeHead(status, { "content-type": "application/json" });
		this.#response.end(JSON.stringify({ error: { message } }));
	}

	/** Begins the event stream. */
	begin(): void {
		this.#response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
		this.#send(chunk({ role: "assistant", content: "" }));
	}

	say(content: string): void {
		this.#send(chunk({ content }));
	}

	end(): void {
		this.#send(chunk({}, "stop"));
		this.#send("[DONE]");
		this.#response.end();
	}

	breakOff(): void {
		this.#response.destroy();
	}

	behave(behaviour: Behaviour, pieces: string[]): Promise<void> {
		return reply(this.#response, behaviour, pieces);
	}

	#send(line: string): void {
		this.#response.write(`data: ${line}\n\n`);
	}
}

export type ModelServer = { host: string; close(): Promise<void> };

/** `host` is "http://127.0.0.1:12345"; the OpenAI-compatible address is `host` with /v1. */
export async function serveModel(answer: (asked: Asked, reply: Reply) => unknown): Promise<ModelServer> {
	const server = createServer(async (request, response) => {
		const told = new Reply(response);
		const text = await textOf(request).catch(() => null);
		// Who asks may be killed with half of the question sent; nobody waits for an answer then.
		if (text === null) return;
		const { authorization } = request.headers;
		await answer({ path: request.url ?? "", authorization, text, body: JSON.parse(text || "null") }, told);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return {
		host: `http://127.0.0.1:${address.port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

export type StandIn = ModelServer & {
	asked: Asked[];
	behave(behaviour: Behaviour, pieces: string[]): void;
};

export async function startStandIn(): Promise<StandIn> {
	let behaviour: Behaviour = "answers";
	let pieces: string[] = [];
	const asked: Asked[] = [];
	const server = await serveModel(async (request, told) => {
		asked.push(request);
		const answer = compared(request.path, request.body);
		if (answer === null || isError(behaviour)) return told.behave(behaviour, pieces);
		if (behaviour === "is slow") await sleep(2_500);
		if (behaviour === "talks nonsense") told.text("{not json");
		else told.json(behaviour === "says nothing" ? {} : answer);
	});
	return {
		...server,
		asked,
		behave(next, words) {
			behaviour = next;
			pieces = words;
			asked.length = 0;
		},
	};
}
