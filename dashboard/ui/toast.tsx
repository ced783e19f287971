/**
 * Toasts: short messages about the result of an action. A success disappears by itself; a failure stays until it is closed,
 * because nothing else may show it. The region is a popover, so that it is above dialogs.
 */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** `key`: what the toast is about; the next one about it takes its place. */
type Toast = {
	id: number;
	text: string;
	bad: boolean;
	key?: string | undefined;
	action?: { name: string; run: () => void };
	/** It is about something that goes on, and stays until that is told anew. */
	stays?: true;
};

const STAYS_MS = 5_000;
const MOST = 3;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

const drop = (id: number) => {
	toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

const isReplaced = (old: Toast, { text, key }: Omit<Toast, "id">): boolean =>
	old.text === text || (key !== undefined && old.key === key);

function show(toast: Omit<Toast, "id">): void {
	const id = ++lastId;
	toasts.value = [...toasts.value.filter((other) => !isReplaced(other, toast)), { id, ...toast }].slice(-MOST);
	if (!toast.bad && !toast.stays) setTimeout(() => drop(id), toast.action ? STAYS_MS * 2 : STAYS_MS);
}

/** Shows that an action succeeded. */
export const tell = (text: string, action?: { name: string; run: () => void }, key?: string): void =>
	show({ text, bad: false, key, ...(action && { action }) });

/** Shows how far something is that goes on. The next toast with the key takes its place. */
export const tellOn = (text: string, action: { name: string; run: () => void }, key: string): void =>
	show({ text, bad: false, key, action, stays: true });

/** Removes the success that is shown about something, because it is no longer so. */
export const untell = (key: string): void => {
	toasts.value = toasts.value.filter((toast) => toast.bad || toast.key !== key);
};

/** Shows that an action failed, and what to do. */
export const warn = (text: string): void => show({ text, bad: true });

export function Toasts() {
	const ref = useRef<HTMLElement>(null);
	const shown = toasts.value;
	useEffect(() => {
		const region = ref.current;
		if (region === null) return;
		// The popover is shown again each time, because the latest one is above a dialog that opened meanwhile.
		if (region.matches(":popover-open")) region.hidePopover();
		if (shown.length > 0) region.showPopover();
	}, [shown]);
	return (
		<section class="toasts" aria-label="Notices" popover="manual" ref={ref}>
			<div role="status" aria-live="polite" class="said">
				{shown.at(-1)?.text}
			</div>
			{shown.map((toast) => (
				<div key={toast.id} class={toast.bad ? "toast bad" : "toast"}>
					<span dir="auto">{toast.text}</span>
					{toast.action && (
						<button
							type="button"
							onClick={() => {
								toast.action?.run();
								drop(toast.id);
							}}
						>
							{toast.action.name}
						</button>
					)}
					<button type="button" aria-label="Dismiss" onClick={() => drop(toast.id)}>
						<Icon name="cross" small />
					</button>
				</div>
			))}
		</section>
	);
}
