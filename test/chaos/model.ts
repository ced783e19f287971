/**
 * The model under the storm's hand. Its answers repeat the marks of the messages it was asked, "(m12)", so that the
 * checker can tell which ones an answer is for.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Reply, serveModel as serve } from "../model-server.ts";
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

/** What stands in the block of the question; the blocks' mark is drawn at random for each call. */
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
		// The blocks stand in JSON strings; their line ends are of no interest here.
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
