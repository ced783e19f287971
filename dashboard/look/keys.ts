/**
 * Single-key shortcuts. They keep quiet while somebody types, while a menu or dialog is open, and with modifiers.
 * Letters can be turned off in this browser: speech input types them where nobody meant to press a key (WCAG 2.1.4).
 */
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { recall, remember } from "./stored.ts";

export const isMac = navigator.platform.startsWith("Mac");

export const letterKeys = signal(recall("letter-keys") !== "off");

effect(() => {
	const on = letterKeys.value;
	document.documentElement.dataset["letterKeys"] = on ? "on" : "off";
	remember("letter-keys", on ? null : "off");
});

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isCheckbox = (target: EventTarget | null): boolean =>
	target instanceof HTMLInputElement && target.type === "checkbox";

/** Keys by `event.key`, lower case. A handler that returns false lets the key through. */
export function useKeys(keys: Record<string, () => boolean | void>): void {
	const latest = useRef(keys);
	latest.current = keys;
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
			if (isTyping(event.target) && !isCheckbox(event.target)) return;
			if (document.querySelector("dialog[open], .menu:popover-open") !== null) return;
			const isLetter = event.key.length === 1;
			if (isLetter && !letterKeys.peek()) return;
			const run = latest.current[isLetter ? event.key.toLowerCase() : event.key];
			if (run !== undefined && run() !== false) event.preventDefault();
		};
		addEventListener("keydown", onKey);
		return () => removeEventListener("keydown", onKey);
	}, []);
}
