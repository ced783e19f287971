/**
 * The pickers of the reply box: canned responses after `/`, and in a note teammates after `@`. The text box keeps the focus and
 * names the chosen line to screen readers; arrows move, Enter and Tab insert, Escape closes and keeps what was typed. Nothing
 * happens while an input method is composing. The lists are loaded when one first opens.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { ErrorBoundary } from "preact-iso";
import { useId, useRef } from "preact/hooks";
import { panel } from "../../../shell/lazy.tsx";
import { replaceText } from "../insert.ts";
import { type Pick, pickAt, type Sign } from "./pick.ts";

const MentionPicker = panel(() => import("./mention-picker.tsx").then((module) => module.MentionPicker));
const CannedPicker = panel(() => import("./canned-picker.tsx").then((module) => module.CannedPicker));

/** A key press; true: the list has used it. */
type OnKey = (event: KeyboardEvent) => boolean;

/** While the list is on its way, these are meant for it. */
const WAITING_KEYS = ["Enter", "Tab"];

/** What each list gets. */
export type PickerProps = {
	pick: Pick;
	area: HTMLTextAreaElement;
	/** The id of the list, and the beginning of its options' ids. */
	id: string;
	/** Set by the list to what it does with a key press. */
	keys: { current: OnKey | null };
	/** True: Enter or Tab was pressed while the list was on its way, and chooses its first line once it is there. */
	isEarly: { current: boolean };
	/** The list names its chosen option, for the text box. */
	onActive(option: string | undefined): void;
	/** Puts the text in place of what was typed. `id`: of what was chosen. */
	onInsert(text: string, id: string): void;
	onClose(): void;
};

type Picker = {
	/** For the text box. */
	attributes: {
		"aria-autocomplete": "list";
		"aria-controls": string | undefined;
		"aria-activedescendant": string | undefined;
		onKeyUp(): void;
		onClick(): void;
		onBlur(): void;
		onCompositionEnd(): void;
	};
	/** To be called after an input. */
	onInput(): void;
	/** To be called first: true where a picker has used the key press. */
	onKey: OnKey;
	list: ComponentChildren;
};

type Options = {
	signs: readonly Sign[];
	/** What was inserted, by its id. */
	onInserted(sign: Sign, id: string): void;
	/** The visitor's name as the team knows it. */
	contactName: string | null;
};

export function usePicker(
	input: RefObject<HTMLTextAreaElement | null>,
	{ signs, onInserted, contactName }: Options,
): Picker {
	const id = useId();
	const pick = useSignal<Pick | null>(null);
	const active = useSignal<string | undefined>(undefined);
	const keys = useRef<OnKey | null>(null);
	/** Where the sign stands whose picker was closed: it doesn't open again while the caret stays in its word. */
	const closedAt = useRef<number | null>(null);
	const isInserting = useRef(false);
	const isEarly = useRef(false);

	const close = () => {
		closedAt.current = pick.peek()?.from ?? null;
		pick.value = null;
	};
	/** Only an input opens a picker; a caret that moves follows or closes the open one. */
	const look = (mayOpen: boolean) => {
		const area = input.current;
		if (area === null || isInserting.current) return;
		if (mayOpen) isEarly.current = false;
		const found = area.selectionStart === area.selectionEnd ? pickAt(area.value, area.selectionStart, signs) : null;
		if (found?.from !== closedAt.current) closedAt.current = null;
		const isOpen = pick.peek()?.from === found?.from;
		pick.value = found !== null && closedAt.current === null && (mayOpen || isOpen) ? found : null;
	};
	const insert = (text: string, chosen: string) => {
		const [area, at] = [input.current, pick.peek()];
		if (area === null || at === null) return;
		pick.value = null;
		isInserting.current = true;
		replaceText(area, at.from, at.from + 1 + at.typed.length, text);
		isInserting.current = false;
		onInserted(at.sign, chosen);
	};
	const onKey: OnKey = (event) => {
		// Browsers report key code 229 for the key that ends a composition.
		if (pick.peek() === null || event.isComposing || event.keyCode === 229) return false;
		const isUsed = keys.current === null ? (isEarly.current = WAITING_KEYS.includes(event.key)) : keys.current(event);
		if (isUsed) event.preventDefault();
		return isUsed;
	};

	const [area, now] = [input.current, pick.value];
	const list = () => {
		if (now === null || area === null) return null;
		const props: PickerProps = {
			pick: now,
			area,
			id,
			keys,
			isEarly,
			onActive: (option) => {
				active.value = option;
			},
			onInsert: insert,
			onClose: close,
		};
		return (
			<ErrorBoundary>
				{now.sign === "@" ? <MentionPicker {...props} /> : <CannedPicker {...props} contactName={contactName} />}
			</ErrorBoundary>
		);
	};
	return {
		attributes: {
			"aria-autocomplete": "list",
			"aria-controls": now === null ? undefined : id,
			"aria-activedescendant": now === null ? undefined : active.value,
			onKeyUp: () => look(false),
			onClick: () => look(false),
			onBlur: close,
			onCompositionEnd: () => look(true),
		},
		onInput: () => look(true),
		onKey,
		list: list(),
	};
}
