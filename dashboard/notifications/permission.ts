/**
 * Whether this browser shows notifications, as a signal, and the question to it. The question is only asked by a button that
 * somebody pressed.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** "missing": the browser has none. On an iPhone or iPad that changes once Parley is on the home screen. */
export type Permission = NotificationPermission | "missing";

const read = (): Permission => ("Notification" in globalThis ? Notification.permission : "missing");

const current = signal<Permission>(read());
export const permission: ReadonlySignal<Permission> = current;

export async function askPermission(): Promise<Permission> {
	if (read() !== "missing") await Notification.requestPermission();
	current.value = read();
	return current.value;
}

addEventListener("focus", () => {
	current.value = read();
});

/** An iPhone or iPad on which Parley is a page of the browser: there, only what is on the home screen has notifications. */
export const needsHomeScreen = (): boolean =>
	read() === "missing" && /iPhone|iPad|Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
