/**
 * The Durable Objects of src/index.ts with meters: they behave as in production, and every call, socket message, alarm and row
 * is counted under the object's name. They have extra methods to fill their storage.
 */
import { Conversation, Inbox, Knowledge, Notifier, Uploads } from "../../../src/index.ts";
import { countedDatabase, type Counts, countsOf, countStorage } from "./counts.ts";
import { fillList } from "../../../scripts/local/fill.ts";
import type { Filling } from "../../../scripts/local/filling.ts";
import { lengthen } from "./lengthen.ts";

const SOON_MS = 60_000;
const MOST_ALARMS = 10;

/** Puts meters on an object's storage before its construction, and on the database it gets. */
function metered(kind: string, ctx: DurableObjectState, env: Env): { ctx: DurableObjectState; env: Env } {
	const counts = countsOf(`${kind}:${ctx.id.name}`);
	counts.constructed++;
	countStorage(ctx.storage, counts);
	return { ctx, env: { ...env, DB: countedDatabase(env.DB, counts) } };
}

/** The number of metered methods on the stack. */
let depth = 0;

/** Wraps a class's public methods, so that their calls are counted. */
function meterCalls(prototype: object, original: object, kind: string): void {
	const counter: Record<string, keyof Counts> = { alarm: "alarms", webSocketMessage: "socketMessages" };
	for (const name of Object.getOwnPropertyNames(original)) {
		const method: unknown = Reflect.get(original, name);
		if (name === "constructor" || typeof method !== "function") continue;
		// A socket's close or error isn't billed as a request.
		if (name === "webSocketClose" || name === "webSocketError") continue;
		Object.defineProperty(prototype, name, {
			value(this: { id: string }, ...given: unknown[]): unknown {
				// A call from within the same object isn't billed as a request.
				if (depth === 0) countsOf(`${kind}:${this.id}`)[counter[name] ?? "calls"]++;
				depth++;
				try {
					return Reflect.apply(method, this, given);
				} finally {
					depth--;
				}
			},
		});
	}
}

export class CountedConversation extends Conversation {
	readonly id: string;

	constructor(state: DurableObjectState, bindings: Env) {
		const { ctx, env } = metered("conversation", state, bindings);
		super(ctx, env);
		this.id = ctx.id.name ?? "";
	}

	/**
	 * Runs every alarm that is due within a minute, now instead of then: the same code, without the wait. A later alarm, which
	 * closes the conversation in days, stays.
	 */
	async ring(): Promise<void> {
		for (let rung = 0; rung < MOST_ALARMS; rung++) {
			const due = await this.ctx.storage.getAlarm();
			if (due === null || due > Date.now() + SOON_MS) return;
			await this.ctx.storage.deleteAlarm();
			await this.alarm();
		}
		throw new Error("An alarm sets the next one, and so on.");
	}

	/** Makes it a long conversation, and restarts the object as a deploy does: sockets drop, and memory is read from storage again. */
	lengthen(messages: number): void {
		lengthen(this.ctx.storage.sql, messages);
		this.ctx.waitUntil(this.ctx.storage.sync().then(() => this.ctx.abort("lengthened")));
	}

	size(): number {
		return this.ctx.storage.sql.databaseSize;
	}
}

export class CountedInbox extends Inbox {
	readonly id: string;

	constructor(state: DurableObjectState, bindings: Env) {
		const { ctx, env } = metered("inbox", state, bindings);
		super(ctx, env);
		this.id = ctx.id.name ?? "";
	}

	/** Fills the list with conversations. */
	fill(filling: Filling): void {
		fillList(this.ctx.storage.sql, filling);
	}

	size(): number {
		return this.ctx.storage.sql.databaseSize;
	}
}

export class CountedKnowledge extends Knowledge {
	readonly id: string;

	constructor(state: DurableObjectState, bindings: Env) {
		const { ctx, env } = metered("knowledge", state, bindings);
		super(ctx, env);
		this.id = ctx.id.name ?? "";
	}
}

export class CountedNotifier extends Notifier {
	readonly id: string;

	constructor(state: DurableObjectState, bindings: Env) {
		const { ctx, env } = metered("notifier", state, bindings);
		super(ctx, env);
		this.id = ctx.id.name ?? "";
	}
}

export class CountedUploads extends Uploads {
	readonly id: string;

	constructor(state: DurableObjectState, bindings: Env) {
		const { ctx, env } = metered("uploads", state, bindings);
		super(ctx, env);
		this.id = ctx.id.name ?? "";
	}
}

meterCalls(CountedConversation.prototype, Conversation.prototype, "conversation");
meterCalls(CountedInbox.prototype, Inbox.prototype, "inbox");
meterCalls(CountedKnowledge.prototype, Knowledge.prototype, "knowledge");
meterCalls(CountedNotifier.prototype, Notifier.prototype, "notifier");
meterCalls(CountedUploads.prototype, Uploads.prototype, "uploads");
