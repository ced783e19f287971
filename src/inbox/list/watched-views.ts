/**
 * Which dashboards watch their views' counts, and what they are sent: all when they begin, those that changed after each change.
 * Who watches is in the sockets' attachments, so a wake from hibernation goes on; the counts are then worked out anew.
 */
import type { Filtered } from "../../protocol/inbox.ts";
import type { InboxFilter } from "../../protocol/list/filter.ts";
import { filterFor, type SavedView } from "../../protocol/list/view.ts";
import type { Dashboards } from "../dashboards.ts";
import type { ListItems } from "../items.ts";
import { countKey, ViewCounts } from "./view-counts.ts";
import { viewsOf } from "./views.ts";

type Watched = { id: string; key: string; filter: InboxFilter };

export class WatchedViews {
	readonly #sql: SqlStorage;
	readonly #dashboards: Dashboards;
	readonly #counts: ViewCounts;
	/** Cached by member and zone: read with each change, changed by few. */
	readonly #watched = new Map<string, Watched[]>();
	/** Keys of the filters whose counts have changed since they were sent. */
	#moved = new Set<string>();
	#isCold = true;

	constructor(sql: SqlStorage, dashboards: Dashboards, list: () => ListItems) {
		this.#sql = sql;
		this.#dashboards = dashboards;
		this.#counts = new ViewCounts((filter, bounds) => list().countOf(filter, bounds));
	}

	/** A dashboard watches from now on, or asks again because time has passed. It is sent its views and their counts. */
	watch(socket: WebSocket, memberId: string, zone: string, now: number): void {
		this.#dashboards.watch(socket, zone);
		const views = viewsOf(this.#sql, memberId);
		this.#dashboards.send(socket, {
			type: "views",
			views,
			counts: this.#countsOf(this.#of(memberId, zone, views), now),
		});
	}

	/** Notes a change of an item. */
	note(before: Filtered | null, after: Filtered): void {
		for (const key of this.#counts.changed(before, after)) this.#moved.add(key);
	}

	/** Sends the counts that have changed to those who watch them. */
	tell(now: number): void {
		const [moved, isCold] = [this.#moved, this.#isCold];
		if (moved.size === 0 && !isCold) return;
		this.#moved = new Set();
		this.#isCold = false;
		for (const { socket, memberId, zone } of this.#dashboards.watching()) {
			const news = this.#of(memberId, zone).filter(({ key }) => isCold || moved.has(key));
			if (news.length > 0) this.#dashboards.send(socket, { type: "view_counts", counts: this.#countsOf(news, now) });
		}
	}

	/** Views were made, changed, removed or put in another order: everybody who may see them gets them anew. */
	viewsChanged(now: number): void {
		this.#watched.clear();
		for (const { socket, memberId, zone } of this.#dashboards.watching()) this.watch(socket, memberId, zone, now);
	}

	/** What a search finds isn't counted. */
	#of(memberId: string, zone: string, views?: SavedView[]): Watched[] {
		const key = `${memberId} ${zone}`;
		const known = this.#watched.get(key);
		if (known) return known;
		const watched = (views ?? viewsOf(this.#sql, memberId)).flatMap(({ id, filter: kept }): Watched[] => {
			if (kept === null) return [];
			const { text, ...filter } = filterFor(kept, memberId, zone);
			return text === "" ? [{ id, key: countKey(filter), filter }] : [];
		});
		this.#watched.set(key, watched);
		return watched;
	}

	#countsOf(watched: readonly Watched[], now: number): Record<string, number> {
		return Object.fromEntries(watched.map(({ id, filter }) => [id, this.#counts.of(filter, now)]));
	}
}
