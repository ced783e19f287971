/** The playground's conversation: it asks the server, keeps the answers, and knows whose trace is shown. Nothing is stored. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PlaygroundAnswer, PlaygroundRequest } from "../../../src/protocol/conversation/trace.ts";
import { playground } from "../api.ts";

/** A question and what came of it: an answer, a failure, or neither yet. */
export type Turn = { id: number; question: string; answer: PlaygroundAnswer | null; failure: string | null };

/** The number of earlier messages that are sent with a question, as in a conversation. */
const THREAD = 12;

const threadOf = (turns: Turn[]): PlaygroundRequest["thread"] =>
	turns
		.flatMap(({ question, answer }): PlaygroundRequest["thread"] => [
			{ author: "visitor", text: question },
			...(answer === null || answer.text === ""
				? []
				: [{ author: "ai" as const, text: answer.text, offer: answer.action === "offer" }]),
		])
		.slice(-THREAD);

type Playground = {
	turns: readonly Turn[];
	/** The index of the turn whose trace is shown; null: none is. */
	chosen: number | null;
	typed: string;
	isBusy: boolean;
	choose: (index: number) => void;
	type: (text: string) => void;
	ask: () => Promise<void>;
	startOver: () => void;
};

export function usePlayground(): Playground {
	const turns = useSignal<Turn[]>([]);
	const chosen = useSignal<number | null>(null);
	const typed = useSignal("");
	const ids = useRef(0);
	const running = useRef<AbortController | null>(null);
	useEffect(() => () => running.current?.abort(), []);

	const last = turns.value.at(-1);
	const isBusy = last?.answer === null && last.failure === null;
	const ask = async () => {
		const question = typed.value.trim();
		if (question === "" || isBusy) return;
		const before = turns.value.filter(({ failure }) => failure === null);
		const thread = threadOf(before);
		const turn = { id: ids.current++, question };
		const controller = new AbortController();
		running.current = controller;
		typed.value = "";
		turns.value = [...before, { ...turn, answer: null, failure: null }];
		const answer = await playground({ question, thread }, controller.signal);
		if (controller.signal.aborted) return;
		// If the request failed, the question returns to the box, before any text typed meanwhile.
		if (!answer.ok) typed.value = [question, typed.value].filter((text) => text !== "").join("\n");
		turns.value = [
			...before,
			answer.ok
				? { ...turn, answer: answer.value, failure: null }
				: { ...turn, answer: null, failure: answer.failure.message },
		];
		if (answer.ok) chosen.value = before.length;
	};
	return {
		turns: turns.value,
		chosen: chosen.value,
		typed: typed.value,
		isBusy,
		choose: (index) => {
			chosen.value = index;
		},
		type: (text) => {
			typed.value = text;
		},
		ask,
		startOver: () => {
			running.current?.abort();
			turns.value = [];
			chosen.value = null;
		},
	};
}
