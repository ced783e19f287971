/** The list of a picker, at the caret: what fits, with one line chosen. The text box keeps the focus. */
import styles from "./picker.module.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { caretOf } from "./caret.ts";
import type { PickerProps } from "./use-picker.tsx";

export type Line = { id: string; content: ComponentChildren; insert: () => string };

type Props = PickerProps & {
	label: string;
	/** Null: they are being loaded. */
	lines: readonly Line[] | null;
	/** Shown in place of lines where there are none; null shows nothing. */
	none: ComponentChildren;
};

const GAP_PX = 6;

/** Places the list above the line of the sign, or below it where there is no room, and within the window. */
function place(list: HTMLElement, area: HTMLTextAreaElement, from: number): void {
	const at = caretOf(area, from);
	const line = Number.parseFloat(getComputedStyle(area).lineHeight) || 20;
	const { offsetWidth: width, offsetHeight: height } = list;
	const above = at.top - GAP_PX - height;
	list.style.left = `${Math.max(8, Math.min(at.left - 8, innerWidth - width - 8))}px`;
	list.style.top = `${above >= 8 ? above : at.top + line + GAP_PX}px`;
}

export function ChoiceList({ pick, area, id, keys, isEarly, label, lines, none, onActive, onInsert, onClose }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const chosen = useSignal(0);
	const count = lines?.length ?? 0;
	const at = Math.min(chosen.value, count - 1);
	const isEmpty = lines !== null && count === 0;
	/** Where nothing fits, nothing is shown, and the keys are the text's. */
	const isShown = !isEmpty || none !== null;
	const optionOf = (index: number) => `${id}-${index}`;
	const choose = (line: Line | undefined) => {
		if (line !== undefined) onInsert(line.insert(), line.id);
	};
	// What is typed changes which lines there are, so the best is chosen again.
	useLayoutEffect(() => {
		chosen.value = 0;
	}, [pick.typed]);
	useLayoutEffect(() => {
		if (box.current) place(box.current, area, pick.from);
	});
	useLayoutEffect(() => onActive(count > 0 ? optionOf(at) : undefined), [at, count]);
	useEffect(() => {
		box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
	}, [at]);
	useLayoutEffect(() => {
		keys.current = (event) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !isShown) return false;
			if (event.key === "Escape") onClose();
			else if (lines === null) return (isEarly.current = event.key === "Enter" || event.key === "Tab");
			else if (count === 0) return false;
			else if (event.key === "ArrowDown") chosen.value = (at + 1) % count;
			else if (event.key === "ArrowUp") chosen.value = (at - 1 + count) % count;
			else if (event.key === "Enter" || event.key === "Tab") choose(lines[at]);
			else return false;
			return true;
		};
		return () => {
			keys.current = null;
		};
	});
	useLayoutEffect(() => {
		if (lines === null || !isEarly.current) return;
		isEarly.current = false;
		choose(lines[0]);
	}, [lines === null]);
	useEffect(() => {
		addEventListener("resize", onClose);
		return () => removeEventListener("resize", onClose);
	}, []);

	return (
		<>
			<div class="said" role="status">
				{lines === null ? "Loading" : count === 0 ? "Nothing fits" : `${count} of ${label}`}
			</div>
			<div ref={box} class={`${styles["picker"]} scroll`} hidden={!isShown}>
				<div id={id} role="listbox" aria-label={label}>
					{lines?.map((line, index) => (
						<button
							key={line.id}
							type="button"
							id={optionOf(index)}
							role="option"
							tabIndex={-1}
							aria-selected={index === at}
							class={styles["line"]}
							onMouseMove={() => {
								chosen.value = index;
							}}
							// The text box keeps the focus.
							onMouseDown={(event) => event.preventDefault()}
							onClick={() => choose(line)}
						>
							{line.content}
						</button>
					))}
				</div>
				{lines === null && <p class={styles["none"]}>Loading</p>}
				{isEmpty && isShown && <p class={styles["none"]}>{none}</p>}
			</div>
		</>
	);
}
