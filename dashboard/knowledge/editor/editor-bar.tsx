/** The bar of both editors: the heading, whether the draft is saved, and the buttons for save, undo and delete. */
import type { Signal } from "@preact/signals";
import { Icon } from "../../ui/icon.tsx";
import { isPhone } from "../../ui/media.ts";

type BarProps = {
	title: string;
	editing: {
		dirty: boolean;
		conflict: boolean;
		readonly: boolean;
		busy: Signal<boolean>;
		restored: Signal<boolean>;
		undo: () => void;
		remove: () => void;
	};
	isNew: boolean;
	/** The page that opened the editor; null when that was the list. */
	back: string | null;
};

const backTo = (path: string): string =>
	path.startsWith("/conversations")
		? "Back to the conversation"
		: path.startsWith("/knowledge/gaps")
			? "Back to the gaps"
			: path.startsWith("/knowledge/playground")
				? "Back to the playground"
				: "Back";

export function EditorBar({ title, isNew, editing, back }: BarProps) {
	const { dirty, conflict, readonly, busy, restored, undo, remove } = editing;
	// On a phone the editor covers the list and its h1.
	const Heading = isPhone.value ? "h1" : "h2";
	return (
		<div class="bar">
			{back === null ? (
				<a class="btn q k-back" href="/knowledge" aria-label="Back to the list">
					<Icon name="back" />
				</a>
			) : (
				<a class="btn q" href={back} aria-label={backTo(back)} title={backTo(back)}>
					<Icon name="back" />
				</a>
			)}
			<Heading class="clip">{title}</Heading>
			<span class="rest" />
			{readonly ? (
				<span class="quiet">Owners and admins can edit</span>
			) : (
				<>
					<span class="quiet clip state" role="status">
						{busy.value ? "Saving" : restored.value ? "Unsaved draft restored" : dirty ? "Unsaved changes" : ""}
					</span>
					{dirty && (
						<button type="button" class="btn q" onClick={undo}>
							{isNew ? "Clear" : "Undo changes"}
						</button>
					)}
					{!isNew && (
						<button type="button" class="btn q danger" aria-label="Delete" title="Delete" onClick={remove}>
							<Icon name="trash" />
						</button>
					)}
					<button type="submit" class="btn p" disabled={!dirty || conflict} aria-disabled={busy.value}>
						Save
					</button>
				</>
			)}
		</div>
	);
}
