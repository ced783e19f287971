/** The menu of a message: its link, one's own reply as a canned response, a visitor's message set back to unread, deleting a note. */
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { plainText } from "../../../src/protocol/markdown.ts";
import { threadHref } from "../../conversations/views.ts";
import { panel } from "../../shell/lazy.tsx";
import { go } from "../../shell/navigation.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Menu } from "../../ui/menu.tsx";
import { tell } from "../../ui/toast.tsx";

const CannedDialog = panel(() => import("../../canned/form-dialog.tsx").then((module) => module.CannedDialog));

const TITLE_LENGTH = 60;

/** The beginning of a text, for a title that one may change. */
const titleOf = (text: string): string => {
	const line = plainText(text).split("\n")[0] ?? "";
	return line.length <= TITLE_LENGTH ? line : line.slice(0, line.lastIndexOf(" ", TITLE_LENGTH));
};

/** Copies the address that opens the conversation at this message. Where the browser lets no page copy, the address bar has it. */
async function copyLink(conversation: string, seq: number): Promise<void> {
	const path = threadHref(conversation, "?status=all", seq);
	try {
		await navigator.clipboard.writeText(`${location.origin}${path}`);
		tell("Link copied");
	} catch {
		void go(path);
		tell("The link is in the address bar");
	}
}

type Props = {
	label: string;
	conversation: string;
	seq: number;
	/** The text of a reply that may be saved; null: it isn't one's own. */
	reply?: string | null;
	/** Sets what the visitor said from here on back to unread. */
	onUnread?: (() => void) | null;
	/** Deletes the note, after a question. */
	onDelete?: (() => void) | null;
	align?: "end";
};

export function MessageMenu({
	label,
	conversation,
	seq,
	reply = null,
	onUnread = null,
	onDelete = null,
	align,
}: Props) {
	const isSaving = useSignal(false);
	const save = { name: "Save as canned response", icon: "plus" as const, run: () => void (isSaving.value = true) };
	return (
		// The log announces what is added to it, which menus and dialogs aren't.
		<span class="more" aria-live="off">
			<Menu
				label={label}
				class="btn q"
				align={align}
				items={() => [
					...(onUnread ? [{ name: "Mark unread from here", icon: "dot" as const, run: onUnread }] : []),
					...(reply === null ? [] : [save]),
					{ name: "Copy link", icon: "copy" as const, run: () => void copyLink(conversation, seq) },
					...(onDelete ? [{ name: "Delete note", icon: "trash" as const, run: onDelete }] : []),
				]}
			>
				<Icon name="more" small />
			</Menu>
			{isSaving.value && reply !== null && (
				<ErrorBoundary>
					<CannedDialog of={{ title: titleOf(reply), text: reply }} onClose={() => void (isSaving.value = false)} />
				</ErrorBoundary>
			)}
		</span>
	);
}
