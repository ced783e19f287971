/** Asks until when a conversation is snoozed again, on whatever page one is. Loaded when it is asked for. */
import { h } from "preact";
import { looseDialog } from "../../ui/dialog.tsx";
import { perform } from "../actions.ts";
import { SnoozeDialog } from "./dialog.tsx";

export function snoozeAgain(conversation: string): void {
	const onClose = () => void (looseDialog.value = null);
	const onSnooze = (until: number | null) => void perform(conversation, { type: "snooze", until });
	looseDialog.value = h(SnoozeDialog, { onClose, onSnooze });
}
