/**
 * A stand-in for a language model under the storm's hand: an HTTP server that speaks the streaming format of OpenAI's
 * chat completions. Its answers repeat the marks of the messages it was asked, "(m12)", so that the checker can tell
 * which ones an answer is for.
 */
import { createServer, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "./random.ts";

/** "mixed" is a model on a usual day: prompt, slow, or so late that a person may have taken over. */
export type Mood = "prompt" | "mixed" | "late" | "throw" | "hang" | "break";

export type Model = {
	/** The base address for MODEL_URL. */
	url: string;
	mood: Mood;
	/** Answers under way. */
	busy: number;
	close(): Promise<void>;
};

/** The marks of messages in a text, "m12", in order. */
export const marksIn = (text: string): string[] => [...text.matchAll(/\((m\d+)\)/g)].map(([, mark = ""]) => mark);

const chunk = (delta: object, finish: string | null = null): string =>
	`data: ${JSON.stringify({
		id: "chatcmpl-stand-in",
		object: "chat.completion.chunk",
		created: 0,
		model: "stand-in",
		choices: [{ index: 0, delta, finish_reason: finish }],
	})}\n\n`;

/** What stands in the block of the question; the blocks' mark is drawn at random for each call. */
const questionIn = (body: string): string => /<data-\w+ question>([\s\S]*?)<\/data-/.exec(body)?.[1] ?? "";

export function serveModel(dice: Random): Promise<Model> {
	const over = new AbortController();
	const wait = (ms: number) => sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);

	async function answer(body: string, response: ServerResponse): Promise<void> {
		const { mood } = model;
		if (mood === "throw") {
			response.writeHead(500, { "content-type": "application/json" });
			return void response.end(JSON.stringify({ error: { message: "the stand-in was told to fail" } }));
		}
		if (mood === "hang") return;
		const habit = mood === "mixed" ? dice.weighted({ prompt: 50, slow: 25, late: 20, offer: 5 }) : mood;
		if (habit === "late") await wait(dice.between(1_000, 5_000));
		response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
		response.write(chunk({ role: "assistant", content: "" }));
		const marks = marksIn(questionIn(body)).map((mark) => `(${mark})`);
		const pieces =
			habit === "offer" ? ["OFFER"] : ["SOURCES: 1\n", "This is what ", "our articles say. ", marks.join(" ")];
		for (const [index, piece] of pieces.entries()) {
			if (habit === "break" && index === 2) return void response.destroy();
			if (habit === "slow") await wait(dice.between(50, 500));
			response.write(chunk({ content: piece }));
		}
		response.write(chunk({}, "stop"));
		response.end("data: [DONE]\n\n");
	}

	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (data: Buffer) => (body += data.toString()));
		request.on("end", () => {
			model.busy++;
			response.once("close", () => model.busy--);
			// The blocks stand in JSON strings; their line ends are of no interest here.
			void answer(body.replaceAll("\\n", "\n"), response);
		});
		response.on("error", () => response.destroy());
	});
	const model: Model = {
		url: "",
		mood: "prompt",
		busy: 0,
		close: () =>
			new Promise((resolve) => {
				over.abort();
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
