/**
 * The button beside a reply's text that opens the emoji. It is a native popover, which closes on Escape or a click outside.
 * On a phone there is none: its keyboard has them.
 */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { ErrorBoundary } from "preact-iso";
import { useId, useRef } from "preact/hooks";
import { panel } from "../../../shell/lazy.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { isPhone } from "../../../ui/media.ts";
import { place } from "../../../ui/menu.tsx";
import { replaceText } from "../insert.ts";

const EmojiPanel = panel(() => import("./panel.tsx").then((module) => module.EmojiPanel));

export function EmojiButton({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
	const id = useId();
	const button = useRef<HTMLButtonElement>(null);
	const box = useRef<HTMLDivElement>(null);
	const isOpen = useSignal(false);
	if (isPhone.value) return null;

	const close = () => box.current?.hidePopover();
	const insert = (emoji: string) => {
		const area = input.current;
		if (area === null) return;
		close();
		replaceText(area, area.selectionStart, area.selectionEnd, emoji);
	};
	return (
		<>
			<button
				type="button"
				ref={button}
				class="btn q"
				aria-label="Add an emoji"
				title="Add an emoji"
				aria-haspopup="dialog"
				aria-expanded={isOpen.value}
				popovertarget={id}
			>
				<Icon name="smile" small />
			</button>
			<div
				id={id}
				ref={box}
				class="menu emoji"
				popover="auto"
				role="dialog"
				aria-label="Emoji"
				onToggle={(event) => void (isOpen.value = event.newState === "open")}
			>
				{isOpen.value && (
					<ErrorBoundary>
						<EmojiPanel
							onReady={() => box.current && button.current && place(box.current, button.current, "start")}
							onChosen={insert}
							onClose={close}
						/>
					</ErrorBoundary>
				)}
			</div>
		</>
	);
}
