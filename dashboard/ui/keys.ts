/** The keyboard: whether it is a Mac's, the names of its keys, and the setting for single-letter shortcuts. */
import { effect, signal } from "@preact/signals";
import { recall, remember } from "./stored.ts";

export const isMac = navigator.platform.startsWith("Mac");

const written = (key: string, mac: string, other: string): string => key.replace(/^Mod\+/, isMac ? mac : other);

/** A key's name for people: "Mod+K" is "Ctrl K", or "⌘K" on a Mac. */
export const keyName = (key: string): string => written(key, "⌘", "Ctrl ");

/** Keys in the form of `aria-keyshortcuts`. */
export const ariaKeys = (keys: readonly string[]): string =>
	keys.map((key) => written(key, "Meta+", "Control+")).join(" ");

export const letterKeys = signal(recall("letter-keys") !== "off");

effect(() => {
	const on = letterKeys.value;
	document.documentElement.dataset["letterKeys"] = on ? "on" : "off";
	remember("letter-keys", on ? null : "off");
});
