/**
 * Copilot's state for a reply: requests a suggestion or a rewritten draft, puts it into the draft, and reports once how a
 * suggestion was used. Only a successful answer changes the draft, and every change can be undone.
 */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import {
	CopilotAnswer,
	type CopilotRequest,
	type TranslationLanguage,
} from "../../../src/protocol/conversation/copilot.ts";
import type { CopilotUse } from "../../../src/protocol/figures/days.ts";
import { anything, call } from "../../api.ts";
import { suggestionUseOf } from "./suggestion-use.ts";
import { keepPending, type Pending, pendingOf } from "./drafts.ts";

const at = (conversation: string) => `/conversations/${encodeURIComponent(conversation)}/copilot`;

/** Reports how a suggestion was used. Nothing waits for it: a failed report only lacks in the figures. */
const reportUse = (conversation: string, id: string, use: CopilotUse) =>
	void call(`${at(conversation)}/${encodeURIComponent(id)}`, { method: "POST", body: { use }, schema: anything });

export type Wish = { do: "suggest" | "rephrase" | "shorter" } | { do: "translate"; language?: TranslationLanguage };

const requestOf = (wish: Wish, draft: string): CopilotRequest =>
	wish.do === "suggest" ? { do: wish.do } : wish.do === "translate" ? { ...wish, draft } : { do: wish.do, draft };

/** Access to the draft of the reply, wherever it is stored. */
export type Draft = { text: () => string; put: (text: string) => void };

function start(conversation: string, draft: Draft) {
	const busy = signal<Wish["do"] | null>(null);
	const failure = signal<string | null>(null);
	const pending = signal<Pending | null>(pendingOf(conversation));
	/** The drafts for undo and redo. */
	const past = signal<readonly string[]>([]);
	const future = signal<readonly string[]>([]);
	/** The text that copilot put last, while it can be undone. */
	const put = signal<string | null>(null);
	let running: AbortController | null = null;

	const setPending = (next: Pending | null) => {
		pending.value = next;
		keepPending(conversation, next);
	};
	const settlePending = (use: CopilotUse) => {
		const suggestion = pending.peek();
		if (suggestion === null) return;
		setPending(null);
		reportUse(conversation, suggestion.id, use);
	};
	const useOf = (text: string): CopilotUse | null => pending.value && suggestionUseOf(pending.value.versions, text);
	/** Reports the pending suggestion as dropped if nothing of it is left in the draft. Not called while that can be undone. */
	const settleDropped = () => {
		if (useOf(draft.text()) === "dropped") settlePending("dropped");
	};
	const replace = (text: string) => {
		draft.put(text);
		put.value = past.peek().length > 0 ? text : null;
	};
	const take = ({ id, text, sources, confidence }: CopilotAnswer) => {
		const current = pending.peek();
		if (id !== null && current?.versions[0] !== text) {
			settlePending("dropped");
			setPending({ id, sources, confidence, versions: [text] });
		} else if (id === null && current !== null && useOf(draft.text()) !== "dropped") {
			setPending({ ...current, versions: [...current.versions.slice(0, 4), text] });
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
		/** The suggestion that a text is made from, or null. */
		shown: (text: string): Pending | null => (useOf(text) === "dropped" ? null : pending.value),
		/** Requests a suggestion or a rewrite. True: the draft has changed. */
		async ask(wish: Wish): Promise<boolean> {
			if (busy.peek() !== null) return false;
			const mine = new AbortController();
			running = mine;
			busy.value = wish.do;
			failure.value = null;
			const body = requestOf(wish, draft.text());
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
		/** The reply was sent. */
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

/** Copilot's state. The component must be keyed by the conversation's id. */
export function useCopilot(conversation: string, draft: Draft): Copilot {
	const [copilot] = useState(() => start(conversation, draft));
	useEffect(() => {
		// The draft may have been emptied before a reload, with the report not sent.
		copilot.settleDropped();
		return () => {
			copilot.cancel();
			copilot.settleDropped();
		};
	}, []);
	return copilot;
}
