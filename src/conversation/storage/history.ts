/**
 * The history as clients read it: the welcome frame on connecting, which resumes after the client's last `seq` or replaces its
 * entries, and pages. Visitors get their own view (view.ts). It writes nothing.
 */
import type { EntryPage } from "../../protocol/conversation/details.ts";
import type { ConversationState, Entry } from "../../protocol/conversation/entry.ts";
import type { ServerFrame } from "../../protocol/conversation/frames.ts";
import type { Store } from "./store.ts";
import type { Log, Viewer } from "./log.ts";
import type { State } from "../state.ts";
import type { Ratings } from "../turn/ratings.ts";
import { forVisitor, stateForMember, stateForVisitor } from "../view.ts";

/** After `since` for a client that polls, before `before` for one that scrolls up. */
export type Range = { since: number } | { before: number };

const stateFor = (reader: Viewer, state: State): ConversationState =>
	reader === "visitor" ? stateForVisitor(state) : stateForMember(state);

export class History {
	readonly #store: Store;
	readonly #log: Log;
	readonly #ratings: Ratings;

	constructor(store: Store, log: Log, ratings: Ratings) {
		this.#store = store;
		this.#log = log;
		this.#ratings = ratings;
	}

	/** A page of history; an empty one where the conversation has not started. */
	page(reader: Viewer, range: Range): EntryPage {
		const { record } = this.#store;
		if (!record) return { entries: [], more: false, state: null, seq: 0 };
		const { state } = record;
		const missed = "since" in range ? this.#log.since(range.since, reader) : null;
		const page = missed
			? { entries: missed, more: false }
			: "before" in range
				? this.#log.before(range.before, reader)
				: { ...this.#log.before(state.seq + 1, reader), more: true };
		return {
			entries: this.#visible(page.entries, reader),
			more: page.more,
			state: stateFor(reader, state),
			seq: state.seq,
		};
	}

	/** The entries after `since`; the latest page where they are too many, or `since` is greater than any `seq`. */
	welcome(reader: Viewer, since: number): ServerFrame {
		const { record } = this.#store;
		const seq = record?.state.seq ?? 0;
		const missed = record && since > 0 && since <= seq ? this.#log.since(since, reader) : null;
		const latest = () => (record ? this.#log.before(seq + 1, reader) : { entries: [], more: false });
		const page = missed ? { entries: missed, more: false } : latest();
		return {
			type: "welcome",
			state: record && stateFor(reader, record.state),
			entries: this.#visible([...(missed ? this.#rerated(reader, since) : []), ...page.entries], reader),
			resumed: missed !== null,
			older: page.more,
			seq,
			now: Date.now(),
			availability: null,
		};
	}

	/** Entries that a member's client has, whose rating may have changed since. A visitor's own client knows its ratings. */
	#rerated(reader: Viewer, since: number): Entry[] {
		if (reader === "visitor") return [];
		return this.#ratings.changedSince(since).flatMap((seq) => this.#log.bySeq(seq) ?? []);
	}

	#visible(entries: Entry[], reader: Viewer): Entry[] {
		const rated = this.#ratings.onto(entries);
		return reader === "visitor" ? rated.map(forVisitor).filter((entry) => entry !== null) : rated;
	}
}
