/**
 * The toast of a conversation that is back from its snooze, in every open tab: for a minute, or until somebody has seen it. Whom
 * that is told to is decided by the server. A visitor's word that ends a snooze is told as a message, and here only where the
 * server says so.
 */
import type { Notice } from "../../../src/protocol/notification/notice.ts";
import { tellFor, untell } from "../../ui/toast.tsx";

const SHOWN_MS = 60_000;

const keyOf = (conversation: string): string => `back ${conversation}`;

/** `again`: asks until when it is snoozed again; null for those who may not. */
type Ways = { open(conversation: string): void; again: ((conversation: string) => void) | null };

export function tellBack({ what, conversation, name }: Notice, { open, again }: Ways): void {
	if (what !== "woke" || conversation === null) return;
	const actions = [
		{ name: "Open", run: () => open(conversation) },
		...(again ? [{ name: "Snooze again", run: () => again(conversation) }] : []),
	];
	tellFor(`${name ?? "A conversation"} is back`, actions, { key: keyOf(conversation), ms: SHOWN_MS });
}

/** Somebody has seen it. */
export const untellBack = (conversation: string): void => untell(keyOf(conversation));
