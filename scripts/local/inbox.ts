/** A list that can be given past conversations: each counts on its own day, and no dashboard is told. */
import { Inbox as TheInbox } from "../../src/inbox/inbox.ts";
import { ListItems } from "../../src/inbox/items.ts";
import { Turns } from "../../src/inbox/metrics/turns.ts";
import type { Remembered } from "./conversation.ts";
import { fillList } from "./fill.ts";
import type { Filling } from "./filling.ts";
import { ANEW } from "./past.ts";

export class Inbox extends TheInbox {
	/** The object starts anew afterwards, because the list's caches don't know of them. */
	remember(past: Remembered[]): void {
		const { storage } = this.ctx;
		storage.transactionSync(() => {
			const [items, turns] = [new ListItems(storage.sql), new Turns(storage.sql)];
			for (const { item, texts, metrics, turns: news, at } of past) {
				items.put(item, texts, at, metrics);
				turns.take(item.id, news);
			}
		});
		this.ctx.waitUntil(storage.sync().then(() => this.ctx.abort(ANEW)));
	}

	/** Adds conversations to the list that have no object behind them. */
	fill(filling: Filling): void {
		const { storage } = this.ctx;
		storage.transactionSync(() => fillList(storage.sql, filling));
	}
}
