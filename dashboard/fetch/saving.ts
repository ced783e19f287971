/**
 * Saving a form: one save at a time, what is wrong with each input, and the sentence for the whole form where no input is to
 * blame. Shown by Field and Failure of ui/field.tsx.
 */
import { useSignal } from "@preact/signals";
import type { Answer } from "../api.ts";
import { focusWrong } from "../ui/field.tsx";

export function useSaving() {
	const busy = useSignal(false);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	return {
		busy,
		wrong,
		failure,
		/** Shows what is wrong before anything is sent. */
		refuse(fields: Record<string, string>) {
			failure.value = null;
			wrong.value = fields;
			focusWrong();
		},
		/** The answer's value, once it has one; null where it was refused, which is shown, or where another save is on its way. */
		async save<T>(send: () => Promise<Answer<T>>): Promise<{ value: T } | null> {
			if (busy.peek()) return null;
			busy.value = true;
			failure.value = null;
			const answer = await send();
			busy.value = false;
			wrong.value = answer.ok ? {} : answer.failure.fields;
			if (answer.ok) return { value: answer.value };
			if (Object.keys(answer.failure.fields).length === 0) failure.value = answer.failure.message;
			focusWrong();
			return null;
		},
	};
}
