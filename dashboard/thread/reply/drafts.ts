/** What has been typed and not sent, a conversation each, kept in this browser, with the suggestion it was made from. */
import * as v from "valibot";
import { Citation } from "../../../src/protocol/conversation/entry.ts";
import { onChange, recall, remember } from "../../ui/stored.ts";

export type Mode = "reply" | "note";

/** Newest last. Old drafts go, so that storage doesn't fill up over the years. */
const MOST = 60;
const INDEX = "drafts";

/** A suggested reply of which it isn't known yet what becomes. */
const Pending = v.object({
	id: v.string(),
	sources: v.array(Citation),
	confidence: v.nullable(v.number()),
	/** The suggestion, and what copilot has made of it since. */
	versions: v.array(v.string()),
});
export type Pending = v.InferOutput<typeof Pending>;
const Stored = v.pipe(v.string(), v.parseJson(), Pending);

const keyOf = (id: string, mode: Mode | "suggested") => `draft.${mode}.${id}`;

export const draftOf = (id: string, mode: Mode): string => recall(keyOf(id, mode)) ?? "";

export const keepDraft = (id: string, mode: Mode, text: string): void => keep(id, mode, text);

/**
 * Keeps step with the other tabs that have this conversation open. Where they showed the same, they still do: what one
 * has sent must not stand in another as if it weren't. A tab with a text of its own keeps it, and stores it again once
 * the other's is sent.
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

function keep(id: string, mode: Mode | "suggested", text: string): void {
	const key = keyOf(id, mode);
	const others = (recall(INDEX) ?? "").split(" ").filter((one) => one !== "" && one !== key);
	const kept = text === "" ? others : [...others, key];
	for (const old of kept.splice(0, Math.max(0, kept.length - MOST))) remember(old, null);
	remember(key, text === "" ? null : text);
	remember(INDEX, kept.length === 0 ? null : kept.join(" "));
}
