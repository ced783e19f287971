/**
 * The model of a chaos run, whose failures the storm chooses. Its answers repeat the marks of the messages in the question,
 * "(m12)", so that the checker knows which messages an answer is for.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Reply, serveModel as serve } from "../model-server.ts";
import type { Random } from "./random.ts";

/** "mixed": at random prompt, slow, or so late that a person may have taken over. */
export type Mood = "prompt" | "mixed" | "late" | "throw" | "hang" | "break";

export type Model = {
	/** The base address for MODEL_URL. */
	url: string;
	mood: Mood;
	/** The number of answers being written. */
	busy: number;
	close(): Promise<void>;
};

/** The marks of messages in a text, "m12", in order. */
export const marksIn = (text: string): string[] => [...text.matchAll(/\((m\d+)\)/g)].map(([, mark = ""]) => mark);

/** The question's block in a prompt; the blocks' delimiter is random for each call. */
const questionIn = (body: string): string => /<data-\w+ question>([\s\S]*?)<\/data-/.exec(body)?.[1] ?? "";

export async function serveModel(dice: Random): Promise<Model> {
	const over = new AbortController();
	const wait = (ms: number) => sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);

	async function answer(body: string, reply: Reply): Promise<void> {
		const { mood } = model;
		if (mood === "throw") return reply.fail(500);
		if (mood === "hang") return;
		const habit = mood === "mixed" ? dice.weighted({ prompt: 50, slow: 25, late: 20, offer: 5 }) : mood;
		if (habit === "late") await wait(dice.between(1_000, 5_000));
		reply.begin();
		const marks = marksIn(questionIn(body)).map((mark) => `(${mark})`);
		const pieces =
			habit === "offer" ? ["OFFER"] : ["SOURCES: 1\n", "This is what ", "our articles say. ", marks.join(" ")];
		for (const [index, piece] of pieces.entries()) {
			if (habit === "break" && index === 2) return reply.breakOff();
			if (habit === "slow") await wait(dice.between(50, 500));
			reply.say(piece);
		}
		reply.end();
	}

	const server = await serve(({ text }, reply) => {
		model.busy++;
		void reply.hungUp.then(() => model.busy--);
		// The blocks are within JSON strings, so line ends are escaped.
		return answer(text.replaceAll("\\n", "\n"), reply);
	});
	const model: Model = {
		url: `${server.host}/v1`,
		mood: "prompt",
		busy: 0,
		close: () => {
			over.abort();
			return server.close();
		},
	};
	return model;
}
