/** This browser's keyboard: a Mac's or not, what its keys are called, and whether shortcuts with letters are wanted. */
import { effect, signal } from "@preact/signals";
import { recall, remember } from "./stored.ts";

export const isMac = navigator.platform.startsWith("Mac");

const written = (key: string, mac: string, other: string): string => key.replace(/^Mod\+/, isMac ? mac : other);

/** "Mod+K" as people read it: "Ctrl K", or "⌘K" on a Mac. */
export const keyName = (key: string): string => written(key, "⌘", "Ctrl ");

/** The same for `aria-keyshortcuts`. */
export const ariaKeys = (keys: readonly string[]): string =>
	keys.map((key) => written(key, "Meta+", "Control+")).join(" ");

export const letterKeys = signal(recall("letter-keys") !== "off");

effect(() => {
	const on = letterKeys.value;
	document.documentElement.dataset["letterKeys"] = on ? "on" : "off";
	remember("letter-keys", on ? null : "off");
});
