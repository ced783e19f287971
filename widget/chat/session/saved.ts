/**
 * The visitor's data that the widget keeps between pages: one item of localStorage for each workspace, shared by all tabs.
 * Where the browser refuses storage, the data lasts as long as the page.
 */
import { storageKey } from "../../shell.ts";

export type Saved = {
	token?: string;
	/** The token's visitor. Another visitor can't continue this one's conversation. */
	visitor?: string;
	conversation?: string;
	/** Until when, in ms since 1970, the chat connects on a new page without being opened, because an answer is expected. */
	until: number;
	/** Text that was typed and not sent. */
	draft?: string;
};

let memory: Saved = { until: 0 };

export function readSaved(key: string): Saved {
	try {
		const json: Record<string, unknown> = JSON.parse(localStorage.getItem(storageKey(key)) ?? "");
		const words = Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string");
		memory = { ...Object.fromEntries(words), until: Number(json["until"]) || 0 };
	} catch {
		// Storage is refused or can't be parsed; the copy in memory is used.
	}
	return memory;
}

export function save(key: string, change: Partial<Saved>): void {
	memory = { ...readSaved(key), ...change };
	try {
		localStorage.setItem(storageKey(key), JSON.stringify(memory));
	} catch {
		// Storage is refused or full; the copy in memory is used.
	}
}
