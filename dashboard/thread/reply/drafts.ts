/** The drafts of replies and notes: unsent text for each conversation, stored in this browser, with the suggestion it was made from. */
import * as v from "valibot";
import { Citation } from "../../../src/protocol/conversation/entry.ts";
import { onChange, recall, remember } from "../../ui/stored.ts";

export type Mode = "reply" | "note";

/** The most stored drafts; the oldest are removed, so that storage doesn't fill up over the years. The index has the newest last. */
const MOST = 90;
const INDEX = "drafts";

/** A suggested reply whose use hasn't been reported yet. */
const Pending = v.object({
	id: v.string(),
	sources: v.array(Citation),
	confidence: v.nullable(v.number()),
	/** The suggestion, and copilot's later rewrites of it. */
	versions: v.array(v.string()),
});
export type Pending = v.InferOutput<typeof Pending>;
const Stored = v.pipe(v.string(), v.parseJson(), Pending);

type Kept = Mode | "suggested" | "began";
const keyOf = (id: string, what: Kept) => `draft.${what}.${id}`;

export const draftOf = (id: string, mode: Mode): string => recall(keyOf(id, mode)) ?? "";

export const keepDraft = (id: string, mode: Mode, text: string): void => keep(id, mode, text);

/**
 * Follows changes of a draft in other tabs with the same conversation. A tab that showed the same text as the other shows the
 * change too: a text that one tab has sent must not remain in another as if it were unsent. A tab with a different text
 * keeps it, and stores it again once the other's is sent.
 */
export const followDraft = (id: string, mode: Mode, here: () => string, put: (text: string) => void): (() => void) =>
	onChange(keyOf(id, mode), (before, now) => {
		const text = here();
		if (text === (before ?? "")) put(now ?? "");
		else if (now === null) keepDraft(id, mode, text);
	});

export function pendingOf(id: string): Pending | null {
	const parsed = v.safeParse(Stored, recall(keyOf(id, "suggested")));
	return parsed.success ? parsed.output : null;
}

export const keepPending = (id: string, pending: Pending | null): void =>
	keep(id, "suggested", pending === null ? "" : JSON.stringify(pending));

/** The `seq` of the last entry when the reply was begun; null: none is known. */
export function beganOf(id: string): number | null {
	const text = recall(keyOf(id, "began"));
	return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export const keepBegan = (id: string, seq: number | null): void => keep(id, "began", seq === null ? "" : `${seq}`);

function keep(id: string, what: Kept, text: string): void {
	const key = keyOf(id, what);
	const others = (recall(INDEX) ?? "").split(" ").filter((one) => one !== "" && one !== key);
	const kept = text === "" ? others : [...others, key];
	for (const old of kept.splice(0, Math.max(0, kept.length - MOST))) remember(old, null);
	remember(key, text === "" ? null : text);
	remember(INDEX, kept.length === 0 ? null : kept.join(" "));
}
