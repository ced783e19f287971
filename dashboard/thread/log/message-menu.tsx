/** The menus of messages: one's own reply can be saved as a canned response, a visitor's message set back to unread. */
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { plainText } from "../../../src/protocol/markdown.ts";
import { panel } from "../../shell/lazy.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Menu } from "../../ui/menu.tsx";

const CannedDialog = panel(() => import("../../canned/form-dialog.tsx").then((module) => module.CannedDialog));

const TITLE_LENGTH = 60;

/** The beginning of a text, for a title that one may change. */
const titleOf = (text: string): string => {
	const line = plainText(text).split("\n")[0] ?? "";
	return line.length <= TITLE_LENGTH ? line : line.slice(0, line.lastIndexOf(" ", TITLE_LENGTH));
};

export function MessageMenu({ label, text }: { label: string; text: string }) {
	const isSaving = useSignal(false);
	return (
		// The log announces what is added to it, which menus and dialogs aren't.
		<span class="more" aria-live="off">
			<Menu
				label={label}
				class="btn q"
				align="end"
				items={() => [{ name: "Save as canned response", icon: "plus", run: () => void (isSaving.value = true) }]}
			>
				<Icon name="more" small />
			</Menu>
			{isSaving.value && (
				<ErrorBoundary>
					<CannedDialog of={{ title: titleOf(text), text }} onClose={() => void (isSaving.value = false)} />
				</ErrorBoundary>
			)}
		</span>
	);
}

export const UnreadMenu = ({ label, run }: { label: string; run: () => void }) => (
	<span class="more" aria-live="off">
		<Menu label={label} class="btn q" items={() => [{ name: "Mark unread from here", icon: "dot", run }]}>
			<Icon name="more" small />
		</Menu>
	</span>
);
