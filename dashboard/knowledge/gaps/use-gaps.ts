/** Loads the gaps and the suggestions, and dismisses one, which can be undone from its toast. */
import { useQuery } from "../../fetch/query.ts";
import { tell, warn } from "../../ui/toast.tsx";
import { changeState, gaps, suggestions } from "../api.ts";

export type GapKind = "gaps" | "suggestions";

export function useGaps() {
	const open = useQuery("gaps", gaps);
	const waiting = useQuery("suggestions", suggestions);
	const queries = { gaps: open, suggestions: waiting };
	const dismiss = async (kind: GapKind, id: number) => {
		const { reload } = queries[kind];
		const answer = await changeState(kind, id, "dismiss");
		if (!answer.ok) return warn(answer.failure.message);
		await reload();
		tell(kind === "gaps" ? "Gap dismissed" : "Suggestion dismissed", {
			name: "Undo",
			run: async () => {
				const back = await changeState(kind, id, "reopen");
				if (!back.ok) return warn(back.failure.message);
				await reload();
			},
		});
	};
	return {
		/** Null until they are loaded. The list has the number of suggestions too. */
		list: open.data.value,
		suggestions: waiting.data.value?.suggestions ?? null,
		failureOf: (kind: GapKind) => queries[kind].error.value,
		reload: (kind: GapKind) => queries[kind].reload(),
		dismiss,
	};
}
