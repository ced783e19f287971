/**
 * The model stand-in of browser tests: a test sets its answers, releases their pieces one by one, and reads its requests.
 */
import { type Reply as Told, serveModel as serve } from "../model-server.ts";

export type Asked = { messages: { role: string; content: unknown }[] };

/** The answer to a request. */
export type Reply =
	/** The whole text at once. */
	| { text: string }
	/** Pieces, each sent when the test calls `next` (see `Writing`). */
	| { pieces: string[] }
	| { status: number };

/** An answer being written, which the test controls. */
export type Writing = {
	/** Sends the next piece. */
	next(): void;
	/** Sends the rest and ends. */
	finish(): void;
	/** Resolves when the Worker has closed the connection. */
	hungUp: Promise<void>;
};

export type Model = {
	/** The base address for MODEL_URL. */
	url: string;
	asked: Asked[];
	/** The answer to every request from now on. */
	reply: Reply | ((asked: Asked) => Reply);
	/** Resolves with the oldest answer in pieces that wasn't returned yet, as soon as there is one. */
	writing(): Promise<Writing>;
	close(): Promise<void>;
};

function write(told: Told, pieces: string[]): Writing {
	const left = [...pieces];
	told.begin();
	return {
		hungUp: told.hungUp,
		next: () => told.say(left.shift() ?? ""),
		finish: () => {
			for (const piece of left.splice(0)) told.say(piece);
			told.end();
		},
	};
}

export async function serveModel(): Promise<Model> {
	const begun: Writing[] = [];
	const waiting: ((writing: Writing) => void)[] = [];
	const server = await serve(({ text }, told) => {
		const asked: Asked = JSON.parse(text);
		model.asked.push(asked);
		const reply = typeof model.reply === "function" ? model.reply(asked) : model.reply;
		if ("status" in reply) return told.fail(reply.status);
		if ("text" in reply) return write(told, [reply.text]).finish();
		const writing = write(told, reply.pieces);
		const taker = waiting.shift();
		if (taker) taker(writing);
		else begun.push(writing);
	});
	const model: Model = {
		url: `${server.host}/v1`,
		asked: [],
		reply: { text: "" },
		writing: () => {
			const first = begun.shift();
			return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
		},
		close: server.close,
	};
	return model;
}
