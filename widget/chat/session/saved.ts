/**
 * What the widget remembers of a visitor between pages: one entry in localStorage for each workspace, shared by all tabs.
 * Where storage is refused it lasts as long as the page.
 */
import { storageKey } from "../../shell.ts";

export type Saved = {
	token?: string;
	/** Whom the token stands for: another visitor can't go on with this one's conversation. */
	visitor?: string;
	conversation?: string;
	/** Until when (ms since 1970) the chat connects by itself on the next page, for an answer that is awaited. */
	until: number;
	/** Typed and not sent. */
	draft?: string;
};

let memory: Saved = { until: 0 };

export function readSaved(key: string): Saved {
	try {
		const json: Record<string, unknown> = JSON.parse(localStorage.getItem(storageKey(key)) ?? "");
		const words = Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string");
		memory = { ...Object.fromEntries(words), until: Number(json["until"]) || 0 };
	} catch {
		// Storage is refused, or holds nothing that can be read; what this page knows will do.
	}
	return memory;
}

export function save(key: string, change: Partial<Saved>): void {
	memory = { ...readSaved(key), ...change };
	try {
		localStorage.setItem(storageKey(key), JSON.stringify(memory));
	} catch {
		// As above.
	}
}
