/**
 * A stand-in for a language model, for browser tests: an HTTP server on this machine that speaks the streaming format of
 * OpenAI's chat completions. A test says what it answers, lets the pieces out one by one, and sees what it was asked.
 */
import { createServer, type ServerResponse } from "node:http";

export type Asked = { messages: { role: string; content: unknown }[] };

/** What to do with the next request. */
export type Reply =
	/** All at once. */
	| { text: string }
	/** A piece whenever the test asks for one: see `Writing`. */
	| { pieces: string[] }
	| { status: number };

/** An answer under way, in the hands of the test. */
export type Writing = {
	/** Sends the next piece. */
	next(): void;
	/** Sends the rest and ends. */
	finish(): void;
	/** Resolves when the Worker has hung up. */
	hungUp: Promise<void>;
};

export type Model = {
	/** The base address for MODEL_URL. */
	url: string;
	asked: Asked[];
	/** What requests get from now on: the same, until told otherwise. */
	reply: Reply | ((asked: Asked) => Reply);
	/** The oldest answer in pieces that no test has taken yet, as soon as there is one. */
	writing(): Promise<Writing>;
	close(): Promise<void>;
};

const chunk = (delta: object, finish: string | null = null): string =>
	`data: ${JSON.stringify({
		id: "chatcmpl-stand-in",
		object: "chat.completion.chunk",
		created: 0,
		model: "stand-in",
		choices: [{ index: 0, delta, finish_reason: finish }],
	})}\n\n`;

function write(response: ServerResponse, pieces: string[]): Writing {
	const left = [...pieces];
	const { promise: hungUp, resolve } = Promise.withResolvers<void>();
	response.once("close", () => resolve());
	response.write(chunk({ role: "assistant", content: "" }));
	return {
		hungUp,
		next: () => void response.write(chunk({ content: left.shift() ?? "" })),
		finish: () => {
			for (const piece of left.splice(0)) response.write(chunk({ content: piece }));
			response.write(chunk({}, "stop"));
			response.end("data: [DONE]\n\n");
		},
	};
}

export function serveModel(): Promise<Model> {
	const begun: Writing[] = [];
	const waiting: ((writing: Writing) => void)[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (data: Buffer) => (body += data.toString()));
		request.on("end", () => {
			const asked: Asked = JSON.parse(body);
			model.asked.push(asked);
			const reply = typeof model.reply === "function" ? model.reply(asked) : model.reply;
			if ("status" in reply) {
				response.writeHead(reply.status, { "Content-Type": "application/json" });
				response.end(JSON.stringify({ error: { message: "the stand-in was told to fail" } }));
				return;
			}
			response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
			if ("text" in reply) return write(response, [reply.text]).finish();
			const writing = write(response, reply.pieces);
			const taker = waiting.shift();
			if (taker) taker(writing);
			else begun.push(writing);
		});
	});
	const model: Model = {
		url: "",
		asked: [],
		reply: { text: "" },
		writing: () => {
			const first = begun.shift();
			return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			if (address && typeof address === "object") model.url = `http://127.0.0.1:${address.port}/v1`;
			resolve(model);
		});
	});
}
