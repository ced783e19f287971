/** What has been typed and not sent, a conversation each, kept in this browser. */
import { recall, remember } from "../look/stored.ts";

export type Mode = "reply" | "note";

/** Newest last. Old drafts go, so that storage doesn't fill up over the years. */
const MOST = 60;
const INDEX = "drafts";

const keyOf = (id: string, mode: Mode) => `draft.${mode}.${id}`;

export const draftOf = (id: string, mode: Mode): string => recall(keyOf(id, mode)) ?? "";

export function keepDraft(id: string, mode: Mode, text: string): void {
	const key = keyOf(id, mode);
	const others = (recall(INDEX) ?? "").split(" ").filter((one) => one !== "" && one !== key);
	const kept = text === "" ? others : [...others, key];
	for (const old of kept.splice(0, Math.max(0, kept.length - MOST))) remember(old, null);
	remember(key, text === "" ? null : text);
	remember(INDEX, kept.length === 0 ? null : kept.join(" "));
}
