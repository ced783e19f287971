/**
 * The part of a conversation's log that is shown. It is the latest entries, which follow the conversation, or, once somebody
 * has asked for an entry further up, a window around that one. A window grows at both ends, a page at a time. When it reaches
 * the latest entries it becomes part of them.
 */
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { PAGE_SIZE } from "../../../src/protocol/limits.ts";
import { merge } from "../../../client/log.ts";
import type { ThreadHttp } from "../../../client/request.ts";
import type { ThreadView } from "../../../client/thread-view.ts";

export type ShownLog = Pick<ThreadView, "entries" | "older" | "loadingOlder" | "ready"> & {
	/** True: there are later entries than the last of these. */
	newer: boolean;
	/** The entry that was asked for and is among these. Another object each time it is asked for. */
	target: { seq: number } | null;
};

type LogWindowOptions = {
	thread: {
		readonly view: ThreadView;
		loadOlder(): Promise<void>;
		prepend(entries: readonly Entry[], older: boolean): void;
	};
	page: ThreadHttp["page"];
	onChange(): void;
	/** An entry that was asked for couldn't be read. The log is shown as it was. */
	onMissed(): void;
};

/** `to`: the last seq that it covers. A window has a gap between it and the latest entries. */
type Window = { entries: Entry[]; older: boolean; to: number };

export class LogWindow {
	readonly #options: LogWindowOptions;
	#window: Window | null = null;
	/** Asked for, and not shown yet. */
	#wanted: number | null = null;
	#target: ShownLog["target"] = null;
	/** The request under way; each has an object of its own, so that an answer that came too late is known. */
	#loading: { what: "around" | "older" | "newer" } | null = null;
	/** True: nothing was shown yet when the entry was asked for, so nothing is until it has come. */
	#isHeld = false;

	constructor(options: LogWindowOptions) {
		this.#options = options;
	}

	get shown(): ShownLog {
		const { view } = this.#options.thread;
		const window = this.#window;
		const loads = this.#loading?.what === "older";
		const target = this.#target;
		if (this.#isHeld)
			return { entries: [], older: false, loadingOlder: false, ready: false, newer: false, target: null };
		if (window === null) {
			const { entries, older, loadingOlder, ready } = view;
			return { entries, older, loadingOlder, ready, newer: false, target };
		}
		const { entries, older } = window;
		return { entries, older, loadingOlder: loads, ready: true, newer: true, target };
	}

	/** Shows the entry with this seq, now or as soon as it has come. One that the log doesn't have yet is its end. */
	show(seq: number): void {
		this.#wanted = seq;
		if (!this.#options.thread.view.ready) this.#isHeld = true;
		this.#loading = null;
		this.threadChanged();
	}

	/** Leaves the window, for the latest entries. */
	showLatest(): void {
		this.#wanted = null;
		this.#window = null;
		this.#settle(null);
	}

	/** Has to be called after each change of the thread. */
	threadChanged(): void {
		const { view } = this.#options.thread;
		const first = view.entries[0]?.seq;
		const seq = this.#wanted;
		if (seq !== null && view.ready && this.#loading?.what !== "around") {
			const window = this.#window;
			if (first === undefined || seq >= first) {
				this.#window = null;
				this.#settle(seq <= (view.entries.at(-1)?.seq ?? 0) ? { seq } : null);
			} else if (window && seq <= window.to && seq >= (window.entries[0]?.seq ?? Infinity)) this.#settle({ seq });
			else void this.#loadAround(seq);
		}
		this.#join();
		this.#options.onChange();
	}

	async loadOlder(): Promise<void> {
		const window = this.#window;
		if (window === null) return this.#options.thread.loadOlder();
		if (!window.older || this.#loading) return;
		const page = await this.#read("older", window.entries[0]?.seq ?? 0);
		if (page) this.#window = { ...window, entries: merge(page.entries, window.entries), older: page.more };
		this.threadChanged();
	}

	async loadNewer(): Promise<void> {
		const window = this.#window;
		if (window === null || this.#loading) return;
		const to = window.to + PAGE_SIZE;
		const page = await this.#read("newer", to + 1);
		if (page) this.#window = { ...window, entries: merge(window.entries, page.entries), to };
		this.threadChanged();
	}

	async #loadAround(seq: number): Promise<void> {
		const to = seq + PAGE_SIZE / 2;
		const page = await this.#read("around", to + 1);
		if (page) {
			this.#window = { entries: page.entries, older: page.more, to };
			this.#settle({ seq });
			this.threadChanged();
		} else if (this.#wanted === seq && this.#loading === null) {
			this.#settle(null);
			this.#options.onMissed();
		}
	}

	/** The page before a seq; null where there is no answer, or nobody waits for it any more. */
	async #read(what: "around" | "older" | "newer", before: number) {
		const mine = { what };
		this.#loading = mine;
		this.#options.onChange();
		const answer = await this.#options.page({ before });
		if (this.#loading !== mine) return null;
		this.#loading = null;
		return answer.ok ? answer.value : null;
	}

	#settle(target: ShownLog["target"]): void {
		this.#wanted = null;
		this.#isHeld = false;
		this.#loading = null;
		this.#target = target;
		this.#options.onChange();
	}

	/** Where no entry is missing between the window and the latest ones, they are one log. */
	#join(): void {
		const { thread } = this.#options;
		const first = thread.view.entries[0]?.seq;
		const window = this.#window;
		if (window === null || !thread.view.ready || first === undefined || window.to < first - 1) return;
		this.#window = null;
		this.#loading = null;
		thread.prepend(window.entries, window.older);
	}
}
