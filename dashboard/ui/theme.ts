/** The theme: the system's, or the user's own choice, which is stored in this browser. */
import { effect, signal } from "@preact/signals";
import { recall, remember } from "./stored.ts";

export type Theme = "system" | "light" | "dark";

const stored = recall("theme");
export const theme = signal<Theme>(stored === "light" || stored === "dark" ? stored : "system");

effect(() => {
	const chosen = theme.value;
	if (chosen === "system") delete document.documentElement.dataset["theme"];
	else document.documentElement.dataset["theme"] = chosen;
	remember("theme", chosen === "system" ? null : chosen);
});
