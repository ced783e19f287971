/**
 * The origin of an editor that another page opened, parsed from the address: a gap or suggestion to turn into an article or
 * question, a visitor's wording to begin with, and the page to return to after saving.
 */
import { useLocation } from "preact-iso";
import { gap, changeState, suggestion } from "../api.ts";
import { useQuery } from "../../fetch/query.ts";

/** The beginning of the draft. */
type Start = { wordings: string[]; answer: string };

export type Errand = {
	/** Null while it is loading, and where the draft begins empty. */
	start: Start | null;
	/** The page of the dashboard to return to, or null. */
	back: string | null;
	/** Part of the stored draft's key, so that drafts of different origins are separate. */
	key: string;
	saved(): Promise<void>;
};

const MOST_WORDINGS = 6;

/** A path within the dashboard; null for any other, because anybody can write an address. */
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
