/** The fixtures of tests of answers: the demo's knowledge base, and a function that asks it. Made once for a file. */
import { test as base } from "vitest";
import { answer, type AnswerPorts } from "../../../src/answer/answer.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { type Asking, turn } from "../../pure/setup/turn.ts";
import { demoLibrary } from "./library.ts";

export const test = base
	.extend("demo", { scope: "file" }, () => demoLibrary())
	/** Answers from the demo's knowledge with the embedded writer; `ports` overrides. */
	.extend(
		"attempt",
		{ scope: "file" },
		({ demo }) =>
			(question: string, asking: Asking = {}, ports: Partial<AnswerPorts> = {}) =>
				answer(turn(question, asking), {
					search: (query, limit) => demo.search(query, limit),
					writers: [embedded],
					signal: new AbortController().signal,
					onText: () => undefined,
					onDiscard: () => undefined,
					...ports,
				}),
	)
	/** The outcome of an attempt. */
	.extend(
		"ask",
		{ scope: "file" },
		({ attempt }) =>
			async (...asked: Parameters<typeof attempt>) =>
				(await attempt(...asked)).outcome,
	);
