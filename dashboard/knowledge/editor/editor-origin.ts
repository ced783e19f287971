/**
 * Why an editor was opened from elsewhere, read off its address: a gap or suggestion to be turned into an article or
 * question, a visitor's wording to begin with, and where to go once it is saved.
 */
import { useLocation } from "preact-iso";
import { gap, changeState, suggestion } from "../api.ts";
import { useQuery } from "../../fetch/query.ts";

/** What to begin with. */
type Start = { wordings: string[]; answer: string };

export type Errand = {
	/** Null while it loads, and where there is nothing to begin with. */
	start: Start | null;
	/** A page of the dashboard, or null. */
	back: string | null;
	/** Tells drafts of one errand from another's. */
	key: string;
	saved(): Promise<void>;
};

const MOST_WORDINGS = 6;

/** Only a page of ours: an address is anybody's to write. */
const within = (path: string | undefined): string | null =>
	path !== undefined && /^\/[a-z]/.test(path) && new URL(path, location.origin).origin === location.origin
		? path
		: null;

export function useErrand(id: string | null): Errand {
	const { query } = useLocation();
	const { gap: gapId, suggestion: suggestionId, wording, back } = query;
	const wanted = id === null ? (gapId ?? suggestionId ?? null) : null;
	const { data } = useQuery<Start>(wanted, async (signal) => {
		if (gapId !== undefined) {
			const answer = await gap(gapId, signal);
			if (!answer.ok) return answer;
			const { question, wordings } = answer.value;
			return { ok: true, value: { wordings: [question, ...wordings].slice(0, MOST_WORDINGS), answer: "" } };
		}
		const answer = await suggestion(suggestionId ?? "", signal);
		if (!answer.ok) return answer;
		return { ok: true, value: { wordings: [answer.value.question], answer: answer.value.answer } };
	});
	const own = id === null && wording !== undefined ? { wordings: [wording], answer: "" } : null;
	return {
		start: (wanted === null ? null : data.value) ?? own,
		back: within(back),
		key: gapId ? `.gap${gapId}` : suggestionId ? `.suggestion${suggestionId}` : wording ? `.${wording}` : "",
		async saved() {
			if (gapId !== undefined) await changeState("gaps", gapId, "resolve");
			if (suggestionId !== undefined) await changeState("suggestions", suggestionId, "resolve");
		},
	};
}
