/**
 * Toasts: short messages about the result of an action. A success disappears by itself; a failure stays until it is closed,
 * because nothing else may show it. The region is a popover, so that it is above dialogs.
 */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

type Action = { name: string; run: () => void };

/** `key`: what the toast is about; the next one about it takes its place. */
type Toast = {
	id: number;
	text: string;
	bad: boolean;
	key?: string | undefined;
	actions?: readonly Action[];
	/** How long it is shown, in ms; infinite: it is about something that goes on, and stays until that is told anew. */
	ms?: number;
};

const STAYS_MS = 5_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

const drop = (id: number) => {
	toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

const isReplaced = (old: Toast, { text, key }: Omit<Toast, "id">): boolean =>
	old.text === text || (key !== undefined && old.key === key);

function show(toast: Omit<Toast, "id">): void {
	const id = ++lastId;
	toasts.value = [...toasts.value.filter((other) => !isReplaced(other, toast)), { id, ...toast }].slice(-MOST);
	const { bad, actions, ms = actions ? STAYS_MS * 2 : STAYS_MS } = toast;
	if (!bad && ms < Infinity) setTimeout(() => drop(id), ms);
}

/** Shows that an action succeeded. */
export const tell = (text: string, action?: Action, key?: string): void =>
	show({ text, bad: false, key, ...(action && { actions: [action] }) });

/** Shows what has happened, with ways on, for so long. */
export const tellFor = (text: string, actions: readonly Action[], more: { key: string; ms: number }): void =>
	show({ text, bad: false, actions, ...more });

/** Shows how far something is that goes on. The next toast with the key takes its place. */
export const tellOn = (text: string, action: Action, key: string): void =>
	tellFor(text, [action], { key, ms: Infinity });

/** Removes the success that is shown about something, because it is no longer so. */
export const untell = (key: string): void => {
	toasts.value = toasts.value.filter((toast) => toast.bad || toast.key !== key);
};

/** Shows that an action failed, and what to do. */
export const warn = (text: string, action?: Action): void =>
	show({ text, bad: true, ...(action && { actions: [action] }) });

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
					{toast.actions?.map(({ name, run }) => (
						<button
							key={name}
							type="button"
							onClick={() => {
								run();
								drop(toast.id);
							}}
						>
							{name}
						</button>
					))}
					<button type="button" aria-label="Dismiss" onClick={() => drop(toast.id)}>
						<Icon name="cross" small />
					</button>
				</div>
			))}
		</section>
	);
}
