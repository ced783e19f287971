/**
 * Asks once before a reply is sent, where others have written since it was begun. It asks in the page that sends, so what waits
 * in the outbox is never held up.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { myId } from "../../../shell/session.ts";
import type { OpenThread } from "../../open.ts";
import { beganOf, keepBegan } from "../drafts.ts";
import { type Written, writtenSince } from "./written.ts";

/** The question: what was written, and whether the reply was to be sent with closing. */
export type Question = { written: readonly Written[]; thenClose: boolean };

/** `begun`: there is something of a reply. */
export function useMeanwhile(id: string, { view, seen }: OpenThread, begun: boolean) {
	const question = useSignal<Question | null>(null);
	const began = useRef<number | null>(null);
	const { entries, ready } = view.value;
	const last = entries.at(-1)?.seq ?? 0;
	const mark = (seq: number | null) => {
		began.current = seq;
		keepBegan(id, seq);
	};
	useEffect(() => {
		if (!ready) return;
		if (begun) mark(began.current ?? beganOf(id) ?? last);
		else {
			mark(null);
			question.value = null;
		}
	}, [begun, ready]);

	/** What was written up to now, the writer has been told of. */
	const told = () => {
		question.value = null;
		if (began.current !== null) mark(view.peek().entries.at(-1)?.seq ?? began.current);
	};
	return {
		question,
		/** True: the reply isn't to be sent now, because its writer is asked first. */
		asks(thenClose: boolean): boolean {
			if (question.peek() !== null || began.current === null) return false;
			const written = writtenSince(view.peek().entries, began.current, seen.known, myId.peek());
			if (written.length > 0) question.value = { written, thenClose };
			return written.length > 0;
		},
		/** Its writer goes on writing. */
		typed() {
			seen.wrote(performance.now());
			if (question.peek() !== null) told();
		},
		told,
	};
}
