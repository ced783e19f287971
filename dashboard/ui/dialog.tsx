/** A native modal dialog, and a confirmation that any code can show: `if (await confirm({…}))`. */
import { signal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

type DialogProps = { title: string; onClose: () => void; children: ComponentChildren };

/** A dialog that is open while it is rendered. Escape and a click outside call `onClose`. */
export function Dialog({ title, onClose, children }: DialogProps) {
	const ref = useModal(onClose);
	const id = useId();
	return (
		<dialog ref={ref} aria-labelledby={id}>
			<div class="stack">
				<h2 id={id} dir="auto">
					{title}
				</h2>
				{children}
			</div>
		</dialog>
	);
}

/** Opens a dialog on mount and calls `onClose` when the user wants to close it. On unmount the focus returns to where it was. */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
	const ref = useRef<HTMLDialogElement>(null);
	const latest = useRef(onClose);
	latest.current = onClose;
	useEffect(() => {
		const dialog = ref.current;
		if (dialog === null) return;
		const before = document.activeElement;
		const onCancel = (event: Event) => {
			// The owner closes the dialog by not rendering it any more.
			event.preventDefault();
			latest.current();
		};
		const onPress = (event: MouseEvent) => {
			if (event.target === dialog && isOutside(event, dialog)) latest.current();
		};
		dialog.addEventListener("cancel", onCancel);
		dialog.addEventListener("mousedown", onPress);
		dialog.showModal();
		return () => {
			dialog.removeEventListener("cancel", onCancel);
			dialog.removeEventListener("mousedown", onPress);
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, []);
	return ref;
}

function isOutside(event: MouseEvent, element: HTMLElement): boolean {
	const box = element.getBoundingClientRect();
	return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

type Asked = { title: string; text?: string; yes: string; no?: string; danger?: boolean };

const shown = signal<(Asked & { answer: (yes: boolean) => void }) | null>(null);

/** Shows a confirmation and resolves to the answer. A second one before the first is answered answers the first with no. */
export function confirm(question: Asked): Promise<boolean> {
	shown.value?.answer(false);
	return new Promise((resolve) => {
		shown.value = {
			...question,
			answer: (yes) => {
				shown.value = null;
				resolve(yes);
			},
		};
	});
}

/** The dialog of a toast, which may be of no page. */
export const looseDialog = signal<ComponentChildren>(null);

export function Confirmation() {
	const question = shown.value;
	if (question === null) return <>{looseDialog.value}</>;
	return (
		<Dialog title={question.title} onClose={() => question.answer(false)}>
			{question.text !== undefined && <p class="quiet">{question.text}</p>}
			<div class="ends">
				<button type="button" class="btn" onClick={() => question.answer(false)}>
					{question.no ?? "Cancel"}
				</button>
				<button type="button" class={question.danger ? "btn p danger" : "btn p"} onClick={() => question.answer(true)}>
					{question.yes}
				</button>
			</div>
		</Dialog>
	);
}
