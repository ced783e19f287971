/**
 * Copilot while a reply is written: asks for a suggestion or for the draft in other words, puts it into the draft, and
 * tells once what became of a suggestion. The draft is changed only by an answer that came; every change can be undone.
 */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import {
	CopilotAnswer,
	type CopilotRequest,
	type TranslationLanguage,
} from "../../../src/protocol/conversation/copilot.ts";
import type { CopilotUse } from "../../../src/protocol/figures.ts";
import { anything, call } from "../../api.ts";
import { suggestionUseOf } from "./suggestion-use.ts";
import { keepPending, type Pending, pendingOf } from "./drafts.ts";

const at = (conversation: string) => `/conversations/${encodeURIComponent(conversation)}/copilot`;

/** Not waited for: a figure that isn't told is a figure less. */
const settle = (conversation: string, id: string, use: CopilotUse) =>
	void call(`${at(conversation)}/${encodeURIComponent(id)}`, { method: "POST", body: { use }, schema: anything });

export type Wish = { do: "suggest" | "rephrase" | "shorter" } | { do: "translate"; language?: TranslationLanguage };

const asked = (wish: Wish, draft: string): CopilotRequest =>
	wish.do === "suggest" ? { do: wish.do } : wish.do === "translate" ? { ...wish, draft } : { do: wish.do, draft };

/** The reply as it stands, wherever it is kept. */
export type Draft = { text: () => string; put: (text: string) => void };

function start(conversation: string, draft: Draft) {
	const busy = signal<Wish["do"] | null>(null);
	const failure = signal<string | null>(null);
	const pending = signal<Pending | null>(pendingOf(conversation));
	/** Drafts to go back to, and forward again. */
	const past = signal<readonly string[]>([]);
	const future = signal<readonly string[]>([]);
	/** What was put last, while it can be undone. */
	const put = signal<string | null>(null);
	let running: AbortController | null = null;

	const hold = (next: Pending | null) => {
		pending.value = next;
		keepPending(conversation, next);
	};
	const settlePending = (use: CopilotUse) => {
		const settled = pending.peek();
		if (settled === null) return;
		hold(null);
		settle(conversation, settled.id, use);
	};
	const useOf = (text: string): CopilotUse | null => pending.value && suggestionUseOf(pending.value.versions, text);
	/** Nothing of the suggestion is left in the draft, and nobody is about to undo that. */
	const settleDropped = () => {
		if (useOf(draft.text()) === "dropped") settlePending("dropped");
	};
	const replace = (text: string) => {
		draft.put(text);
		put.value = past.peek().length > 0 ? text : null;
	};
	const take = ({ id, text, sources, confidence }: CopilotAnswer) => {
		const held = pending.peek();
		if (id !== null && held?.versions[0] !== text) {
			settlePending("dropped");
			hold({ id, sources, confidence, versions: [text] });
		} else if (id === null && held !== null && useOf(draft.text()) !== "dropped") {
			hold({ ...held, versions: [...held.versions.slice(0, 4), text] });
		}
		past.value = [...past.peek(), draft.text()];
		future.value = [];
		replace(text);
	};
	const cancel = () => {
		running?.abort();
		running = null;
		busy.value = null;
	};
	const step = (from: typeof past, to: typeof past) => {
		const text = from.peek().at(-1);
		if (text === undefined) return;
		from.value = from.peek().slice(0, -1);
		to.value = [...to.peek(), draft.text()];
		replace(text);
	};
	return {
		busy,
		failure,
		past,
		future,
		put,
		/** The suggestion that the draft is made of, if it is. */
		shown: (text: string): Pending | null => (useOf(text) === "dropped" ? null : pending.value),
		/** True: the draft has changed. */
		async ask(wish: Wish): Promise<boolean> {
			if (busy.peek() !== null) return false;
			const mine = new AbortController();
			running = mine;
			busy.value = wish.do;
			failure.value = null;
			const body = asked(wish, draft.text());
			const answer = await call(at(conversation), { method: "POST", body, schema: CopilotAnswer, signal: mine.signal });
			if (running !== mine) return false;
			running = null;
			busy.value = null;
			if (answer.ok) take(answer.value);
			else failure.value = answer.failure.message;
			return answer.ok;
		},
		cancel,
		undo: () => step(past, future),
		redo: () => step(future, past),
		typed: () => {
			failure.value = null;
			future.value = [];
		},
		/** The reply is on its way. */
		sent: (text: string) => {
			const use = useOf(text);
			if (use !== null) settlePending(use);
			past.value = [];
			future.value = [];
			put.value = null;
			failure.value = null;
		},
		settleDropped,
	};
}

export type Copilot = ReturnType<typeof start>;

/** For a component that is keyed by the conversation's id. */
export function useCopilot(conversation: string, draft: Draft): Copilot {
	const [copilot] = useState(() => start(conversation, draft));
	useEffect(() => {
		// A draft that was emptied before a reload.
		copilot.settleDropped();
		return () => {
			copilot.cancel();
			copilot.settleDropped();
		};
	}, []);
	return copilot;
}
