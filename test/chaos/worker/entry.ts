/**
 * The Worker under chaos: src/index.ts as it is, with D1, the Inbox and a block's steps breakable. Its routes more are for the storm and
 * for a look at what a conversation has stored; they answer only on this machine and only to whoever started this
 * Worker, and exist in no other build.
 */
import app, {
	Conversation as TheConversation,
	DocumentReader as TheReader,
	Inbox as TheInbox,
	Knowledge as TheKnowledge,
	WorkspaceOutbox as TheOutbox,
} from "../../../src/index.ts";
import { answered, breakable, cutAfter, faults, modeOf, reach, stepOf } from "./faults.ts";

type ChaosEnv = Omit<Env, "CONVERSATION"> & { CONVERSATION: DurableObjectNamespace<Conversation>; CHAOS_KEY: string };

export class Conversation extends TheConversation {
	/** When this copy of it woke, ms since 1970. */
	readonly #wokeAt = Date.now();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, { ...env, DB: breakable(env.DB) });
	}

	override async act(...call: Parameters<TheConversation["act"]>): ReturnType<TheConversation["act"]> {
		const answer = await super.act(...call);
		if (call[1] === "block" || call[1] === "unblock") cutAfter("told");
		return answer;
	}

	/** What only its storage says: why a deadline was missed can't be read from the public routes. */
	async inside(): Promise<string> {
		const { sql } = this.ctx.storage;
		const alarm = await this.ctx.storage.getAlarm();
		const rows = (query: string) => sql.exec(query).toArray();
		return JSON.stringify({
			now: Date.now(),
			wokeAt: this.#wokeAt,
			alarm,
			sockets: this.ctx.getWebSockets().length,
			version: this.item()?.version ?? null,
			record: rows("SELECT body FROM document WHERE slot = 1"),
			turn: rows("SELECT * FROM turn"),
			effects: rows("SELECT * FROM effect"),
		});
	}
}

export class Knowledge extends TheKnowledge {}

export class DocumentReader extends TheReader {}

/** Calls and new sockets fail while it is down; what is connected stays so, as with an object that is overloaded. */
export class Inbox extends TheInbox {
	override receive(...args: Parameters<TheInbox["receive"]>): ReturnType<TheInbox["receive"]> {
		reach("inbox");
		return answered("inbox", super.receive(...args));
	}

	override availability(): ReturnType<TheInbox["availability"]> {
		reach("inbox");
		return super.availability();
	}

	override async fetch(request: Request): Promise<Response> {
		reach("inbox");
		return super.fetch(request);
	}
}

/** Dies where the storm cuts, as if its machine were lost. */
export class WorkspaceOutbox extends TheOutbox {
	constructor(ctx: DurableObjectState, env: Env) {
		const before = (sql: string) => {
			if (sql.startsWith('delete from "outbox"')) cutAfter("delivered", (reason) => ctx.abort(reason));
		};
		super(ctx, { ...env, DB: breakable(env.DB, { before }) });
	}

	override async look(): Promise<void> {
		await super.look();
		cutAfter("look");
	}

	override async drain(): Promise<void> {
		cutAfter("drain", (reason) => this.ctx.abort(reason));
		await super.drain();
	}
}

/** The request dies right after what it owes was written. */
const after = (sql: string): void => {
	if (sql.startsWith('insert into "outbox"')) cutAfter("batch");
};

export default {
	async fetch(request, env, ctx): Promise<Response> {
		const url = new URL(request.url);
		const own = url.pathname === "/chaos" || url.pathname === "/chaos/inside";
		if (!own) return app.fetch(request, { ...env, DB: breakable(env.DB, { after }) }, ctx);
		if (url.hostname !== "127.0.0.1" || request.headers.get("x-chaos-key") !== env.CHAOS_KEY)
			return new Response("Not found", { status: 404 });
		const inside = url.pathname === "/chaos/inside" ? url.searchParams.get("of") : null;
		if (inside !== null) return new Response(await env.CONVERSATION.getByName(inside).inside());
		faults.d1 = modeOf(url.searchParams.get("d1"));
		faults.inbox = modeOf(url.searchParams.get("inbox"));
		faults.cut = stepOf(url.searchParams.get("cut"));
		return Response.json(faults);
	},
} satisfies ExportedHandler<ChaosEnv>;
