/** Whether this browser's link to the checklist has done its work: all is done, or somebody wants to see it no more. */
import { signal } from "@preact/signals";
import { recall, remember } from "../ui/stored.ts";

const KEY = "first-run";

export const isHidden = signal(recall(KEY) === "hidden");

export function hide(): void {
	isHidden.value = true;
	remember(KEY, "hidden");
}
